"""Rows of other tables, read within the question about what they belong to: a page of many short lists asks the database once.

    Zone.objects.annotate(parts=Rows(hanging(Zone, "subzones"), "name_zh", "area_km2"))

Each zone then has a list of `Subzone`, of which these two columns are loaded. For lists that are short by their nature.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, JSONField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

GATHERED = {
    "postgresql": "(SELECT jsonb_agg(listed.told) FROM (%(subquery)s) listed)",
    "sqlite": "(SELECT json_group_array(json(listed.told)) FROM (%(subquery)s) listed)",
}


def hanging(model: type[Model], name: str) -> QuerySet[Any]:
    """What hangs on each row of the model by this relation; its own model may stand in a room above."""
    relation: Any = model._meta.get_field(name)
    rows: QuerySet[Any] = relation.related_model._default_manager.filter(
        **{relation.remote_field.name: OuterRef("pk")}
    )
    return rows


class Rows(Subquery):
    """A list of the rows, in their order: with their keys and the columns that are named. `decision__date` is the date of
    its `decision`, which is read along."""

    def __init__(self, rows: QuerySet[Any], *names: str) -> None:
        told = {name: F(name) for each in names for name in (*keys(each), each)}
        super().__init__(rows.values(told=JSONObject(**told)), output_field=RowsField(rows.model))

    def as_sql(self, compiler: Any, connection: Any, *given: Any, **more: Any) -> Any:
        return super().as_sql(compiler, connection, GATHERED[connection.vendor], *given, **more)


def keys(name: str) -> Iterator[str]:
    """Of the row, and of everything on the way to a column."""
    way = name.split("__")[:-1]
    for length in range(len(way) + 1):
        yield "__".join([*way[:length], "pk"])


class RowsField(JSONField):
    """From JSON to instances of a model."""

    def __init__(self, of: type[Model]) -> None:
        super().__init__()
        self.of = of

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> list[Any]:
        return [made(self.of, row) for row in json.loads(value, parse_float=Decimal)] if value else []


def made(model: type[Model], told: Mapping[str, Any]) -> Any:
    """An instance with what is told of it and nothing else; none without a key."""
    if told["pk"] is None:
        return None
    names = {field: "pk" if field.primary_key else field.name for field in model._meta.concrete_fields}
    loaded = {field: read(field, told[name]) for field, name in names.items() if name in told}
    instance = model.from_db(None, [field.attname for field in loaded], list(loaded.values()))
    beyond: dict[str, dict[str, Any]] = {}
    for name, value in told.items():
        first, through, rest = name.partition("__")
        if through:
            beyond.setdefault(first, {})[rest] = value
    for name, values in beyond.items():
        relation: Any = model._meta.get_field(name)
        relation.set_cached_value(instance, made(relation.related_model, values))
    return instance


def read(field: Any, value: Any) -> Any:
    """As the model gives it: JSON knows neither days nor moments. SQLite's are of UTC and do not say so."""
    found = field.to_python(value)
    naive = isinstance(found, datetime) and found.tzinfo is None
    return found.replace(tzinfo=UTC) if naive else found

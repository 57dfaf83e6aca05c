"""The tables as the first release knew them: rows put in as they are, past models and migrations of today."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

MOMENT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
Rows = Sequence[Mapping[str, Any]]


class Old:
    """The tables as the first release knew them."""

    def __init__(self, apps: Any) -> None:
        self.apps = apps
        self.keys: dict[str, int] = {}

    def fill(self, name: str, rows: Rows, app: str = "program") -> list[int]:
        """Insert rows past every model's save; what is not given is the column's emptiest value. Answers their keys."""
        model = self.apps.get_model(app, name)
        table, fields = model._meta.db_table, model._meta.local_concrete_fields
        first = self.keys.get(table, 1)
        keys = [row.get("pk", first + place) for place, row in enumerate(rows)]
        self.keys[table] = first + len(rows)
        values = [
            [self.value(field, {model._meta.pk.attname: key, **row}) for field in fields]
            for key, row in zip(keys, rows, strict=True)
        ]
        names = ", ".join(f'"{field.column}"' for field in fields)
        places = ", ".join(["%s"] * len(fields))
        with connection.cursor() as cursor:
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', values)
        return keys

    def value(self, field: Any, row: Mapping[str, Any]) -> Any:
        given = row.get(field.name, row.get(field.attname, ...))
        if given is ...:
            given = self.emptiest(field)
        return field.get_db_prep_save(given, connection)

    def emptiest(self, field: Any) -> Any:
        if field.has_default():
            return field.get_default()
        if field.null:
            return None
        kind = field.get_internal_type()
        dates = {"DateTimeField": MOMENT, "DateField": MOMENT.date(), "BooleanField": False, "JSONField": {}}
        return dates.get(kind, "" if kind in TEXTS else 0)


TEXTS = {"CharField", "TextField", "EmailField", "URLField", "SlugField"}

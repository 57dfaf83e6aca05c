"""The schema of a database, so that two of them can be compared: tables, columns, keys, CHECKs, indexes, triggers."""

from typing import Any

from django.apps import apps

from program.journal import triggers

SCHEMA = "schema.json"
"""Where the process that migrated leaves it."""
Schema = dict[str, dict[str, list[Any]]]

OURS = sorted(
    model._meta.db_table
    for model in apps.get_models(include_auto_created=True)
    if model.__module__.startswith(("program.", "demonstrations."))
)


def schema(connection: Any) -> Schema:
    """By table of ours. A key that the database named itself is told by what it does."""
    found: Schema = {"": {"triggers": sorted(triggers.existing(connection))}}
    with connection.cursor() as cursor:
        for table in OURS:
            columns = connection.introspection.get_table_description(cursor, table)
            named = connection.introspection.get_constraints(cursor, table)
            found[table] = {
                "columns": sorted([each.name, str(each.type_code), str(each.null_ok)] for each in columns),
                "keys": sorted(key(name, facts) for name, facts in named.items()),
            }
    return found


def key(name: str, facts: dict[str, Any]) -> list[str]:
    kinds = [kind for kind in ("primary_key", "unique", "foreign_key", "check", "index") if facts[kind]]
    shown = name if facts["check"] and not name.startswith("__") else ""  # SQLite counts what nobody named
    return [shown, ",".join(facts["columns"] or ()), ",".join(kinds), str(facts["foreign_key"] or "")]

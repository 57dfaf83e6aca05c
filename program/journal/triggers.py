"""Append-only tables, kept so by triggers on both databases.

Installed after every migrate: SQLite drops a table's triggers when it alters the table, so they are put back rather than
trusted to one migration. Packages name their tables through `protect()` when the app is ready.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

_tables: dict[str, str] = {}
"""Table → SQL condition over OLD, subqueries allowed, under which a row is frozen ("" = always)."""


def protect(table: str, *, when: str = "") -> None:
    """Rows of `table` may never be updated or deleted (while `when`, a condition over OLD, holds)."""
    _tables[table] = when


def names() -> set[str]:
    """The names of all triggers that must exist."""
    return {f"{table}_frozen_{event}" for table in _tables for event in ("update", "delete")}


def install(connection: BaseDatabaseWrapper) -> None:
    """Create what is missing; tables that do not exist yet are left for the next migrate."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, when in _tables.items():
            if table in present:
                for event in ("UPDATE", "DELETE"):
                    for statement in _statements(connection.vendor, table, event, when):
                        cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for the flush of the tests, and while SQLite alters tables."""
    with connection.cursor() as cursor:
        for table in _tables:
            for event in ("update", "delete"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen_{event}{on}")


def existing(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of our triggers that the database has now."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()} & names()


def before_migrate(sender: Any, using: str = "default", plan: Any = (), **_: Any) -> None:
    """Receiver of Django's pre_migrate. SQLite makes a table anew to alter it, and stumbles over every trigger whose condition
    reads that table; `after_migrate` puts them back."""
    if plan and connections[using].vendor == "sqlite":
        lift(connections[using])


def after_migrate(sender: Any, using: str = "default", **_: Any) -> None:
    """Receiver of Django's post_migrate."""
    install(connections[using])


def _statements(vendor: str, table: str, event: str, when: str) -> list[str]:
    name, condition, refusal = (
        f"{table}_frozen_{event.lower()}",
        when or "1 = 1",
        f"rows of {table} are frozen",
    )
    if vendor != "postgresql":
        body = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        return [
            f"DROP TRIGGER IF EXISTS {name}",  # its condition may be an older one
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition} {body}",
        ]
    # PostgreSQL's WHEN takes no subquery: the function asks.
    refuse = f"RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'"
    body = f"BEGIN IF {condition} THEN {refuse}; END IF; RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]

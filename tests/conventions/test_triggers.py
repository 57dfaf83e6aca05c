"""What was decided is frozen by the database itself: on SQLite and PostgreSQL, after migrations, after altered tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from program.journal import triggers
from program.journal.models import Line

ROW = 900_000_001
"""The key of the row that stands in every table here."""

TABLES = sorted({name.rpartition("_frozen_")[0] for name in triggers.names()})
MODELS = {model._meta.db_table: model for model in apps.get_models()}


@pytest.mark.django_db
def test_every_trigger_is_there_after_all_migrations() -> None:
    assert triggers.names()
    assert triggers.existing(connection) == triggers.names()


@pytest.mark.django_db
@pytest.mark.parametrize("event", ["UPDATE", "DELETE"])
@pytest.mark.parametrize("table", TABLES)
def test_a_frozen_row_can_be_neither_changed_nor_deleted(table: str, event: str) -> None:
    key = MODELS[table]._meta.pk.column
    statement = f"UPDATE {table} SET {key} = {key}" if event == "UPDATE" else f"DELETE FROM {table}"
    with full_tables() as cursor:
        with pytest.raises(DatabaseError, match=f"rows of {table} are frozen"), transaction.atomic():
            cursor.execute(f"{statement} WHERE {key} = %s", [ROW])
        cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE {key} = %s", [ROW])
        assert cursor.fetchone() == (1,)


@pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="only SQLite drops triggers when a table is altered"
)
@pytest.mark.django_db(transaction=True)
def test_a_table_altered_on_sqlite_gets_its_triggers_back() -> None:
    of_the_journal = {"program_line_frozen_update", "program_line_frozen_delete"}
    with connection.schema_editor() as editor:
        editor._remake_table(Line)  # type: ignore[attr-defined]
    assert triggers.existing(connection) == triggers.names() - of_the_journal
    call_command("migrate", verbosity=0)
    assert triggers.existing(connection) == triggers.names()


# ---------------------------------------------------------------- a world in which everything is decided
@contextmanager
def full_tables() -> Iterator[Any]:
    """One row in every protected table and in those that its condition asks, all columns filled; gone afterwards.

    Filled means decided: what is frozen once it was signed is signed here. The rows owe nothing to constraints.
    """
    with unchecked(), transaction.atomic():
        wanted = TABLES + [
            table for table in MODELS if any(f"FROM {table} " in when for when in conditions())
        ]
        for table in dict.fromkeys(wanted):
            fill(MODELS[table])
        with connection.cursor() as cursor:
            yield cursor
        transaction.set_rollback(True)


def conditions() -> list[str]:
    return list(triggers._tables.values())


@contextmanager
def unchecked() -> Iterator[None]:
    """No CHECKs within: SQLite is told so, PostgreSQL loses them until the transaction is rolled back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            for table in TABLES:
                named = connection.introspection.get_constraints(cursor, table)
                for name in (name for name, facts in named.items() if facts["check"]):
                    cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        try:
            yield
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


def fill(model: type[models.Model]) -> None:
    columns = {field.attname: value(field) for field in model._meta.local_concrete_fields}
    model(**columns | {"pk": ROW}).save_base(raw=True, force_insert=True)


def value(field: "models.Field[Any, Any]") -> Any:
    """Something in every column; no to every question."""
    if field.is_relation or field.primary_key:
        return ROW
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.DateTimeField):
        return datetime(2026, 3, 2, tzinfo=UTC)
    if isinstance(field, models.DateField):
        return date(2026, 3, 2)
    if isinstance(field, models.JSONField):
        return {}
    return 1 if isinstance(field, models.IntegerField | models.DecimalField) else "1"

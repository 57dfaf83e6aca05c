"""What production refuses to start with: settings under which an acknowledged change could be lost or a session forged."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connection


def safe_in_production(
    app_configs: Any, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """DEBUG, the demo, a default secret; and, where the database may be asked, a database that forgets."""
    if not settings.PRODUCTION:
        return []
    found = [
        (settings.DEBUG, "DEBUG is on in production.", "program.E001"),
        (settings.DEMO, "The demo is on in production.", "program.E002"),
        (settings.SECRET_KEY.startswith("demo-only-"), "SECRET_KEY is the demo's.", "program.E003"),
        (
            settings.JOURNAL_KEY == settings.SECRET_KEY,
            "JOURNAL_KEY is not set: SECRET_KEY may be changed, the key of the journal's chain may not.",
            "program.E006",
        ),
        (
            not settings.SECOND_FACTOR_REQUIRED,
            "The office would sign in without a second factor.",
            "program.E007",
        ),
        (
            settings.SECOND_FACTOR_KEY == settings.SECRET_KEY,
            "SECOND_FACTOR_KEY is not set: SECRET_KEY may be changed, the key of the second factors may not.",
            "program.E008",
        ),
        (settings.CLOCK_MAY_MOVE, "The clock may be moved in production.", "program.E004"),
        (
            bool(databases) and forgets(),
            "The database acknowledges changes that a crash would lose.",
            "program.E005",
        ),
    ]
    return [Error(sentence, id=name) for wrong, sentence, name in found if wrong]


def forgets() -> bool:
    """PostgreSQL with synchronous_commit off, or SQLite in another mode than ours."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            return str(cursor.fetchone()[0]) == "off"
        cursor.execute("PRAGMA synchronous")
        full = int(cursor.fetchone()[0]) >= 2
    return not full or connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE"

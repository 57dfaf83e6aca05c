"""A database of our own to measure on, and where the figures are kept."""

import atexit
import os
import secrets
from pathlib import Path

import django
import psycopg

REPORT = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
SERVER = "postgres://postgres@127.0.0.1:5432/postgres"


def own_database() -> None:
    """Make a database beside the one of DATABASE_URL (PostgreSQL), set Django up on it, drop it at the end.

    Its name is nobody else's: two measurements on one server leave each other alone.
    """
    server, name = os.environ.get("DATABASE_URL", SERVER), f"bench_{secrets.token_hex(4)}"
    atexit.register(ask, server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    ask(server, f"CREATE DATABASE {name}")
    os.environ |= {
        "DATABASE_URL": f"{server.rpartition('/')[0]}/{name}",
        "DJANGO_SETTINGS_MODULE": "program.config.settings",
        "VAR_DIR": os.environ.get("BENCH_VAR", "var/bench"),
    }
    django.setup()


def ask(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(statement)


def keep(name: str, lines: list[str]) -> None:
    """Write a table between its marks in docs/performance.md."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    text = REPORT.read_text(encoding="utf8")
    before, rest = text.split(begin)
    after = rest.split(end)[1]
    REPORT.write_text(f"{before}{begin}\n{chr(10).join(lines)}\n{end}{after}", encoding="utf8")

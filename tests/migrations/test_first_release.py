"""A full database of the first release is led forward on both databases: nothing is lost, everything works.

`CASES=10000` does it with so many cases instead of 300.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.migrations.schema import SCHEMA, schema

CASES = os.environ.get("CASES", "300")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it."""
    if connection.vendor != "postgresql":
        yield f"sqlite:///{tmp_path / 'first_release.sqlite3'}"
        return
    where, name = connection.settings_dict, f"first_release_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield f"postgres://{where['USER']}:{where['PASSWORD']}@{where['HOST']}:{where['PORT']}/{name}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.django_db
def test_the_first_release_is_led_forward(
    empty: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    environment = os.environ | {"DATABASE_URL": empty, "VAR_DIR": str(tmp_path), "DEMO": "on"}
    command = [sys.executable, "-m", "tests.migrations.first_release", CASES]
    done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=False, timeout=1500)
    output = capfd.readouterr()
    assert done.returncode == 0, output.err
    migrated, made = json.loads((tmp_path / SCHEMA).read_text()), schema(connection)
    assert {table: migrated[table] for table in made if migrated[table] != made[table]} == {}
    print(output.out)  # noqa: T201 how long it took

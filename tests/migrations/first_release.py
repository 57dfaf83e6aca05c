"""The database of the first release, filled and led forward; in a process of its own.

`DATABASE_URL=… python -m tests.migrations.first_release 300` prints what it took; an empty database is needed.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "program.config.settings")
    django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from program import clock
from program.applications import actions as applications
from program.applications.models import Abandonment, Application
from program.background.models import Promise
from program.decisions import actions as decisions
from program.decisions.models import Objection
from program.journal import triggers
from program.journal.models import Line, Seal
from program.journal.rules import findings
from program.journal.steps import seal
from program.people.models import User
from program.process.rules import astray
from tests.migrations.filling import DAY, KINDS, fill
from tests.migrations.old import MOMENT, Old
from tests.migrations.schema import SCHEMA, schema

RELEASE = [("program", "0002_ground"), ("parks", "0001_parts"), ("django_tasks_database", "__latest__")]


def first_release() -> Old:
    """Migrate to what the first release had, its triggers included."""
    executor = MigrationExecutor(connection)
    leaves = dict(executor.loader.graph.leaf_nodes())
    targets = [(app, leaves[app] if name == "__latest__" else name) for app, name in RELEASE]
    executor.migrate(targets)
    triggers.install(connection)
    return Old(MigrationExecutor(connection).loader.project_state(targets).apps)


# ---------------------------------------------------------------- led forward
def snapshot(columns: Mapping[str, list[str]]) -> dict[str, tuple[int, str]]:
    """Table → how many rows, and a hash over the columns that the first release had."""
    found = {}
    with connection.cursor() as cursor:
        for table, names in columns.items():
            cursor.execute(f'SELECT {", ".join(names)} FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def columns() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        tables = [
            name
            for name in connection.introspection.table_names(cursor)
            if name.startswith(("program_", "parks_", "viewflow_"))
        ]
        return {
            table: [
                f'"{column.name}"' for column in connection.introspection.get_table_description(cursor, table)
            ]
            for table in tables
        }


def timed(what: str, began: float) -> float:
    now = time.monotonic()
    sys.stdout.write(f"{what}: {now - began:.1f} s\n")
    return now


def journey(number: int) -> None:
    began = time.monotonic()
    old = first_release()
    began = timed("the first release", began)
    with transaction.atomic():
        fill(old, number)
    known = columns()
    before = snapshot(known)
    began = timed(f"{number} cases in {sum(rows for rows, _hash in before.values())} rows", began)
    call_command("migrate", verbosity=0)
    began = timed("led forward", began)
    (Path(os.environ["VAR_DIR"]) / SCHEMA).write_text(json.dumps(schema(connection)))
    check(number, before, snapshot(known))
    timed("sealed and read", began)


def check(number: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    assert after == before, {
        name: (before[name], after[name]) for name in before if before[name] != after[name]
    }
    assert triggers.existing(connection) == triggers.names()
    seal()
    assert Seal.objects.count() == Line.objects.count() == 3 * number
    assert list(findings([])) == []
    assert astray() == []
    clerk = User.objects.get(username="clerk")
    for case in read(clerk):
        assert case.get_absolute_url()
        assert case.journal.count() == 3
    works_on(clerk)


def read(clerk: User) -> Iterator[Application]:
    """Every case, in the clerk's hand; a page of each kind as the browser gets it."""
    cases = Application.objects.visible_to(clerk).select_related("zone", "call", "applicant", "waiting_org")
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(clerk)
    for kind in KINDS:
        case = cases.filter(stage=kind).first()
        assert case is not None
        answer = browser.get(case.get_absolute_url())
        assert answer.status_code == 200, (kind, answer.status_code)
    yield from cases.iterator(chunk_size=1000)


def works_on(clerk: User) -> None:
    """Old rows live on: a case is corrected, undone, given up again by a new one; a notice ends."""
    with clock.at(MOMENT + DAY):
        case = Application.objects.filter(stage="formality_check").first()
        assert case is not None
        applications.ask_correction(case, [("basics", "请核对。")], by=clerk)
        applications.undo_check(Application.objects.get(pk=case.pk), reason="误操作。", by=clerk)
        assert Abandonment.objects.latest("pk").application.abandonments.count() == 1
        objection = Objection.objects.open().first()
        assert objection is not None
        dismissed = decisions.dismiss_objection(
            objection, finding="经核实。", by=User.objects.get(username="director")
        )
        assert dismissed.settled_at is not None
        assert Promise.objects.open().latest("pk").queued_at is not None
    assert astray() == []


if __name__ == "__main__":
    journey(int(sys.argv[1]))

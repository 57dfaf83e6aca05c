"""Eight at one moment, on PostgreSQL, where many write at once; each on a connection of its own."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from program import clock
from program.journal import steps as journal
from program.journal.models import Line, Verb
from program.refusals import Refused
from program.rulesets.steps import load_calendar

ROUNDS = int(os.environ.get("RACE_ROUNDS", "5"))
THREADS = 8


def at_once(verbs: Sequence[Callable[[], object]]) -> Counter[str]:
    """What each came to: "done", the class of its refusal, or the error that a user would meet as a 500."""
    gate = Barrier(len(verbs))

    def run(verb: Callable[[], object]) -> str:
        connection.ensure_connection()
        gate.wait()
        try:
            verb()
        except Refused as refusal:
            return "refused" if refusal.status == 409 else type(refusal).__name__
        except Exception as error:  # an IntegrityError, a deadlock: told by the assertion of the test
            return type(error).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        # A thread begins with an empty context; the clock of the test stands in this one.
        contexts = [copy_context() for _ in verbs]
        return Counter(pool.map(lambda context, verb: context.run(run, verb), contexts, verbs))


ONE_WINS = Counter(done=1, refused=THREADS - 1)


def effects(verb: Verb, subject: Any) -> int:
    """How often a verb took effect: one line in the journal each time."""
    return Line.objects.filter(verb=verb, application=subject).count()


@pytest.fixture(autouse=True)
def _monday(transactional_db: None) -> Iterator[None]:
    """In a year whose calendar is published."""
    with transaction.atomic():
        load_calendar()
    with clock.at(datetime(2026, 3, 2, 9, 30, tzinfo=clock.BEIJING)):
        yield


@pytest.fixture(autouse=True)
def _slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the check and the commit there is time enough for everybody else to come in between."""
    record = journal.record

    def slow(*given: Any, **facts: Any) -> Line:
        time.sleep(0.1)
        return record(*given, **facts)

    monkeypatch.setattr(journal, "record", slow)


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with an engine whose lock locks nothing."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, *_, **__: rows.all())

"""On PostgreSQL, where many write at once: a Monday, time enough to come in between, and the lock taken away."""

import threading
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet

from program import clock
from program.journal import steps as journal
from program.journal.models import Line
from program.people.models import Organization, User
from program.rulesets.steps import load_calendar
from tests.races.situations import Office


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
        if threading.current_thread() is not threading.main_thread():  # only who races, not who prepares
            time.sleep(0.05)
        return record(*given, **facts)

    monkeypatch.setattr(journal, "record", slow)


@pytest.fixture
def everybody(office: Organization, clerk: User, director: User) -> Office:
    return Office(office, clerk, director)


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with an engine whose lock locks nothing."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, *_, **__: rows.all())

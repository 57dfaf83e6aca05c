"""Three places, one reserve, six cases."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.decisions import actions
from program.decisions.models import Batch, PublicNotice
from program.people.models import Organization, Role, User
from program.reviews.models import RankingRun
from program.rulesets.steps import load_calendar
from tests import factories
from tests.decisions import casework


@pytest.fixture(autouse=True)
def _monday(db: None) -> Iterator[None]:
    """A Monday in a year whose calendar is published."""
    with transaction.atomic():
        load_calendar()
    with clock.at(datetime(2026, 3, 2, 9, 30, tzinfo=clock.BEIJING)):
        yield


@pytest.fixture(autouse=True)
def _files(settings: LazySettings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path


@pytest.fixture
def call(clerk: User, director: User) -> Call:
    return factories.call(clerk, director, quota=3, reserves=1)


@pytest.fixture
def cases(call: Call, clerk: User) -> list[Application]:
    """Six at deliberation; in the order in which they will rank."""
    body = casework.body()
    return [casework.case_at_deliberation(call, body, clerk) for _ in range(6)]


@pytest.fixture
def run(call: Call, cases: list[Application], clerk: User) -> RankingRun:
    return casework.ranking(call, cases, clerk)


@pytest.fixture
def batch(call: Call, run: RankingRun, clerk: User) -> Batch:
    """Drafted: 1–3 to be listed, 4 in reserve, 5 and 6 not."""
    return actions.draft_batch(call, run, by=clerk)


@pytest.fixture
def signed(batch: Batch, clerk: User, director: User) -> Batch:
    """Signed, not carried out yet."""
    return casework.sign(batch, clerk, director)


@pytest.fixture
def notice(signed: Batch) -> PublicNotice:
    """Carried out: three on notice, three waiting without knowing."""
    casework.keep_all("carry_out")
    return PublicNotice.objects.get(batch=signed)


@pytest.fixture
def second_director(office: Organization) -> User:
    return factories.member(office, Role.DIRECTOR, "second_director")

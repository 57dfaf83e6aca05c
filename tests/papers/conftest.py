"""A case whose corrections were asked for, and a call whose batch was signed; papers read in the office's language."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from program import clock
from program.applications import actions as applications
from program.applications.models import Application
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions.models import Batch, PublicNotice
from program.people.models import User
from program.rulesets.steps import load_calendar
from tests import factories
from tests.applications import desk
from tests.decisions import casework


@pytest.fixture(autouse=True)
def _monday(db: None) -> Iterator[None]:
    """A Monday in a year whose calendar is published."""
    with transaction.atomic():
        load_calendar()
    with clock.at(datetime(2026, 3, 2, 9, 30, tzinfo=clock.BEIJING)):
        yield


@pytest.fixture(autouse=True)
def _in_chinese(settings: LazySettings, tmp_path: Path) -> None:
    """What papers say is Chinese whoever drafts them."""
    settings.LANGUAGE_CODE, settings.FILES_DIR = "zh-hans", tmp_path


@pytest.fixture
def call(clerk: User, director: User) -> Call:
    return factories.call(clerk, director, title_zh="2026年度示例批次示范园区申报", quota=3, reserves=1)


@pytest.fixture
def recommended(case: Application, applicant: User, recommender: User) -> Application:
    """Written, submitted, sealed, recommended on rank 1."""
    desk.write_all(case, by=applicant)
    desk.submit(case, by=applicant)
    desk.seal(case, by=applicant)
    desk.recommend(case, by=recommender)
    return case


@pytest.fixture
def to_correct(recommended: Application, clerk: User) -> Application:
    """Two things are to be corrected."""
    items = [("basics", "工业增加值与统计年报不一致，请核对。"), ("sealed_page", "日期不清晰。")]
    applications.ask_correction(recommended, items, by=clerk)
    return recommended


@pytest.fixture
def cases(call: Call, clerk: User) -> list[Application]:
    """Six at deliberation, in the order in which they will rank."""
    body = casework.body()
    return [casework.case_at_deliberation(call, body, clerk) for _ in range(6)]


@pytest.fixture
def batch(call: Call, cases: list[Application], clerk: User) -> Batch:
    """Drafted: 1–3 to be listed, 4 in reserve, 5 and 6 not."""
    return decisions.draft_batch(call, casework.ranking(call, cases, clerk), by=clerk)


@pytest.fixture
def notice(batch: Batch, clerk: User, director: User) -> PublicNotice:
    """Signed and carried out: three stand on notice."""
    casework.sign(batch, clerk, director)
    casework.keep_all("carry_out")
    return PublicNotice.objects.get(batch=batch)

"""Two zones; the calendar as published."""

from datetime import date, timedelta

import pytest

from program import clock
from program.zones.models import RecommendingBody, Zone
from tests.alterations import casework
from tests.supervision import casework as duties


@pytest.fixture(autouse=True)
def _calendar(db: None) -> None:
    duties.calendar()


@pytest.fixture
def other(recommending_body: RecommendingBody) -> Zone:
    return casework.another(recommending_body)[0]


@pytest.fixture
def tomorrow() -> date:
    return clock.today() + timedelta(days=1)

"""The targets that the platform brings along, a draft of the next period's, and zones that have declared."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.db import transaction

from program.indicators.steps import load_indicators
from program.people.models import User
from program.progress import actions
from program.progress.models import GoalSet
from program.progress.rules import FIELDS
from program.progress.steps import CIRCULAR, load_goals
from program.zones.models import RecommendingBody, Zone
from tests import factories

YEARS = range(2019, 2026)
NEXT = {
    "title_zh": "2026—2030年目标", "first_year": 2026, "last_year": 2030, "ten": 50, "hundred": 500, "thousand": 5000,
    "authority_zh": "专项办规则",
}  # fmt: skip


@pytest.fixture
def circular(db: None) -> GoalSet:
    with transaction.atomic():
        load_indicators()
        load_goals()
    return GoalSet.objects.get(code=CIRCULAR)


def said(goals: GoalSet, **changes: object) -> dict[str, object]:
    return {name: getattr(goals, name) for name in FIELDS} | changes


@pytest.fixture
def draft(circular: GoalSet, clerk: User) -> GoalSet:
    values = said(circular, **NEXT, indicator_set=None)
    return actions.draft(values, code="programme_2026.1", base=circular, by=clerk)


def target(board: dict[str, Any], code: str, period: int = -1) -> dict[str, Any]:
    return next(row for row in board["periods"][period]["targets"] if row["code"] == code)


@pytest.fixture
def zones(recommending_body: RecommendingBody, circular: GoalSet, settings: LazySettings) -> list[Zone]:
    """Four zones that declared seven years: 3 of them enough for a figure to be public."""
    settings.DEMO = True  # the zones of the tests are those of a demonstration
    made = [
        factories.zone(recommending_body, code=f"Z{number}", name_zh=f"示例第{number}区")
        for number in range(4)
    ]
    for zone in made:
        factories.declared(zone, YEARS, growth=8)
    return made

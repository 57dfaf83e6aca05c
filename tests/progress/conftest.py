"""The targets that the platform brings along, and a draft of the next period's."""

import pytest
from django.db import transaction

from program.indicators.steps import load_indicators
from program.people.models import User
from program.progress import actions
from program.progress.models import GoalSet
from program.progress.rules import FIELDS
from program.progress.steps import CIRCULAR, load_goals

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

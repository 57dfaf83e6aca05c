"""A draft by the clerk, the same signed by the director, and the years that come with the platform."""

import pytest
from django.db import transaction

from program.people.models import User
from program.rulesets import actions
from program.rulesets.models import RuleSet
from program.rulesets.rules import DEFAULT_TITLE
from program.rulesets.steps import load_calendar


@pytest.fixture
def draft(clerk: User) -> RuleSet:
    return actions.draft(code="2026.1", title=DEFAULT_TITLE, by=clerk)


@pytest.fixture
def signed(draft: RuleSet, director: User) -> RuleSet:
    return actions.sign(draft, by=director)


@pytest.fixture
def years(db: None) -> None:
    """2018 to 2026 as published."""
    with transaction.atomic():
        load_calendar()

"""What holds where no call says by which rules: of each number, what the rules signed last say of it."""

from datetime import timedelta

import pytest

from program import clock
from program.people.models import User
from program.rulesets.models import Key
from program.rulesets.rules import all_in_force, defaults, in_force
from tests import factories
from tests.conftest import Asks

pytestmark = pytest.mark.django_db


def test_the_rules_signed_last_hold(clerk: User, director: User, asks: Asks) -> None:
    assert in_force(Key.CHANGE_REPORT_DAYS) == defaults()[Key.CHANGE_REPORT_DAYS]
    for days in (30, 45):
        with clock.at(clock.now() + timedelta(days=days)):
            factories.rule_set(clerk, director, change_report_days=days)
    with asks(1):
        found = all_in_force(Key.CHANGE_REPORT_DAYS, Key.GAP_WATCH)
    assert found[Key.CHANGE_REPORT_DAYS].value == 45
    assert found == {key: in_force(key) for key in found}

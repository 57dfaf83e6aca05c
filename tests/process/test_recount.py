"""暂定: a limit that runs into a year nobody has published fires nothing; published, it is counted anew from the same day."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.db import transaction

from program import clock
from program.applications.models import Application
from program.journal.models import Line, Verb
from program.people.models import User
from program.process import actions
from program.process.models import StageName
from program.rulesets import actions as rulesets
from program.rulesets.rules import Day
from program.rulesets.steps import load_calendar
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _late_december(db: None) -> Iterator[None]:
    with transaction.atomic():
        load_calendar()
    with clock.at(datetime(2026, 12, 28, 10, tzinfo=clock.BEIJING)):
        yield


def due_of(case: Application) -> tuple[date, bool]:
    case = Application.objects.get(pk=case.pk)
    assert case.due is not None
    return clock.beijing_date(case.due), case.due_provisional


def test_published_it_is_counted_from_the_day_the_case_came_there(case: Application, clerk: User) -> None:
    factories.move(case, StageName.FORMALITY_CHECK, by=clerk)  # five working days
    assert due_of(case) == (date(2027, 1, 4), True)
    with clock.at(datetime(2027, 2, 1, 9, tzinfo=clock.BEIJING)):
        assert actions.recount_due() == 0
        rulesets.publish_year(2027, "国办通知", [Day(date(2027, 1, 1), False, "元旦")], by=clerk)
        assert actions.recount_due() == 1
        assert due_of(case) == (date(2027, 1, 5), False)
        assert actions.recount_due() == 0
    line = Line.objects.get(verb=Verb.RECOUNT)
    assert (line.actor, line.facts) == (None, {"due": "2027-01-05"})

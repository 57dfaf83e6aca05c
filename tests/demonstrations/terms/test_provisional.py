"""暂定: the day of a rectification that runs into a year without a calendar is fixed when that is published."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from program import clock
from program.applications import actions
from program.decisions.models import Designation
from program.journal.models import Line, Verb
from program.management.commands.work import SWEEP
from program.measures import actions as measures
from program.measures.models import Rectification
from program.measures.tasks import recount_rectifications
from program.notify.models import Message, Text
from program.people.models import User
from program.rulesets.models import CalendarYear, SpecialDay
from program.zones.models import Zone
from tests.conftest import SignIn
from tests.demonstrations.terms import casework as terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(named: Designation, zone: Zone, applicant: User, clerk: User, director: User) -> Rectification:
    """Within 250 working days from March 2026: into 2027, of which no calendar is published yet."""
    report = actions.start(terms.under(clerk, director, rectification_days=250), zone, by=applicant)
    renewed = terms.renewed_with_rectification(report, clerk, director)
    found: Rectification = Rectification.objects.get(designation=renewed)
    return found


def published(*holidays: date) -> None:
    CalendarYear.objects.create(year=2027, document="示例通知")
    SpecialDay.objects.bulk_create(
        SpecialDay(date=day, year_id=2027, is_working=False, name="春节") for day in holidays
    )


def test_it_is_marked_and_never_late(shown: Rectification, applicant: User, signed_in: SignIn) -> None:
    assert shown.due_provisional
    told = Message.objects.get(recipient=applicant, text=Text.RECTIFICATION_OPENED)
    assert told.facts["due"].endswith("?")
    with clock.at(shown.due + timedelta(days=1)):
        page = signed_in(applicant).get(shown.get_absolute_url()).content.decode()
    assert "(provisional)" in page
    assert 'class="tag bad"' not in page
    assert "provisional" in signed_in(applicant).get(reverse("desk:desk")).content.decode()


def test_it_is_counted_anew_when_the_calendar_is_published(shown: Rectification) -> None:
    assert recount_rectifications in SWEEP
    before = shown.due
    recount_rectifications()
    assert not Line.objects.filter(verb=Verb.RECOUNT, subject=str(shown)).exists()
    published(date(2027, 2, 8), date(2027, 2, 9))
    for _ in range(2):
        recount_rectifications()
    shown.refresh_from_db()
    assert (shown.due_provisional, shown.due > before) == (False, True)
    assert Line.objects.filter(verb=Verb.RECOUNT, subject=str(shown)).count() == 1


def test_a_day_that_a_director_gave_stands(shown: Rectification, director: User) -> None:
    later = clock.beijing_date(shown.due) + timedelta(days=3)
    measures.extend(shown, until=later, reason="工程延期。", by=director)
    published(date(2027, 2, 8))
    recount_rectifications()
    shown.refresh_from_db()
    assert (shown.due, shown.due_provisional) == (clock.end_of(later), False)

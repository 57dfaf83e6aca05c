"""How long stages take, by the journal: from the line with which a stage began to that with which it was over."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from program import clock
from program.applications.models import Application
from program.journal import steps as journal
from program.journal.models import Verb
from program.people.models import User
from program.process.models import StageName
from program.progress.rules import rests
from program.zones.models import Zone
from tests import factories

pytestmark = pytest.mark.django_db
Told = tuple[float, Verb] | tuple[float, Verb, StageName]
NOTICE, OBJECTIONS = StageName.PUBLIC_NOTICE, StageName.OBJECTIONS


def journalled(case: Application, *told: Told) -> datetime:
    """Lines of a case, each so many days after it was begun; and that beginning."""
    begun = case.started_at
    for days, verb, *of in told:
        facts: Any = {"stage": of[0].value} if of else {}
        with clock.at(begun + timedelta(days=days)), transaction.atomic():
            journal.record(verb, by=None, subject=case, application=case, **facts)
    return begun


def rested(moment: datetime) -> list[tuple[StageName, float]]:
    return [(rest.stage, round(rest.days, 3)) for rest in rests(moment)]


DELIBERATED: tuple[Told, ...] = ((0, Verb.START), (10, Verb.DECIDE))


@pytest.mark.parametrize(
    ("told", "found"),
    [
        # settled while the notice runs: neither an end of the objections, nor a beginning of the notice
        (((14, Verb.DISMISS_OBJECTION), (17, Verb.TIMER, NOTICE)), [(NOTICE, 7)]),
        (((17, Verb.TIMER, NOTICE), (20, Verb.DISMISS_OBJECTION)), [(NOTICE, 7), (OBJECTIONS, 3)]),
        # of several the last one ends it
        (
            (
                (17, Verb.TIMER, NOTICE), (20, Verb.REFUSE_OBJECTION), (27, Verb.DISMISS_OBJECTION),
                (30, Verb.DESIGNATE),
            ),
            [(NOTICE, 7), (OBJECTIONS, 10), (StageName.PUBLICATION, 3)],
        ),
        (((17, Verb.TIMER, NOTICE), (20, Verb.DESIGNATE)), [(NOTICE, 7), (StageName.PUBLICATION, 3)]),
        # upheld: back to deliberation, which is counted from there
        (
            ((17, Verb.TIMER, NOTICE), (20, Verb.UPHOLD_OBJECTION), (25, Verb.DECIDE)),
            [(NOTICE, 7), (OBJECTIONS, 3), (StageName.DELIBERATION, 5)],
        ),
    ],
)  # fmt: skip
def test_objections_take_from_the_end_of_the_notice_to_the_last_of_them(
    case: Application, told: tuple[Told, ...], found: list[tuple[StageName, float]]
) -> None:
    begun = journalled(case, *DELIBERATED, *told)
    assert rested(begun + timedelta(days=60)) == [(StageName.DELIBERATION, 10), *found]


def test_a_stage_that_began_before_the_two_years_is_counted_whole(case: Application) -> None:
    begun = journalled(case, (0, Verb.START), (100, Verb.SUBMIT), (140, Verb.RECOMMEND))
    later = begun + timedelta(days=730)
    assert rested(later) == [(StageName.DRAFT, 100), (StageName.RECOMMENDATION, 40)]
    assert rested(later + timedelta(days=50)) == [(StageName.DRAFT, 100), (StageName.RECOMMENDATION, 40)]
    assert rested(later + timedelta(days=120)) == [(StageName.RECOMMENDATION, 40)]
    assert rested(later + timedelta(days=150)) == []


def test_lines_of_several_cases_do_not_run_into_each_other(
    case: Application, other_zone: Zone, clerk: User
) -> None:
    other = factories.case(case.call, other_zone, clerk)
    journalled(case, (0, Verb.START), (3, Verb.SUBMIT))
    begun = journalled(other, (0, Verb.START), (5, Verb.SUBMIT))
    assert rested(begun + timedelta(days=9)) == [(StageName.DRAFT, 3), (StageName.DRAFT, 5)]

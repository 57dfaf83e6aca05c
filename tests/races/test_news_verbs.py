"""Two at one piece of news at one moment: one verdict, one way out."""

from typing import Any

import pytest

from program.journal.models import Line, Verb
from program.people.models import Role, User
from program.portal import actions
from program.zones.models import Zone
from tests import factories
from tests.portal import casework
from tests.races import ON_POSTGRESQL, THREADS
from tests.races.situations import Office
from tests.races.table import Race, by_all, half, race, run_all

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]
WHY = "经核实。"


def lines(news: Any, *verbs: Verb) -> int:
    return Line.objects.filter(verb__in=verbs, subject=str(news)).count()


def park(on: Office) -> tuple[Zone, list[User]]:
    """A zone with eight managers."""
    organization = factories.organization()
    managers = [factories.member(organization, Role.MANAGER) for _ in range(THREADS)]
    return factories.zone(on.body, organization), managers


@race
def released_against_returned(on: Office) -> Race:
    zone, managers = park(on)
    news = casework.submitted(zone, managers[0])
    verdicts = half(
        by_all(actions.release, news, on.clerks), by_all(actions.send_back, news, on.clerks, reason=WHY)
    )
    return Race(verdicts, lambda: lines(news, Verb.RELEASE_NEWS, Verb.RETURN_NEWS))


@race
def submitted_against_withdrawn(on: Office) -> Race:
    zone, managers = park(on)
    news = casework.entered(zone, managers[0])
    moves = half(by_all(actions.submit, news, managers), by_all(actions.withdraw, news, managers, reason=WHY))
    return Race(moves, lambda: lines(news, Verb.SUBMIT_NEWS, Verb.WITHDRAW_NEWS))


@race
def withdrawn_by_zone_and_office(on: Office) -> Race:
    zone, managers = park(on)
    news = casework.released(zone, managers[0], on.clerk)
    moves = half(
        by_all(actions.withdraw, news, managers, reason=WHY),
        by_all(actions.withdraw, news, on.clerks, reason=WHY),
    )
    return Race(moves, lambda: lines(news, Verb.WITHDRAW_NEWS))


@race
def changed_in_eight_tabs(on: Office) -> Race:
    """Each saw the first version: one is saved."""
    zone, managers = park(on)
    news = casework.entered(zone, managers[0])
    moves = by_all(lambda thing, by: actions.change(thing, casework.values(), by=by, seen=1), news, managers)
    return Race(moves, lambda: lines(news, Verb.CHANGE_NEWS))


def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)

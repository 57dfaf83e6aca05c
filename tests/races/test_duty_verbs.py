"""Two at one duty at one moment: one return, one request, one decision, one alert; the sweep among them."""

from collections import Counter
from datetime import date, timedelta
from functools import partial
from itertools import cycle

import pytest

from program import clock
from program.journal.models import Line, Verb
from program.people.models import Role, User
from program.rulesets.rules import Calendar
from program.supervision import actions
from program.supervision.models import Alert, Dispensation, Duty, Obligation, Return
from tests import factories
from tests.races import ON_POSTGRESQL
from tests.races.situations import Office
from tests.races.table import Race, by_all, half, race, run_all
from tests.supervision import casework

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]
WHY = "经核实。"
YEARS = cycle(range(2016, 2035))


def owed(on: Office, days: int) -> tuple[Obligation, User]:
    """A ledger that is due in so many days (or was), and the zone's manager."""
    organization = factories.organization()
    manager = factories.member(organization, Role.MANAGER)
    zone = factories.zone(on.body, organization)
    return casework.arisen(zone, Duty.LEDGER, clock.today() + timedelta(days=days)), manager


def lines(thing: object, *verbs: Verb) -> int:
    return Line.objects.filter(verb__in=verbs, subject=str(thing)).count()


@race
def two_extensions(on: Office) -> Race:
    duty, _manager = owed(on, 5)
    until = clock.today() + timedelta(days=30)
    return Race(
        by_all(actions.ask_extension, duty, on.clerks, until=until, reason=WHY),
        Dispensation.objects.filter(obligation=duty).count,
    )


@race
def approved_against_declined(on: Office) -> Race:
    duty, manager = owed(on, 5)
    asked = casework.asked(duty, manager)
    moves = half(
        by_all(actions.approve, asked, on.directors), by_all(actions.decline, asked, on.directors, words=WHY)
    )
    return Race(moves, lambda: lines(duty, Verb.EXTEND_DUTY, Verb.DECLINE_DISPENSATION))


@race
def handed_in_by_eight(on: Office) -> Race:
    duty, manager = owed(on, 5)
    return Race(
        [partial(actions.hand_in_return, duty, by=manager)] * 8, Return.objects.filter(obligation=duty).count
    )


@race
def accepted_against_sent_back(on: Office) -> Race:
    duty, manager = owed(on, 5)
    handed_in = actions.hand_in_return(duty, by=manager)
    back = [partial(actions.send_return_back, handed_in, [("", WHY)], by=by) for by in on.clerks]
    moves = half(by_all(actions.accept_return, handed_in, on.clerks), back)
    return Race(moves, lambda: lines(duty, Verb.ACCEPT_RETURN, Verb.SEND_RETURN_BACK))


@race
def handed_in_against_the_sweep(on: Office) -> Race:
    """Whoever is first: what was handed in has no open alert afterwards."""
    duty, manager = owed(on, -3)
    sweeps = [partial(actions.warn, duty, None)] * 8
    moves = half([partial(actions.hand_in_return, duty, by=manager)] * 8, sweeps)
    return Race(
        moves,
        lambda: 1 - Alert.objects.open().filter(obligation=duty).count(),
        [Counter(done=5, faster=3)],
    )


@race
def eight_sweeps_let_it_arise(on: Office) -> Race:
    organization = factories.organization()
    zone, year = factories.zone(on.body, organization), next(YEARS)

    def arise() -> None:
        with casework.on(date(year + 1, 1, 1)):
            actions.arise(Duty.LEDGER, year, None, Calendar())

    return Race([arise] * 8, Obligation.objects.filter(zone=zone, year=year).count, [Counter(done=8)])


def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)

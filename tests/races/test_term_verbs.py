"""Two at the end of a term, or at a change of a zone, at one moment: one signature, one end, one beginning."""

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from program import clock
from program.alterations import actions
from program.alterations.models import Alteration
from program.applications import actions as applications
from program.applications.models import Application
from program.decisions import actions as decisions
from program.decisions.models import Designation, Standing
from program.journal.models import Line, Verb
from program.people.models import Role, User
from program.process.models import StageName
from program.refusals import SomebodyWasFaster
from program.zones.models import Zone
from tests import factories
from tests.alterations import casework
from tests.demonstrations.parks.test_acceptance import designated
from tests.races import ON_POSTGRESQL, THREADS
from tests.races.situations import NUMBERS, Office
from tests.races.table import Race, by_all, half, race, run_all

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]


def lines(thing: Any, *verbs: Verb) -> int:
    return Line.objects.filter(verb__in=verbs, subject=str(thing)).count()


def park(on: Office) -> tuple[Zone, list[User]]:
    """A zone with eight managers."""
    organization = factories.organization()
    managers = [factories.member(organization, Role.MANAGER) for _ in range(THREADS)]
    zone = factories.zone(on.body, organization, name_zh=f"示例{next(NUMBERS)}区")
    return zone, managers


def number() -> str:
    return f"示例函{next(NUMBERS)}号"


def merging(on: Office) -> tuple[Zone, list[User], Alteration]:
    (zone, managers), (into, _others) = park(on), park(on)
    return zone, managers, casework.merger(zone, into, on.clerk, number=number())


@race
def signed_by_eight(on: Office) -> Race:
    _zone, _managers, made = merging(on)
    moves = by_all(actions.sign, made, on.directors, effects=casework.seen(made))
    return Race(moves, lambda: lines(made, Verb.SIGN_ALTERATION))


@race
def signed_against_discarded(on: Office) -> Race:
    made = casework.renaming(park(on)[0], on.clerk, name=f"示例新{next(NUMBERS)}", number=number())
    moves = half(
        by_all(actions.sign, made, on.directors, effects=casework.seen(made)),
        by_all(actions.discard, made, on.clerks),
    )
    return Race(moves, lambda: lines(made, Verb.SIGN_ALTERATION, Verb.DISCARD_ALTERATION))


@race
def withdrawn_by_eight(on: Office) -> Race:
    day = clock.today() + timedelta(days=1)
    made = casework.renaming(park(on)[0], on.clerk, day, name=f"示例新{next(NUMBERS)}", number=number())
    made = casework.signed(made, on.directors[0])
    return Race(
        by_all(actions.withdraw, made, on.directors, reason="批复有误。"),
        lambda: lines(made, Verb.WITHDRAW_ALTERATION),
    )


@race
def drafted_by_eight(on: Office) -> Race:
    zone, _managers = park(on)
    moves = [
        partial(casework.renaming, zone, by, name=f"示例新{next(NUMBERS)}", number=number())
        for by in on.clerks
    ]
    return Race(moves, Alteration.objects.filter(zone=zone).count)


@race
def merged_against_begun(on: Office) -> Race:
    """Whoever begins first keeps the zone open: the director has not seen that case."""
    zone, managers, made = merging(on)
    call = on.new_call()
    begun = [partial(applications.start, call, zone, by=by) for by in managers]
    signed = by_all(actions.sign, made, on.directors, effects=casework.seen(made))

    def effect() -> int:
        return lines(made, Verb.SIGN_ALTERATION) + Application.objects.filter(zone=zone).count()

    return Race(
        half(signed, begun), effect, [Counter(done=1, faster=7), Counter(done=1, faster=3, Refused=4)]
    )


@race
def groundless_closed_by_eight(on: Office) -> Race:
    zone, managers = park(on)
    designated(factories.case(on.new_call(), zone, managers[0]), on.clerk)
    case = factories.rest_at(factories.case(on.new_call(), zone, managers[0]), StageName.PUBLICATION)
    moves = by_all(decisions.close_groundless, case, on.directors, reason="已持有称号。")
    return Race(moves, lambda: lines(case, Verb.CLOSE_GROUNDLESS))


@race
def expired_against_taken_further(on: Office) -> Race:
    """The sweep ends the building period at midnight, and the zone begins its acceptance just then."""
    zone, managers = park(on)
    held = designated(factories.case(on.new_call(), zone, managers[0]), on.clerk)
    until = clock.today() - timedelta(days=1)
    Designation.objects.filter(pk=held.pk).update(since=until - timedelta(days=900), until=until)
    accepting = on.new_call(track="acceptance", recommendation_quota=None)

    def expire() -> None:
        if not decisions.expire(held):
            raise SomebodyWasFaster

    begun = [partial(applications.start, accepting, zone, by=by) for by in managers]

    def effect() -> int:
        over = Designation.objects.filter(pk=held.pk, standing=Standing.EXPIRED).count()
        return over + Application.objects.filter(call=accepting).count()

    return Race(
        half([expire] * THREADS, begun),
        effect,
        [Counter(done=1, faster=7), Counter(done=1, faster=3, Refused=4)],
    )


def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)

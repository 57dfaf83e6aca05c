"""Two at one moment: an enterprise counts once, a record is checked, drawn and struck out once."""

from collections import Counter
from functools import partial
from typing import Any

import pytest

from demonstrations.served import actions, rules
from demonstrations.served.models import Inspection, ServiceRecord, State, StrikeOut, Turn
from program.people.models import Role, User
from program.zones.models import Zone
from tests import factories
from tests.demonstrations.served import casework
from tests.demonstrations.served.casework import WHY
from tests.indicators import casework as figures
from tests.races import ON_POSTGRESQL, THREADS
from tests.races.situations import Office
from tests.races.table import Race, by_all, half, race, run_all

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]


def park(on: Office) -> tuple[Zone, User, list[User]]:
    """A zone with one who opens and eight who check."""
    figures.load()
    organization = factories.organization()
    opener = factories.member(organization, Role.MANAGER)
    return (
        factories.zone(on.body, organization),
        opener,
        [factories.member(organization, Role.ZONE_REVIEWER) for _ in range(THREADS)],
    )


@race
def checked_against_returned(on: Office) -> Race:
    zone, opener, reviewers = park(on)
    record = casework.submitted(zone, opener)
    moves = half(
        by_all(actions.accept, record, reviewers, seen=1),
        by_all(actions.send_back, record, reviewers, seen=1, reason=WHY),
    )
    done = ServiceRecord.objects.filter(pk=record.pk, state__in=[State.COUNTED, State.RETURNED])
    return Race(moves, done.count)


@race
def two_records_of_one_enterprise_checked(on: Office) -> Race:
    """All are checked, one counts."""
    zone, opener, reviewers = park(on)
    firm = casework.enterprise(zone)
    services = [
        "diagnosis",
        "retrofit",
        "air",
        "wastewater",
        "steward",
        "management",
        "other",
        "supply_chain",
    ]
    records = [casework.submitted(zone, opener, firm, service=service) for service in services]
    moves = [
        partial(actions.accept, each, by=by, seen=1) for each, by in zip(records, reviewers, strict=True)
    ]
    return Race(moves, ServiceRecord.objects.counted().filter(enterprise=firm).count, [Counter(done=THREADS)])


@race
def the_same_record_opened(on: Office) -> Race:
    zone, _opener, reviewers = park(on)
    firm = casework.enterprise(zone)
    moves = by_all(partial(actions.open_record, zone), casework.entered(firm), reviewers)
    return Race(
        moves, ServiceRecord.objects.filter(enterprise=firm).count, [Counter(done=1, Invalid=THREADS - 1)]
    )


@race
def drawn_at_once(on: Office) -> Race:
    """One record that was never drawn: one of the clerks draws it, the others are told that there is none."""
    zone, opener, reviewers = park(on)
    while rules.to_draw_from().exists():  # what the other races left
        actions.draw(by=on.clerk)
    record = casework.counted(zone, opener, reviewers[0])
    moves = [partial(actions.draw, by=clerk) for clerk in on.clerks]
    drawn = Inspection.objects.filter(record=record)
    return Race(moves, drawn.count, [Counter(done=1, Refused=THREADS - 1)])


@race
def inspected_by_all(on: Office) -> Race:
    zone, opener, reviewers = park(on)
    record = casework.counted(zone, opener, reviewers[0])
    while not record.inspections.exists():  # a share of all that count is drawn
        actions.draw(by=on.clerk)
    drawn = record.inspections.get()
    moves = by_all(partial(actions.inspect, verdict="false", finding=WHY), drawn, on.clerks)
    return Race(moves, Inspection.objects.filter(pk=drawn.pk, verdict="false").count)


@race
def signed_against_declined(on: Office) -> Race:
    zone, opener, reviewers = park(on)
    record = casework.counted(zone, opener, reviewers[0])
    decision = actions.propose(record, turn=Turn.STRIKE, reason=WHY, by=on.clerk)
    moves = half(
        by_all(actions.sign, decision, on.directors),
        by_all(actions.decline, decision, on.directors, reason=WHY),
    )
    return Race(
        moves, StrikeOut.objects.filter(pk=decision.pk).exclude(signed_at=None, declined_at=None).count
    )


@race
def proposed_by_all(on: Office) -> Race:
    zone, opener, reviewers = park(on)
    record = casework.counted(zone, opener, reviewers[0])
    moves: list[Any] = by_all(partial(actions.propose, turn=Turn.STRIKE, reason=WHY), record, on.clerks)
    return Race(moves, StrikeOut.objects.filter(record=record).count)


def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)

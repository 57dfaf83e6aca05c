"""Two on a reported change at one moment: one report, one decision, one name, one end of an organisation."""

from collections import Counter
from functools import partial
from typing import Any

import pytest

from program.alterations import actions
from program.alterations.models import ChangeReport
from program.applications import actions as applications
from program.applications.models import Application
from program.journal.models import Line, Verb
from program.people.models import FormerOrganizationName, Organization, Role, User
from program.zones.models import Zone
from tests import factories
from tests.alterations import firms
from tests.races import ON_POSTGRESQL, THREADS
from tests.races.situations import NUMBERS, Office
from tests.races.table import Race, by_all, half, race, run_all

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]


def lines(thing: Any, *verbs: Verb) -> int:
    return Line.objects.filter(verb__in=verbs, subject=str(thing)).count()


def applying(on: Office) -> tuple[Zone, Organization, list[User]]:
    """An enterprise that applies for something, with eight managers."""
    zone = factories.zone(on.body, factories.organization())
    firm = factories.firm(zone)
    managers = [factories.member(firm, Role.MANAGER) for _ in range(THREADS)]
    factories.case(on.new_call(track="leading_enterprise"), zone, managers[0], firm)
    return zone, firm, managers


def name() -> str:
    return f"示例新名{next(NUMBERS)}有限公司"


@race
def opened_by_eight(on: Office) -> Race:
    _zone, firm, managers = applying(on)
    moves = [partial(firms.opened, firm, by, name_zh=name()) for by in managers]
    return Race(moves, ChangeReport.objects.filter(organization=firm).count)


@race
def handed_in_against_withdrawn(on: Office) -> Race:
    """Whoever hands it in first has it taken back all the same; what was taken back is not handed in."""
    _zone, firm, managers = applying(on)
    report = firms.opened(firm, managers[0], name_zh=name())
    moves = half(
        by_all(actions.submit_report, report, managers), by_all(actions.withdraw_report, report, managers)
    )
    return Race(
        moves,
        lambda: lines(report, Verb.WITHDRAW_CHANGE),
        [Counter(done=1, faster=7), Counter(done=2, faster=6)],
    )


@race
def returned_against_decided(on: Office) -> Race:
    _zone, firm, managers = applying(on)
    report = firms.reported(firm, managers[0], name_zh=name())
    decided = [
        partial(actions.draft_change, report, None, holds=None, reason="已核实。", by=by) for by in on.clerks
    ]
    returned = by_all(actions.return_change, report, on.clerks, reason="补充说明。")
    return Race(
        half(decided, returned), lambda: lines(report, Verb.RETURN_CHANGE, Verb.DRAFT_CHANGE_DECISION)
    )


@race
def signed_against_discarded(on: Office) -> Race:
    _zone, firm, managers = applying(on)
    report = firms.drafted(firms.reported(firm, managers[0], name_zh=name()), on.clerk)
    moves = half(
        by_all(actions.sign_change, report, on.directors, effects=firms.seen(report)),
        by_all(actions.discard_change, report, on.clerks),
    )
    return Race(moves, lambda: lines(report, Verb.SIGN_CHANGE_DECISION, Verb.DISCARD_CHANGE_DECISION))


@race
def one_name_for_two(on: Office) -> Race:
    """Two enterprises, one new name: whoever is signed first has it."""
    wanted, reports = name(), []
    for _ in range(2):
        _zone, firm, managers = applying(on)
        reports.append(firms.drafted(firms.reported(firm, managers[0], name_zh=wanted), on.clerk))
    moves = half(
        *(by_all(actions.sign_change, each, on.directors, effects=firms.seen(each)) for each in reports)
    )
    codes = [each.organization_id for each in reports]
    return Race(
        moves,
        FormerOrganizationName.objects.filter(organization__in=codes).count,
        [Counter(done=1, faster=3, Invalid=4)],
    )


@race
def merged_against_begun(on: Office) -> Race:
    """Whoever begins first keeps the enterprise open: the director has not seen that case."""
    zone, firm, managers = applying(on)
    report = firms.merging(firm, factories.firm(zone), managers[0])
    report = firms.drafted(report, on.clerk, holds=True)
    call = on.new_call(track="leading_enterprise")
    signed = by_all(actions.sign_change, report, on.directors, effects=firms.seen(report))
    begun = [partial(applications.start, call, zone, firm, by=by) for by in managers]

    def effect() -> int:
        return (
            lines(report, Verb.SIGN_CHANGE_DECISION)
            + Application.objects.filter(call=call, applicant=firm).count()
        )

    refused = [Counter(done=1, faster=3, Refused=late, NotYours=4 - late) for late in range(5)]
    return Race(half(signed, begun), effect, [Counter(done=1, faster=7), *refused])


def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)

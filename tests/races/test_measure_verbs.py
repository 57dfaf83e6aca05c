"""Two at leads, measures and rectification at one moment: one verdict, one answer, one signature, one judgement."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from program.journal.models import Line, Verb
from program.measures import actions
from program.measures.models import (
    Appeal,
    Decision,
    Defence,
    FollowUp,
    Ground,
    Lead,
    Measure,
    Rectification,
    Reversal,
)
from program.people.models import Role, User
from program.rulesets.models import MeasureKind
from program.zones.models import Zone
from tests import factories
from tests.measures import measuring
from tests.races import ON_POSTGRESQL, THREADS, Move
from tests.races.situations import NUMBERS, Office
from tests.races.table import Race, by_all, half, race, run_all

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]
WHY = "经核实。"


def lines(thing: Any, *verbs: Verb) -> int:
    return Line.objects.filter(verb__in=verbs, subject=str(thing)).count()


def supervisors(on: Office) -> list[User]:
    return [factories.member(on.office, Role.SUPERVISOR) for _ in range(THREADS)]


def park(on: Office) -> tuple[Zone, list[User]]:
    """A zone with eight managers."""
    organization = factories.organization()
    managers = [factories.member(organization, Role.MANAGER) for _ in range(THREADS)]
    return factories.zone(on.body, organization), managers


def document() -> str:
    return f"示例决{next(NUMBERS)}号"


def each(verb: Callable[..., Any], thing: Any, people: list[User], **given: Any) -> list[Move]:
    """By all, each with a document of its own."""
    return [partial(verb, thing, measuring.given(document()), reason=WHY, **given, by=by) for by in people]


def breach(zone: Zone, by: User) -> Lead:
    return measuring.breach(zone, by, Ground.OTHER)


def announced(on: Office) -> tuple[Measure, list[User]]:
    """…against a zone with eight managers."""
    zone, managers = park(on)
    by = factories.member(on.office, Role.SUPERVISOR)
    return measuring.announced(breach(zone, by), by, measuring.plain(MeasureKind.RECTIFY)), managers


def to_sign(on: Office) -> tuple[Measure, list[User]]:
    zone, managers = park(on)
    by = factories.member(on.office, Role.SUPERVISOR)
    wanted = measuring.plain(MeasureKind.RECTIFY)
    return measuring.to_sign(breach(zone, by), by, managers[0], wanted, document()), managers


def in_force(on: Office) -> tuple[Measure, list[User]]:
    """Signed by a director who is none of the eight."""
    measure, managers = to_sign(on)
    return actions.sign(measure, by=on.director), managers


@race
def verified_against_dismissed(on: Office) -> Race:
    people = supervisors(on)
    lead = actions.record(measuring.said(park(on)[0], Ground.OTHER), by=people[0])
    moves = half(
        by_all(actions.verify, lead, people, verdict=WHY), by_all(actions.dismiss, lead, people, verdict=WHY)
    )
    return Race(moves, lambda: lines(lead, Verb.VERIFY_LEAD, Verb.DISMISS_LEAD))


@race
def drafted(on: Office) -> Race:
    people = supervisors(on)
    zone, _managers = park(on)
    lead, wanted = breach(zone, people[0]), measuring.plain(MeasureKind.RECTIFY)
    moves = [partial(actions.draft, lead, actions.against_zone(zone), wanted, by=by) for by in people]
    return Race(moves, Measure.objects.filter(lead=lead).count)


@race
def announced_to_the_organisation(on: Office) -> Race:
    people = supervisors(on)
    measure = measuring.drafted(
        breach(park(on)[0], people[0]), people[0], measuring.plain(MeasureKind.RECTIFY)
    )
    return Race(by_all(actions.announce, measure, people), lambda: lines(measure, Verb.ANNOUNCE_MEASURE))


@race
def answered_by_the_organisation(on: Office) -> Race:
    measure, managers = announced(on)
    moves = by_all(actions.defend, measure, managers, text=WHY)
    return Race(moves, Defence.objects.filter(measure=measure).count)


@race
def decided_on(on: Office) -> Race:
    measure, managers = announced(on)
    actions.defend(measure, text=WHY, by=managers[0])
    return Race(each(actions.decide, measure, on.clerks), Decision.objects.filter(measure=measure).count)


@race
def signed(on: Office) -> Race:
    measure, _managers = to_sign(on)
    return Race(
        by_all(actions.sign, measure, on.directors), Rectification.objects.filter(measure=measure).count
    )


@race
def signed_against_discarded(on: Office) -> Race:
    measure, _managers = to_sign(on)
    moves = half(
        by_all(actions.sign, measure, on.directors), by_all(actions.discard_decision, measure, on.clerks)
    )
    return Race(moves, lambda: lines(measure, Verb.SIGN_MEASURE, Verb.DISCARD_DECISION))


@race
def appealed(on: Office) -> Race:
    measure, managers = in_force(on)
    return Race(
        by_all(actions.appeal, measure, managers, text=WHY), Appeal.objects.filter(measure=measure).count
    )


@race
def reversal_drafted(on: Office) -> Race:
    measure, _managers = in_force(on)
    return Race(
        each(actions.draft_reversal, measure, on.clerks), Reversal.objects.filter(measure=measure).count
    )


@race
def reversed_against_dismissed(on: Office) -> Race:
    """The appeal is upheld by the reversal; with one drafted nobody dismisses it any more."""
    measure, managers = in_force(on)
    actions.appeal(measure, text=WHY, by=managers[0])
    actions.draft_reversal(measure, measuring.given(document()), reason=WHY, by=on.clerk)
    moves = half(
        by_all(actions.sign_reversal, measure, on.directors),
        by_all(actions.dismiss_appeal, measure, on.directors, answer=WHY),
    )
    return Race(moves, lambda: lines(measure, Verb.SIGN_REVERSAL, Verb.DISMISS_APPEAL))


@race
def reversal_drafted_against_appeal_dismissed(on: Office) -> Race:
    """Whichever comes first; an appeal that was dismissed does not keep the office from reversing."""
    measure, managers = in_force(on)
    actions.appeal(measure, text=WHY, by=managers[0])
    moves = half(
        each(actions.draft_reversal, measure, on.clerks),
        by_all(actions.dismiss_appeal, measure, on.directors, answer=WHY),
    )
    return Race(
        moves, Reversal.objects.filter(measure=measure).count, [Counter(done=1, faster=7), Counter(done=2, faster=6)]
    )  # fmt: skip


@race
def handed_in_against_written(on: Office) -> Race:
    """Whoever writes has the page of the revision before; nothing is written once it has been handed in."""
    measure, managers = in_force(on)
    shown = Rectification.objects.get(measure=measure)
    items = {
        item.pk: actions.Written("年内完成", "已完成", factories.pdf(f"shown-{item.pk}"))
        for item in shown.items.all()
    }
    shown = actions.write(shown, items, by=managers[0])
    again = {pk: actions.Written("改", "改") for pk in items}
    moves = half(
        by_all(actions.hand_in, shown, managers, seen=shown.revision),
        by_all(actions.write, shown, managers, items=again, seen=shown.revision),
    )
    before = lines(shown, Verb.WRITE_RECTIFICATION)
    return Race(moves, lambda: lines(shown, Verb.HAND_IN_RECTIFICATION, Verb.WRITE_RECTIFICATION) - before)


@race
def checked(on: Office) -> Race:
    measure, managers = in_force(on)
    shown = measuring.rectified(measure, managers[0])
    moves = by_all(actions.check, shown, supervisors(on), findings=measuring.findings(shown), remark=WHY)
    return Race(moves, FollowUp.objects.filter(rectification=shown).count)


def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)

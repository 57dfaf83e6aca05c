"""Handed in, checked, sent back, corrected; met by declared figures."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import transaction

from program import clock
from program.files.models import File
from program.files.rules import can_view_file
from program.indicators import actions as indicators
from program.indicators.models import Declaration
from program.journal.models import Line, Verb
from program.people.models import User
from program.refusals import Incomplete, NotYours, Refused, SomebodyWasFaster
from program.supervision import actions, steps
from program.supervision.models import Duty, DutyState, Obligation, Return
from program.zones.models import Zone
from tests.indicators.casework import VALUE_ADDED, accept, load, site
from tests.indicators.conftest import GOOD, cells
from tests.supervision import casework
from tests.supervision.casework import MICROSECOND, YEAR, again, on

pytestmark = pytest.mark.django_db
END = clock.end_of(date(2026, 6, 30))


@pytest.mark.parametrize(
    ("moment", "late"), [(END - MICROSECOND, False), (END, False), (END + MICROSECOND, True)]
)
@pytest.mark.parametrize("hours", [8, 0, -5])
def test_the_day_runs_through_its_last_moment(
    june: Obligation, applicant: User, moment: datetime, late: bool, hours: int
) -> None:
    """Whatever the zone of the clock that is asked: the moment is the same."""
    there = moment.astimezone(datetime.fromisoformat(f"2026-01-01T00:00:00{hours:+03d}:00").tzinfo)
    with clock.at(there):
        assert june.stands(clock.now()) == (DutyState.LATE if late else DutyState.NOT_DUE)
        assert Obligation.objects.late(clock.now()).filter(pk=june.pk).exists() == late
        casework.handed_in(june, applicant)
    assert (again(june).handed_in_at, again(june).was_late) == (moment, late)


def test_handed_in_sent_back_handed_in_again_accepted_corrected(
    june: Obligation, applicant: User, reviewer: User, clerk: User
) -> None:
    with on(date(2026, 6, 29)):
        first = casework.handed_in(june, applicant)
        assert clerk.inbox.get().path == june.get_absolute_url()
        assert first.file is not None
        assert (first.number, again(june).stands(clock.now())) == (1, DutyState.HANDED_IN)
    with on(date(2026, 7, 1)):
        actions.send_return_back(first, [("三、指标", "与台账不一致"), ("", "附核算边界图")], by=clerk)
        back = again(june)
        assert (clock.beijing_date(back.expected), back.stands(clock.now())) == (
            date(2026, 7, 15),
            DutyState.SENT_BACK,
        )
    assert [str(remark) for remark in first.remarks.all()] == ["三、指标: 与台账不一致", "附核算边界图"]
    with on(date(2026, 7, 15), 23):
        second = casework.handed_in(june, reviewer)
        assert not again(june).was_late  # both times by its day
        actions.accept_return(second, by=clerk)
    with on(date(2026, 9, 1)):
        third = casework.handed_in(june, applicant, "更正版")
        actions.send_return_back(third, [("", "更正无依据")], by=clerk)
        met = again(june)
        assert (met.stands(clock.now()), met.was_late) == (
            DutyState.ACCEPTED,
            False,
        )  # the correction changes nothing of that
        casework.handed_in(june, applicant, "更正版二")
        actions.accept_return(Return.objects.waiting().get(), by=clerk)
    assert again(june).accepted_at == met.accepted_at
    assert list(Return.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
    verbs = Line.objects.filter(subject=str(june)).order_by("pk").values_list("verb", flat=True)
    hand, back_, yes = Verb.HAND_IN_RETURN, Verb.SEND_RETURN_BACK, Verb.ACCEPT_RETURN
    assert list(verbs) == [hand, back_, hand, yes, hand, back_, hand, yes]


def test_sent_back_and_not_handed_in_again_is_late(june: Obligation, applicant: User, clerk: User) -> None:
    with on(date(2026, 4, 1)):
        actions.send_return_back(casework.handed_in(june, applicant), [("", "不完整")], by=clerk)
        assert again(june).expected == END  # sent back early: it is due when it was due anyway
    with on(date(2026, 6, 30)):
        actions.send_return_back(casework.handed_in(june, applicant), [("", "仍不完整")], by=clerk)
    due = again(june).expected
    assert clock.beijing_date(due) == date(2026, 7, 14)
    with clock.at(due + MICROSECOND):
        assert again(june).stands(clock.now()) == DutyState.LATE
        casework.handed_in(june, applicant)
    assert again(june).was_late


def test_whose_step_it_is(
    june: Obligation, applicant: User, contact: User, clerk: User, stranger: User, director: User
) -> None:
    for who in (contact, clerk, stranger, director):
        with pytest.raises(NotYours):
            casework.handed_in(june, who)
    handed_in = casework.handed_in(june, applicant)
    for verb in (actions.accept_return, lambda row, by: actions.send_return_back(row, [("", "x")], by=by)):
        for who in (applicant, director, stranger):
            with pytest.raises(NotYours):
                verb(handed_in, by=who)
    with pytest.raises(SomebodyWasFaster):
        casework.handed_in(june, applicant)
    with pytest.raises(Incomplete):
        actions.send_return_back(handed_in, [("三", "  ")], by=clerk)
    actions.accept_return(handed_in, by=clerk)
    with pytest.raises(SomebodyWasFaster):
        actions.accept_return(handed_in, by=clerk)


def test_the_ledger_needs_no_file_and_nothing_else_is_handed_in_here(
    ledger: Obligation, report: Obligation, applicant: User, clerk: User
) -> None:
    """Figures are declared, reports written and checked on pages of their own: neither comes in by the back door."""
    actions.hand_in_return(ledger, by=applicant)
    with pytest.raises(Refused, match="page of its own"):
        casework.handed_in(report, applicant)
    with pytest.raises(Refused, match="declared figures"):
        casework.handed_in(Obligation.objects.get(duty=Duty.ZONE_FIGURES), applicant)
    assert Return.objects.count() == 1
    with transaction.atomic():
        submitted = steps.submit(steps.lock(report), by=applicant)
    for verb in (actions.accept_return, lambda row, by: actions.send_return_back(row, [("", "x")], by=by)):
        with pytest.raises(Refused, match="page of its own"):
            verb(submitted, by=clerk)


def test_who_reads_the_file(
    june: Obligation, applicant: User, contact: User, clerk: User, supervisor: User, auditor: User,
    recommender: User, stranger: User, expert: User,
) -> None:  # fmt: skip
    """The zone and the office; who recommends the zone sees how it stands."""
    file = casework.handed_in(june, applicant).file
    assert isinstance(file, File)
    readers = {
        who.username for who in (applicant, contact, clerk, supervisor, auditor) if can_view_file(who, file)
    }
    assert readers == {"applicant", "contact", "clerk", "supervisor", "auditor"}
    assert not any(can_view_file(who, file) for who in (recommender, stranger, expert))
    assert Obligation.objects.visible_to(recommender).filter(pk=june.pk).exists()
    assert not Obligation.objects.visible_to(stranger).filter(pk=june.pk).exists()


def test_another_package_calls_the_steps(report: Obligation, zone: Zone, other_zone: Zone) -> None:
    with on(date(2026, 6, 1)), transaction.atomic():
        assert steps.hand_in(other_zone, Duty.GREEN_REPORT, YEAR) is None  # it owes none
        steps.hand_in(zone, Duty.CARBON_PEAK_REPORT, YEAR)
        steps.send_back(zone, Duty.CARBON_PEAK_REPORT, YEAR)
        assert again(report).stands(clock.now()) == DutyState.SENT_BACK
        steps.accept(zone, Duty.CARBON_PEAK_REPORT, YEAR)
    assert again(report).accepted_at is not None


# ---------------------------------------------------------------- met by declared figures
@pytest.fixture
def figures(report: Obligation) -> Callable[[Duty], Obligation]:
    load()

    def found(duty: Duty) -> Obligation:
        return Obligation.objects.get(zone=report.zone, duty=duty)

    return found


def test_declarations_are_met_by_the_last_accepted_site(
    zone: Zone, figures: Callable[[Duty], Obligation]
) -> None:
    first, second = site(zone), site(zone, until=2025)
    site(zone, since=2026)  # stands in next year's statistics
    with on(date(2026, 4, 2)):
        accept({(first.credit_code, YEAR): {VALUE_ADDED: "100"}})
        casework.sweep()
        assert figures(Duty.DECLARATIONS).handed_in_at is None
    with on(date(2026, 4, 20)):
        accept({(second.credit_code, YEAR): {VALUE_ADDED: "100"}})
    casework.sweep(date(2026, 5, 20))
    met = figures(Duty.DECLARATIONS)
    assert met.accepted_at is not None
    assert (clock.beijing_date(met.accepted_at), met.was_late) == (date(2026, 4, 20), False)


def test_a_zone_without_sites_declares_everything_itself(
    zone: Zone, figures: Callable[[Duty], Obligation]
) -> None:
    casework.sweep(date(2026, 1, 3))
    assert figures(Duty.DECLARATIONS).handed_in_at is None
    with on(date(2026, 3, 3)):
        accept({(zone.code, YEAR): {VALUE_ADDED: "100"}})
        casework.sweep()
    assert all(figures(duty).accepted_at for duty in (Duty.DECLARATIONS, Duty.ZONE_FIGURES))


def test_the_zones_own_figures_follow_their_declaration(
    zone: Zone, figures: Callable[[Duty], Obligation], applicant: User, clerk: User
) -> None:
    """Handed in, recalled, handed in late, returned, handed in again, accepted, reopened: the sweep says the same."""

    def state() -> DutyState:
        casework.sweep()
        return figures(Duty.ZONE_FIGURES).stands(clock.now())

    with on(date(2026, 5, 28)):
        own = indicators.begin(zone, None, YEAR, by=applicant)
        own = indicators.enter(own, cells(GOOD, of_zone=True), revision=0, by=applicant)
        assert state() == DutyState.NOT_DUE
        indicators.submit(own, by=applicant)
        assert state() == DutyState.HANDED_IN
        indicators.recall(own, by=applicant)
        assert state() == DutyState.NOT_DUE
    with on(date(2026, 6, 2)):
        indicators.submit(own, by=applicant)
        assert (state(), figures(Duty.ZONE_FIGURES).was_late) == (
            DutyState.HANDED_IN,
            True,
        )  # 31 May 2026: a Sunday
    with on(date(2026, 6, 3)):
        indicators.return_(own, [("", "请核对")], by=clerk)
        assert state() == DutyState.SENT_BACK
        assert state() == DutyState.SENT_BACK
        indicators.submit(Declaration.objects.get(), by=applicant)
        assert state() == DutyState.HANDED_IN
        indicators.accept(own, by=clerk)
        assert state() == DutyState.ACCEPTED
    before = Line.objects.filter(verb=Verb.FOLLOW_FIGURES).count()
    with on(date(2026, 6, 9)):
        indicators.ask_reopening(own, reason="更正", by=applicant)
        indicators.reopen(own, by=clerk)
        assert state() == DutyState.ACCEPTED
    assert Line.objects.filter(verb=Verb.FOLLOW_FIGURES).count() == before

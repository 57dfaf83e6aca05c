"""Extensions and waivers: asked for, decided by a director, and never shorter."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from program import clock
from program.journal.models import Line, Verb
from program.notify.models import Text
from program.people.models import User
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.supervision import actions
from program.supervision.models import Dispensation, DutyState, Ending, Obligation, Release
from tests import factories
from tests.supervision import casework
from tests.supervision.casework import again, asked, on

pytestmark = pytest.mark.django_db


def test_an_extension_moves_the_day_and_closes_the_alert(
    report: Obligation, applicant: User, director: User
) -> None:
    with on(date(2026, 7, 5)):
        casework.sweep()
        request = asked(report, applicant, date(2026, 7, 18))  # a Saturday: the day stands as signed
        assert director.inbox.filter(text=Text.DISPENSATION_TO_DECIDE).get().path == report.get_absolute_url()
        assert again(report).stands(clock.now()) == DutyState.LATE  # until it is decided
        actions.approve(request, by=director)
        moved = again(report)
        assert (clock.beijing_date(moved.due), moved.stands(clock.now())) == (
            date(2026, 7, 18),
            DutyState.EXTENDED,
        )
        assert casework.alert_of(report).ending == Ending.EXTENDED
    assert Dispensation.objects.get().before == clock.end_of(date(2026, 6, 30))
    line = Line.objects.get(verb=Verb.EXTEND_DUTY)
    assert (line.subject, line.facts["before"], line.facts["until"]) == (
        str(report),
        "2026-06-30",
        "2026-07-18",
    )
    casework.sweep(date(2026, 7, 20))
    assert casework.alert_of(report).closed_at is None  # late again: the same row


def test_an_extension_of_what_was_sent_back(
    june: Obligation, applicant: User, clerk: User, director: User
) -> None:
    with on(date(2026, 6, 30)):
        actions.send_return_back(casework.handed_in(june, applicant), [("", "不完整")], by=clerk)
        with pytest.raises(Invalid):
            asked(june, clerk, date(2026, 7, 14))
        actions.approve(asked(june, clerk, date(2026, 7, 31)), by=director)
    assert (clock.beijing_date(again(june).due), clock.beijing_date(again(june).expected)) == (
        date(2026, 6, 30), date(2026, 7, 31),
    )  # fmt: skip


@pytest.mark.parametrize(
    "until", [date(2026, 6, 30), date(2026, 6, 29), date(2027, 7, 2), date(9999, 12, 31)], ids=str
)
def test_a_day_that_shortens_or_runs_for_ever_is_refused(
    report: Obligation, applicant: User, until: date
) -> None:
    with pytest.raises(Invalid) as refusal:
        asked(report, applicant, until)
    assert refusal.value.field == "until"
    assert not Dispensation.objects.exists()


def test_a_waived_duty_is_owed_no_more(
    june: Obligation, applicant: User, clerk: User, director: User
) -> None:
    with on(date(2026, 7, 5)):
        casework.sweep()
        with pytest.raises(NotYours):
            actions.propose_waiver(june, reason="x", by=applicant)
        request = actions.propose_waiver(june, reason="园区整体搬迁，年内停产。", by=clerk)
        actions.approve(request, by=director)
    waived = again(june)
    assert (waived.release, waived.release_reason) == (Release.WAIVED, "园区整体搬迁，年内停产。")
    assert casework.alert_of(june).ending == Ending.WAIVED
    with pytest.raises(Refused, match="owed no more"):
        casework.handed_in(june, applicant)
    casework.sweep(date(2026, 9, 5))
    assert casework.alert_of(june).closed_at is not None


def test_whoever_asks_does_not_decide(
    report: Obligation, applicant: User, clerk: User, director: User
) -> None:
    factories.grant(director, clerk.memberships.get().organization, clerk.memberships.get().role)  # type: ignore[arg-type]
    own = asked(report, director)
    for verb in (actions.approve, lambda row, by: actions.decline(row, words="x", by=by)):
        for who in (director, clerk, applicant):
            with pytest.raises(NotYours):
                verb(own, by=who)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispensation.objects.update(decided_by=director, decided_at=clock.now(), approved=True)


def test_declined_lapsed_decided_twice(
    june: Obligation, applicant: User, clerk: User, director: User
) -> None:
    first = asked(june, applicant)
    with pytest.raises(SomebodyWasFaster):
        asked(june, clerk)
    with pytest.raises(Invalid):
        actions.decline(first, words=" ", by=director)
    actions.decline(first, words="理由不充分。", by=director)
    with pytest.raises(SomebodyWasFaster):
        actions.approve(first, by=director)
    due = again(june).due
    second = asked(june, applicant)
    with on(date(2026, 6, 1)):
        casework.handed_in(june, applicant)
    with pytest.raises(SomebodyWasFaster):
        actions.approve(second, by=director)
    second.refresh_from_db()
    assert (second.lapsed_at is not None, again(june).due) == (True, due)
    with pytest.raises(SomebodyWasFaster):
        asked(june, applicant)


def test_a_day_that_has_passed_meanwhile_is_not_approved(
    report: Obligation, applicant: User, director: User
) -> None:
    request = asked(report, applicant, date(2026, 7, 3))
    with on(date(2026, 7, 4)), pytest.raises(Refused, match="has passed"):
        actions.approve(request, by=director)
    with on(date(2026, 7, 3), 23):
        actions.approve(request, by=director)

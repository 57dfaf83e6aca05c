"""A version that was never handed in is thrown away by the zone's manager; nothing that was handed in is touched."""

import pytest
from django.urls import reverse

from program.journal.models import Line, Verb
from program.people.models import User
from program.refusals import NotYours, SomebodyWasFaster
from program.reports import actions, rules
from program.reports.models import Piece, Report, ReportTask, Section
from program.supervision.models import Obligation
from tests.conftest import SignIn
from tests.reports import casework

pytestmark = pytest.mark.django_db


def test_a_draft_is_thrown_away_whole_and_begun_anew(
    draft: Report, duty: Obligation, contact: User, applicant: User, stranger: User, clerk: User
) -> None:
    casework.write(draft, Piece.ENERGY, "写错了。", contact)
    for person in (contact, stranger, clerk):
        with pytest.raises(NotYours):
            actions.discard(draft, seen=rules.saves(draft), by=person)
    assert Report.objects.count() == 1
    actions.discard(draft, seen=1, by=applicant)
    assert [model.objects.count() for model in (Report, Section, ReportTask)] == [0, 0, 0]
    assert Line.objects.filter(verb=Verb.DISCARD_REPORT, subject=str(duty)).count() == 1
    with pytest.raises(SomebodyWasFaster):
        actions.discard(draft, seen=1, by=applicant)
    again = casework.begun(duty, contact)
    assert casework.section(again, Piece.ENERGY).text == ""


def test_what_somebody_has_written_meanwhile_is_not_thrown_away_unread(
    draft: Report, contact: User, applicant: User
) -> None:
    seen = rules.saves(draft)
    casework.write(draft, Piece.ENERGY, "刚刚写好。", contact)
    with pytest.raises(SomebodyWasFaster, match="has written in this version"):
        actions.discard(draft, seen=seen, by=applicant)
    assert casework.section(draft, Piece.ENERGY).text == "刚刚写好。"


def test_what_was_handed_in_stays(waiting: Report, applicant: User) -> None:
    with pytest.raises(SomebodyWasFaster):
        actions.discard(waiting, seen=rules.saves(waiting), by=applicant)
    assert casework.again(waiting).content


def test_the_correction_of_a_published_report_goes_and_the_report_stays(
    waiting: Report, duty: Obligation, contact: User, applicant: User, clerk: User
) -> None:
    published = actions.accept(waiting, by=clerk)
    before = Report.objects.filter(pk=published.pk).values().get()
    correction = casework.begun(duty, contact, "一处数据有误")
    actions.discard(correction, seen=rules.saves(correction), by=applicant)
    assert Report.objects.values().get() == before
    assert Report.objects.newest().get() == published
    again = casework.begun(duty, contact, "一处数据有误")
    assert again.corrects == published


def test_on_the_page(
    draft: Report, duty: Obligation, contact: User, applicant: User, signed_in: SignIn
) -> None:
    page, discard = (reverse(f"reports:{name}", args=[draft.pk]) for name in ("edit", "discard"))
    assert discard not in signed_in(contact).get(page).content.decode()
    shown = signed_in(applicant).get(page).content.decode()
    assert discard in shown
    assert "thrown away and cannot be brought back" in shown
    assert signed_in(contact).post(discard, {"seen": "0"}).status_code == 403
    assert signed_in(applicant).post(discard, {"seen": "7"}).status_code == 409
    answer = signed_in(applicant).post(discard, {"seen": "0"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("reports:of_duty", args=[duty.pk]))
    assert not Report.objects.exists()

"""Handed in by the manager as it was read, accepted or returned by a clerk, corrected beside what stands."""

import hashlib
import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from program import clock
from program.applications.rules import canonical
from program.background.models import Promise
from program.journal.models import Line, Verb
from program.notify.models import Message
from program.people.models import User
from program.refusals import Incomplete, Invalid, NotYours, SomebodyWasFaster
from program.reports import actions, rules
from program.reports.models import Piece, Report
from program.reports.rules import ReportState
from program.reports.tasks import make_publication, make_report
from program.supervision.models import DutyState, Obligation, Return
from program.zones.models import Zone
from tests import factories
from tests.conftest import SignIn
from tests.reports import casework
from tests.reports.casework import again, on, write

pytestmark = pytest.mark.django_db


def state(report: Report) -> ReportState:
    return rules.state_of(again(report))


def test_handed_in_is_frozen(
    draft: Report, duty: Obligation, contact: User, applicant: User, clerk: User, zone: Zone
) -> None:
    """Canonical text, decimals as strings, its sha256; what is declared later changes nothing of it."""
    with on(date(2026, 6, 30), 23):
        report = casework.handed_in(casework.filled(draft, contact), applicant)
    assert hashlib.sha256(report.content.encode()).hexdigest() == report.sha256
    canonical = json.dumps(report.data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert report.content == canonical
    assert not any(isinstance(value, float) for value in walk(report.data))
    handed_in = Return.objects.get()
    assert (handed_in.obligation, handed_in.number, handed_in.file, report.handed_in) == (
        duty,
        1,
        None,
        handed_in,
    )
    found = Obligation.objects.get(pk=duty.pk)
    assert (found.handed_in_at, found.was_late) == (handed_in.submitted_at, False)
    line = Line.objects.get(verb=Verb.HAND_IN_RETURN)
    assert (line.version, line.facts["sha256"]) == (1, report.sha256)
    assert Message.objects.get(recipient=clerk).path == report.get_absolute_url()
    assert (
        Promise.objects.filter(name="program.reports.tasks.make_report", arguments=[report.pk]).count() == 1
    )
    factories.declared(zone, range(2025, 2026), growth=30)
    assert again(report).content == canonical
    with pytest.raises(SomebodyWasFaster):
        write(report, Piece.ENERGY, "更改", contact)


def walk(value: object) -> list[object]:
    if isinstance(value, dict):
        return [part for each in value.values() for part in walk(each)]
    if isinstance(value, list):
        return [part for each in value for part in walk(each)]
    return [value]


def test_late_is_late(draft: Report, duty: Obligation, contact: User, applicant: User) -> None:
    with on(date(2026, 7, 1), 1):
        casework.handed_in(casework.filled(draft, contact), applicant)
    assert Obligation.objects.get(pk=duty.pk).was_late


def test_what_changed_since_it_was_read_is_read_again(
    draft: Report, contact: User, applicant: User, zone: Zone, signed_in: SignIn
) -> None:
    casework.filled(draft, contact)
    seen = rules.frozen(again(draft))[1]
    write(draft, Piece.ENERGY, "另一个人改过", contact)
    where = reverse("reports:hand_in", args=[draft.pk])
    answer = signed_in(applicant).post(where, {"sha256": seen})
    assert (answer.status_code, "另一个人改过" in answer.content.decode()) == (409, True)
    seen = rules.frozen(again(draft))[1]
    with on(date(2026, 6, 1)):
        factories.declared(zone, range(2025, 2026), growth=30, employees="12")
    with pytest.raises(SomebodyWasFaster, match="Figures or words"):
        actions.hand_in(draft, seen=seen, by=applicant)
    assert not Return.objects.exists()


def test_who_hands_in_and_checks(
    draft: Report,
    contact: User,
    applicant: User,
    reviewer: User,
    clerk: User,
    director: User,
    supervisor: User,
    stranger: User,
) -> None:
    casework.filled(draft, contact)
    for who in (contact, reviewer, clerk, stranger):
        with pytest.raises(NotYours):
            casework.handed_in(draft, who)
    for verb in (actions.accept, lambda row, by: actions.send_back(row, [("", "x")], by=by)):
        with pytest.raises(SomebodyWasFaster):  # nothing was handed in
            verb(draft, by=clerk)
    report = casework.handed_in(draft, applicant)
    for verb in (actions.accept, lambda row, by: actions.send_back(row, [("", "x")], by=by)):
        for who in (applicant, contact, director, supervisor, stranger):
            with pytest.raises(NotYours):
                verb(report, by=who)
    with pytest.raises(SomebodyWasFaster):
        casework.handed_in(draft, applicant)
    assert state(report) == ReportState.HANDED_IN


def test_chapters_that_are_missing_are_named(draft: Report, contact: User, applicant: User) -> None:
    write(draft, Piece.ENERGY, "内容", contact)
    with pytest.raises(Incomplete) as refusal:
        casework.handed_in(draft, applicant)
    said = [str(sentence) for _field, sentence in refusal.value.findings]
    assert len(said) == 5
    assert not any("Energy use" in sentence for sentence in said)
    assert not any("Problems" in sentence for sentence in said)


def test_returned_item_by_item(
    waiting: Report, duty: Obligation, contact: User, applicant: User, clerk: User
) -> None:
    with pytest.raises(Incomplete):
        actions.send_back(waiting, [("energy", "  ")], by=clerk)
    with pytest.raises(Invalid):
        actions.send_back(waiting, [("overview", "另一类报告的章节")], by=clerk)
    actions.send_back(waiting, [("energy", "补充绿电"), ("mix", "核对"), ("", "附图")], by=clerk)
    remarks = again(waiting).handed_in.remarks
    assert list(remarks.values_list("field", "remark")) == [
        ("energy", "补充绿电"),
        ("mix", "核对"),
        ("", "附图"),
    ]
    assert Obligation.objects.get(pk=duty.pk).stands(clock.now()) in {DutyState.SENT_BACK, DutyState.LATE}
    with pytest.raises(SomebodyWasFaster):
        actions.accept(waiting, by=clerk)
    second = casework.begun(duty, contact)
    todo = {each.piece: each for each in rules.to_do(second, rules.remarks_on(rules.returned_before(second)))}
    assert (todo[Piece.ENERGY].remarks, todo[Piece.PEAK].remarks) == (("补充绿电",), ())
    assert (
        todo[Piece.ENERGY].section.text == rules.texts(again(waiting))["energy"]["text"]
    )  # as it was handed in
    write(second, Piece.ENERGY, "绿电占比31%", contact)
    second = casework.handed_in(second, applicant)
    reading = rules.Reading(second.data, (), again(waiting).data)
    changed = {shown.piece: shown.before for shown in reading.pieces if shown.changed}
    assert set(changed) == {Piece.ENERGY}
    assert changed[Piece.ENERGY] == rules.texts(again(waiting))["energy"]["text"]
    assert state(waiting) == ReportState.RETURNED


def test_accepted_twice_and_numbered_in_order(
    zone: Zone, figures: None, applicant: User, clerk: User, second_clerk: User, duty: Obligation
) -> None:
    with on(date(2026, 6, 2)):
        earlier = casework.accepted(casework.owed(zone, year=2024), applicant, clerk)
        report = casework.accepted(duty, applicant, clerk)
    with pytest.raises(SomebodyWasFaster):
        actions.accept(report, by=second_clerk)
    assert [again(each).number for each in (earlier, report)] == ["BG-2026-0001", "BG-2026-0002"]
    assert Obligation.objects.get(pk=duty.pk).stands(clock.now()) == DutyState.ACCEPTED
    assert Line.objects.filter(verb=Verb.ACCEPT_RETURN, facts__publication="BG-2026-0002").count() == 1
    with on(date(2027, 1, 4)):
        following = casework.accepted(casework.owed(zone, year=2026), applicant, clerk)
    assert again(following).number == "BG-2027-0001"


def test_a_correction_stands_beside(
    duty: Obligation, figures: None, contact: User, applicant: User, clerk: User
) -> None:
    """A returned one, and then one that replaces; the old one keeps its number and its words."""
    with on(date(2026, 6, 2)):
        first = casework.accepted(duty, applicant, clerk)
        with pytest.raises(Incomplete):
            casework.begun(duty, contact, reason=" ")
        tried = casework.waiting(duty, applicant, reason="漏计一户")
        actions.send_back(tried, [("", "无依据")], by=clerk)
        assert Obligation.objects.get(pk=duty.pk).stands(clock.now()) == DutyState.ACCEPTED
        assert list(Report.objects.newest()) == [again(first)]
        second = casework.accepted(duty, applicant, clerk, reason="漏计一户企业")
        third = casework.accepted(duty, applicant, clerk, reason="又漏一户")
    numbers = [again(each).number for each in (first, tried, second, third)]
    assert numbers == ["BG-2026-0001", None, "BG-2026-0001-2", "BG-2026-0001-3"]
    assert [again(each).corrects_id for each in (tried, second, third)] == [first.pk, first.pk, second.pk]
    assert list(Report.objects.newest()) == [again(third)]
    assert again(first).content == first.content


def test_why_it_is_corrected_can_be_printed_and_is_frozen(
    duty: Obligation, figures: None, contact: User, applicant: User, clerk: User, signed_in: SignIn
) -> None:
    """A character that no font has would keep the accepted version from ever being printed."""
    with on(date(2026, 6, 2)):
        casework.accepted(duty, applicant, clerk)
        with pytest.raises(Invalid) as refusal:
            casework.begun(duty, contact, reason="漏计𰻝企业😀")
        assert refusal.value.field == "reason"
        where = reverse("reports:begin", args=[duty.pk])
        answer = signed_in(contact).post(where, {"begin-reason": "漏计一户😀"})
        assert (answer.status_code, "U+1F600" in answer.content.decode()) == (422, True)
        assert not Report.objects.open().exists()
        second = casework.accepted(duty, applicant, clerk, reason="漏计一户企业")
    assert again(second).data["reason"] == "漏计一户企业"


def test_the_hash_that_is_public_tells_no_secret(
    draft: Report, contact: User, applicant: User, clerk: User
) -> None:
    """With a random part of its own in it, nobody can try what the secret chapter may say; which is kept with the rest."""
    report = casework.handed_in(casework.filled(draft, contact), applicant)
    nonce = report.data["nonce"]
    assert len(nonce) == 32
    seen = {key: value for key, value in report.data.items() if key != "nonce"}
    assert rules.frozen(again(report))[0] == canonical(seen)[0]
    assert canonical(seen)[1] != report.sha256
    report = again(actions.accept(report, by=clerk))
    page = Client().get(report.public_url).content.decode()
    assert (report.sha256 in page, nonce in page, nonce in str(rules.opened(report.data))) == (
        True,
        False,
        False,
    )


def test_the_rules_say_what_is_published(
    zone: Zone,
    figures: None,
    applicant: User,
    clerk: User,
    director: User,
    signed_in: SignIn,
    duty: Obligation,
) -> None:
    silent = factories.rule_set(clerk, director, carbon_peak_report_published=0)
    Obligation.objects.filter(pk=duty.pk).update(rule_set=silent)
    report = casework.accepted(Obligation.objects.get(pk=duty.pk), applicant, clerk)
    assert (again(report).number, state(report)) == (None, ReportState.ACCEPTED)
    assert not Report.objects.published().exists()
    assert (
        "Reports of this kind are not published."
        in signed_in(applicant).get(reverse("reports:of_duty", args=[duty.pk])).content.decode()
    )


def test_prints_are_made_once(waiting: Report, clerk: User) -> None:
    make_report(waiting.pk)
    kept = again(waiting).handed_in.file
    make_report(waiting.pk)
    assert again(waiting).handed_in.file == kept
    actions.accept(waiting, by=clerk)
    make_publication(waiting.pk)
    public = again(waiting).pdf
    make_publication(waiting.pk)
    assert again(waiting).pdf == public
    assert public != kept

"""A signed, numbered document lists; from its date the designation stands; only now are the others told."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.decisions import actions, rules, tasks
from program.decisions.models import (
    Designation,
    DesignationLetter,
    DocumentItem,
    OfficialDocument,
    Proposal,
    Publication,
    PublicNotice,
    Standing,
)
from program.files.models import Anyone, File
from program.files.rules import can_view_file
from program.notify.models import Message, Text
from program.people.models import Role, User
from program.process.models import Outcomes, StageName
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from tests import factories
from tests.decisions import casework

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(notice: PublicNotice, cases: list[Application]) -> list[Application]:
    """The notice has ended: three wait for publication."""
    casework.after_notice(notice)
    return cases


def publish(call: Call, clerk: User, director: User, number: str = "示例文〔2026〕1号") -> OfficialDocument:
    document = actions.sign_document(casework.enter(call, clerk, number), by=director)
    casework.keep_all("publish_document")
    return document


# ---------------------------------------------------------------- entering
def test_a_document_lists_all_who_wait_for_it(
    ready: list[Application], call: Call, clerk: User, director: User
) -> None:
    document = casework.enter(call, clerk)
    assert [item.application for item in document.items.all()] == ready[:3]
    assert casework.stages(ready[:3]) == [StageName.PUBLICATION] * 3
    assert Message.objects.filter(recipient=director, text=Text.DOCUMENT_TO_SIGN).exists()
    with pytest.raises(Refused, match="No case of this call waits"):
        casework.enter(call, clerk, "示例文〔2026〕2号")


def test_the_same_document_cannot_be_entered_twice(ready: list[Application], call: Call, clerk: User) -> None:
    document = casework.enter(call, clerk)
    DocumentItem.objects.filter(document=document).delete()  # so that cases wait
    with pytest.raises(SomebodyWasFaster, match="entered already") as refused:
        casework.enter(call, clerk)
    assert refused.value.field == "number"
    assert casework.enter(call, clerk, issuer="另一部门").pk


@pytest.mark.parametrize("fields", [{"statement": " "}, {"day": date(2026, 12, 31)}])
def test_what_is_incomplete_is_not_entered(
    ready: list[Application], call: Call, clerk: User, fields: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        casework.enter(call, clerk, **fields)
    assert not OfficialDocument.objects.exists()


def test_a_discarded_entry_frees_number_and_cases(ready: list[Application], call: Call, clerk: User) -> None:
    actions.discard_document(casework.enter(call, clerk), reason="文号有误", by=clerk)
    assert casework.enter(call, clerk).items.count() == 3


def test_the_statement_is_drafted_from_the_notice(
    notice: PublicNotice, cases: list[Application], call: Call, clerk: User, director: User
) -> None:
    casework.settled(casework.confirmed(notice, cases[1]), clerk, director, upheld=False)
    casework.after_notice(notice)
    text = rules.statement(call)
    assert notice.number in text
    assert "异议1件，其中不予受理0件，经核实成立0件、不成立1件" in text
    assert cases[0].zone.name_zh in text


# ---------------------------------------------------------------- signing
def test_whoever_entered_does_not_sign(
    ready: list[Application], call: Call, clerk: User, director: User
) -> None:
    factories.grant(clerk, director.memberships.get().organization, Role.DIRECTOR)
    document = casework.enter(call, clerk)
    with pytest.raises(NotYours):
        actions.sign_document(document, by=clerk)
    with pytest.raises(IntegrityError, match="document_signed_by_another"), transaction.atomic():
        OfficialDocument.objects.update(signed_by=clerk, signed_at=clock.now())


def test_a_document_is_signed_once(
    ready: list[Application], call: Call, clerk: User, director: User, second_director: User
) -> None:
    document = actions.sign_document(casework.enter(call, clerk), by=director)
    with pytest.raises(SomebodyWasFaster):
        actions.sign_document(document, by=second_director)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        OfficialDocument.objects.update(number="另一文号")


def test_the_list_stands_from_the_documents_date(
    ready: list[Application], call: Call, clerk: User, director: User
) -> None:
    document = publish(call, clerk, director)
    made = list(Designation.objects.order_by("letter_number"))
    assert [row.application for row in made] == ready[:3]
    assert {row.standing for row in made} == {Standing.BUILDING}
    assert {(row.since, row.until.year - row.since.year) for row in made} == {(document.date, 3)}
    assert [row.letter_number[-4:] for row in made] == ["0001", "0002", "0003"]
    assert casework.stages(ready[:3]) == [StageName.LISTED] * 3


def test_the_others_are_told_now_and_not_before(
    ready: list[Application], call: Call, clerk: User, director: User
) -> None:
    document = casework.enter(call, clerk)
    assert not Message.objects.filter(text=Text.NOT_LISTED).exists()
    actions.sign_document(document, by=director)
    casework.keep_all("publish_document")
    assert casework.stages(ready) == [StageName.LISTED] * 3 + [StageName.REFUSED] * 3
    assert [casework.reread(case).outcome for case in ready[3:]] == [Outcomes.REFUSED] * 3
    told = Message.objects.filter(text=Text.NOT_LISTED).values_list("application", flat=True)
    assert sorted(told) == [case.pk for case in ready[3:]]


def test_a_worker_killed_while_publishing_is_resumed(
    ready: list[Application], call: Call, clerk: User, director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = actions.sign_document(casework.enter(call, clerk), by=director)
    done: list[int] = []
    publish_one = actions.publish

    def dying(item: DocumentItem) -> Designation | None:
        if len(done) == 1:
            raise SystemExit
        done.append(item.pk)
        return publish_one(item)

    monkeypatch.setattr(actions, "publish", dying)
    with pytest.raises(SystemExit):
        tasks.publish_document(document.pk)
    monkeypatch.undo()
    assert (Publication.objects.count(), Designation.objects.count()) == (1, 1)
    assert casework.stages(ready[3:]) == [StageName.UNLISTED] * 3
    tasks.publish_document(document.pk)
    tasks.publish_document(document.pk)
    assert (Publication.objects.count(), Designation.objects.count()) == (3, 3)
    assert Message.objects.filter(text=Text.LISTED).count() == 3
    assert Message.objects.filter(text=Text.NOT_LISTED).count() == 3


# ---------------------------------------------------------------- an objection outlasts the document
def test_the_document_does_not_wait_for_a_held_item_and_reserves_wait_with_it(
    notice: PublicNotice, cases: list[Application], call: Call, clerk: User, director: User
) -> None:
    objection = casework.confirmed(notice, cases[0])
    casework.after_notice(notice)
    publish(call, clerk, director)
    here = casework.stages(cases)
    assert here == ["objections", "listed", "listed", "unlisted", "refused", "refused"]
    casework.settled(objection, clerk, director, upheld=False)
    publish(call, clerk, director, "示例文〔2026〕2号")
    assert casework.stages(cases) == ["listed", "listed", "listed", "refused", "refused", "refused"]


def test_dropped_after_the_list_is_out_one_is_told_at_once_and_the_reserve_published_later(
    notice: PublicNotice, cases: list[Application], call: Call, clerk: User, director: User
) -> None:
    objection = casework.confirmed(notice, cases[0])
    casework.after_notice(notice)
    publish(call, clerk, director)
    casework.settled(objection, clerk, director, upheld=True)
    reason = "经核实异议成立"
    again = actions.draft_reconsideration(casework.reread(cases[0]), by=clerk)
    casework.sign(casework.decide(again, Proposal.NOT_LISTED, reason, clerk), clerk, director)
    casework.keep_all("decisions.tasks.carry_out")
    casework.keep_all("tell_results")
    assert casework.stages(cases) == ["refused", "listed", "listed", "unlisted", "refused", "refused"]
    promotion = casework.decide(actions.promote_reserve(call, by=clerk), Proposal.LIST, "递补", clerk)
    casework.sign(promotion, clerk, director)
    casework.keep_all("carry_out")
    casework.after_notice(PublicNotice.objects.get(batch=promotion))
    publish(call, clerk, director, "示例文〔2026〕2号")
    assert casework.stages(cases) == ["refused", "listed", "listed", "listed", "refused", "refused"]


def test_reserves_are_released_by_a_director_after_publication(
    notice: PublicNotice, cases: list[Application], call: Call, clerk: User, director: User
) -> None:
    with pytest.raises(Refused, match="before the list is published"):
        actions.release_reserves(call, by=director)
    casework.confirmed(notice, cases[0])
    casework.after_notice(notice)
    publish(call, clerk, director)
    with pytest.raises(NotYours):
        actions.release_reserves(call, by=clerk)
    actions.release_reserves(call, by=director)
    casework.keep_all("tell_results")
    assert casework.stages(cases[3:4]) == [StageName.REFUSED]


# ---------------------------------------------------------------- letters and files
def test_the_letter_is_printed_once_and_the_same_each_time(
    ready: list[Application], call: Call, clerk: User, director: User
) -> None:
    publish(call, clerk, director)
    designation = Designation.objects.first()
    assert designation is not None
    tasks.make_letter(designation.pk)
    letter = DesignationLetter.objects.get(designation=designation)
    assert letter.file.path.read_bytes().startswith(b"%PDF-")
    assert letter.sha256 == letter.file.sha256
    tasks.make_letter(designation.pk)
    assert DesignationLetter.objects.filter(designation=designation).count() == 1


def test_who_may_open_which_file(
    ready: list[Application], call: Call, clerk: User, director: User, stranger: User, notice: PublicNotice
) -> None:
    everybody, manager = AnonymousUser(), ready[0].applicant.memberships.get().user
    document = casework.enter(call, clerk)
    assert not can_view_file(everybody, document.file)
    assert can_view_file(director, document.file)
    actions.sign_document(document, by=director)
    casework.keep_all("publish_document")
    assert can_view_file(everybody, document.file)
    designation = Designation.objects.get(application=ready[0])
    tasks.make_letter(designation.pk)
    letter = DesignationLetter.objects.get(designation=designation).file
    tasks.make_notice(notice.pk)
    paper = File.objects.get(notices=notice)
    for person in (manager, clerk):
        assert can_view_file(person, letter)
    outsiders: list[Anyone] = [stranger, everybody]
    for outsider in outsiders:
        assert not can_view_file(outsider, letter)
        assert can_view_file(outsider, paper)

"""The pages: who meets which, what a click does, and that a list costs the same with one row and with many."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from program.applications.models import Application
from program.calls.models import Call
from program.decisions import actions, tasks
from program.decisions.models import (
    Batch,
    BatchState,
    Designation,
    NoticeItem,
    Objection,
    ObjectionState,
    OfficialDocument,
    Proposal,
    PublicNotice,
)
from program.people.models import User
from program.process.models import StageName
from program.reviews.models import RankingRun
from tests import factories
from tests.decisions import casework

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


# ---------------------------------------------------------------- who meets which
def office_addresses(batch: Batch, objection: Objection, document: OfficialDocument) -> list[str]:
    names = ("batches", "objections", "documents")
    found = [reverse(f"decisions:{name}") for name in names]
    found += [reverse(f"decisions:{name}", args=[batch.pk]) for name in ("batch", "batch_progress")]
    found += [reverse(f"decisions:{name}", args=[document.pk]) for name in ("document", "document_progress")]
    return [*found, objection.get_absolute_url()]


def test_the_office_reads_and_nobody_else_learns_that_there_is_something(
    notice: PublicNotice,
    cases: list[Application],
    call: Call,
    clerk: User,
    director: User,
    auditor: User,
    stranger: User,
    expert: User,
    supervisor: User,
    signed_in: SignIn,
) -> None:
    objection = casework.confirmed(notice, cases[0])
    casework.after_notice(notice)
    addresses = office_addresses(notice.batch, objection, casework.enter(call, clerk))
    manager = cases[5].applicant.memberships.get().user
    for person in (clerk, director, auditor):
        assert {signed_in(person).get(url).status_code for url in addresses} == {200}
    for person in (stranger, manager, expert, supervisor):
        assert {signed_in(person).get(url).status_code for url in addresses} == {404}
    assert {Client().get(url).status_code for url in addresses} == {302}


def test_the_auditor_moves_nothing(batch: Batch, auditor: User, signed_in: SignIn) -> None:
    browser = signed_in(auditor)
    assert "move grave" not in browser.get(batch.get_absolute_url()).content.decode()
    for name in ("batch_prepare", "batch_sign", "batch_discard"):
        answer = browser.post(reverse(f"decisions:{name}", args=[batch.pk]), {"revision": 0})
        assert answer.status_code in {403, 409}
    assert browser.get(reverse("decisions:batch_change", args=[batch.pk])).status_code == 403
    batch.refresh_from_db()
    assert batch.state == BatchState.DRAFT


def test_everybody_reads_what_is_public(notice: PublicNotice) -> None:
    names = ("notices", "designations", "verify_any")
    for url in [*(reverse(f"decisions:{name}") for name in names), notice.get_absolute_url()]:
        assert Client().get(url).status_code == 200
    assert Client().get(reverse("decisions:notices") + "?sort=score").status_code == 400


def test_nothing_of_the_batch_shows_outside(
    batch: Batch, cases: list[Application], clerk: User, director: User, signed_in: SignIn
) -> None:
    fourth, fifth = batch.items.get(application=cases[3]), batch.items.get(application=cases[4])
    planted = {
        fifth.pk: casework.change(fifth, proposal=Proposal.RESERVE, reason="PLANTED-REASON"),
        fourth.pk: casework.change(fourth, proposal=Proposal.NOT_LISTED, reason="PLANTED-OTHER"),
    }
    batch = actions.change_items(batch, planted, revision=0, by=clerk)
    casework.sign(batch, clerk, director)
    casework.keep_all("carry_out")
    notice = PublicNotice.objects.get(batch=batch)
    assert "PLANTED-REASON" in signed_in(clerk).get(batch.get_absolute_url()).content.decode()
    manager = signed_in(cases[4].applicant.memberships.get().user)
    for browser in (Client(), manager):
        for url in (
            notice.get_absolute_url(),
            reverse("decisions:notices"),
            reverse("decisions:designations"),
        ):
            page = browser.get(url).content.decode()
            assert "PLANTED" not in page
            assert cases[4].zone.name_zh not in page


# ---------------------------------------------------------------- the office clicks
def test_from_ranking_to_notice_by_clicking(
    call: Call, run: RankingRun, cases: list[Application], clerk: User, director: User, signed_in: SignIn
) -> None:
    office, boss = signed_in(clerk), signed_in(director)
    assert "Draft a batch" in office.get(reverse("decisions:batches")).content.decode()
    assert office.post(reverse("decisions:batch_draft"), {"run": run.pk}).status_code == 302
    batch = Batch.objects.get()
    page = office.get(batch.get_absolute_url()).content.decode()
    assert 'class="cut"' in page.replace("edge cut", "cut").replace(' class=" cut"', ' class="cut"')
    meeting = {
        "name": "办公会", "day": "2026-03-01", "minutes_number": "纪要7号", "revision": 0,
        "seats-TOTAL_FORMS": 1, "seats-INITIAL_FORMS": 0, "seats-0-name": "某主任", "seats-0-attended": "present",
    }  # fmt: skip
    assert office.post(reverse("decisions:batch_meeting", args=[batch.pk]), meeting).status_code == 302
    assert (
        office.post(reverse("decisions:batch_prepare", args=[batch.pk]), {"revision": 1}).status_code == 302
    )
    page = boss.get(batch.get_absolute_url()).content.decode()
    assert "3 zones stand on public notice for 10 working days, until 16 March 2026." in page
    assert boss.post(reverse("decisions:batch_sign", args=[batch.pk]), {"revision": 1}).status_code == 302
    assert "0 of 6" in boss.get(batch.get_absolute_url()).content.decode()
    casework.keep_all("carry_out")
    assert "6 of 6" in boss.get(reverse("decisions:batch_progress", args=[batch.pk])).content.decode()
    assert casework.stages(cases[:1]) == [StageName.PUBLIC_NOTICE]


def posted_items(batch: Batch, **changes: dict[str, Any]) -> dict[str, Any]:
    """What the form of a batch posts, with some fields of some cases changed."""
    given: dict[str, Any] = {"revision": batch.revision}
    for item in batch.items.select_related("application"):
        fields: dict[str, Any] = {
            "conditions_met": "on",
            "proposal": item.proposal,
            "reserve_order": item.reserve_order or "",
            "reason": item.departure_reason,
        } | changes.get(f"c{item.application_id}", {})
        given |= {f"item-{item.pk}-{name}": value for name, value in fields.items() if value is not None}
    return given


def test_proposals_are_changed_on_one_page(
    batch: Batch, cases: list[Application], clerk: User, signed_in: SignIn
) -> None:
    browser, url = signed_in(clerk), reverse("decisions:batch_change", args=[batch.pk])
    assert browser.get(url).status_code == 200
    failing: dict[str, dict[str, Any]] = {f"c{cases[0].pk}": {"conditions_met": None}}
    answer = browser.post(url, posted_items(batch, **failing))
    assert answer.status_code == 422
    assert "Say which basic condition is not met." in answer.content.decode()
    failing[f"c{cases[0].pk}"]["conditions_note"] = "事故"
    assert browser.post(url, posted_items(batch, **failing) | {"by_rank": "1"}).status_code == 302
    assert batch.items.get(application=cases[3]).proposal == Proposal.LIST
    late = browser.post(url, posted_items(batch))
    assert late.status_code == 409
    assert "changed since you opened" in late.content.decode()


def test_a_page_shows_what_keeps_a_batch_from_signature(batch: Batch, clerk: User, signed_in: SignIn) -> None:
    page = signed_in(clerk).get(batch.get_absolute_url()).content.decode()
    assert "Enter the meeting: its name, date and minutes number." in page
    assert reverse("decisions:batch_prepare", args=[batch.pk]) not in page


# ---------------------------------------------------------------- anybody objects
def form_of(notice: PublicNotice, case: Application, **fields: Any) -> dict[str, Any]:
    item = NoticeItem.objects.get(notice=notice, application=case)
    given = {
        "item": item.pk, "kind": "person", "name": "示例群众", "phone": "13800000000", "email": "citizen@example.org",
        "grounds": casework.GROUNDS,
    }  # fmt: skip
    return given | fields


def test_an_objection_from_form_to_receipt(
    notice: PublicNotice, cases: list[Application], clerk: User, director: User, signed_in: SignIn
) -> None:
    public, url = Client(), reverse("decisions:object", args=[notice.pk])
    assert public.get(url).status_code == 200
    answer = public.post(url, form_of(notice, cases[0], evidence=factories.pdf("proof")))
    objection = Objection.objects.get()
    assert answer.headers["Location"] == reverse("decisions:objection_receipt", args=[objection.receipt])
    receipt = public.get(answer.headers["Location"]).content.decode()
    assert objection.receipt in receipt
    assert "示例群众" not in receipt
    confirm = reverse("decisions:objection_confirm", args=[casework.token()])
    assert public.get(confirm).status_code == 200
    objection.refresh_from_db()
    assert objection.state == ObjectionState.UNCONFIRMED
    assert public.post(confirm).status_code == 302
    assert public.post(confirm).status_code == 410
    office, boss = signed_in(clerk), signed_in(director)
    taken = reverse("decisions:objection_accept", args=[objection.pk])
    assert office.post(taken, {"summary": ""}).status_code == 422
    assert office.post(taken, {"summary": "有关数量"}).status_code == 302
    settled = reverse("decisions:objection_dismiss", args=[objection.pk])
    assert boss.post(settled, {"dismiss-finding": ""}).status_code == 422
    assert boss.post(settled, {"dismiss-finding": "不成立"}).status_code == 302
    assert "dismissed" in public.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Needed of whoever objects by name"),
        ({"email": "nowhere"}, "valid email"),
        ({"grounds": "短"}, "at least 20"),
        ({"item": 0}, "Select a valid choice"),
        ({"kind": "nobody"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    notice: PublicNotice, cases: list[Application], fields: dict[str, Any], sentence: str
) -> None:
    answer = Client().post(reverse("decisions:object", args=[notice.pk]), form_of(notice, cases[0], **fields))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Objection.objects.exists()


def test_a_line_of_another_notice_is_no_choice(notice: PublicNotice, cases: list[Application]) -> None:
    own = NoticeItem.objects.get(notice=notice, application=cases[0]).pk
    answer = Client().post(
        reverse("decisions:object", args=[notice.pk]), form_of(notice, cases[0], item=own + 99)
    )
    assert answer.status_code == 422
    assert Client().post(reverse("decisions:object", args=[notice.pk + 1]), {}).status_code == 404


def test_the_throttle_answers_429(notice: PublicNotice, cases: list[Application], settings: Any) -> None:
    settings.OBJECTIONS_AN_HOUR = 1
    url = reverse("decisions:object", args=[notice.pk])
    assert Client().post(url, form_of(notice, cases[0])).status_code == 302
    assert Client().post(url, form_of(notice, cases[0])).status_code == 429


def test_evidence_is_the_offices_alone(
    notice: PublicNotice, cases: list[Application], clerk: User, stranger: User, signed_in: SignIn
) -> None:
    Client().post(
        reverse("decisions:object", args=[notice.pk]), form_of(notice, cases[0], evidence=factories.pdf("x"))
    )
    evidence = Objection.objects.get().evidence
    assert evidence is not None
    url = evidence.get_absolute_url()
    assert Client().get(url).status_code == 404
    assert signed_in(stranger).get(url).status_code == 404
    assert signed_in(cases[0].applicant.memberships.get().user).get(url).status_code == 404
    answer = signed_in(clerk).get(url)
    assert answer.status_code == 200
    answer.close()


# ---------------------------------------------------------------- the document, the register, the letter
def test_from_document_to_verified_letter_by_clicking(
    notice: PublicNotice, cases: list[Application], call: Call, clerk: User, director: User, signed_in: SignIn
) -> None:
    casework.after_notice(notice)
    office, boss = signed_in(clerk), signed_in(director)
    url = reverse("decisions:document_enter", args=[call.pk])
    page = office.get(url).content.decode()
    assert cases[0].zone.name_en in page
    assert notice.number in page
    given = {
        "issuer": "示例部门",
        "number": "示例〔2026〕1号",
        "day": "2026-03-02",
        "title": "通知",
        "statement": "无异议",
    }
    assert office.post(url, given).status_code == 422
    assert office.post(url, given | {"scan": factories.pdf("issued")}).status_code == 302
    document = OfficialDocument.objects.get()
    again = office.post(url, given | {"scan": factories.pdf("issued again")})
    assert again.status_code == 422
    assert "entered already" in again.content.decode()
    assert boss.post(reverse("decisions:document_sign", args=[document.pk])).status_code == 302
    casework.keep_all("publish_document")
    designation = Designation.objects.get(application=cases[0])
    tasks.make_letter(designation.pk)
    verified = Client().get(reverse("decisions:verify", args=[designation.letter_number]))
    assert verified.status_code == 200
    assert Designation.objects.get(application=cases[0]).letter.sha256 in verified.content.decode()
    assert "PDF" in office.get(reverse("decisions:designations")).content.decode()


def test_an_unknown_number_is_answered_in_words(db: None) -> None:
    answer = Client().get(reverse("decisions:verify", args=["LS-2026-9999"]))
    assert answer.status_code == 404
    assert "not in the register" in answer.content.decode()
    found = Client().get(reverse("decisions:verify_any") + "?number=LS-2026-9999")
    assert found.headers["Location"] == reverse("decisions:verify", args=["LS-2026-9999"])


# ---------------------------------------------------------------- what a page costs
def test_a_batch_costs_the_same_whatever_its_size(
    call: Call, run: RankingRun, cases: list[Application], clerk: User, signed_in: SignIn
) -> None:
    batch = actions.draft_batch(call, run, by=clerk)
    browser = signed_in(clerk)
    whole = queries(browser, batch.get_absolute_url())
    change = queries(browser, reverse("decisions:batch_change", args=[batch.pk]))
    batch.items.exclude(application=cases[0]).delete()
    assert queries(browser, batch.get_absolute_url()) == whole <= 25
    assert queries(browser, reverse("decisions:batch_change", args=[batch.pk])) == change <= 15


def test_lists_cost_the_same_whatever_their_length(
    notice: PublicNotice, cases: list[Application], call: Call, clerk: User, director: User, signed_in: SignIn
) -> None:
    browser = signed_in(clerk)
    casework.confirmed(notice, cases[0])
    docket = queries(browser, reverse("decisions:objections"))
    for case in cases[:3]:
        casework.object_to(notice, case)
    assert queries(browser, reverse("decisions:objections")) == docket <= 15
    assert queries(Client(), reverse("decisions:notices")) <= 15
    assert queries(Client(), notice.get_absolute_url()) <= 15


def test_the_register_costs_the_same_whatever_its_length(
    notice: PublicNotice, call: Call, clerk: User, director: User, signed_in: SignIn
) -> None:
    casework.after_notice(notice)
    document = actions.sign_document(casework.enter(call, clerk), by=director)
    casework.keep_all("publish_document")
    office, register = signed_in(clerk), reverse("decisions:designations")
    page, public = reverse("decisions:document", args=[document.pk]), Client()
    three = queries(public, register), queries(office, register), queries(office, page)
    Designation.objects.exclude(pk=Designation.objects.latest("pk").pk).delete()
    assert (queries(public, register), queries(office, register)) == three[:2]
    assert max(three) <= 15

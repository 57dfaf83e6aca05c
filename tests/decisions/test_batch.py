"""A batch is proposed from the rank order, changed with reasons, prepared whole, signed by somebody else, carried out."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from program.applications.models import Application
from program.calls.models import Call
from program.decisions import actions, rules, tasks
from program.decisions.models import (
    Batch,
    BatchItem,
    BatchState,
    Deliberation,
    NoticeItem,
    Proposal,
    PublicNotice,
)
from program.journal.models import Audience, Line, Verb
from program.notify.models import Message, Text
from program.people.models import User
from program.process.models import Outcomes, StageName
from program.process.steps import close, turn
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster
from program.reviews.models import RankingRun
from tests import factories
from tests.decisions import casework

pytestmark = pytest.mark.django_db


def proposals(batch: Batch, cases: list[Application]) -> list[tuple[str, int | None]]:
    now = {row.application_id: (row.proposal, row.reserve_order) for row in batch.items.all()}
    return [now[case.pk] for case in cases]


def item_of(batch: Batch, case: Application) -> BatchItem:
    return BatchItem.objects.get(batch=batch, application=case)


LISTED, FIRST_RESERVE, NOT = ("list", None), ("reserve", 1), ("not_listed", None)


# ---------------------------------------------------------------- drafting
def test_the_draft_follows_the_rank_order(batch: Batch, cases: list[Application]) -> None:
    assert proposals(batch, cases) == [LISTED, LISTED, LISTED, FIRST_RESERVE, NOT, NOT]
    assert (batch.state, batch.quota, batch.reserves) == (BatchState.DRAFT, 3, 1)


def test_nobody_stands_in_two_open_batches(batch: Batch, call: Call, run: RankingRun, clerk: User) -> None:
    with pytest.raises(Refused, match="No case of this call waits"):
        actions.draft_batch(call, run, by=clerk)
    item = batch.items.first()
    assert item is not None
    other = Batch.objects.create(call=call, title="x", kind="promotion", quota=1, drafted_by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        BatchItem.objects.create(
            batch=other, application=item.application, proceeding=item.proceeding, proposal="list"
        )


def test_a_ranking_that_is_out_of_date_carries_no_batch(
    call: Call, run: RankingRun, cases: list[Application], clerk: User
) -> None:
    casework.another_run(run, clerk)
    with pytest.raises(Refused, match="out of date"):
        actions.draft_batch(call, run, by=clerk)
    assert not Batch.objects.exists()


def test_only_a_clerk_drafts(call: Call, run: RankingRun, director: User, applicant: User) -> None:
    for person in (director, applicant):
        with pytest.raises(NotYours):
            actions.draft_batch(call, run, by=person)
    assert not Batch.objects.exists()


def test_whoever_fails_a_condition_stands_apart_and_the_line_moves(
    batch: Batch, cases: list[Application], clerk: User
) -> None:
    second = item_of(batch, cases[1])
    with pytest.raises(Invalid, match="which basic condition"):
        actions.change_items(
            batch, {second.pk: casework.change(second, conditions_met=False)}, revision=0, by=clerk
        )
    failing = casework.change(second, conditions_met=False, conditions_note="发生重特大环境污染事故")
    actions.change_items(batch, {second.pk: failing}, revision=0, by=clerk, by_rank=True)
    assert proposals(batch, cases) == [LISTED, NOT, LISTED, LISTED, FIRST_RESERVE, NOT]


def test_equals_across_the_line_need_the_meetings_word(
    call: Call, cases: list[Application], clerk: User
) -> None:
    run = casework.ranking(call, cases, clerk, scores=["90", "89", "88", "88", "88", "70"])
    batch = actions.draft_batch(call, run, by=clerk)
    sheet = rules.Sheet(batch)
    assert [item.application for item in sheet.items if sheet.needs_reason(item)] == cases[2:5]


def test_equals_on_one_side_of_the_line_need_none(call: Call, cases: list[Application], clerk: User) -> None:
    run = casework.ranking(call, cases, clerk, scores=["90", "90", "90", "80", "70", "70"])
    sheet = rules.Sheet(actions.draft_batch(call, run, by=clerk))
    assert not [item for item in sheet.items if sheet.needs_reason(item)]


# ---------------------------------------------------------------- changing
def test_a_departure_needs_its_reason(batch: Batch, cases: list[Application], clerk: User) -> None:
    third, fourth = item_of(batch, cases[2]), item_of(batch, cases[3])
    swap = {
        third.pk: casework.change(third, proposal=Proposal.RESERVE),
        fourth.pk: casework.change(fourth, proposal=Proposal.LIST, reserve_order=None),
    }
    batch = actions.change_items(batch, swap, revision=0, by=clerk)
    assert proposals(batch, cases)[2:4] == [FIRST_RESERVE, LISTED]
    with pytest.raises(Incomplete, match="A reason is missing"):
        casework.prepare(batch, clerk)
    batch.refresh_from_db()
    reasons = {pk: casework.change(item_of(batch, case), reason="集体审议认为实施方案更可行") for pk, case in
               ((third.pk, cases[2]), (fourth.pk, cases[3]))}  # fmt: skip
    batch = actions.change_items(batch, reasons, revision=batch.revision, by=clerk)
    assert casework.prepare(batch, clerk).state == BatchState.PREPARED


def test_no_more_than_the_quota(batch: Batch, cases: list[Application], clerk: User) -> None:
    fourth = item_of(batch, cases[3])
    more = casework.change(fourth, proposal=Proposal.LIST, reserve_order=None, reason="增加")
    batch = actions.change_items(batch, {fourth.pk: more}, revision=0, by=clerk)
    with pytest.raises(Incomplete, match="quota of 3"):
        casework.prepare(batch, clerk)


def test_a_second_tab_overwrites_nothing(
    batch: Batch, cases: list[Application], clerk: User, second_clerk: User
) -> None:
    first = item_of(batch, cases[0])
    actions.change_items(batch, {first.pk: casework.change(first)}, revision=0, by=clerk)
    with pytest.raises(SomebodyWasFaster, match="changed since"):
        actions.change_items(
            batch,
            {first.pk: casework.change(first, proposal=Proposal.NOT_LISTED)},
            revision=0,
            by=second_clerk,
        )
    assert item_of(batch, cases[0]).proposal == Proposal.LIST


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"name": ""}, "Enter the meeting"),
        ({"minutes_number": ""}, "Enter the meeting"),
        ({"attendance": []}, "who was present"),
        ({"attendance": [casework.SEATS[2]]}, "who was present"),
    ],
)
def test_nothing_is_prepared_without_its_meeting(
    batch: Batch, clerk: User, facts: dict[str, Any], sentence: str
) -> None:
    given: dict[str, Any] = {
        "name": "会议",
        "day": batch.drafted_at.date(),
        "minutes_number": "纪要1号",
        "attendance": casework.SEATS,
    }
    batch = actions.record_meeting(batch, **(given | facts), revision=0, by=clerk)
    with pytest.raises(Incomplete, match=sentence):
        actions.prepare_batch(batch, revision=batch.revision, by=clerk)


def test_whoever_steps_aside_says_why(batch: Batch, clerk: User) -> None:
    aside = actions.Seat("某人", "", casework.SEATS[2].attended, " ")
    with pytest.raises(Invalid, match="stepped aside"):
        actions.record_meeting(
            batch, name="会议", day=None, minutes_number="1", attendance=[aside], revision=0, by=clerk
        )


def test_a_prepared_batch_is_returned_with_a_reason(batch: Batch, clerk: User, director: User) -> None:
    prepared = casework.prepare(batch, clerk)
    with pytest.raises(SomebodyWasFaster):
        actions.change_items(prepared, {}, revision=prepared.revision, by=clerk)
    with pytest.raises(Invalid):
        actions.return_batch(prepared, reason=" ", by=director)
    returned = actions.return_batch(prepared, reason="请补充回避情况", by=director)
    assert returned.state == BatchState.DRAFT
    assert Message.objects.filter(recipient=clerk, text=Text.BATCH_RETURNED).exists()


def test_a_discarded_draft_frees_its_cases(batch: Batch, call: Call, run: RankingRun, clerk: User) -> None:
    actions.discard_batch(batch, by=clerk)
    assert actions.draft_batch(call, run, by=clerk).items.count() == 6


# ---------------------------------------------------------------- signing
def test_whoever_drafted_does_not_sign(batch: Batch, clerk: User, director: User) -> None:
    factories.grant(clerk, director.memberships.get().organization, director.memberships.get().role)  # type: ignore[arg-type]
    prepared = casework.prepare(batch, clerk)
    with pytest.raises(NotYours, match="had a hand"):
        actions.sign_batch(prepared, revision=prepared.revision, by=clerk)
    with pytest.raises(IntegrityError, match="batch_signed_by_another"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(
            signed_by=clerk, signed_at=prepared.prepared_at, content_sha256="x"
        )
    batch.refresh_from_db()
    assert batch.signed_at is None
    assert not PublicNotice.objects.exists()


def test_whoever_changed_it_does_not_sign_either(
    batch: Batch, clerk: User, second_clerk: User, director: User
) -> None:
    factories.grant(second_clerk, director.memberships.get().organization, director.memberships.get().role)  # type: ignore[arg-type]
    batch = actions.change_items(batch, {}, revision=0, by=second_clerk)
    prepared = casework.prepare(batch, clerk)
    with pytest.raises(NotYours):
        actions.sign_batch(prepared, revision=prepared.revision, by=second_clerk)


def test_two_directors_sign_once(batch: Batch, clerk: User, director: User, second_director: User) -> None:
    prepared = casework.prepare(batch, clerk)
    actions.sign_batch(prepared, revision=prepared.revision, by=director)
    with pytest.raises(SomebodyWasFaster):
        actions.sign_batch(prepared, revision=prepared.revision, by=second_director)
    assert PublicNotice.objects.count() == 1


def test_a_clerk_does_not_sign(batch: Batch, clerk: User, second_clerk: User, auditor: User) -> None:
    prepared = casework.prepare(batch, clerk)
    for person in (second_clerk, auditor):
        with pytest.raises(NotYours):
            actions.sign_batch(prepared, revision=prepared.revision, by=person)


def test_signing_publishes_a_frozen_list_and_moves_nobody_yet(
    signed: Batch, cases: list[Application], director: User
) -> None:
    notice = signed.notice
    assert [row.application for row in notice.items.all()] == cases[:3]
    assert notice.number.startswith("公示〔")
    assert casework.stages(cases) == [StageName.DELIBERATION] * 6
    assert (signed.state, signed.signed_by) == (BatchState.SIGNED, director)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        NoticeItem.objects.filter(notice=notice).update(zone_name="另一高新区")


# ---------------------------------------------------------------- carrying out
def test_carrying_out_leads_each_case_its_way(notice: PublicNotice, cases: list[Application]) -> None:
    assert casework.stages(cases) == [StageName.PUBLIC_NOTICE] * 3 + [StageName.UNLISTED] * 3
    listed, unlisted = casework.reread(cases[0]), casework.reread(cases[5])
    assert listed.due == notice.ends
    assert str(unlisted.public_stage) == str(StageName.DELIBERATION.label)
    assert Line.objects.get(application=listed, verb=Verb.DECIDE).audience == Audience.CASE
    assert Line.objects.get(application=unlisted, verb=Verb.DECIDE).audience == Audience.OFFICE
    told = Message.objects.filter(text__in=(Text.ON_NOTICE, Text.NOT_LISTED)).values_list(
        "application", flat=True
    )
    assert set(told) == {case.pk for case in cases[:3]}


def test_a_worker_killed_half_way_is_resumed(
    signed: Batch, cases: list[Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []
    carry = actions.carry

    def dying(item: BatchItem) -> bool:
        if len(done) == 2:
            raise SystemExit
        done.append(item.pk)
        return carry(item)

    monkeypatch.setattr(actions, "carry", dying)
    with pytest.raises(SystemExit):
        tasks.carry_out(signed.pk)
    monkeypatch.undo()
    signed.refresh_from_db()
    assert (Deliberation.objects.count(), signed.state) == (2, BatchState.SIGNED)
    tasks.carry_out(signed.pk)
    tasks.carry_out(signed.pk)
    signed.refresh_from_db()
    assert casework.stages(cases) == [StageName.PUBLIC_NOTICE] * 3 + [StageName.UNLISTED] * 3
    assert (Deliberation.objects.count(), signed.state) == (6, BatchState.CARRIED_OUT)
    assert Message.objects.filter(text=Text.ON_NOTICE).count() == 3


def test_what_was_changed_behind_the_signature_is_not_carried_out(
    signed: Batch, cases: list[Application]
) -> None:
    BatchItem.objects.filter(batch=signed, application=cases[5]).update(proposal=Proposal.LIST)
    with pytest.raises(tasks.Tampered):
        tasks.carry_out(signed.pk)
    assert casework.stages(cases) == [StageName.DELIBERATION] * 6


def test_a_case_given_up_since_is_passed_over(signed: Batch, cases: list[Application], clerk: User) -> None:
    with transaction.atomic():
        close(turn(cases[4], StageName.DELIBERATION), Outcomes.ABANDONED)
    tasks.carry_out(signed.pk)
    signed.refresh_from_db()
    assert signed.state == BatchState.CARRIED_OUT
    assert casework.stages(cases)[4] == StageName.ABANDONED
    assert not Deliberation.objects.filter(proceeding__application=cases[4]).exists()


def test_what_is_carried_out_is_frozen(notice: PublicNotice) -> None:
    for rows in (Batch.objects.all(), BatchItem.objects.all(), Deliberation.objects.all()):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            rows._raw_delete(rows.db)

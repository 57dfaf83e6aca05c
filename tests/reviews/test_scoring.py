"""Sign, declare, score, submit; and what cannot be done."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from program.applications.models import Application
from program.files.models import File
from program.files.steps import keep
from program.journal.models import Audience, Line, Verb
from program.notify.models import Message, Text
from program.people.models import User
from program.process.models import StageName
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster
from program.reviews import actions, rules
from program.reviews.actions import Entry, Mark
from program.reviews.models import (
    Assignment,
    ConflictKind,
    Declaration,
    Expert,
    Panel,
    Score,
    ScoreSheet,
    SheetWithdrawal,
)
from tests import factories
from tests.reviews.casework import assignment_of, entry, panel_case, ready, submit, version_of
from tests.reviews.conftest import MakeExpert

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(panel: Panel, experts: list[Expert], cases: list[Application]) -> Assignment:
    """The first expert's, of the first case."""
    return assignment_of(experts[0], cases[0])


@pytest.fixture
def reader(experts: list[Expert]) -> User:
    return experts[0].user


# ---------------------------------------------------------------- before the file opens
def test_no_conflict_is_declared_after_confidentiality(assignment: Assignment, reader: User) -> None:
    with pytest.raises(Incomplete, match="confidentiality first"):
        actions.declare(assignment, no_conflict=True, by=reader)
    actions.sign_confidentiality(assignment.member, by=reader)
    declared = actions.declare(assignment, no_conflict=True, by=reader)
    assert declared.declaration == Declaration.NO_CONFLICT
    with pytest.raises(SomebodyWasFaster):
        actions.declare(assignment, no_conflict=True, by=reader)
    with pytest.raises(SomebodyWasFaster):
        actions.sign_confidentiality(assignment.member, by=reader)


def test_files_open_with_the_two_declarations_and_close_with_a_conflict(
    assignment: Assignment, reader: User
) -> None:
    with transaction.atomic():
        file = keep(b"%PDF-", name="plan.pdf", media_type="application/pdf")
    assignment.version.files.create(title="plan", file=file)
    sees = File.objects.visible_to
    assert not sees(reader).exists()
    actions.sign_confidentiality(assignment.member, by=reader)
    assert not sees(reader).exists()
    actions.declare(assignment, no_conflict=True, by=reader)
    assert list(sees(reader)) == [file]
    actions.declare(assignment, no_conflict=False, reason="顾问", by=reader)
    assert not sees(reader).exists()


def test_nothing_is_scored_before_the_declarations(assignment: Assignment, reader: User) -> None:
    with pytest.raises(Incomplete, match="first"):
        actions.save_sheet(assignment, Entry(), revision=0, by=reader)
    assert not ScoreSheet.objects.exists()


def test_a_conflict_takes_the_case_away(assignment: Assignment, reader: User, clerk: User) -> None:
    actions.declare(assignment, no_conflict=False, reason="担任其顾问", by=reader)
    assignment.refresh_from_db()
    assert (assignment.declaration, assignment.conflict) == (Declaration.CONFLICT, ConflictKind.DECLARED)
    assert assignment.voided_by == reader
    assert not Assignment.objects.visible_to(reader).filter(pk=assignment.pk).exists()
    line = Line.objects.get(verb=Verb.DECLARE_CONFLICT)
    assert (line.audience, line.facts["reason"]) == (Audience.OFFICE, "担任其顾问")
    assert Message.objects.get(text=Text.REPLACEMENT_NEEDED).recipient == clerk


def test_a_conflict_needs_words(assignment: Assignment, reader: User) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.declare(assignment, no_conflict=False, reason=" ", by=reader)
    assert refusal.value.field == "reason"


def test_no_conflict_is_not_believed_against_the_pool(assignment: Assignment, reader: User) -> None:
    actions.sign_confidentiality(assignment.member, by=reader)
    Expert.objects.filter(user=reader).update(employer_code=assignment.application.applicant.credit_code)
    with pytest.raises(Refused, match="works for the applicant"):
        actions.declare(assignment, no_conflict=True, by=reader)


# ---------------------------------------------------------------- saving
def test_a_half_filled_sheet_is_kept(assignment: Assignment, reader: User) -> None:
    ready(assignment)
    first, *_rest = assignment.application.call.rubric.criteria.all()
    sheet = actions.save_sheet(assignment, Entry({first.pk: Mark(Decimal(80), "好")}), revision=0, by=reader)
    assert (sheet.revision, sheet.total, sheet.submitted_at) == (1, None, None)
    again = actions.save_sheet(assignment, Entry({first.pk: Mark(None)}, opinion="x"), revision=1, by=reader)
    assert (again.pk, again.revision, again.opinion) == (sheet.pk, 2, "x")
    assert Score.objects.get().value is None


def test_a_second_tab_overwrites_nothing(assignment: Assignment, reader: User) -> None:
    ready(assignment)
    actions.save_sheet(assignment, Entry(opinion="first"), revision=0, by=reader)
    with pytest.raises(SomebodyWasFaster, match="saved elsewhere"):
        actions.save_sheet(assignment, Entry(opinion="second"), revision=0, by=reader)
    assert ScoreSheet.objects.get().opinion == "first"


@pytest.mark.parametrize("mark", ["100.5", "-1", "80.5"])
def test_scores_outside_the_range_or_between_steps_are_refused(
    assignment: Assignment, reader: User, mark: str
) -> None:
    ready(assignment)
    criterion = assignment.application.call.rubric.criteria.first()
    assert criterion is not None
    with pytest.raises(Invalid) as refusal:
        actions.save_sheet(assignment, Entry({criterion.pk: Mark(Decimal(mark))}), revision=0, by=reader)
    assert refusal.value.field == f"score_{criterion.pk}"
    assert not ScoreSheet.objects.exists()


def test_a_criterion_of_another_rubric_is_refused(assignment: Assignment, reader: User, clerk: User) -> None:
    ready(assignment)
    foreign = factories.rubric(clerk).criteria.first()
    assert foreign is not None
    with pytest.raises(Invalid):
        actions.save_sheet(assignment, Entry({foreign.pk: Mark(Decimal(1))}), revision=0, by=reader)


# ---------------------------------------------------------------- submitting
def test_a_submitted_sheet_has_its_weighed_total(
    assignment: Assignment, experts: list[Expert], cases: list[Application]
) -> None:
    sheet = submit(experts[0], cases[0], 90, 80, 70)  # (50·90 + 30·80 + 20·70) / 100
    assert sheet.total == Decimal("83.00")
    assert sheet.version == cases[0].latest_version()
    line = Line.objects.get(verb=Verb.SUBMIT_SHEET)
    assert (line.audience, line.version) == (Audience.OFFICE, 1)


@pytest.mark.parametrize("missing", ["mark", "advice", "opinion"])
def test_what_is_missing_is_said_at_its_field(assignment: Assignment, reader: User, missing: str) -> None:
    ready(assignment)
    whole = entry(assignment.application, 80)
    first = next(iter(whole.marks))
    half, field = {
        "mark": (Entry({**whole.marks, first: Mark(None)}, whole.advice, whole.opinion), f"score_{first}"),
        "advice": (Entry(whole.marks, "", whole.opinion), "advice"),
        "opinion": (Entry(whole.marks, whole.advice, " "), "opinion"),
    }[missing]
    with pytest.raises(Incomplete) as refusal:
        actions.submit_sheet(assignment, half, revision=0, by=reader)
    assert refusal.value.field == field
    assert not ScoreSheet.objects.exclude(submitted_at=None).exists()


def test_submitting_twice_is_refused(
    assignment: Assignment, experts: list[Expert], cases: list[Application]
) -> None:
    submit(experts[0], cases[0], 80)
    with pytest.raises(SomebodyWasFaster, match="has been submitted"):
        actions.submit_sheet(assignment, entry(cases[0], 90), revision=1, by=experts[0].user)
    assert ScoreSheet.objects.get().total == Decimal("80.00")


def test_a_stale_version_is_refused(assignment: Assignment, reader: User) -> None:
    ready(assignment)
    version_of(assignment.application, assignment.application.started_by, 2)
    with pytest.raises(Refused, match="Version 2 was handed in since; you have read version 1"):
        actions.submit_sheet(assignment, entry(assignment.application, 80), revision=0, by=reader)
    assert not ScoreSheet.objects.exists()


def test_a_closed_case_takes_no_sheets(assignment: Assignment, reader: User) -> None:
    ready(assignment)
    factories.rest_at(assignment.application, StageName.PUBLIC_NOTICE)
    with pytest.raises(Refused, match="closed"):
        actions.submit_sheet(assignment, entry(assignment.application, 80), revision=0, by=reader)


@pytest.mark.parametrize("who", ["expert", "clerk", "director", "applicant"])
def test_nobody_else_declares_or_scores(
    assignment: Assignment, who: str, request: pytest.FixtureRequest
) -> None:
    ready(assignment)
    other = request.getfixturevalue(who)
    for attempt in (
        lambda: actions.sign_confidentiality(assignment.member, by=other),
        lambda: actions.declare(assignment, no_conflict=False, reason="x", by=other),
        lambda: actions.submit_sheet(assignment, entry(assignment.application, 80), revision=0, by=other),
    ):
        with pytest.raises(NotYours):
            attempt()
    assert not ScoreSheet.objects.exists()
    assignment.refresh_from_db()
    assert assignment.voided_at is None


# ---------------------------------------------------------------- immutability
def test_a_submitted_sheet_is_frozen_by_the_database(
    panel: Panel, experts: list[Expert], cases: list[Application]
) -> None:
    sheet = submit(experts[0], cases[0], 80)
    score = sheet.scores.first()
    assert score is not None
    attempts = (
        lambda: ScoreSheet.objects.filter(pk=sheet.pk).update(total=99),
        lambda: ScoreSheet.objects.filter(pk=sheet.pk).update(submitted_at=None, total=None),
        lambda: Score.objects.filter(pk=score.pk).update(value=99),
        lambda: Score.objects.filter(pk=score.pk).delete(),
    )
    for attempt in attempts:
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            attempt()
    sheet.refresh_from_db()
    assert sheet.total == Decimal("80.00")


def test_a_sheet_is_submitted_whole_or_not_at_all(assignment: Assignment, reader: User) -> None:
    ready(assignment)
    sheet = actions.save_sheet(assignment, Entry(), revision=0, by=reader)
    with pytest.raises(IntegrityError, match="sheet_submitted_whole"), transaction.atomic():
        ScoreSheet.objects.filter(pk=sheet.pk).update(total=80)


def test_one_sheet_stands_an_assignment(assignment: Assignment, reader: User) -> None:
    ready(assignment)
    actions.save_sheet(assignment, Entry(), revision=0, by=reader)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreSheet.objects.create(assignment=assignment, version=assignment.version)


def test_a_withdrawn_sheet_stays_and_another_follows(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    sheet = submit(experts[0], cases[0], 80)
    withdrawal = actions.withdraw_sheet(sheet, reason="权重理解有误", by=clerk)
    assert rules.counted(panel_case(cases[0]).proceeding) == []
    with pytest.raises(SomebodyWasFaster):
        actions.withdraw_sheet(sheet, reason="x", by=clerk)
    told = Message.objects.get(text=Text.SHEET_WITHDRAWN)
    assert (told.recipient, told.facts["reason"]) == (experts[0].user, "权重理解有误")
    successor = actions.submit_sheet(sheet.assignment, entry(cases[0], 90), revision=0, by=experts[0].user)
    assert successor.after == withdrawal
    assert rules.counted(panel_case(cases[0]).proceeding) == [successor]
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        ScoreSheet.objects.filter(pk=sheet.pk).update(total=1)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        SheetWithdrawal.objects.filter(pk=withdrawal.pk).update(reason="x")


@pytest.mark.parametrize("who", ["director", "reader", "applicant"])
def test_only_a_clerk_withdraws(
    panel: Panel, experts: list[Expert], cases: list[Application], who: str, request: pytest.FixtureRequest
) -> None:
    sheet = submit(experts[0], cases[0], 80)
    with pytest.raises(NotYours):
        actions.withdraw_sheet(sheet, reason="x", by=request.getfixturevalue(who))
    assert len(rules.counted(panel_case(cases[0]).proceeding)) == 1


# ---------------------------------------------------------------- reach
def test_experts_see_their_own_only(
    panel: Panel, experts: list[Expert], cases: list[Application], applicant: User, clerk: User
) -> None:
    sheet = submit(experts[0], cases[0], 80)
    for user, count in (
        (experts[0].user, 1),
        (experts[1].user, 0),
        (applicant, 0),
        (cases[0].started_by, 0),
        (clerk, 1),
    ):
        assert ScoreSheet.objects.visible_to(user).filter(pk=sheet.pk).count() == count
    assert Assignment.objects.visible_to(experts[1].user).count() == 2
    assert list(Expert.objects.visible_to(experts[1].user)) == [experts[1]]
    assert not Panel.objects.visible_to(experts[0].user).exists()


def test_who_is_no_longer_an_expert_sees_nothing(panel: Panel, experts: list[Expert]) -> None:
    factories.end(experts[0].user.memberships.get())
    assert not Assignment.objects.visible_to(User.objects.get(pk=experts[0].user_id)).exists()


def test_an_expert_without_an_entry_in_the_pool_has_nothing(
    panel: Panel, expert: User, make_expert: MakeExpert
) -> None:
    assert not Assignment.objects.visible_to(expert).exists()

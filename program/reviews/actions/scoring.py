"""What an expert does: sign, declare, score, submit; and the clerk's withdrawal of a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from program import clock
from program.calls.models import Criterion
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import require_role
from program.refusals import Finding, Incomplete, Invalid, NotYours, Overtaken, Refused, SomebodyWasFaster
from program.reviews import rules, steps
from program.reviews.models import (
    Advice,
    Assignment,
    ConflictKind,
    Declaration,
    PanelMember,
    Score,
    ScoreSheet,
    SheetWithdrawal,
)


@dataclass(frozen=True)
class Mark:
    """One criterion's score, if there is one yet, and comment."""

    value: Decimal | None
    comment: str = ""


@dataclass(frozen=True)
class Entry:
    """What an expert has written so far: criterion id → mark."""

    marks: Mapping[int, Mark] = field(default_factory=dict)
    advice: str = ""
    opinion: str = ""


@transaction.atomic(durable=True)
def sign_confidentiality(member: PanelMember, *, by: User) -> PanelMember:
    """Undertake confidentiality and integrity for a panel's work: no file opens before."""
    member = (
        PanelMember.objects.select_for_update(of=("self",))
        .select_related("expert", "panel__round__call")
        .get(pk=member.pk)
    )
    require_role(by, Role.EXPERT)
    if member.expert.user_id != by.pk:
        raise NotYours
    if member.confidentiality_signed_at:
        raise SomebodyWasFaster(_("You have signed this already."))
    member.confidentiality_signed_at = clock.now()
    member.save(update_fields=["confidentiality_signed_at"])
    journal.record(
        Verb.SIGN_CONFIDENTIALITY,
        by=by,
        subject=member.panel.round,
        audience=Audience.OFFICE,
        panel=member.panel,
    )
    return member


@transaction.atomic(durable=True)
def declare(assignment: Assignment, *, no_conflict: bool, reason: str = "", by: User) -> Assignment:
    """Declare that there is no conflict of interest, which opens the file; or, at any time, that there is one."""
    held = steps.hold_own(assignment, by=by)
    if not no_conflict:
        if not reason.strip():
            raise Invalid(_("Say what the conflict of interest is."), field="reason")
        void_reason = _("conflict of interest declared")
        steps.set_aside(held, by=by, reason=void_reason, conflict=ConflictKind.DECLARED, words=reason.strip())
        return held
    if held.member.confidentiality_signed_at is None:
        raise Incomplete(_("Sign confidentiality first."))
    if held.declaration != Declaration.PENDING:
        raise SomebodyWasFaster(_("You have declared this already."))
    steps.require_no_known_conflict(held)
    held.declaration, held.declared_at = Declaration.NO_CONFLICT, clock.now()
    held.save(update_fields=["declaration", "declared_at"])
    journal.record(
        Verb.DECLARE_NO_CONFLICT, by=by, subject=held.application, application=held.application,
        version=held.version.number, audience=Audience.OFFICE,
    )  # fmt: skip
    return held


@transaction.atomic(durable=True)
def save_sheet(assignment: Assignment, entry: Entry, *, revision: int, by: User) -> ScoreSheet:
    """Keep what was written so far, if nobody has written since `revision` (0: nothing yet). Not journalled save by save."""
    held, sheet = open_sheet(assignment, revision=revision, by=by)
    return write(held, sheet, entry)


@transaction.atomic(durable=True)
def submit_sheet(assignment: Assignment, entry: Entry, *, revision: int, by: User) -> ScoreSheet:
    """Hand the sheet in: complete, for the version that is still the latest, and from then on unchangeable."""
    held, sheet = open_sheet(assignment, revision=revision, by=by)
    steps.require_no_known_conflict(held)
    latest = held.application.latest_version()
    if latest.pk != held.version_id:
        facts = {"latest": latest.number, "read": held.version.number}
        raise Refused(
            _(
                "Version %(latest)s was handed in since; you have read version %(read)s. "
                "The office must assign the case to you anew."
            )
            % facts
        )
    sheet = write(held, sheet, entry)
    sheet.total = rules.total(complete(held, entry))
    sheet.submitted_at = clock.now()
    sheet.save(update_fields=["total", "submitted_at"])
    steps.follow(held.application)
    journal.record(
        Verb.SUBMIT_SHEET, by=by, subject=held.application, application=held.application, version=held.version.number,
        audience=Audience.OFFICE,
    )  # fmt: skip
    return sheet


def open_sheet(assignment: Assignment, *, revision: int, by: User) -> tuple[Assignment, ScoreSheet | None]:
    """Lock the case for its expert; the sheet as it stands, which may still be written."""
    held = steps.hold_own(assignment, by=by)
    if held.declaration != Declaration.NO_CONFLICT or held.member.confidentiality_signed_at is None:
        raise Incomplete(_("Sign confidentiality and declare that you have no conflict of interest first."))
    sheet = rules.standing_sheet(held)
    if sheet is not None and sheet.submitted_at:
        raise SomebodyWasFaster(_("This sheet has been submitted and can no longer be changed."))
    if not rules.takes_sheets(held):
        raise Refused(_("Scoring of this case has been closed."))
    if revision != (sheet.revision if sheet else 0):
        raise Overtaken(
            _("This sheet was saved elsewhere at %(time)s. Nothing was overwritten; your text is still here.")
            % {"time": f"{sheet.saved_at.astimezone(clock.BEIJING):%H:%M:%S}" if sheet else "—"}
        )
    return held, sheet


def criteria_of(assignment: Assignment) -> list[Criterion]:
    return list(Criterion.objects.filter(rubric=assignment.application.call.rubric_id))


def write(assignment: Assignment, sheet: ScoreSheet | None, entry: Entry) -> ScoreSheet:
    """Write an entry down; the first time, or after a withdrawal, on a new sheet."""
    known = {criterion.pk: criterion for criterion in criteria_of(assignment)}
    if not set(entry.marks) <= set(known) or (entry.advice and entry.advice not in Advice.values):
        raise Invalid
    for pk, mark in entry.marks.items():
        if mark.value is not None and (finding := rules.mark_finding(known[pk], mark.value)):
            raise Invalid(finding, field=f"score_{pk}")
    if sheet is None:
        last = SheetWithdrawal.objects.filter(sheet__assignment=assignment, successor=None).first()
        sheet = ScoreSheet(assignment=assignment, version_id=assignment.version_id, after=last)
    sheet.revision += 1
    sheet.advice, sheet.opinion, sheet.saved_at = entry.advice, entry.opinion.strip(), clock.now()
    sheet.save()
    rows = [
        Score(sheet=sheet, criterion=known[pk], value=mark.value, comment=mark.comment.strip())
        for pk, mark in entry.marks.items()
    ]
    Score.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["sheet", "criterion"], update_fields=["value", "comment"]
    )
    return sheet


def complete(assignment: Assignment, entry: Entry) -> list[tuple[Decimal, Decimal]]:
    """(weight, score) of all criteria; refuses with everything that is missing, each at its field."""
    weighed: list[tuple[Decimal, Decimal]] = []
    missing: list[Finding] = []
    for criterion in criteria_of(assignment):
        mark = entry.marks.get(criterion.pk)
        if mark is None or mark.value is None:
            missing.append((f"score_{criterion.pk}", _("Not scored yet.")))
        else:
            weighed.append((criterion.weight, mark.value))
    if not entry.advice:
        missing.append(("advice", _("Choose a recommendation.")))
    if not entry.opinion.strip():
        missing.append(("opinion", _("Write your opinion.")))
    if missing:
        raise Incomplete(findings=missing)
    return weighed


@transaction.atomic(durable=True)
def withdraw_sheet(sheet: ScoreSheet, *, reason: str, by: User) -> SheetWithdrawal:
    """Set a submitted sheet aside. It stays as it was; its expert may hand in another."""
    held = steps.hold(sheet.assignment)
    require_role(by, Role.CLERK)
    if not reason.strip():
        raise Invalid(_("Say why the sheet is withdrawn."), field="reason")
    sheet = ScoreSheet.objects.get(pk=sheet.pk)
    if sheet.submitted_at is None:
        raise Refused(_("This sheet has not been submitted."))
    if SheetWithdrawal.objects.filter(sheet=sheet).exists():
        raise SomebodyWasFaster(_("This sheet has been withdrawn already."))
    if held.application.stage not in rules.READING_STAGES:
        raise Refused(_("The decision on this case has been carried out: its sheets stay as they are."))
    made = SheetWithdrawal.objects.create(sheet=sheet, reason=reason.strip(), by=by, at=clock.now())
    held.open_since = made.at
    held.save(update_fields=["open_since"])
    steps.follow(held.application)
    journal.record(
        Verb.WITHDRAW_SHEET, by=by, subject=held.application, application=held.application, version=held.version.number,
        audience=Audience.OFFICE, expert=held.expert, reason=made.reason,
    )  # fmt: skip
    facts = {"case": held.application.subject.name_zh, "reason": made.reason}
    tell([held.expert.user], Text.SHEET_WITHDRAWN, path=reverse("reviews:sheet", args=[held.pk]), **facts)
    return made

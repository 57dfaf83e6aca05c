"""拟稿: drafting a batch, changing it, recording the meeting, putting it up for signature, giving it back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from program import clock, tracks
from program.applications.models import Application
from program.calls.models import Call
from program.decisions import rules, steps
from program.decisions.models import (
    Attendance,
    Attended,
    Batch,
    BatchItem,
    BatchKind,
    BatchState,
    Proposal,
)
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import people_with, require_role
from program.process.models import Proceeding
from program.refusals import Incomplete, Invalid, Refused, SomebodyWasFaster
from program.reviews.models import RankingRun
from program.reviews.rules import is_current
from program.visits.rules import failed_conditions


@dataclass(frozen=True)
class Change:
    """What the clerk enters for one item."""

    proposal: Proposal
    reserve_order: int | None = None
    reason: str = ""
    conditions_met: bool = True
    conditions_note: str = ""
    rectify: bool = False
    requirements: str = ""


@dataclass(frozen=True)
class Seat:
    """A person at the meeting."""

    name: str
    capacity: str = ""
    attended: Attended = Attended.PRESENT
    reason: str = ""


@transaction.atomic(durable=True)
def draft_batch(call: Call, run: RankingRun, *, by: User) -> Batch:
    """A first batch from a current ranking: every undecided case at deliberation, proposed by rank within quota and reserves."""
    require_role(by, Role.CLERK)
    call = Call.objects.select_for_update(of=("self",)).select_related("rule_set").get(pk=call.pk)
    if run.round.call_id != call.pk:
        raise Invalid(_("This ranking belongs to another call."), field="run")
    if not is_current(run):
        raise Refused(_("The ranking is out of date: a score sheet has changed. Make a new one first."))
    cases = list(rules.awaiting_first(call).select_related("zone", "applicant"))
    if not cases:
        raise SomebodyWasFaster(_("No case of this call waits for deliberation."))
    track = tracks.get(call.track)
    batch = Batch.objects.create(
        call=call,
        title=f"{call.topic_zh}{track.words.proposed}",
        kind=BatchKind.FIRST,
        ranking_run=run,
        quota=len(cases) if track.renews else rules.quota_left(call),
        reserves=0 if track.renews else call.reserves,
        held_before=rules.held_of_each([call.pk])[call.pk] if call.quota_by else {},
        drafted_by=by,
        drafted_at=clock.now(),
    )
    items = first_items(batch, cases, run)
    steps.propose(batch, items)
    add_items(items)
    journal.record(
        Verb.DRAFT_BATCH,
        by=by,
        subject=batch.subject,
        audience=Audience.OFFICE,
        count=len(items),
        quota=batch.quota,
    )
    return batch


def first_items(batch: Batch, cases: Sequence[Application], run: RankingRun) -> list[BatchItem]:
    """A row for each case, as the ranking has it and as its figures say of the basic conditions; unsaved."""
    lines = {line.application_id: line for line in run.lines.all()}
    proceedings = dict(
        Proceeding.objects.open().filter(application__in=cases).values_list("application", "pk")
    )
    failed, items = said_of_conditions(cases, proceedings.values()), []
    groups = rules.groups_of(batch.call, cases)
    for case in cases:
        line, note = lines.get(case.pk), failed.get(case.pk, "")
        rank, score = (line.rank, line.score) if line else (None, None)
        items.append(
            BatchItem(
                batch=batch, application=case, proceeding_id=proceedings[case.pk], rank=rank, score=score,
                conditions_met=not note, conditions_note=note, quota_group=groups.get(case.pk, ""),
            )
        )  # fmt: skip
    return items


def said_of_conditions(cases: Iterable[Application], proceedings: Iterable[int]) -> dict[int, str]:
    """Case id → what keeps it out, in the office's language: a restriction, basic conditions that its figures fail."""
    with translation.override(settings.LANGUAGE_CODE):
        barred, failed = rules.stopped(cases, clock.today()), failed_conditions(proceedings)
        return {
            case: " ".join(notes[case] for notes in (barred, failed) if case in notes)[:500]
            for case in barred.keys() | failed.keys()
        }


def add_items(items: Sequence[BatchItem]) -> None:
    """Store new items; a case can be in one open batch only."""
    try:
        with transaction.atomic():
            BatchItem.objects.bulk_create(items)
    except IntegrityError as error:
        raise SomebodyWasFaster(_("One of these cases is in another open batch already.")) from error


@transaction.atomic(durable=True)
def change_items(
    batch: Batch, changes: Mapping[int, Change], *, revision: int, by: User, by_rank: bool = False
) -> Batch:
    """Conditions, proposals and reasons of a draft, by item id; `by_rank` lets the rank order propose anew."""
    batch = steps.lock_batch(batch, BatchState.DRAFT, role=Role.CLERK, by=by, revision=revision)
    items = list(batch.items.select_related("application"))
    for item in items:
        if item.pk in changes:
            apply(item, changes[item.pk])
    if by_rank and batch.kind == BatchKind.FIRST:
        steps.propose(batch, items)
    number_reserves(items)
    # All reserves leave their places before they take new ones: the order is unique in the database.
    batch.items.update(proposal=Proposal.NOT_LISTED, reserve_order=None, rectify=False, requirements="")
    written = [
        "conditions_met",
        "conditions_note",
        "proposal",
        "reserve_order",
        "departure_reason",
        "rectify",
        "requirements",
    ]
    BatchItem.objects.bulk_update(items, written)
    steps.changed(batch)
    journal.record(
        Verb.CHANGE_BATCH, by=by, subject=batch.subject, version=batch.revision, audience=Audience.OFFICE
    )
    return batch


def apply(item: BatchItem, change: Change) -> None:
    """Write a change into an item, unsaved. Whoever fails a basic condition is not listed, and stands apart."""
    item.conditions_met, item.conditions_note = change.conditions_met, change.conditions_note.strip()
    item.departure_reason = change.reason.strip()
    item.proposal, item.reserve_order = change.proposal, change.reserve_order
    item.rectify = change.rectify and change.proposal == Proposal.LIST
    item.requirements = change.requirements.strip() if item.rectify else ""
    if item.conditions_met:
        item.conditions_note = ""
        return
    if not item.conditions_note:
        sentence = _("%(case)s: say which basic condition is not met.")
        raise Invalid(sentence % {"case": item.application.number}, field="conditions_note")
    item.proposal, item.reserve_order = Proposal.NOT_LISTED, None
    item.rectify, item.requirements = False, ""


def number_reserves(items: Sequence[BatchItem]) -> None:
    """Reserves stand 1, 2, 3 …: in the order that was entered, the rest by rank."""
    last = len(items) + 1
    reserves = [item for item in items if item.proposal == Proposal.RESERVE]
    for item in items:
        if item.proposal != Proposal.RESERVE:
            item.reserve_order = None
    reserves.sort(key=lambda item: (item.reserve_order or last, item.rank or last, item.application.number))
    for order, item in enumerate(reserves, 1):
        item.reserve_order = order


@transaction.atomic(durable=True)
def record_meeting(
    batch: Batch,
    *,
    name: str,
    day: date | None,
    minutes_number: str,
    attendance: Sequence[Seat],
    revision: int,
    by: User,
) -> Batch:
    """The meeting that deliberated: its name, date and minutes, who was present and who stepped aside."""
    batch = steps.lock_batch(batch, BatchState.DRAFT, role=Role.CLERK, by=by, revision=revision)
    names = [seat.name.strip() for seat in attendance]
    if len(set(names)) < len(names):
        raise Invalid(_("Somebody is listed twice."), field="attendance")
    if any(seat.attended == Attended.STEPPED_ASIDE and not seat.reason.strip() for seat in attendance):
        raise Invalid(_("Say why somebody stepped aside."), field="attendance")
    if day is not None and day > clock.today():
        raise Invalid(_("The meeting bears a date in the future."), field="day")
    batch.meeting_name, batch.meeting_date, batch.minutes_number = name.strip(), day, minutes_number.strip()
    batch.attendance.all().delete()
    Attendance.objects.bulk_create(
        Attendance(
            batch=batch,
            position=position,
            name=seat.name.strip(),
            capacity=seat.capacity.strip(),
            attended=seat.attended,
            reason=seat.reason.strip(),
        )
        for position, seat in enumerate(attendance, 1)
    )
    steps.changed(batch)
    journal.record(
        Verb.CHANGE_BATCH,
        by=by,
        subject=batch.subject,
        version=batch.revision,
        audience=Audience.OFFICE,
        minutes=batch.minutes_number,
    )
    return batch


@transaction.atomic(durable=True)
def prepare_batch(batch: Batch, *, revision: int, by: User) -> Batch:
    """Put a complete batch up for signature; from now on it can only be signed or given back."""
    batch = steps.lock_batch(batch, BatchState.DRAFT, role=Role.CLERK, by=by, revision=revision)
    found = rules.findings(rules.Sheet(batch))
    if found:
        raise Incomplete(" ".join(found))
    batch.prepared_by, batch.prepared_at, batch.return_reason = by, clock.now(), ""
    batch.save()
    journal.record(
        Verb.PREPARE_BATCH, by=by, subject=batch.subject, version=batch.revision, audience=Audience.OFFICE
    )
    tell(people_with(Role.DIRECTOR), Text.BATCH_TO_SIGN, path=batch.get_absolute_url(), batch=batch.title)
    return batch


@transaction.atomic(durable=True)
def return_batch(batch: Batch, *, reason: str, by: User) -> Batch:
    """The director gives it back to be changed."""
    batch = steps.lock_batch(batch, BatchState.PREPARED, role=Role.DIRECTOR, by=by)
    if not reason.strip():
        raise Invalid(_("Say what must be changed."), field="reason")
    drafter = batch.drafted_by
    batch.prepared_by, batch.prepared_at, batch.return_reason = None, None, reason.strip()
    batch.save()
    journal.record(
        Verb.RETURN_BATCH, by=by, subject=batch.subject, audience=Audience.OFFICE, reason=batch.return_reason
    )
    tell(
        [drafter],
        Text.BATCH_RETURNED,
        path=batch.get_absolute_url(),
        batch=batch.title,
        reason=batch.return_reason,
    )
    return batch


@transaction.atomic(durable=True)
def discard_batch(batch: Batch, *, by: User) -> None:
    """Throw a draft away, so that its cases can stand in another; the journal keeps that there was one."""
    batch = steps.lock_batch(batch, BatchState.DRAFT, role=Role.CLERK, by=by)
    count = batch.items.count()
    journal.record(Verb.DISCARD_BATCH, by=by, subject=batch.subject, audience=Audience.OFFICE, count=count)
    batch.delete()

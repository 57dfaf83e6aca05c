"""Verbs of whoever did the work: entered one by one or many at once, changed, submitted, withdrawn, corrected."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Verb
from program.ledger import rules, steps
from program.ledger.models import WRITABLE, LedgerEntry, LedgerFile, State
from program.people.models import User
from program.people.rules import fresh_standing
from program.refusals import Incomplete, Invalid, NotYours, SomebodyWasFaster
from program.zones.models import Zone, managing_organization

COPIED = (
    "zone", "clause", "kind", "title", "description", "year", "since", "until", "figure", "unit", "owner_unit",
    "owner_person", "partners",
)  # fmt: skip


@transaction.atomic(durable=True)
def enter(zone: Zone | None, values: Mapping[str, Any], *, by: User) -> LedgerEntry:
    """A zone enters its work, the office its own (`zone=None`); nobody counts it before it was submitted and checked."""
    require_writer(zone, by)
    return entered(zone, [values], by=by)[0]


@transaction.atomic(durable=True)
def enter_many(zone: Zone | None, rows: Sequence[Mapping[str, Any]], *, by: User) -> list[LedgerEntry]:
    """The rows of a file, all or none; each is an entry with a history of its own."""
    require_writer(zone, by)
    return entered(zone, rows, by=by)


def entered(zone: Zone | None, rows: Sequence[Mapping[str, Any]], *, by: User) -> list[LedgerEntry]:
    """The number comes first: it is the lock behind which the same work is looked for, whoever else enters it at this moment."""
    numbers = [steps.next_entry_number() for _row in rows]
    titles = {str(values["title"]).strip() for values in rows}
    known, made = rules.standing_entries(zone, titles), []
    for number, values in zip(numbers, rows, strict=True):
        entry = LedgerEntry(zone=zone, number=number, entered_by=by, entered_at=clock.now())
        steps.write(entry, values, known)
        entry.save()
        known[rules.key_of(values)] = number
        record(Verb.ENTER_WORK, entry, by=by)
        made.append(entry)
    return made


@transaction.atomic(durable=True)
def change(
    entry: LedgerEntry, values: Mapping[str, Any], *, by: User, seen: int | None = None
) -> LedgerEntry:
    """Change what was not submitted yet, or was returned."""
    entry = writable(entry, by, seen)
    titles = {str(values["title"]).strip()}
    apart = [key for key in (entry.pk, entry.supersedes_id) if key is not None]
    steps.write(entry, values, rules.standing_entries(entry.zone, titles, apart_from=apart))
    entry.revision += 1
    entry.save()
    record(Verb.CHANGE_WORK, entry, by=by)
    return entry


@transaction.atomic(durable=True)
def attach(entry: LedgerEntry, upload: "UploadedFile[bytes]", *, by: User) -> LedgerFile:
    """Attach a file that shows the work; it is on record once the entry is submitted."""
    entry = writable(entry, by)
    if entry.files.attached().count() >= rules.MOST_FILES:
        words = _("An entry has at most %(count)d files of evidence.")
        raise Invalid(words % {"count": rules.MOST_FILES}, field="file")
    body = None if entry.zone is None else managing_organization(entry.zone)
    file = store(upload, by=by, organization=body)
    if entry.files.attached().filter(file__sha256=file.sha256).exists():
        raise Invalid(_("This file is attached already."), field="file")
    made: LedgerFile = LedgerFile.objects.create(entry=entry, file=file, added_by=by, added_at=clock.now())
    return made


@transaction.atomic(durable=True)
def take_off(attached: LedgerFile, *, by: User) -> None:
    """Take a file off; what the office has read stays to be read."""
    entry = writable(attached.entry, by)
    rows = entry.files.attached().filter(pk=attached.pk)
    gone = rows.delete()[0] if entry.submitted_at is None else rows.update(taken_off=True)
    if not gone:
        raise SomebodyWasFaster


@transaction.atomic(durable=True)
def submit(entry: LedgerEntry, *, by: User, seen: int | None = None) -> LedgerEntry:
    """A clerk checks it next; until then nobody changes it."""
    entry = writable(entry, by, seen)
    if not rules.submits_for(entry.zone, fresh_standing(by)):
        raise NotYours
    if rules.lacks_evidence(entry):
        raise Incomplete(_("An entry of this kind needs evidence: attach at least one file."), field="file")
    entry.state, entry.return_reason = State.SUBMITTED, ""
    entry.submitted_by, entry.submitted_at = by, clock.now()
    entry.checked_by, entry.checked_at = None, None
    entry.save()
    record(Verb.SUBMIT_WORK, entry, by=by, files=entry.files.attached().count())
    return entry


@transaction.atomic(durable=True)
def withdraw(entry: LedgerEntry, *, by: User, seen: int | None = None) -> LedgerEntry:
    """Give an entry up that does not count yet; its row and its history stay."""
    entry = writable(entry, by, seen)
    entry.state = State.WITHDRAWN
    entry.save(update_fields=["state"])
    record(Verb.WITHDRAW_WORK, entry, by=by)
    return entry


@transaction.atomic(durable=True)
def correct(entry: LedgerEntry, *, by: User) -> LedgerEntry:
    """Begin another version beside the accepted one, which counts until the new one passes the check."""
    entry = steps.lock(entry)
    require_writer(entry.zone, by)
    steps.require_state(entry, State.ACCEPTED)
    if rules.correction_of(entry) is not None:
        raise SomebodyWasFaster(_("This entry is being corrected already."))
    made = LedgerEntry.objects.create(
        number=steps.next_entry_number(), supersedes=entry, entered_by=by, entered_at=clock.now(),
        **{name: getattr(entry, name) for name in COPIED},
    )  # fmt: skip
    LedgerFile.objects.bulk_create(
        LedgerFile(entry=made, file=row.file, added_by=row.added_by, added_at=row.added_at)
        for row in entry.files.attached().select_related("file", "added_by")
    )
    record(Verb.CORRECT_WORK, made, by=by, entry=entry.number)
    return made


# ---------------------------------------------------------------- what they share
def require_writer(zone: Zone | None, by: User) -> None:
    if not rules.writes_for(zone, fresh_standing(by)):
        raise NotYours


def writable(entry: LedgerEntry, by: User, seen: int | None = None) -> LedgerEntry:
    """The locked entry, for somebody who writes it."""
    entry = steps.lock(entry)
    require_writer(entry.zone, by)
    steps.require_state(entry, *WRITABLE, seen=seen)
    return entry


def record(verb: Verb, entry: LedgerEntry, /, *, by: User, **facts: Any) -> None:
    behalf = entry.zone.name_zh if entry.zone is not None else ""
    journal.record(verb, by=by, subject=entry, on_behalf=behalf, version=entry.revision, **facts)

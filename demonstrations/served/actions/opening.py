"""Verbs of whoever opens records: one by one or many at once, changed, shown by files, submitted, withdrawn."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from demonstrations.served import rules, steps
from demonstrations.served.models import (
    UNCHECKED,
    WRITABLE,
    Provider,
    RecordFigure,
    RecordFile,
    ServiceRecord,
    State,
)
from program import clock
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Verb
from program.people.models import User
from program.people.rules import fresh_standing
from program.process.steps import next_number
from program.refusals import Incomplete, Invalid, NotYours, SomebodyWasFaster
from program.zones.models import Zone


@transaction.atomic(durable=True)
def open_record(
    zone: Zone, values: Mapping[str, Any], *, by: User, provider: Provider | None = None
) -> ServiceRecord:
    """A zone records a service to one of its enterprises; or, with its entry of the directory, the provider that rendered it."""
    return opened(zone, [values], by=by, provider=provider)[0]


@transaction.atomic(durable=True)
def open_many(
    zone: Zone, rows: Sequence[Mapping[str, Any]], *, by: User, provider: Provider | None = None
) -> list[ServiceRecord]:
    """The rows of a file, all or none, in bulk; each is a record with a history of its own."""
    return opened(zone, rows, by=by, provider=provider)


def opened(
    zone: Zone, rows: Sequence[Mapping[str, Any]], *, by: User, provider: Provider | None
) -> list[ServiceRecord]:
    """The numbers come first: their counter is the lock behind which the same record is looked for."""
    require_opener(zone, provider, by)
    series = f"FW-{clock.today().year}"
    numbers = [f"{series}-{next_number(series):04d}" for _row in rows]
    enterprises = {values["enterprise"].pk for values in rows}
    known = rules.standing_records(zone, enterprises)
    there = rules.affiliated(zone, enterprises, [values["result_year"] for values in rows])
    records, figures, moment = [], [], clock.now()
    for number, values in zip(numbers, rows, strict=True):
        record = ServiceRecord(
            number=number, zone=zone, enterprise=values["enterprise"], by_provider=provider is not None,
            opened_by=by, opened_at=moment,
        )  # fmt: skip
        given = values if provider is None else {**values, "provider": provider.organization}
        require_sound(record, given, known, there)
        figures += steps.write(record, given)
        known[key_of(given)] = number
        records.append(record)
    made = kept(records)
    RecordFigure.objects.bulk_create(figures)
    steps.state_baselines(((row.record, row) for row in figures), by=by)
    for record in made:
        note(Verb.OPEN_RECORD, record, by=by)
    return made


def kept(records: list[ServiceRecord]) -> list[ServiceRecord]:
    try:
        with transaction.atomic():
            return list(ServiceRecord.objects.bulk_create(records))
    except IntegrityError as error:
        raise SomebodyWasFaster from error


@transaction.atomic(durable=True)
def change(record: ServiceRecord, values: Mapping[str, Any], *, by: User, seen: int) -> ServiceRecord:
    """Change what was not submitted yet, or was returned; the enterprise stays."""
    record = writable(record, by, seen)
    given = {**values, "enterprise": record.enterprise}
    if record.by_provider:
        given["provider"] = record.provider
    known = rules.standing_records(record.zone, [record.enterprise_id], apart_from=record.pk)
    there = rules.affiliated(record.zone, [record.enterprise_id], [given["result_year"]])
    require_sound(record, given, known, there)
    figures = steps.write(record, given)
    record.revision += 1
    steps.stored(record)
    record.figures.all().delete()
    RecordFigure.objects.bulk_create(figures)
    steps.state_baselines(((record, row) for row in figures), by=by)
    note(Verb.CHANGE_RECORD, record, by=by)
    return record


@transaction.atomic(durable=True)
def attach(record: ServiceRecord, upload: "UploadedFile[bytes]", *, about: str, by: User) -> RecordFile:
    """Attach a file that shows a metric, the output, or the whole record; on record once the record is submitted."""
    record = writable(record, by)
    if record.files.attached().count() >= rules.MOST_FILES:
        words = _("A record has at most %(count)d files of evidence.")
        raise Invalid(words % {"count": rules.MOST_FILES}, field="file")
    file = store(upload, by=by, organization=record.provider if record.by_provider else None)
    if record.files.filter(file__sha256=file.sha256, taken_off=False).exists():
        raise Invalid(_("This file is attached already."), field="file")
    made: RecordFile = RecordFile.objects.create(
        record=record, about=about, file=file, added_by=by, added_at=clock.now()
    )
    return made


@transaction.atomic(durable=True)
def take_off(attached: RecordFile, *, by: User) -> None:
    """Take a file off; what the zone has read stays to be read."""
    record = writable(attached.record, by)
    rows = record.files.attached().filter(pk=attached.pk)
    gone = rows.delete()[0] if record.submitted_at is None else rows.update(taken_off=True)
    if not gone:
        raise SomebodyWasFaster


@transaction.atomic(durable=True)
def submit(record: ServiceRecord, *, by: User, seen: int) -> ServiceRecord:
    """The zone checks it next; figures of both years and evidence are there, or it is said what is missing."""
    record = writable(record, by, seen)
    found = rules.compute(record, list(record.figures.all()))
    shown = record.files.attached().values_list("about", flat=True)
    if missing := rules.lacking(record, found, shown):
        raise Incomplete(findings=missing)
    record.state, record.return_reason = State.SUBMITTED, ""
    record.submitted_by, record.submitted_at = by, clock.now()
    record.checked_by = record.checked_at = None
    record.save()
    note(Verb.SUBMIT_RECORD, record, by=by, files=len(shown))
    return record


@transaction.atomic(durable=True)
def withdraw(record: ServiceRecord, *, by: User, seen: int) -> ServiceRecord:
    """Given up before it was checked; its row and its history stay."""
    record = steps.lock(record)
    require_writer(record, by)
    steps.require_state(record, *UNCHECKED, seen=seen)
    record.state = State.WITHDRAWN
    record.save(update_fields=["state"])
    note(Verb.WITHDRAW_RECORD, record, by=by)
    return record


# ---------------------------------------------------------------- what they share
def require_opener(zone: Zone, provider: Provider | None, by: User) -> None:
    """A reviewer or manager of the zone; or somebody of a provider whose entry is released."""
    held = fresh_standing(by)
    if zone.closed_on is not None and zone.closed_on <= clock.today():
        raise NotYours
    if provider is None:
        if not rules.reviews_for(zone, held):
            raise NotYours
    elif not rules.providers_of(held).filter(pk=provider.pk).exists():
        raise NotYours


def require_writer(record: ServiceRecord, by: User) -> None:
    if not rules.writes(record, fresh_standing(by)):
        raise NotYours


def writable(record: ServiceRecord, by: User, seen: int | None = None) -> ServiceRecord:
    """The locked record, for somebody who writes it."""
    record = steps.lock(record)
    require_writer(record, by)
    steps.require_state(record, *WRITABLE, seen=seen)
    return record


def key_of(values: Mapping[str, Any]) -> tuple[int, str, int, int]:
    return values["enterprise"].pk, str(values["service"]), values["baseline_year"], values["result_year"]


def require_sound(
    record: ServiceRecord, values: Mapping[str, Any], known: Mapping[Any, str], there: set[tuple[int, int]]
) -> None:
    """The enterprise is one, stands in the zone in the result year, and this service is not recorded yet."""
    found = rules.enterprise_faults(
        values["enterprise"], branch=values.get("is_branch", False), field="credit_code"
    )
    if (values["enterprise"].pk, values["result_year"]) not in there:
        found.append(("credit_code", rules.not_affiliated(record.zone, values["result_year"])))
    if number := known.get(key_of(values)):
        found.append(("service", rules.twin_sentence(number)))
    if found:
        raise Invalid(findings=found)


def note(verb: Verb, record: ServiceRecord, /, *, by: User, **facts: Any) -> None:
    whose = record.provider if record.by_provider else record.zone
    behalf = getattr(whose, "name_zh", "")
    journal.record(verb, by=by, subject=record, on_behalf=behalf, version=record.revision, **facts)

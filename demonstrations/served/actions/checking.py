"""Verbs of the zone: check a record, so that it counts where a metric falls by the threshold; return it."""

from django.db import transaction
from django.utils.translation import gettext as _

from demonstrations.served import rules, steps
from demonstrations.served.models import ServiceRecord, State
from program import clock
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.people.models import User
from program.people.rules import fresh_standing
from program.refusals import Incomplete, Invalid, NotYours


@transaction.atomic(durable=True)
def accept(record: ServiceRecord, *, by: User, seen: int) -> ServiceRecord:
    """Computed and frozen; it counts if a metric falls by the threshold and no other record of the enterprise counts."""
    record = to_check(record, by, seen)
    if rules.had_a_hand_in(record, by):
        raise NotYours(_("Whoever opened, changed or submitted a record does not check it."))
    found = rules.compute(record, list(record.figures.all()))
    shown = record.files.attached().values_list("about", flat=True)
    if missing := rules.lacking(record, found, shown):
        raise Incomplete(findings=missing)
    calculation = steps.freeze(record)
    record.state, record.checked_by, record.checked_at = State.ACCEPTED, by, clock.now()
    record.save(update_fields=["state", "checked_by", "checked_at", "output_base", "output_result"])
    counts = steps.settle(record.enterprise) == record
    record.refresh_from_db(fields=["state"])
    journal.record(
        Verb.ACCEPT_RECORD, by=by, subject=record, on_behalf=record.zone.name_zh, version=record.revision,
        counts=counts, sha256=calculation.sha256,
    )  # fmt: skip
    return record


@transaction.atomic(durable=True)
def send_back(record: ServiceRecord, *, reason: str, by: User, seen: int) -> ServiceRecord:
    """退回修改."""
    record = to_check(record, by, seen)
    if not reason.strip():
        raise Invalid(_("Say why."), field="reason")
    record.return_reason = reason.strip()
    record.state, record.checked_by, record.checked_at = State.RETURNED, by, clock.now()
    if by.pk in {record.opened_by_id, record.submitted_by_id}:
        raise NotYours(_("Whoever opened or submitted a record withdraws it instead."))
    record.save(update_fields=["state", "checked_by", "checked_at", "return_reason"])
    journal.record(
        Verb.RETURN_RECORD, by=by, subject=record, on_behalf=record.zone.name_zh, version=record.revision,
        reason=record.return_reason,
    )  # fmt: skip
    steps.tell_about(record, Text.RECORD_RETURNED, reason=record.return_reason)
    return record


def to_check(record: ServiceRecord, by: User, seen: int) -> ServiceRecord:
    record = steps.lock_enterprise(record)
    if not rules.reviews_for(record.zone, fresh_standing(by)):
        raise NotYours
    steps.require_state(record, State.SUBMITTED, seen=seen)
    return record

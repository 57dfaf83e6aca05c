"""Verbs of the office's inspection: a sample is drawn from counted records, each drawn record is looked at."""

import json
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from demonstrations.served import rules, steps
from demonstrations.served.models import STANDING, Inspection, Sample, ServiceRecord, Verdict
from program import clock
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.lots import size_of
from program.people.models import Role, User
from program.people.rules import require_role
from program.refusals import Invalid, Refused, SomebodyWasFaster

SEED_BYTES = 16


@transaction.atomic(durable=True)
def draw(*, by: User) -> Sample:
    """The rules' share of the counted records that were never drawn, by a seed that nobody chose."""
    require_role(by, Role.CLERK)
    number = steps.next_in("CJ")  # the lock behind which two clerks draw one after the other
    records = {each.number: each for each in rules.to_draw_from()}
    if not records:
        raise Refused(_("Every counted record has been drawn already."))
    seed, share = secrets.token_hex(SEED_BYTES), rules.share_in_force()
    size, numbers = size_of(len(records), share), sorted(records)
    sample: Sample = Sample.objects.create(
        number=number, seed=seed, share=share, size=size, population=json.dumps(numbers), drawn_by=by, drawn_at=clock.now()
    )  # fmt: skip
    Inspection.objects.bulk_create(
        Inspection(sample=sample, record=records[each]) for each in rules.drawn(seed, numbers, size)
    )
    journal.record(
        Verb.DRAW_SAMPLE, by=by, subject=sample, audience=Audience.OFFICE, seed=seed, share=share,
        population=len(numbers), drawn=size,
    )  # fmt: skip
    return sample


@transaction.atomic(durable=True)
def inspect(inspection: Inspection, *, verdict: str, finding: str, by: User) -> Inspection:
    """What the office found at a drawn record: confirmed, or false; once and for all."""
    require_role(by, Role.CLERK)
    held = Inspection.objects.select_for_update().select_related("sample").get(pk=inspection.pk)
    record = ServiceRecord.objects.get(pk=held.record_id)
    if verdict not in Verdict.values:
        raise Invalid(field="verdict")
    if not finding.strip():
        raise Invalid(_("Say what was found."), field="finding")
    if held.inspected_at is not None:
        raise SomebodyWasFaster
    if by.pk in {record.opened_by_id, record.submitted_by_id, record.checked_by_id}:
        raise Refused(_("Whoever had a hand in a record does not inspect it."))
    if record.state not in STANDING:
        raise SomebodyWasFaster(_("This record does not stand any more."))
    held.verdict, held.finding = verdict, finding.strip()
    held.inspected_by, held.inspected_at = by, clock.now()
    held.save(update_fields=["verdict", "finding", "inspected_by", "inspected_at"])
    journal.record(
        Verb.INSPECT_RECORD, by=by, subject=record, audience=Audience.OFFICE, sample=held.sample.number,
        result=verdict, finding=held.finding,
    )  # fmt: skip
    return held

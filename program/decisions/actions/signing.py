"""签发: one short transaction freezes the batch and opens the notice; then each case is decided in a transaction of its own."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application
from program.applications.steps import tell_applicant
from program.background.steps import promise
from program.calls.models import Call
from program.decisions import rules, steps
from program.decisions.models import Batch, BatchItem, BatchState, Deliberation, Proposal, PublicNotice
from program.files.models import File, MediaType
from program.files.steps import keep
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.journal.rules import Head
from program.notify.models import Text
from program.people.models import Role, User
from program.process.models import StageName
from program.process.steps import extend, lock_all, take, turn
from program.refusals import NotYours, SomebodyWasFaster
from program.rulesets.models import Key
from program.rulesets.rules import limit


@transaction.atomic(durable=True)
def sign_batch(batch: Batch, *, revision: int, by: User) -> Batch:
    """Sign a prepared batch: freezes it whole; carrying it out is a resumable job, one case a transaction."""
    # Two batches of one call are signed one after the other: the second counts the places that the first has given.
    Call.objects.select_for_update(of=("self",)).get(pk=batch.call_id)
    lock_all(list(batch.items.values_list("application", flat=True)))
    batch = steps.lock_batch(batch, BatchState.PREPARED, role=Role.DIRECTOR, by=by, revision=revision)
    if rules.had_a_hand_in(batch, by):
        raise NotYours(_("Whoever had a hand in a batch does not sign it."))
    sheet = rules.Sheet(batch)
    found = rules.findings(sheet)
    if found:  # it was complete when it was put up: cases or places have moved since
        raise SomebodyWasFaster(" ".join(found))
    batch.signed_by, batch.signed_at = by, clock.now()
    batch.content_sha256 = rules.content(sheet)[1]
    batch.save()
    notice = steps.put_on_notice(batch, sheet.items)
    promise("program.decisions.tasks.carry_out", batch.pk)
    journal.record(
        Verb.SIGN_BATCH,
        by=by,
        subject=batch.subject,
        version=batch.revision,
        audience=Audience.OFFICE,
        minutes=batch.minutes_number,
        sha256=batch.content_sha256,
    )
    if notice is not None:
        until = clock.beijing_date(notice.ends)
        journal.record(
            Verb.PUBLISH_NOTICE, by=by, subject=notice.number, count=notice.items.count(), until=until
        )
    return batch


@transaction.atomic(durable=True)
def carry(item: BatchItem) -> bool:
    """Decide one case as the signed batch says; done once, however often it is asked for. Answers whether it was done now."""
    application = item.application
    try:
        held = turn(application, StageName.DELIBERATION)
    except SomebodyWasFaster:  # decided by another worker, or given up since the signature
        held = None
    item = (
        BatchItem.objects.select_for_update(of=("self",))
        .select_related("batch__signed_by", "batch__call")
        .get(pk=item.pk)
    )
    if item.carried_at is not None:
        return False
    item.carried_at = clock.now()
    item.save(update_fields=["carried_at"])
    if held is None:
        return False
    chosen, signer = item.proposal == Proposal.LIST, item.batch.signed_by
    assert signer is not None
    Deliberation.objects.create(
        proceeding=held.proceeding, task=held.task, by=signer, at=clock.now(), item=item, chosen=chosen
    )
    take(held)
    journal.record(
        Verb.DECIDE,
        by=signer,
        subject=application,
        application=application,
        # That somebody was not chosen shows nowhere outside the office before the list is published.
        audience=Audience.CASE if chosen else Audience.OFFICE,
        minutes=item.batch.minutes_number,
        result=in_office_language(Proposal(item.proposal)),
    )
    if chosen and application.due is not None:
        tell_applicant(application, Text.ON_NOTICE, until=clock.beijing_date(application.due))
    return True


def in_office_language(choice: Proposal) -> str:
    """A choice's word as the journal keeps it."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(choice.label)


@transaction.atomic(durable=True)
def finish(batch: Batch) -> bool:
    """Close a batch whose cases are all decided; those who may be told already are told."""
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.carried_out_at is not None or batch.items.filter(carried_at=None).exists():
        return False
    batch.carried_out_at = clock.now()
    batch.save(update_fields=["carried_out_at"])
    promise("program.decisions.tasks.tell_results", batch.call_id)
    return True


@transaction.atomic(durable=True)
def keep_notice(notice: PublicNotice, content: bytes, *, head: Head) -> File:
    """Keep the printed notice, once, with the head of the journal that it bears."""
    notice = PublicNotice.objects.select_for_update(of=("self",)).select_related("file").get(pk=notice.pk)
    if notice.file is not None:
        return notice.file
    notice.file = keep(content, name=f"{notice.number}.pdf", media_type=MediaType.PDF)
    notice.seal_number, notice.seal_head = head.number, head.head
    notice.save(update_fields=["file", "seal_number", "seal_head"])
    return notice.file


@transaction.atomic(durable=True)
def recount_notice(notice: PublicNotice) -> bool:
    """Fix a provisional end (暂定) once the calendar of its year is published, and print the notice again."""
    applications = Application.objects.filter(notice_items__notice=notice, stage=StageName.PUBLIC_NOTICE)
    cases = [
        turn(application, StageName.PUBLIC_NOTICE).application for application in applications.order_by("pk")
    ]
    notice = (
        PublicNotice.objects.select_for_update(of=("self",))
        .select_related("batch__call__rule_set")
        .get(pk=notice.pk)
    )
    ends = limit(notice.batch.call.rule_set, Key.PUBLIC_NOTICE_DAYS, clock.beijing_date(notice.published_at))
    if not notice.provisional or ends.provisional:
        return False
    notice.ends, notice.provisional, notice.file = ends.moment, False, None
    notice.save(update_fields=["ends", "provisional", "file"])
    for case in cases:
        extend(case, ends)
    journal.record(Verb.PUBLISH_NOTICE, by=None, subject=notice.number, until=ends.day)
    promise("program.decisions.tasks.make_notice", notice.pk)
    return True

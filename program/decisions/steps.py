"""What happens to batches, notices and designations inside a verb's transaction."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from program import clock, tracks
from program.applications.models import Application
from program.background.steps import promise
from program.decisions import rules
from program.decisions.models import (
    Batch,
    BatchItem,
    BatchKind,
    BatchState,
    Designation,
    NoticeItem,
    Objection,
    OfficialDocument,
    Proposal,
    PublicNotice,
    Standing,
    StandingChange,
)
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.steps import write
from program.people.models import Role, User
from program.people.rules import require_role
from program.process.models import Proceeding, StageName
from program.process.steps import extend, lock, next_number, wait_for
from program.refusals import Refused, SomebodyWasFaster
from program.rulesets.models import Key
from program.rulesets.rules import limit

NOTICE_TITLES = {
    BatchKind.FIRST: "关于{call}{proposed}的公示",
    BatchKind.PROMOTION: "关于{call}递补名单的公示",
    BatchKind.RECONSIDERATION: "关于{call}复议名单的公示",
}
"""The office's text, in Chinese on every page."""


# ---------------------------------------------------------------- batches
def lock_batch(
    batch: Batch, state: BatchState, *, role: Role, by: User, revision: int | None = None
) -> Batch:
    """The batch, locked and read again, in the state that the verb needs; whoever comes second is told so."""
    assert connection.in_atomic_block
    rows = Batch.objects.select_for_update(of=("self",)).select_related(
        "call__rule_set", "ranking_run__round"
    )
    locked: Batch | None = rows.filter(pk=batch.pk).first()
    require_role(by, role)
    if locked is None or locked.state != state:
        raise SomebodyWasFaster
    if revision is not None and revision != locked.revision:
        raise SomebodyWasFaster(
            _("This batch was changed since you opened the page. Reload it to see it as it is now.")
        )
    return locked


def changed(batch: Batch) -> None:
    """One more change: pages opened before it can no longer write."""
    batch.revision += 1
    batch.save()


def propose(batch: Batch, items: Iterable[BatchItem]) -> None:
    """Write into the items, unsaved, what the rank order says of each, or its band."""
    listed = {item.application_id: item for item in items}
    for application, said in rules.said_of(batch, listed.values()).items():
        item = listed[application]
        item.proposal, item.reserve_order = said.slot.proposal, said.slot.reserve_order
        item.rectify, item.requirements = said.rectify, item.requirements if said.rectify else ""


# ---------------------------------------------------------------- notices
def put_on_notice(batch: Batch, items: Iterable[BatchItem]) -> PublicNotice | None:
    """The frozen list of those chosen, for the days of the rule set; none where nobody was chosen."""
    chosen = sorted(
        (item for item in items if item.proposal == Proposal.LIST), key=lambda item: item.application.number
    )
    if not chosen:
        return None
    call, year = batch.call, clock.today().year
    ends = limit(call.rule_set, Key.PUBLIC_NOTICE_DAYS, clock.today())
    notice = PublicNotice.objects.create(
        batch=batch,
        number=f"公示〔{year}〕{next_number(f'notice-{year}')}号",
        title=NOTICE_TITLES[BatchKind(batch.kind)].format(
            call=call.topic_zh, proposed=tracks.get(call.track).words.proposed
        ),
        published_at=clock.now(),
        ends=ends.moment,
        provisional=ends.provisional,
        contact_name=call.contact_name,
        contact_phone=call.contact_phone,
        contact_email=call.contact_email,
        contact_address=call.contact_address,
        supervision_phone=call.supervision_phone,
    )
    NoticeItem.objects.bulk_create(
        NoticeItem(
            notice=notice,
            application=item.application,
            position=position,
            zone_name=item.application.subject.name_zh,
            province=item.application.zone.province,
        )
        for position, item in enumerate(chosen, 1)
    )
    promise("program.decisions.tasks.make_notice", notice.pk)
    return notice


# ---------------------------------------------------------------- objections
def lock_case(application: Application) -> Proceeding | None:
    """The case's lock, first of all; none if the case has ended, whose objections are still brought to an end."""
    try:
        return lock(application)
    except SomebodyWasFaster:
        return None


def lock_objection(objection: Objection) -> Objection:
    """The case's lock, then the objection, read again."""
    application = objection.item.application
    lock_case(application)
    locked: Objection = (
        Objection.objects.select_for_update(of=("self",)).select_related("item__notice").get(pk=objection.pk)
    )
    locked.item.application = application
    return locked


def follow_objections(application: Application) -> None:
    """While a case rests at its objections, whoever must deal with one next is its holder, and that limit its due date."""
    answers = rules.who_answers(application) if application.stage == StageName.OBJECTIONS else None
    if answers is not None:
        role, due = answers
        wait_for(application, role)
        extend(application, due)


def write_to_objector(objection: Objection, template: str, **facts: object) -> None:
    """A letter in the language in which the objection was made; leads without an address get none."""
    if not objection.email:
        return
    receipt = settings.SITE_URL + reverse("decisions:objection_receipt", args=[objection.receipt])
    with translation.override(objection.language):
        subject = _("Your objection %(number)s") % {"number": objection.number}
        body = render_to_string(
            f"program/decisions/{template}", {"objection": objection, "receipt": receipt, **facts}
        )
    write(objection.email, subject, body)


# ---------------------------------------------------------------- designations
def succeeded(application: Application) -> Designation | None:
    """The designation that the track takes further, locked; from now on another stands in its place. None: it takes none."""
    track = tracks.get(application.track)
    if not track.follows:
        return None
    rows = Designation.objects.held_as(application).filter(standing__in=track.takes)
    before: Designation | None = rows.select_for_update(of=("self",)).first()
    if before is None:
        raise Refused(_("The designation that would be taken further is no longer held."))
    before.standing = Standing.SUCCEEDED
    before.save(update_fields=["standing"])
    return before


def designate(application: Application, document: OfficialDocument) -> Designation:
    """What a signed document makes of a case: a designation from its date, with a number of its own and a letter promised."""
    assert connection.in_atomic_block
    assert application.stage == StageName.LISTED
    track = tracks.get(application.track)
    series = f"{settings.OFFICE['letter_prefix']}-{clock.today().year}"
    before = succeeded(application)
    since = rules.term_start(track, before, document.date)
    designation = Designation.objects.create(
        application=application,
        zone=application.zone if application.for_zone else None,
        organization=application.applicant,
        track=track.title.code,
        document=document,
        letter_number=f"{series}-{next_number(series):04d}",
        standing=track.first_standing,
        since=since,
        until=rules.term_end(application, since, document.date),
        succeeds=before,
    )
    promise("program.decisions.tasks.make_letter", designation.pk)
    if track.designated:
        import_string(track.designated)(designation)
    return designation


TURNS = {
    Standing.SUSPENDED: Verb.SUSPEND_DESIGNATION,
    Standing.REVOKED: Verb.REVOKE_DESIGNATION,
    Standing.EXPIRED: Verb.EXPIRE_DESIGNATION,
    Standing.SUCCEEDED: Verb.SUCCEED_DESIGNATION,
}


def turn(
    designation: Designation, after: Standing, *, authority: str, number: str, by: User | None, since: date | None = None
) -> None:  # fmt: skip
    """Give the (locked) designation another standing, by a document that somebody else's verb has signed. The same: nothing.

    `since`: the day that the document names, if it is another than its own.
    """
    assert connection.in_atomic_block
    before = Standing(designation.standing)
    if before == after:
        return
    designation.standing = after
    designation.save(update_fields=["standing"])
    StandingChange.objects.create(
        designation=designation, before=before, after=after, authority=authority, document_number=number,
        since=since, made_by=by, made_at=clock.now(),
    )  # fmt: skip
    verb = TURNS.get(after, Verb.RESTORE_DESIGNATION)
    journal.record(
        verb,
        by=by,
        subject=designation,
        application=designation.application,
        issuer=authority,
        document=number,
        since=since,
    )

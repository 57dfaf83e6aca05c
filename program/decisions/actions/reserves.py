"""备选: a place became free, a reserve moves up; a case that came back is decided again; the rest are released."""

from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application
from program.background.models import Promise
from program.background.steps import promise
from program.calls.models import Call
from program.decisions import rules
from program.decisions.actions.batches import add_items
from program.decisions.models import Batch, BatchItem, BatchKind, Deliberation, Promotion, Proposal
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.people.models import Role, User
from program.people.rules import require_role
from program.process.models import StageName
from program.process.steps import fire, turn
from program.refusals import Refused, SomebodyWasFaster

TELL = "program.decisions.tasks.tell_results"


@transaction.atomic(durable=True)
def promote_reserve(call: Call, *, by: User) -> Batch:
    """The next reserve moves up to a free place: a batch of its own, to be deliberated, signed and put on notice."""
    require_role(by, Role.CLERK)
    call = Call.objects.select_for_update(of=("self",)).select_related("rule_set").get(pk=call.pk)
    if rules.being_carried_out(call):
        raise Refused(_("A signed batch of this call is still being carried out. Try again in a moment."))
    reserve = rules.next_reserve(call)
    if reserve is None:
        raise SomebodyWasFaster(_("No reserve is left that could move up."))
    if reserve.application.stage == StageName.UNLISTED and not rules.freed(call):
        raise SomebodyWasFaster(_("No place has become free: every place given is still held by a case."))
    move_up(reserve, by=by)
    return draft_single(
        reserve, BatchKind.PROMOTION, title=f"{call.topic_zh}递补名单", proposal=Proposal.LIST, by=by
    )


def move_up(reserve: BatchItem, *, by: User) -> None:
    """Lead the reserve's case back to deliberation; one whose batch was discarded rests there already."""
    application = reserve.application
    if application.stage != StageName.UNLISTED:
        return
    held = turn(application, StageName.UNLISTED)
    Promotion.objects.create(proceeding=held.proceeding, task=held.task, by=by, at=clock.now(), item=reserve)
    fire(held)
    journal.record(
        Verb.PROMOTE,
        by=by,
        subject=application,
        application=application,
        audience=Audience.OFFICE,
        rank=reserve.rank,
    )


@transaction.atomic(durable=True)
def draft_reconsideration(application: Application, *, by: User) -> Batch:
    """A case that an upheld objection sent back is put before the meeting again, on its own."""
    require_role(by, Role.CLERK)
    call = Call.objects.select_for_update(of=("self",)).get(pk=application.call_id)
    turn(application, StageName.DELIBERATION)
    if not rules.awaiting_reconsideration(call).filter(pk=application.pk).exists():
        raise SomebodyWasFaster
    earlier = Deliberation.objects.filter(proceeding__application=application, proceeding__closed_at=None)
    item = earlier.select_related("item__application").latest("pk").item
    return draft_single(
        item, BatchKind.RECONSIDERATION, title=f"{call.topic_zh}复议", proposal=Proposal.NOT_LISTED, by=by
    )


def draft_single(earlier: BatchItem, kind: BatchKind, *, title: str, proposal: Proposal, by: User) -> Batch:
    """A batch of one case, with the rank and score that it had."""
    application, call = earlier.application, earlier.application.call
    held = rules.held_of_each([call.pk], besides=[application.pk])[call.pk] if call.quota_by else {}
    batch = Batch.objects.create(
        call=call,
        title=f"{title}（{application.subject.name_zh}）"[:120],
        kind=kind,
        quota=1,
        held_before=held,
        drafted_by=by,
        drafted_at=clock.now(),
    )
    again = BatchItem(
        batch=batch,
        application=application,
        proceeding=earlier.proceeding,
        rank=earlier.rank,
        score=earlier.score,
        quota_group=earlier.quota_group,
        proposal=proposal,
    )
    add_items([again])
    journal.record(Verb.DRAFT_BATCH, by=by, subject=batch.subject, audience=Audience.OFFICE, count=1)
    return batch


@transaction.atomic(durable=True)
def release_reserves(call: Call, *, by: User) -> None:
    """Nobody moves up any more: after publication the reserves are told like all others who were not chosen."""
    require_role(by, Role.DIRECTOR)
    call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if rules.newest_publication(call) is None:
        raise Refused(_("Nobody is told before the list is published."))
    waiting = rules.waiting_reserves(call).count()
    if not waiting or Promise.objects.open().filter(name=TELL, arguments=[call.pk, 1]).exists():
        raise SomebodyWasFaster
    promise(TELL, call.pk, 1)
    journal.record(
        Verb.RELEASE_RESERVES, by=by, subject=call.subject, audience=Audience.OFFICE, count=waiting
    )

"""The verbs on a call: draft, change, open, extend for all, close."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from program import clock
from program.background.steps import promise
from program.calls import rules
from program.calls.models import Call, Criterion, Deadline, Extension, RequestedDocument, Rubric
from program.figures import plain
from program.indicators.steps import freeze as freeze_version
from program.journal import steps as journal
from program.journal.models import Verb
from program.people.models import Role, User
from program.people.rules import require_role
from program.refusals import Incomplete, Invalid, SomebodyWasFaster
from program.rulesets.steps import freeze


def lock(call: Call) -> Call:
    return (
        Call.objects.select_for_update(of=("self",))
        .select_related("rule_set", "rubric", "indicator_set")
        .get(pk=call.pk)
    )


@transaction.atomic(durable=True)
def draft_rubric(title: str, criteria: Sequence[Mapping[str, Any]], *, by: User) -> Rubric:
    """A rubric of at least one criterion; each: name_zh, name_en, weight, and optionally range, step, guidance."""
    require_role(by, Role.CLERK)
    if not criteria:
        raise Incomplete(_("A rubric has at least one criterion."))
    rubric = Rubric.objects.create(title=title, drafted_by=by, drafted_at=clock.now())
    Criterion.objects.bulk_create(
        Criterion(rubric=rubric, position=place, **row) for place, row in enumerate(criteria, 1)
    )
    return rubric


@transaction.atomic(durable=True)
def change_rubric(rubric: Rubric, criteria: Sequence[Mapping[str, Any]], *, by: User) -> Rubric:
    """Replace the criteria while no call with this rubric has opened."""
    require_role(by, Role.CLERK)
    rubric = Rubric.objects.select_for_update().get(pk=rubric.pk)
    if rubric.frozen_at is not None:
        raise SomebodyWasFaster(_("A call with this rubric has opened: its weights are frozen."))
    if not criteria:
        raise Incomplete(_("A rubric has at least one criterion."))
    rubric.criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(rubric=rubric, position=place, **row) for place, row in enumerate(criteria, 1)
    )
    return rubric


@transaction.atomic(durable=True)
def draft(*, fields: Mapping[str, Any], documents: Sequence[Mapping[str, Any]], by: User) -> Call:
    """Draft a call with the documents it asks for."""
    require_role(by, Role.CLERK)
    try:
        with transaction.atomic():
            call = Call.objects.create(**fields, drafted_by=by, drafted_at=clock.now())
    except IntegrityError as error:
        if Call.objects.filter(code=fields["code"]).exists():
            raise SomebodyWasFaster(_("A call with this number exists already."), field="code") from error
        raise Invalid(_("The dates of this call are out of order."), field="apply_until") from error
    write_documents(call, documents)
    journal.record(Verb.DRAFT_CALL, by=by, subject=call.subject)
    return call


@transaction.atomic(durable=True)
def change(
    call: Call, *, fields: Mapping[str, Any], documents: Sequence[Mapping[str, Any]], revision: int, by: User
) -> Call:
    """Change a draft that nobody else has changed since `revision`."""
    require_role(by, Role.CLERK)
    call = lock(call)
    if call.opened_at is not None:
        raise SomebodyWasFaster(_("This call has been opened: only its deadlines can be extended."))
    if call.revision != revision:
        raise SomebodyWasFaster(_("Somebody else has changed this call meanwhile; your text is still here."))
    for name, given in fields.items():
        setattr(call, name, given)
    call.revision += 1
    call.save()
    write_documents(call, documents)
    journal.record(Verb.CHANGE_CALL, by=by, subject=call.subject)
    return call


def write_documents(call: Call, documents: Sequence[Mapping[str, Any]]) -> None:
    call.documents.all().delete()
    RequestedDocument.objects.bulk_create(
        RequestedDocument(call=call, position=place, **row) for place, row in enumerate(documents, 1)
    )


@transaction.atomic(durable=True)
def open_call(call: Call, *, by: User) -> Call:
    """Publish the call: a director's act, by which its rule set and rubric are frozen."""
    require_role(by, Role.DIRECTOR)
    call = lock(call)
    if call.opened_at is not None:
        raise SomebodyWasFaster
    found = rules.gaps(call, clock.today())
    if found:
        raise Incomplete(found[0][1], field=found[0][0])
    freeze(call.rule_set)
    if call.indicator_set is not None:
        freeze_version(call.indicator_set)
    Rubric.objects.filter(pk=call.rubric_id, frozen_at=None).update(frozen_at=clock.now())
    call.opened_by, call.opened_at = by, clock.now()
    call.save(update_fields=["opened_by", "opened_at"])
    weights = [plain(weight) for weight in call.rubric.criteria.values_list("weight", flat=True)]
    journal.record(
        Verb.OPEN_CALL,
        by=by,
        subject=call.subject,
        rules=call.rule_set.code,
        indicators=call.indicator_set.code if call.indicator_set else None,
        quota=call.quota,
        weights=weights,
        quota_by=call.quota_by or None,
        each_quota=call.each_quota,
    )
    return call


@transaction.atomic(durable=True)
def extend(call: Call, deadline: Deadline, becomes: datetime, *, reason: str, by: User) -> list[Extension]:
    """Move a deadline later for everybody; what follows it moves by as many days. The drafts' due dates follow."""
    require_role(by, Role.DIRECTOR)
    call = lock(call)
    if call.opened_at is None or call.closed_at is not None:
        raise SomebodyWasFaster(_("Only the deadlines of an open call can be extended."))
    if not reason.strip():
        raise Invalid(_("Say why the deadline is extended."), field="reason")
    if becomes <= getattr(call, deadline.value):
        raise SomebodyWasFaster(_("An extension moves a deadline later."), field="becomes")
    moved, moment = rules.extended(call, deadline, becomes), clock.now()
    made = [
        Extension(
            call=call, deadline=each, was=getattr(call, each.value), becomes=later, reason=reason.strip(), by=by, at=moment
        )
        for each, later in moved.items()
    ]  # fmt: skip
    Extension.objects.bulk_create(made)
    for each, later in moved.items():
        setattr(call, each.value, later)
    call.save(update_fields=[each.value for each in moved])
    promise("program.applications.tasks.follow_extension", call.pk)
    days: dict[str, Any] = {
        each.value: clock.beijing_date(later).isoformat() for each, later in moved.items()
    }
    journal.record(Verb.EXTEND_CALL, by=by, subject=call.subject, reason=reason.strip(), **days)
    return made


@transaction.atomic(durable=True)
def close(call: Call, *, by: User) -> Call:
    """Close the call once its window is over: drafts that were never handed in end with it."""
    require_role(by, Role.CLERK, Role.DIRECTOR)
    call = lock(call)
    if call.opened_at is None or call.closed_at is not None:
        raise SomebodyWasFaster
    if clock.now() <= call.recommend_until:
        raise Invalid(_("The window and the recommendations are still open."))
    call.closed_by, call.closed_at = by, clock.now()
    call.save(update_fields=["closed_by", "closed_at"])
    promise("program.applications.tasks.lapse_drafts", call.pk, by.pk)
    journal.record(Verb.CLOSE_CALL, by=by, subject=call.subject)
    return call

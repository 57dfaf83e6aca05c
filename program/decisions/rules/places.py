"""Places of a call: given by first batches, held by cases, freed by upheld objections, filled by reserves."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from program.applications.models import Application
from program.calls.models import Call
from program.decisions.models import (
    Batch,
    BatchItem,
    BatchKind,
    Deliberation,
    Designation,
    OfficialDocument,
    Proposal,
)
from program.process.models import StageName

PLACE_STAGES = (StageName.PUBLIC_NOTICE, StageName.OBJECTIONS, StageName.PUBLICATION, StageName.LISTED)
"""Chosen, and not sent back."""


def cases_of(call: Call) -> QuerySet[Any]:
    """The call's cases with `last_chosen`, the word of the open proceeding's latest deliberation; none before the first."""
    said = Deliberation.objects.filter(proceeding__application=OuterRef("pk"), proceeding__closed_at=None)
    return (
        Application.objects.filter(call=call)
        .annotate(last_chosen=Subquery(said.order_by("-pk").values("chosen")[:1]))
        .order_by("number")
    )


def awaiting(call: Call) -> QuerySet[Any]:
    """Cases at deliberation that stand in no open batch."""
    held = BatchItem.objects.filter(application=OuterRef("pk"), carried_at=None)
    return cases_of(call).filter(~Q(Exists(held)), stage=StageName.DELIBERATION)


def awaiting_first(call: Call) -> QuerySet[Any]:
    """…that nobody has decided on yet."""
    return awaiting(call).filter(last_chosen=None)


def awaiting_reconsideration(call: Call) -> QuerySet[Any]:
    """…that were chosen and came back with an upheld objection."""
    return awaiting(call).filter(last_chosen=True)


def places(call: Call) -> int:
    """Places that signed first batches have given."""
    return BatchItem.objects.filter(
        batch__call=call, batch__kind=BatchKind.FIRST, batch__signed_at__isnull=False, proposal=Proposal.LIST
    ).count()


def quota_left(call: Call) -> int:
    """What a further first batch may give."""
    return max(call.quota - places(call), 0)


def freed(call: Call) -> int:
    """Places given that no case holds any more. Whoever is being reconsidered or moves up holds one until decided."""
    chosen = BatchItem.objects.filter(
        application=OuterRef("pk"), carried_at=None, batch__signed_at__isnull=False, proposal=Proposal.LIST
    )
    undecided = Q(stage=StageName.DELIBERATION) & (Q(last_chosen__isnull=False) | Q(Exists(chosen)))
    return max(places(call) - cases_of(call).filter(Q(stage__in=PLACE_STAGES) | undecided).count(), 0)


def waiting_reserves(call: Call) -> QuerySet[BatchItem]:
    """Reserves that may still move up, the next one first; one whose batch was discarded comes again."""
    latest = Deliberation.objects.filter(proceeding=OuterRef("proceeding")).order_by("-pk").values("item")[:1]
    held = BatchItem.objects.filter(proceeding=OuterRef("proceeding"), carried_at=None)
    items = BatchItem.objects.filter(batch__call=call, proposal=Proposal.RESERVE, proceeding__closed_at=None)
    items = items.annotate(latest=Subquery(latest)).filter(~Q(Exists(held)), latest=F("pk"))
    items = items.filter(application__stage__in=(StageName.UNLISTED, StageName.DELIBERATION))
    return items.select_related("application__zone", "batch").order_by("batch", "reserve_order")


def next_reserve(call: Call) -> BatchItem | None:
    """Who moves up next: first whoever has moved up already and whose batch was discarded, then by order."""
    waiting = list(waiting_reserves(call))
    return min(waiting, key=lambda item: item.application.stage == StageName.UNLISTED, default=None)


def being_carried_out(call: Call) -> bool:
    """A signed batch of the call has cases left to decide: numbers of places are not to be relied on yet."""
    return Batch.objects.signed().filter(call=call, carried_out_at=None).exists()


def newest_publication(call: Call) -> OfficialDocument | None:
    """The latest document that has listed a case of the call."""
    documents = OfficialDocument.objects.signed().filter(call=call, publications__isnull=False)
    newest: OfficialDocument | None = documents.order_by("-signed_at", "-pk").first()
    return newest


def to_tell(call: Call, *, reserves_too: bool = False) -> QuerySet[Application]:
    """Those not chosen whose turn to be told has come: after publication; reserves once every place is filled, or released."""
    cases: QuerySet[Application] = Application.objects.filter(call=call, stage=StageName.UNLISTED).order_by(
        "number"
    )
    if newest_publication(call) is None:
        return cases.none()
    filled = Designation.objects.filter(application__call=call).count() >= places(call)
    if reserves_too or filled:
        return cases
    return cases.exclude(pk__in=waiting_reserves(call).values("application"))

"""Places of a call: given by first batches, held by cases, freed by upheld objections, filled by reserves."""

from collections.abc import Collection, Iterable
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
Of = Call | Collection[Call] | Collection[int] | OuterRef
"""A call, several, or their keys; or each call of a query, as `OuterRef("pk")`: the answer is then a column (waiting.py)."""


def among(call: Of, way: str = "call") -> Q:
    """Rows of the call, or of one of them; `way` leads from the row to its call."""
    return Q(**{way if isinstance(call, Call | OuterRef) else f"{way}__in": call})


def cases_of(call: Of) -> QuerySet[Any]:
    return Application.objects.filter(among(call)).order_by("number")


def said(chosen: bool | None = None) -> QuerySet[Deliberation]:
    """Deliberations on a case (`OuterRef("pk")`) in its open proceeding; with `chosen`, the latest of them that says so."""
    rows = Deliberation.objects.filter(proceeding__application=OuterRef("pk"), proceeding__closed_at=None)
    if chosen is None:
        return rows
    later = Deliberation.objects.filter(proceeding=OuterRef("proceeding"), pk__gt=OuterRef("pk"))
    return rows.filter(~Exists(later), chosen=chosen)


def awaiting(call: Of) -> QuerySet[Any]:
    """Cases at deliberation that stand in no open batch."""
    held = BatchItem.objects.filter(application=OuterRef("pk"), carried_at=None)
    return cases_of(call).filter(~Q(Exists(held)), stage=StageName.DELIBERATION)


def awaiting_first(call: Of) -> QuerySet[Any]:
    """…that nobody has decided on yet."""
    return awaiting(call).filter(~Exists(said()))


def awaiting_reconsideration(call: Of) -> QuerySet[Any]:
    """…that were chosen and came back with an upheld objection."""
    return awaiting(call).filter(Exists(said(chosen=True)))


def given(call: Of) -> QuerySet[BatchItem]:
    """Lines of signed first batches that have given a place."""
    first = BatchItem.objects.filter(among(call, "batch__call"), batch__kind=BatchKind.FIRST)
    return first.filter(batch__signed_at__isnull=False, proposal=Proposal.LIST)


def places(call: Call) -> int:
    """Places that signed first batches have given."""
    return given(call).count()


def quota_left(call: Call) -> int:
    """What a further first batch may give."""
    return max(call.quota - places(call), 0)


def holding(call: Of) -> QuerySet[Any]:
    """Cases that hold a place; whoever is being reconsidered or moves up holds one until decided."""
    chosen = BatchItem.objects.filter(
        application=OuterRef("pk"), carried_at=None, batch__signed_at__isnull=False, proposal=Proposal.LIST
    )
    undecided = Q(stage=StageName.DELIBERATION) & (Q(Exists(said())) | Q(Exists(chosen)))
    return cases_of(call).filter(Q(stage__in=PLACE_STAGES) | undecided)


def freed(call: Call) -> int:
    """Places given that no case holds any more."""
    return max(places(call) - holding(call).count(), 0)


def waiting_reserves(call: Of) -> QuerySet[BatchItem]:
    """Reserves that may still move up, the next one first; one whose batch was discarded comes again."""
    latest = Deliberation.objects.filter(proceeding=OuterRef("proceeding")).order_by("-pk").values("item")[:1]
    held = BatchItem.objects.filter(proceeding=OuterRef("proceeding"), carried_at=None)
    items = BatchItem.objects.filter(among(call, "batch__call"), proposal=Proposal.RESERVE)
    items = items.filter(proceeding__closed_at=None).annotate(latest=Subquery(latest))
    items = items.filter(~Q(Exists(held)), latest=F("pk"))
    items = items.filter(application__stage__in=(StageName.UNLISTED, StageName.DELIBERATION))
    return items.select_related("application__zone", "batch").order_by("batch", "reserve_order")


def next_reserve(call: Call) -> BatchItem | None:
    """Who moves up next."""
    return first_of(waiting_reserves(call))


def first_of(reserves: Iterable[BatchItem]) -> BatchItem | None:
    """Of a call's waiting reserves: first whoever has moved up already and whose batch was discarded, then by order."""
    return min(reserves, key=lambda item: item.application.stage == StageName.UNLISTED, default=None)


def unfinished(call: Of) -> QuerySet[Batch]:
    """Signed batches with cases left to decide."""
    rows: QuerySet[Batch] = Batch.objects.signed().filter(among(call), carried_out_at=None)
    return rows


def being_carried_out(call: Call) -> bool:
    """A signed batch of the call has cases left to decide: numbers of places are not to be relied on yet."""
    return unfinished(call).exists()


def publications(call: Of) -> QuerySet[OfficialDocument]:
    """Documents that have listed a case of the call, or say that nobody was chosen."""
    rows: QuerySet[OfficialDocument] = OfficialDocument.objects.signed().filter(
        Q(publications__isnull=False) | Q(items=None), among(call)
    )
    return rows


def newest_publication(call: Call) -> OfficialDocument | None:
    """The latest of them."""
    return publications(call).order_by("-signed_at", "-pk").first()


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

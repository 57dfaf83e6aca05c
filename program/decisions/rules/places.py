"""Places of a call: given by first batches, held by cases, freed by upheld objections, filled by reserves."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.module_loading import import_string

from program import tracks
from program.applications.models import Application
from program.calls.models import Call, QuotaBy
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
    return items.select_related("application__zone", "application__applicant", "batch").order_by(
        "batch", "reserve_order"
    )


def next_reserve(call: Call) -> BatchItem | None:
    """Who moves up next."""
    return next_reserves([call.pk]).get(call.pk)


def next_reserves(calls: Collection[int]) -> dict[int, BatchItem]:
    """Who moves up next, by call; a call where nobody can is not in it. One query, and one where a call has a further quota."""
    waiting: dict[int, list[BatchItem]] = defaultdict(list)
    for item in waiting_reserves(calls).select_related("batch__call"):
        waiting[item.batch.call_id].append(item)
    shared = [key for key, items in waiting.items() if items[0].batch.call.each_quota is not None]
    held = held_of_each(shared) if shared else {}
    found = {key: first_of(items, held.get(key, {})) for key, items in waiting.items()}
    return {key: item for key, item in found.items() if item is not None}


def first_of(reserves: Iterable[BatchItem], held: Mapping[str, int]) -> BatchItem | None:
    """Of a call's waiting reserves: first whoever has moved up already and whose batch was discarded, then by order.

    Whose field or province is full waits, and the next one moves up; who has moved up already holds a place of it.
    """
    fitting = (item for item in reserves if item.application.stage != StageName.UNLISTED or fits(item, held))
    return min(fitting, key=lambda item: item.application.stage == StageName.UNLISTED, default=None)


def fits(item: BatchItem, held: Mapping[str, int]) -> bool:
    """Whether one more of its field or province can be listed."""
    most = item.batch.call.each_quota
    return most is None or not item.quota_group or held.get(item.quota_group, 0) < most


def groups_of(call: Call, cases: Iterable[Application]) -> dict[int, str]:
    """Case id → the field or province that the call's further quota counts it towards; empty where it has none."""
    if call.quota_by == QuotaBy.PROVINCE:
        return {case.pk: case.zone.province for case in cases}
    if call.quota_by == QuotaBy.FIELD:
        fields: dict[int, str] = import_string(tracks.get(call.track).fields)([case.pk for case in cases])
        return fields
    return {}


def held_of_each(calls: Collection[int], *, besides: Collection[int] = ()) -> dict[int, Counter[str]]:
    """Call → how many of its cases hold a place, by field or province; cases of `besides` not counted. One query."""
    rows = BatchItem.objects.filter(application__in=holding(calls).order_by()).exclude(quota_group="")
    rows = rows.exclude(application__in=besides).order_by("pk")
    groups = {
        case: (call, group)
        for case, call, group in rows.values_list("application", "batch__call", "quota_group")
    }
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for call, group in groups.values():
        found[call][group] += 1
    return found


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

"""What of each call waits for the office's next step. All calls are asked at once: the questions become columns of one query."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from program.applications.models import Application
from program.calls.models import Call
from program.decisions.rules.documents import ready_to_publish
from program.decisions.rules.places import (
    awaiting_first,
    awaiting_reconsideration,
    given,
    holding,
    publications,
    unfinished,
    waiting_reserves,
)
from program.process.models import StageName
from program.reviews.models import RankingRun

OPEN_STAGES = (StageName.DELIBERATION, StageName.UNLISTED, StageName.PUBLICATION)
EACH = OuterRef("pk")


@dataclass(frozen=True)
class Waiting:
    """Counts of cases of one call, by what the office does with them next."""

    call: Call
    undecided: int  # at deliberation, in no batch, decided on by nobody yet
    returned: int  # sent back by an upheld objection, in no batch
    reserves: int  # may still move up
    may_promote: bool  # a place is free for the next of them, or one has moved up and needs a batch again
    ready: int  # through their notice, in no document
    published: bool  # a document has listed cases of the call
    latest_run: int | None  # id of the ranking made last

    @property
    def may_release(self) -> bool:
        """Reserves can be told that nobody moves up any more."""
        return bool(self.reserves and self.published)

    @property
    def anything(self) -> bool:
        return bool(self.undecided or self.returned or self.may_promote or self.ready or self.may_release)


def number(rows: QuerySet[Any], call: str = "call") -> Coalesce:
    """How many rows there are for each call, as a column; `call` is the rows' way to it."""
    counted = rows.order_by().values(call).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def waiting_calls() -> list[Waiting]:
    """The calls with something to decide; one query."""
    return [found for call in _asked().all() if (found := _read(call)).anything]


@cache
def _asked() -> QuerySet[Any]:
    """The question, the same for everybody at any time: putting it together costs more than its answer, and is done once."""
    moved_up = waiting_reserves(EACH).filter(application__stage=StageName.DELIBERATION)
    runs = RankingRun.objects.filter(round__call=EACH).order_by("-pk")
    calls = Call.objects.filter(
        Exists(Application.objects.filter(call=EACH, stage__in=OPEN_STAGES))
    ).annotate(
        undecided=number(awaiting_first(EACH)),
        returned=number(awaiting_reconsideration(EACH)),
        given=number(given(EACH), "batch__call"),
        # Read only of a call with reserves: those listed are many, and nobody else's number depends on them.
        holding=Case(When(Exists(waiting_reserves(EACH)), then=number(holding(EACH))), default=0),
        reserves_left=number(waiting_reserves(EACH), "batch__call"),
        moved_up=Exists(moved_up),
        unfinished=Exists(unfinished(EACH)),
        ready=number(ready_to_publish(EACH)),
        published=Exists(publications(EACH)),
        latest_run=Subquery(runs.values("pk")[:1]),
    )
    return calls.order_by("pk")


def releasable_calls() -> QuerySet[Any]:
    """The calls whose reserves can be told that nobody moves up any more, each with `reserves_left`; one query."""
    return _releasable().all()


@cache
def _releasable() -> QuerySet[Any]:
    calls = Call.objects.filter(Exists(waiting_reserves(EACH)), Exists(publications(EACH)))
    return calls.annotate(reserves_left=number(waiting_reserves(EACH), "batch__call")).order_by("pk")


def _read(call: Any) -> Waiting:
    # While a signed batch is carried out, numbers of places are not to be relied on yet.
    free = not call.unfinished and call.given > call.holding
    return Waiting(
        call=call,
        undecided=call.undecided,
        returned=call.returned,
        reserves=call.reserves_left,
        may_promote=bool(call.moved_up or (free and call.reserves_left)),
        ready=call.ready,
        published=call.published,
        latest_run=call.latest_run,
    )

"""What of each call waits for the office's next step. All calls are asked at once: the questions become columns of one query."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from program.applications.models import Application
from program.calls.models import Call
from program.decisions.rules.eligibility import ready_to_publish
from program.decisions.rules.places import (
    awaiting_first,
    awaiting_reconsideration,
    cases_of,
    given,
    holding,
    next_reserves,
    publications,
    unfinished,
    waiting_reserves,
)
from program.people.models import in_language
from program.prepared import Prepared
from program.process.models import CLOSED_STAGES, StageName
from program.reviews.models import RankingRun

OPEN_STAGES = (StageName.DELIBERATION, StageName.UNLISTED, StageName.PUBLICATION)
EACH = OuterRef("pk")


@dataclass(frozen=True)
class Waiting:
    """Counts of cases of one call, by what the office does with them next."""

    call: int
    title_zh: str
    title_en: str
    undecided: int  # at deliberation, in no batch, decided on by nobody yet
    returned: int  # sent back by an upheld objection, in no batch
    reserves: int  # may still move up
    may_promote: bool  # a place is free for the next of them, or one has moved up and needs a batch again
    ready: int  # through their notice, in no document
    published: bool  # a document has listed cases of the call
    latest_run: int | None  # id of the ranking made last
    quota_of_each: bool = False  # not every reserve fits every place
    nobody: bool = False  # every case was decided and none chosen: a document says so, and they are told

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def may_release(self) -> bool:
        """Reserves can be told that nobody moves up any more."""
        return bool(self.reserves and self.published)

    @property
    def anything(self) -> bool:
        return bool(
            self.undecided
            or self.returned
            or self.may_promote
            or self.ready
            or self.may_release
            or self.nobody
        )


def number(rows: QuerySet[Any], call: str = "call") -> Coalesce:
    """How many rows there are for each call, as a column; `call` is the rows' way to it."""
    counted = rows.order_by().values(call).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def waiting_calls() -> list[Waiting]:
    """The calls with something to decide; one query, and two where a place is free in a call with a further quota."""
    found = [_read(*row) for row in _WAITING.ask()]
    asked = {each.call for each in found if each.may_promote and each.quota_of_each}
    full = asked - next_reserves(asked).keys() if asked else set()
    found = [replace(each, may_promote=False) if each.call in full else each for each in found]
    return [each for each in found if each.anything]


def _asked() -> QuerySet[Any, tuple[Any, ...]]:
    """Of each call, in the order in which `_read` takes them."""
    return (
        Call.objects.filter(Exists(Application.objects.filter(call=EACH, stage__in=OPEN_STAGES)))
        .order_by("pk")
        .values_list(
            "pk",
            "title_zh",
            "title_en",
            number(awaiting_first(EACH)),
            number(awaiting_reconsideration(EACH)),
            number(given(EACH), "batch__call"),
            # Read only of a call with reserves: those listed are many, and nobody else's number depends on them.
            Case(When(Exists(waiting_reserves(EACH)), then=number(holding(EACH))), default=0),
            number(waiting_reserves(EACH), "batch__call"),
            Exists(waiting_reserves(EACH).filter(application__stage=StageName.DELIBERATION)),
            Exists(unfinished(EACH)),
            number(ready_to_publish(EACH)),
            Exists(publications(EACH)),
            Exists(cases_of(EACH).exclude(stage__in=(*CLOSED_STAGES, StageName.DRAFT, StageName.UNLISTED))),
            Subquery(RankingRun.objects.filter(round__call=EACH).order_by("-pk").values("pk")[:1]),
            "each_quota",
        )
    )


_WAITING = Prepared(_asked)


def releasable_calls() -> list[Waiting]:
    """The calls whose reserves can be told that nobody moves up any more."""
    return [each for each in waiting_calls() if each.may_release]


def _read(
    call: int, title_zh: str, title_en: str, undecided: int, returned: int, given: int, holding: int, reserves: int,
    moved_up: bool, unfinished: bool, ready: int, published: bool, going_on: bool, latest_run: int | None,
    each_quota: int | None,
) -> Waiting:  # fmt: skip
    # While a signed batch is carried out, numbers of places are not to be relied on yet.
    free = not unfinished and given > holding
    return Waiting(
        call=call,
        title_zh=title_zh,
        title_en=title_en,
        undecided=undecided,
        returned=returned,
        reserves=reserves,
        may_promote=bool(moved_up or (free and reserves)),
        ready=ready,
        published=bool(published),
        latest_run=latest_run,
        quota_of_each=each_quota is not None,
        nobody=not (going_on or reserves or published),
    )

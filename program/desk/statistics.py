"""The office's statistics: where cases rest and for how long, what is late, who has how much on the desk.

Counted from one question that groups all open cases by call, stage and clerk; every number knows the search that lists its cases.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from program import clock, tracks
from program.applications.models import Application
from program.applications.rules import overdue
from program.calls.models import Call
from program.people.models import READING_ROLES, Role, User
from program.people.rules import Standing
from program.process.models import StageName
from program.progress.models import StageMedian
from program.progress.rules import FEWEST

READERS = READING_ROLES | {Role.SUPERVISOR}
"""The supervisor sees the numbers, and none of the cases behind them."""
WEEKS = 12
"""Columns of the chart; the last has what rests longer."""
LONGEST = 10


@dataclass(frozen=True)
class Number:
    """How many, and where they are listed; no address where the reader sees no cases, or there are none."""

    count: int
    address: str = ""


@dataclass
class Tally:
    """Open cases of a row."""

    open: int = 0
    week: int = 0
    overdue: int = 0

    def add(self, cell: Any) -> None:
        self.open += cell.open
        self.week += cell.week
        self.overdue += cell.late


@dataclass(frozen=True)
class Row:
    """A line of a table: its name, its numbers; for a stage how long it takes."""

    label: str
    open: Number
    week: Number
    overdue: Number
    lasts: StageMedian | None = None


@dataclass(frozen=True)
class TrackTable:
    label: str
    rows: list[Row]


@dataclass(frozen=True)
class Asked:
    """What the page is narrowed down to, and for whom."""

    held: Standing
    moment: datetime
    track: str = ""
    call: Call | None = None

    @property
    def reads(self) -> bool:
        return self.held.reads_everything

    @property
    def sunday(self) -> datetime:
        today = clock.beijing_date(self.moment)
        return clock.end_of(today + timedelta(days=6 - today.weekday()))

    def cases(self) -> QuerySet[Application]:
        found: QuerySet[Application] = Application.objects.open()
        if self.track:
            found = found.filter(call__track=self.track)
        return found.filter(call=self.call) if self.call else found

    def terms(self, **more: str) -> dict[str, str]:
        """The terms of a search for the same cases, as far as the page is narrowed down."""
        known = {"stage": "open", "track": self.track, "call": self.call.code if self.call else ""}
        return known | more

    def number(self, count: int, **terms: str) -> Number:
        return Number(count, searched(self.terms(**terms)) if count and self.reads else "")

    def numbers(self, tally: Tally, **terms: str) -> tuple[Number, Number, Number]:
        """Open, due from today to Sunday, overdue."""
        today = clock.beijing_date(self.moment)
        after, before = today - timedelta(days=1), clock.beijing_date(self.sunday) + timedelta(days=1)
        week = {"due": f">{after:%Y-%m-%d} due:<{before:%Y-%m-%d}"}
        return (
            self.number(tally.open, **terms),
            self.number(tally.week, **terms, **week),
            self.number(tally.overdue, **terms, overdue="yes"),
        )


def searched(terms: Mapping[str, str]) -> str:
    """The address of the search with those terms, of cases alone."""
    said = " ".join(f"{name}:{value}" for name, value in terms.items() if value)
    return f"{reverse('search:search')}?{urlencode({'q': said, 'kind': 'cases'})}"


def page(asked: Asked) -> dict[str, Any]:
    """Everything on the page. Six queries."""
    cells = list(cube(asked))
    return {
        "tables": list(by_track(asked, cells)),
        "clerks": by_clerk(asked, cells),
        "calls": by_call(asked, cells),
        "chart": resting(asked),
        "chart_names": [_("in time"), _("over their limit")],
        "longest": longest(asked),
        "weeks": WEEKS,
        "fewest": FEWEST,
    }


def cube(asked: Asked) -> Iterable[Any]:
    """(call, stage, clerk) → open cases, of which due this week, overdue."""
    late = overdue(asked.moment)
    week = Q(due__gte=clock.start_of(clock.beijing_date(asked.moment)), due__lte=asked.sunday)
    keys = ("call__track", "call", "stage", "clerk")
    counts = {"open": Count("pk"), "week": Count("pk", filter=week), "late": Count("pk", filter=late)}
    found: Any = asked.cases().order_by().values(*keys).annotate(**counts)
    cells: Iterable[Any] = found.values_list(*keys, *counts, named=True)
    return cells


def sums(cells: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, Tally]:
    found: dict[Any, Tally] = {}
    for cell in cells:
        found.setdefault(key(cell), Tally()).add(cell)
    return found


def by_track(asked: Asked, cells: list[Any]) -> Iterable[TrackTable]:
    """Each track with its stages in their order. Who was not chosen is not told apart to a reader who sees no cases."""
    tallies = sums(cells, lambda cell: (cell.call__track, stage_read(cell.stage, asked.reads)))
    lasting = {(row.track, row.stage): row for row in StageMedian.objects.filter(call=asked.call)}
    for track in tracks.everyone():
        if asked.track not in {"", track.code} or (asked.call and asked.call.track != track.code):
            continue
        rows = [
            Row(
                str(stage.label),
                *asked.numbers(
                    tallies.get((track.code, stage), Tally()), track=track.code, stage=stage.value
                ),
                lasts=lasting.get((track.code, stage)),
            )
            for stage in StageName
            if (track.code, stage) in tallies or (track.code, stage) in lasting
        ]
        if rows:
            yield TrackTable(str(track.label), rows)


def stage_read(stage: str, reads: bool) -> StageName:
    return StageName.DELIBERATION if stage == StageName.UNLISTED and not reads else StageName(stage)


def by_clerk(asked: Asked, cells: list[Any]) -> list[Row]:
    """The most loaded first, then what nobody looks after."""
    tallies = sums(cells, lambda cell: cell.clerk)
    people = User.objects.in_bulk([key for key in tallies if key is not None])
    ordered = sorted(people.values(), key=lambda each: (-tallies[each.pk].open, each.pk))
    rows = [Row(each.name, *asked.numbers(tallies[each.pk], clerk=each.username)) for each in ordered]
    if None in tallies:
        rows.append(Row(_("nobody yet"), *asked.numbers(tallies[None], clerk="-")))
    return rows


def by_call(asked: Asked, cells: list[Any]) -> list[Row]:
    """Calls with open cases, the newest first."""
    tallies = sums(cells, lambda cell: cell.call)
    calls = Call.objects.filter(pk__in=tallies).order_by("-apply_until", "-pk")
    return [Row(str(call), *asked.numbers(tallies[call.pk], call=call.code)) for call in calls]


def resting(asked: Asked) -> dict[int, list[Decimal]]:
    """Whole weeks since they came to their stage → open cases in time, and over their limit. One query."""
    late, counts = overdue(asked.moment), {}
    for week in range(WEEKS + 1):
        since = Q(stage_since__lte=asked.moment - timedelta(weeks=week))
        if week < WEEKS:
            since &= Q(stage_since__gt=asked.moment - timedelta(weeks=week + 1))
        counts[f"all{week}"] = Count("pk", filter=since)
        counts[f"late{week}"] = Count("pk", filter=since & late)
    found = asked.cases().aggregate(**counts)
    return {
        week: [Decimal(found[f"all{week}"] - found[f"late{week}"]), Decimal(found[f"late{week}"])]
        for week in range(WEEKS + 1)
    }


@dataclass(frozen=True)
class Resting:
    """A case and for how many days it has been where it is."""

    case: Application
    days: int
    who: str = field(default="")


def longest(asked: Asked) -> list[Resting]:
    """What has rested longest since it was handed in, for those who see cases; drafts rest with their applicants."""
    if not asked.reads:
        return []
    found = (
        asked.cases()
        .exclude(stage=StageName.DRAFT)
        .select_related("zone", "applicant", "waiting_org", "clerk")
    )
    return [
        Resting(case, (asked.moment - case.stage_since).days, case.waits_for(reads=True))
        for case in found.order_by("stage_since", "pk")[:LONGEST]
    ]

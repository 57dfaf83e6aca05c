"""The matrix: zones against duties of a year, with rates by duty, province and in total, over five years."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from program.people.models import in_language
from program.people.provinces import Province
from program.people.rules import Standing as Held
from program.supervision.models import Duty, DutyState, Obligation, ObligationQuerySet
from program.supervision.rules.alerts import days_late
from program.supervision.rules.duties import zones_of

YEARS = 5
"""So many years stand beside each other."""


@dataclass(frozen=True)
class Tally:
    """How many are owed, handed in, due so far, and of those handed in by their day."""

    owed: int = 0
    handed_in: int = 0
    due: int = 0
    on_time: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.owed + other.owed, self.handed_in + other.handed_in, self.due + other.due, self.on_time + other.on_time
        )  # fmt: skip

    @property
    def rate(self) -> Decimal | None:
        """报送率: per cent of what is owed that was handed in, one decimal."""
        return percent(self.handed_in, self.owed)

    @property
    def punctuality(self) -> Decimal | None:
        """及时率: per cent of what was due so far that was handed in by its day."""
        return percent(self.on_time, self.due)


def percent(part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


class Counted(NamedTuple):
    """What one row of the count is about."""

    year: int
    duty: str
    province: str


Counts = Mapping[Counted, Tally]


def counts(within: ObligationQuerySet, years: Iterable[int], moment: datetime) -> Counts:
    """Year, duty and province → tally. One query."""
    due = Q(expected__lt=moment, due_provisional=False)
    rows = (
        within.owed()
        .filter(year__in=years)
        .order_by()
        .annotate(expected=Coalesce("again_due", "due"))
        .values("year", "duty", province=F("zone__province"))
        .annotate(
            owed=Count("pk"),
            handed_in=Count("pk", filter=Q(handed_in_at__isnull=False)),
            passed=Count("pk", filter=due),
            on_time=Count("pk", filter=due & Q(handed_in_at__isnull=False, was_late=False)),
        )
    )
    columns = ("year", "duty", "province", "owed", "handed_in", "passed", "on_time")
    return {Counted(*row[:3]): Tally(*row[3:]) for row in rows.values_list(*columns)}


class Cell(NamedTuple):
    """Where one obligation stands: by how many days it is late, until when it was extended."""

    pk: int
    state: DutyState
    days: int
    until: datetime
    was_late: bool


@dataclass
class Row:
    """A zone with its cells, by duty."""

    zone: int
    code: str
    name_zh: str
    name_en: str
    province: str
    cells: dict[str, Cell]

    @property
    def name(self) -> str:
        return in_language(self, "name")


COLUMNS = (
    "pk", "zone", "duty", "due", "again_due", "due_provisional", "extended_at", "handed_in_at", "was_late", "accepted_at",
    "release",
)  # fmt: skip
OF_ZONE = ("zone__code", "zone__name_zh", "zone__name_en", "zone__province")


def rows(within: ObligationQuerySet, year: int, moment: datetime) -> list[Row]:
    """Zones that owe or owed something of that year, in the order of their codes. One query."""
    found: dict[int, Row] = {}
    kept: Any = within.filter(year=year).order_by("zone__code").values_list(*COLUMNS, *OF_ZONE)
    for pk, zone, duty, *columns, code, name_zh, name_en, province in kept:
        row = found.get(zone)
        if row is None:
            row = found[zone] = Row(zone, code, name_zh, name_en, province, {})
        row.cells[duty] = cell_of(Obligation(pk=pk, **dict(zip(COLUMNS[3:], columns, strict=True))), moment)
    return list(found.values())


def cell_of(one: Obligation, moment: datetime) -> Cell:
    """The same of one obligation."""
    return Cell(one.pk, one.stands(moment), days_late(one, moment), one.expected, one.was_late)


@dataclass(frozen=True)
class Matrix:
    """Everything that the page shows of a year: rows, and the counts of five."""

    year: int
    rows: list[Row]
    counts: Counts
    duties: list[Duty]
    province: str = ""

    @cached_property
    def years(self) -> list[int]:
        """The year and those before it, the newest first."""
        return list(range(self.year, self.year - YEARS, -1))

    @cached_property
    def _sums(self) -> dict[Counted, Tally]:
        """Of what is shown; an empty duty or province stands for all of them."""
        sums: dict[Counted, Tally] = defaultdict(Tally)
        for (year, duty, province), tally in self.counts.items():
            if duty in self.duties and self.province in ("", province):
                for about in product((year,), (duty, ""), (province, "")):
                    sums[Counted(*about)] += tally
        return sums

    def tally(self, *, year: int = 0, duty: str = "", province: str = "") -> Tally:
        """Added up over every duty that is shown, or of one; over every province within reach, or of one."""
        return self._sums.get(Counted(year or self.year, duty, province), Tally())

    @cached_property
    def provinces(self) -> list[tuple[Province, list[Tally], Tally]]:
        """Province, tally of each duty, tally of all; of the year."""
        there = {about.province for about in self._sums if about.year == self.year}
        return [
            (
                province,
                [self.tally(duty=duty, province=province) for duty in self.duties],
                self.tally(province=province),
            )
            for province in Province
            if province in there
        ]


def matrix(user: Any, year: int, moment: datetime, *, province: str = "", duty: str = "") -> Matrix:
    """Within the person's reach. Two queries."""
    within: ObligationQuerySet = Obligation.objects.visible_to(user)
    narrowed = within.filter(zone__province=province) if province else within
    if duty:
        narrowed = narrowed.filter(duty=duty)
    counted = counts(within, range(year - YEARS + 1, year + 1), moment)
    return Matrix(year, rows(narrowed, year, moment), counted, [Duty(duty)] if duty else list(Duty), province)


def mine(held: Held) -> ObligationQuerySet:
    """What the zones for which the person hands in have yet to hand in, the most urgent first."""
    own: ObligationQuerySet = Obligation.objects.open().filter(zone__in=zones_of(held))
    return own.select_related("zone").order_by(Coalesce("again_due", "due"), "pk")

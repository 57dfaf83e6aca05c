"""The matrix: zones against duties of a year, with rates by duty, province and in total, over five years."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from program import clock
from program.people.provinces import Province
from program.people.rules import Standing as Held
from program.prepared import Keys
from program.supervision.models import Duty, DutyState, Obligation, ObligationQuerySet, state_of
from program.zones.models import REVIEWING_ROLES, Zone

YEARS = 5
"""So many years stand beside each other."""


# ---------------------------------------------------------------- rates
class Tally(NamedTuple):
    """How many are owed, handed in, due so far, and of those handed in by their day."""

    owed: int = 0
    handed_in: int = 0
    due: int = 0
    on_time: int = 0

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


def together(found: Iterable[Tally]) -> Tally:
    return Tally(*map(sum, zip(*found, strict=True)))


Counts = Mapping[tuple[Any, str], Tally]
"""(year or province, duty) → tally."""


def counts(within: ObligationQuerySet, by: str, moment: datetime) -> Counts:
    """Of each duty, by the year or the province. One query."""
    due = Q(expected__lt=moment, due_provisional=False)
    rows = (
        within.owed()
        .order_by()
        .annotate(expected=Coalesce("again_due", "due"), by=F(by))
        .values("by", "duty")
    )
    counted = rows.annotate(
        owed=Count("pk"),
        handed_in=Count("pk", filter=Q(handed_in_at__isnull=False)),
        passed=Count("pk", filter=due),
        on_time=Count("pk", filter=due & Q(handed_in_at__isnull=False, was_late=False)),
    ).values_list("by", "duty", "owed", "handed_in", "passed", "on_time")
    return {(by, duty): Tally(*figures) for by, duty, *figures in counted}


# ---------------------------------------------------------------- cells
class Cell(NamedTuple):
    """Where one obligation stands: by how many days it is late, until when it was extended."""

    pk: int
    state: DutyState
    days: int
    until: datetime
    was_late: bool


def cell_of(one: Any, moment: datetime) -> Cell:
    """Of an obligation, or of its columns."""
    until = one.again_due or one.due
    days = (clock.beijing_date(moment) - clock.beijing_date(until)).days
    return Cell(one.pk, state_of(one, moment), days, until, one.was_late)


COLUMNS = (
    "zone", "duty", "pk", "due", "again_due", "due_provisional", "extended_at", "handed_in_at", "was_late", "accepted_at",
    "release",
)  # fmt: skip
"""What the state of an obligation is read from: making a thousand whole rows would cost more than the rest of the page."""


class Row(NamedTuple):
    """A zone with its cells, by duty."""

    zone: Zone
    cells: dict[str, Cell]


# ---------------------------------------------------------------- both
@dataclass(frozen=True)
class Matrix:
    """A year within somebody's reach, narrowed down to a province or a duty."""

    year: int
    duties: list[Duty]
    within: ObligationQuerySet
    """Of every year."""
    moment: datetime

    @property
    def years(self) -> list[int]:
        """The year and those before it, the newest first."""
        return list(range(self.year, self.year - YEARS, -1))

    @property
    def of_year(self) -> ObligationQuerySet:
        return self.within.filter(year=self.year)

    @property
    def zones(self) -> QuerySet[Zone]:
        """Zones that owe or owed something of the year."""
        return Zone.objects.filter(pk__in=self.of_year.order_by().values("zone")).order_by("code")

    def rows(self, zones: Iterable[Zone]) -> list[Row]:
        """Those zones with their cells. One query."""
        found = {zone.pk: Row(zone, {}) for zone in zones}
        kept: Any = self.of_year.filter(zone__in=list(found)).order_by().values_list(*COLUMNS, named=True)
        for one in kept:
            found[one.zone].cells[one.duty] = cell_of(one, self.moment)
        return list(found.values())

    @cached_property
    def by_year(self) -> Counts:
        return counts(self.within.filter(year__in=self.years), "year", self.moment)

    @cached_property
    def by_province(self) -> Counts:
        return counts(self.of_year, "zone__province", self.moment)

    def tally(self, duty: Duty | None = None, year: int = 0) -> Tally:
        """Of one duty or of all that are shown."""
        year = year or self.year
        if duty is None:
            return together(self.tally(each, year) for each in self.duties)
        return self.by_year.get((year, duty), Tally())

    @property
    def provinces(self) -> list[tuple[Province, list[Tally]]]:
        """Province and, of the year, the tally of each duty and of all."""
        there = {province for province, _duty in self.by_province}
        found = []
        for province in Province:
            if province in there:
                tallies = [self.by_province.get((province, duty), Tally()) for duty in self.duties]
                found.append((province, [*tallies, together(tallies)]))
        return found


def matrix(user: Any, year: int, moment: datetime, *, province: str = "", duty: str = "") -> Matrix:
    within: ObligationQuerySet = Obligation.objects.visible_to(user)
    if province:
        within = within.filter(zone__province=province)
    if duty:
        within = within.filter(duty=duty)
    return Matrix(year, [Duty(duty)] if duty else list(Duty), within, moment)


def mine(held: Held) -> ObligationQuerySet:
    """What the zones for which the person hands in have yet to hand in, the most urgent first."""
    if not held.organizations(*REVIEWING_ROLES):
        return Obligation.objects.none()
    own = to_hand_in(held.organizations(*REVIEWING_ROLES))
    return own.select_related("zone").order_by(Coalesce("again_due", "due"), "pk")


def to_hand_in(bodies: Keys) -> ObligationQuerySet:
    """What the zones of these organisations have yet to hand in."""
    owed: ObligationQuerySet = Obligation.objects.open()
    return owed.filter(zone__in=Zone.objects.answered_for(bodies).values("pk"))

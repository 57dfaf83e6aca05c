"""What the ledger holds of a year: clause by clause, zone by zone. Sums are added in Python."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from program.ledger.models import UNDER_WAY, Clause, Kind, LedgerEntry, State, Unit
from program.ledger.rules.words import CLAUSES, Asked
from program.zones.models import Zone


@dataclass(frozen=True)
class Sum:
    """What the entries of one kind come to: how many, and their figures in one unit; no total where the kind has no figure."""

    kind: Kind
    unit: Unit | None
    count: int
    total: Decimal | None


@dataclass(frozen=True)
class Account:
    """A clause with the entries that count, in the order in which the work was done, and their sums by kind and unit."""

    clause: Clause
    entries: tuple[LedgerEntry, ...]
    sums: tuple[Sum, ...]
    under_way: int = 0  # being entered, returned, or to be checked

    @property
    def asked(self) -> Asked:
        return CLAUSES[self.clause]

    @property
    def is_gap(self) -> bool:
        """Work that is the zone's own duty, of which there is nothing yet, and nothing is on its way."""
        return self.asked.of_zones and not self.entries and not self.under_way


def accepted(zone: Zone | None, year: int) -> list[Account]:
    """Every clause, in the circular's order, with what a zone (None: the office itself) has in the ledger for a year.

    For the yearly reports: only what passed the check and was neither corrected nor struck out since. One query.
    """
    rows = LedgerEntry.objects.accepted(year).filter(zone=zone)
    return _accounts(list(rows.select_related("zone").order_by("since", "pk")))


def account_of_zone(zone: Zone, year: int) -> list[Account]:
    """The same, with how many entries are on their way."""
    rows = LedgerEntry.objects.filter(zone=zone, year=year, state__in=[*UNDER_WAY, State.ACCEPTED])
    found = list(rows.select_related("zone").order_by("since", "pk"))
    counted = [row for row in found if row.state == State.ACCEPTED]
    return _accounts(counted, Counter(row.clause for row in found if row.state != State.ACCEPTED))


def _accounts(rows: Sequence[LedgerEntry], under_way: Mapping[str, int] | None = None) -> list[Account]:
    by_clause: dict[str, list[LedgerEntry]] = {}
    for row in rows:
        by_clause.setdefault(row.clause, []).append(row)
    return [
        Account(
            clause, tuple(mine), sums((row.kind, row.unit, row.figure) for row in mine), (under_way or {}).get(clause, 0)
        )
        for clause in Clause
        for mine in [by_clause.get(clause, [])]
    ]  # fmt: skip


def sums(figures: Iterable[tuple[str, str, Decimal | None]]) -> tuple[Sum, ...]:
    """Of (kind, unit, figure), in the order of the kinds."""
    counts: Counter[tuple[str, str]] = Counter()
    totals: dict[tuple[str, str], Decimal] = {}
    for kind, unit, figure in figures:
        counts[kind, unit] += 1
        if figure is not None:
            totals[kind, unit] = totals.get((kind, unit), Decimal(0)) + figure
    order = {kind.value: place for place, kind in enumerate(Kind)}
    return tuple(
        Sum(Kind(kind), Unit(unit) if unit else None, counts[kind, unit], totals.get((kind, unit)))
        for kind, unit in sorted(counts, key=lambda key: (order[key[0]], key[1]))
    )


# ---------------------------------------------------------------- all zones
@dataclass
class Covered:
    """A clause over all zones: entries that count, the zones with at least one, sums."""

    clause: Clause
    entries: int = 0
    zones: int = 0
    sums: tuple[Sum, ...] = ()

    @property
    def asked(self) -> Asked:
        return CLAUSES[self.clause]


@dataclass
class Matrix:
    """All zones × all clauses of a year: how many entries count."""

    clauses: list[Covered]
    counts: dict[int | None, Counter[str]] = field(
        default_factory=dict
    )  # key of the zone, None: the office → clause

    def row(self, zone: int | None) -> list[tuple[Clause, int]]:
        mine = self.counts.get(zone, Counter())
        return [(clause, mine[clause]) for clause in Clause]


def coverage(year: int) -> Matrix:
    """One query, whatever the number of zones."""
    figures: dict[str, list[Any]] = {}
    counts: dict[int | None, Counter[str]] = {}
    rows = LedgerEntry.objects.accepted(year).order_by()
    for zone, clause, kind, unit, figure in rows.values_list("zone_id", "clause", "kind", "unit", "figure"):
        counts.setdefault(zone, Counter())[clause] += 1
        figures.setdefault(clause, []).append((kind, unit, figure))
    covered = [
        Covered(
            clause, len(figures.get(clause, ())),
            sum(1 for zone, mine in counts.items() if zone is not None and mine[clause]),
            sums(figures.get(clause, ())),
        )
        for clause in Clause
    ]  # fmt: skip
    return Matrix(covered, counts)

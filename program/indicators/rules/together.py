"""All zones together: a ratio of sums over the zones whose figures can be added, and how many those are; few queries."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q

from program.indicators.models import (
    Declaration,
    DerivedFigure,
    Indicator,
    IndicatorSet,
    ItemValue,
    Scope,
)
from program.indicators.rules.formulas import PRECISION, Asked, Value, evaluate, needed
from program.indicators.rules.gathering import Coverage, Gathered
from program.indicators.rules.judging import FIXED, HOLDS, Finding, Judged, asked_for, fixed, turned
from program.indicators.rules.wording import Codes
from program.rulesets.models import Key
from program.rulesets.rules import in_force
from program.zones.models import Affiliation, Zone

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Together:
    """An indicator of all zones: its value, and of how many zones it speaks."""

    judged: Judged
    coverage: Coverage
    year: int


@dataclass(frozen=True)
class Everywhere:
    """What all zones declared, zone by zone; `minimum`: the coverage, per cent, from which a zone's figures count."""

    zones: Mapping[int, Gathered]
    minimum: int

    def counting(self, year: int, years: Iterable[int]) -> list[Mapping[str, Mapping[int, Decimal]]]:
        """The figures of zones that declared enough in all years and count on the price base that most are on."""
        asked = {year, *years}
        there = [
            found for found in self.zones.values() if all(enough(found, one, self.minimum) for one in asked)
        ]
        bases = Counter(min(found.bases[year]) for found in there if len(found.bases[year]) == 1)
        common = {max(bases, key=lambda base: (bases[base], base))} if bases else set()
        return [found.comparable(year) for found in there if found.bases[year] == common]


def coverage_minimum() -> int:
    """Per cent of sites, as the rules signed last ask for it."""
    return int(in_force(Key.COVERAGE_MINIMUM).value)


def enough(found: Gathered, year: int, minimum: int) -> bool:
    share = found.coverage[year].share if year in found.coverage else None
    return share is not None and share >= minimum


def everywhere(
    codes: Iterable[str], years: Iterable[int], *, minimum: int, kinds: Mapping[str, str] | None = None,
    within: Collection[int] | None = None,
) -> Everywhere:  # fmt: skip
    """Those figures of all zones (or of those `within`, by key) that were no part of another through the year, added up in
    Python; four queries.

    `kinds`: item → kind, where some are yes or no.
    """
    span, wanted = sorted(set(years)), set(codes)
    zones: dict[int, Gathered] = {}
    in_force = Declaration.objects.in_force().filter(through_the_year(), year__in=span).order_by()
    if within is not None:
        in_force = in_force.filter(zone__in=within)
    heads: Any = in_force.values_list("zone", "year", "price_base", "value_added_final", "site")
    reported: Counter[tuple[int, int]] = Counter()
    for zone, year, base, final, site in heads:
        found = zones.setdefault(zone, Gathered(kinds=dict(kinds or {})))
        found.bases.setdefault(year, set()).add(base)
        reported[zone, year] += site is not None
        if not final:
            found.preliminary.add(year)
    for zone, code, year, figure in _figures(in_force, wanted):
        zones[zone].add(code, year, figure)
    for (zone, year), listed in _expected(span).items():
        if zone in zones:
            there = reported[zone, year] if listed else int(year in zones[zone].bases)
            zones[zone].coverage[year] = Coverage(there, listed)
    for found in zones.values():
        for year in found.bases:
            found.coverage.setdefault(year, Coverage(1, 0))
    return Everywhere(zones, minimum)


def through_the_year() -> Q:
    """Declarations of zones that are waited for: what was merged within a year is part of another zone's figures of it."""
    return Q(zone__closed_on=None) | Q(zone__closed_on__year__gt=F("year"))


def zones_expected(years: Iterable[int]) -> dict[int, int]:
    """Year → zones that were no part of another through its end; one query."""
    closed = list(Zone.objects.reporting().values_list("closed_on__year", flat=True))
    return {year: sum(one is None or one > year for one in closed) for year in years}


def _figures(in_force: Any, wanted: set[str]) -> list[Any]:
    ids = in_force.values("pk")
    items: Any = ItemValue.objects.filter(declaration__in=ids, item__in=wanted, value__isnull=False)
    derived: Any = DerivedFigure.objects.filter(declaration__in=ids, code__in=wanted)
    return [
        *items.values_list("declaration__zone", "item", "declaration__year", "value"),
        *derived.values_list("declaration__zone", "code", "declaration__year", "value"),
    ]


def _expected(span: Sequence[int]) -> dict[tuple[int, int], int]:
    """(zone, year) → how many sites stood in it; one query."""
    counts: dict[str, Any] = {
        f"in_{year}": Count(
            "pk", filter=Q(since_year__lte=year) & (Q(until_year=None) | Q(until_year__gte=year))
        )
        for year in span
    }
    rows: Any = Affiliation.objects.order_by().values("zone").annotate(**counts)
    return {(row["zone"], year): row[f"in_{year}"] for row in rows for year in span}


# ---------------------------------------------------------------- what all zones together come to
def together(
    chosen: IndicatorSet, indicators: Iterable[Indicator], known: Codes, year: int, minimum: int
) -> list[Together]:
    """Each of the set's indicators for all zones together; five queries."""
    return through(chosen, indicators, known, [year], minimum)[year]


def through(
    chosen: IndicatorSet, indicators: Iterable[Indicator], known: Codes, years: Iterable[int], minimum: int
) -> dict[int, list[Together]]:
    """The same for each of some years; five queries however many."""
    own, asked_years = [one for one in indicators if one.scope == Scope.ALL_ZONES], sorted(set(years))
    if not own:
        return {year: [] for year in asked_years}
    ways = [way for one in own for way in ways_of(one, chosen.base_year, known.units)]
    read = {pair for asked in ways for year in asked_years for pair in needed(asked, year)}
    found = everywhere(
        {code for code, _year in read}, {one for _code, one in read} | {*asked_years}, minimum=minimum, kinds=known.kinds
    )  # fmt: skip
    expected = zones_expected(asked_years)
    return {
        year: [of_all(one, chosen.base_year, known.units, found, year, expected[year]) for one in own]
        for year in asked_years
    }


def ways_of(indicator: Indicator, base_year: int, units: Mapping[str, str]) -> list[Asked]:
    """The formula; and first, where the fixed grid factor judges, the one over the fixed factor."""
    asked = asked_for(indicator, base_year, units)
    doubled = indicator.fixed_factor and any(code in FIXED for code in asked.operands)
    return [fixed(asked), asked] if doubled else [asked]


def of_all(
    indicator: Indicator,
    base_year: int,
    units: Mapping[str, str],
    found: Everywhere,
    year: int,
    expected: int,
) -> Together:
    """Only zones that have every figure the formula reads are added up: numerator and denominator speak of the same zones."""
    values: list[Value] = []
    whole = 0
    for asked in ways_of(indicator, base_year, units):
        pairs = needed(asked, year)
        counting = found.counting(year, (one for _code, one in pairs))
        parts = [part for part in counting if all(one in part.get(code, {}) for code, one in pairs)]
        if indicator.bound is not None:  # a share of zones: one without value added has no quotient
            parts = [part for part in parts if part[asked.per][year]]
        whole = len(parts)
        if indicator.bound is not None:
            values.append(below(parts, asked, indicator.bound, year))
        else:
            values.append(evaluate(asked, added(parts, pairs), year))
    value, by_year = values[0], values[1] if len(values) > 1 else None
    comparison = turned(indicator, value)
    finding = Finding.NO_DATA
    if value.figure is not None:
        holds = HOLDS[comparison](value.figure, indicator.threshold)
        finding = Finding.MET if holds else Finding.NOT_MET
    return Together(Judged(indicator, value, finding, comparison, by_year), Coverage(whole, expected), year)


def added(
    parts: Iterable[Mapping[str, Mapping[int, Decimal]]], pairs: Iterable[tuple[str, int]]
) -> dict[str, dict[int, Decimal]]:
    """The sum of each figure over the zones; nothing where there is no zone."""
    found: dict[str, dict[int, Decimal]] = {}
    listed = list(parts)
    for code, year in pairs if listed else ():
        found.setdefault(code, {})[year] = sum((part[code][year] for part in listed), Decimal(0))
    return found


def below(
    parts: Sequence[Mapping[str, Mapping[int, Decimal]]], asked: Asked, bound: Decimal, year: int
) -> Value:
    """The share of the zones whose quotient lies below the bound; each has something to divide by."""
    over, under = asked.operands[0], asked.per
    quotients = [part[over][year] / part[under][year] for part in parts]
    if not quotients:
        return Value(None)
    return Value(PRECISION.divide(HUNDRED * sum(one < bound for one in quotients), Decimal(len(quotients))))

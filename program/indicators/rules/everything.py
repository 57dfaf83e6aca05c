"""All indicators of a year, derived anew from the lines in force: what an auditor holds against the pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from program.indicators.models import (
    Declaration,
    EnergyLine,
    FactorSet,
    Formula,
    IndicatorSet,
    ItemValue,
    Scope,
)
from program.indicators.rules.energy import CO2, DERIVED_UNITS, Energy, Factors, Quantity, derive
from program.indicators.rules.formulas import Asked, Figures, evaluate
from program.indicators.rules.gathering import Gathered, factors_of, item_units
from program.indicators.rules.judging import FIXED, asked_for, fixed

STANDARD_SET = "office_default"
VALUE_ADDED = "industrial_value_added"


@dataclass(frozen=True)
class Derived:
    """One printed value. `factor_set` ends with -fixed where the fixed grid factor stands in every year."""

    organization: str
    year: int
    indicator: str
    value: Decimal
    unit: str
    factor_set: str


@dataclass(frozen=True)
class Wanted:
    """An indicator to print."""

    code: str
    unit: str
    asked: Asked


def everything(year: int, organization: str | None = None) -> list[Derived]:
    """For every zone and enterprise with something in force in the year; or for one, by credit code or zone code."""
    wanted = standard(year)
    first = min([year, *(first_year(one.asked, year) for one in wanted)])
    found = gathered(range(first, year + 1), organization)
    return [
        row
        for code in sorted(found)
        if year in found[code].bases
        for row in rows_of(code, year, found[code], wanted)
    ]


def first_year(asked: Asked, year: int) -> int:
    return min(asked.base_year, year - max(asked.years, 1))


def standard(year: int) -> list[Wanted]:
    """The intensities, then the indicators of the newest version of every set, each code once; the office's set comes first."""
    units = item_units() | dict(DERIVED_UNITS)
    newest: dict[str, IndicatorSet] = {}
    for each in IndicatorSet.objects.signed().prefetch_related("indicators").order_by("signed_at", "pk"):
        newest[each.family] = each
    ordered = sorted(newest.values(), key=lambda each: (each.family != STANDARD_SET, each.family))
    base_year = ordered[0].base_year if ordered else year
    found = {
        code: Wanted(code, unit, Asked(kind, (operand,), per, unit, 0, base_year, units))
        for code, unit, kind, operand, per in (
            ("comprehensive_energy", "tce", Formula.DIRECT, "comprehensive_energy", ""),
            ("comprehensive_energy_equivalent", "tce", Formula.DIRECT, "comprehensive_energy_equivalent", ""),
            ("co2", "t", Formula.DIRECT, CO2, ""),
            ("energy_intensity", "tce/万元", Formula.RATIO, "comprehensive_energy", VALUE_ADDED),
            ("co2_intensity", "t/万元", Formula.RATIO, CO2, VALUE_ADDED),
        )
    }
    for chosen in ordered:
        for one in chosen.indicators.all():
            if one.scope == Scope.ZONE:
                found.setdefault(
                    one.code, Wanted(one.code, one.unit, asked_for(one, chosen.base_year, units))
                )
    return list(found.values())


def rows_of(code: str, year: int, gathered: Gathered, wanted: Iterable[Wanted]) -> Iterator[Derived]:
    """What can be derived, in the order of what is wanted; CO2 twice: by the year's factor and by the fixed one."""
    figures: Figures = gathered.comparable(year)
    factor_set = "+".join(sorted(gathered.factor_sets[year]))
    for one in wanted:
        ways = [(one.asked, factor_set)]
        if any(operand in FIXED for operand in one.asked.operands):
            ways.append((fixed(one.asked), f"{factor_set}-fixed"))
        for asked, named in ways:
            value = evaluate(asked, figures, year).figure
            if value is not None:
                yield Derived(code, year, one.code, value, one.unit, named)


def gathered(years: Iterable[int], organization: str | None) -> dict[str, Gathered]:
    """Zone code or credit code → what is in force, derived from the lines by each declaration's own factor set."""
    there: Any = Declaration.objects.in_force().filter(year__in=list(years)).order_by()
    factors = {row.pk: factors_of(row) for row in FactorSet.objects.prefetch_related("carriers", "grid")}
    heads = there.values_list(
        "pk",
        "zone__code",
        "site__organization__credit_code",
        "year",
        "price_base",
        "factor_set",
        "factor_set__code",
    )
    ids = there.values("pk")
    lines = by_declaration(
        EnergyLine.objects.filter(declaration__in=ids).values_list(
            "declaration", "carrier", "use", "quantity"
        )
    )
    items = by_declaration(
        ItemValue.objects.filter(declaration__in=ids, value__isnull=False).values_list(
            "declaration", "item", "value"
        )
    )
    found: dict[str, Gathered] = {}
    for pk, zone, enterprise, year, base, factor_set, named in heads:
        energy = derived(lines.get(pk, ()), year, factors[factor_set])
        for code in filter(None, (zone, enterprise)):
            if organization in (None, code):
                take(found.setdefault(code, Gathered()), year, base, named, energy, items.get(pk, ()))
    return found


def derived(lines: Iterable[Any], year: int, factors: Factors) -> Energy:
    return derive((Quantity(*line) for line in lines), year, factors)


def take(into: Gathered, year: int, base: int, factor_set: str, energy: Energy, items: Iterable[Any]) -> None:
    into.bases.setdefault(year, set()).add(base)
    into.factor_sets.setdefault(year, set()).add(factor_set)
    for code, value in (*energy.figures.items(), *items):
        into.add(code, year, value)


def by_declaration(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for pk, *rest in rows:
        found.setdefault(pk, []).append(rest)
    return found

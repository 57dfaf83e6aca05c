"""What an enterprise's sites in a zone declared for two years, added up by one factor set. A constant number of queries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from demonstrations.served.models import ITEMS, Metric
from program.figures import plain
from program.indicators.models import Declaration, FactorSet
from program.indicators.models import State as Declared
from program.indicators.rules import Energy, Factors, derive, factors_of, quantities
from program.indicators.rules.energy import CO2, CO2_FIXED, COMPREHENSIVE_ENERGY, MWH_IN_BASE_UNIT
from program.people.models import Organization
from program.zones.models import Site, Zone

OUTPUT = "output"
VALUE_ADDED = "industrial_value_added"
Part = dict[str, Any]
"""A line of the sum as it is frozen: site, year, version, and what was multiplied by what."""


@dataclass
class Figures:
    """By metric (or OUTPUT) and year; a sum in which a site is missing is none.

    `first`: what the first accepted versions of the baseline year said. `by_year`: CO2 by each year's own grid factor.
    `lacking`: site and year without an accepted declaration.
    """

    sites: int = 0
    sums: dict[tuple[str, int], Decimal] = field(default_factory=dict)
    parts: dict[tuple[str, int], list[Part]] = field(default_factory=dict)
    first: dict[str, Decimal] = field(default_factory=dict)
    by_year: dict[int, Decimal] = field(default_factory=dict)
    bases: set[int] = field(default_factory=set)
    lacking: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Stated:
    """An accepted version and everything that it states, by the one factor set."""

    declaration: Declaration
    energy: Energy
    values: Mapping[str, Decimal]


def declared(enterprise: Organization, zone: Zone, years: tuple[int, int], factor_set: FactorSet) -> Figures:
    """Only sites that stood in the zone in both years, and only where each of them declared for both: like with like."""
    sites = Site.objects.filter(organization=enterprise).within(zone, years[0]).within(zone, years[1])
    names = {site.pk: site.name_zh for site in sites}
    factors, found = factors_of(factor_set), Figures(sites=len(names))
    versions = versions_of(zone, names, years)
    current: dict[tuple[int, int], Stated] = {}
    for key in ((site, year) for site in names for year in years):
        accepted = [each for each in versions.get(key, []) if each.superseded_at is None]
        if accepted:
            current[key] = stated(accepted[0], factors)
            found.bases.add(accepted[0].price_base)
        else:
            found.lacking.append((names[key[0]], key[1]))
    for year in years:
        of_year = {names[site]: current[site, year] for site in names if (site, year) in current}
        add_up(found, year, of_year, len(names), factors)
    first = [stated(versions[site, years[0]][0], factors) for site in names if (site, years[0]) in versions]
    found.first = sums([each.values for each in first], len(names))
    return found


def versions_of(
    zone: Zone, sites: Mapping[int, str], years: tuple[int, int]
) -> dict[tuple[int, int], list[Declaration]]:
    """The accepted versions of each site and year, the oldest first; three queries."""
    rows = (
        Declaration.objects.filter(zone=zone, site__in=sites, year__in=years, state=Declared.ACCEPTED)
        .without_statements()
        .prefetch_related("lines", "items")
        .order_by("version")
    )
    found: dict[tuple[int, int], list[Declaration]] = {}
    for row in rows:
        assert row.site_id is not None
        found.setdefault((row.site_id, row.year), []).append(row)
    return found


def stated(declaration: Declaration, factors: Factors) -> Stated:
    energy = derive(quantities(declaration.lines.all()), declaration.year, factors)
    values: dict[str, Decimal] = {}
    if energy.steps:
        values = {Metric.ENERGY: energy.figures[COMPREHENSIVE_ENERGY], Metric.CO2: energy.figures[CO2_FIXED]}
    rows: Any = declaration.items.all()
    items = {row.item: row.value for row in rows if row.value is not None}
    values |= {metric: items[item] for metric, item in ITEMS.items() if item in items}
    if VALUE_ADDED in items:
        values[OUTPUT] = items[VALUE_ADDED]
    return Stated(declaration, energy, values)


def sums(values: list[Mapping[str, Decimal]], sites: int) -> dict[str, Decimal]:
    """What every site states, added up."""
    codes = {code for each in values for code in each} if len(values) == sites else set()
    return {
        code: sum((each[code] for each in values), Decimal(0))
        for code in codes
        if all(code in each for each in values)
    }


def add_up(found: Figures, year: int, of_year: Mapping[str, Stated], sites: int, factors: Factors) -> None:
    """The sums of a year with their lines, site by site."""
    for code, value in sums([each.values for each in of_year.values()], sites).items():
        found.sums[code, year] = value
        found.parts[code, year] = [
            {"site": name, "year": year, "version": each.declaration.version, **line}
            for name, each in of_year.items()
            for line in lines(code, each, factors)
        ]
    if (Metric.CO2, year) in found.sums:
        found.by_year[year] = sum((each.energy.figures[CO2] for each in of_year.values()), Decimal(0))


def lines(code: str, one: Stated, factors: Factors) -> Iterator[Part]:
    """quantity × factor = value, of energy and CO2; what is stated itself is one line."""
    if code not in (Metric.ENERGY, Metric.CO2):
        yield {"value": plain(one.values[code])}
        return
    for step in one.energy.steps:
        value = step.co2_fixed if code == Metric.CO2 else step.tce
        carrier = factors.carriers[step.carrier]
        fixed = factors.fixed_grid * MWH_IN_BASE_UNIT if carrier.by_grid else carrier.co2
        factor = fixed if code == Metric.CO2 else carrier.tce
        if value and factor is not None:
            yield {
                "carrier": step.carrier, "use": step.use, "quantity": plain(step.quantity), "unit": step.unit,
                "factor": plain(factor), "value": plain(value),
            }  # fmt: skip

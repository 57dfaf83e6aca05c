"""What an enterprise has declared on the platform, to stand beside what it states elsewhere."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from demonstrations.enterprises.models import Metric, Performance, Where
from program.applications.models import Application
from program.indicators.models import Declaration
from program.indicators.rules.energy import CO2, COMPREHENSIVE_ENERGY
from program.tracks import Beside
from program.zones.models import Site

OUTPUT = "industrial_output"
CODES: Mapping[str, str] = {
    Metric.ENERGY: COMPREHENSIVE_ENERGY,
    Metric.WATER: "fresh_water",
    Metric.CO2: CO2,
    Metric.COD: "cod_discharged",
    Metric.AMMONIA: "nh3n_discharged",
    Metric.SO2: "so2_discharged",
    Metric.NOX: "nox_discharged",
    Metric.VOCS: "vocs_discharged",
    Metric.PM: "pm_discharged",
    Metric.WASTE: "solid_waste_generated",
}
"""The derived figure or data item that says the same as a metric, in the same unit (a cubic metre of water is a tonne)."""


@dataclass
class Declared:
    """What the accepted declarations of a year add up to, by code; `sites` of `of` have one, `known`: how many state a code."""

    sites: int = 0
    of: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)
    known: Counter[str] = field(default_factory=Counter)

    @property
    def whole(self) -> dict[str, Decimal]:
        """What every site states: a sum in which one is missing is the enterprise's figure no more."""
        return {code: figure for code, figure in self.sums.items() if self.known[code] == self.of}


def declared(organization: int, years: Collection[int]) -> dict[int, Declared]:
    """By the declarations in force, each under the factor set of its own. Four queries, whatever the years."""
    periods = Site.objects.filter(organization=organization).values_list(
        "pk", "affiliations__since_year", "affiliations__until_year"
    )
    known = list(periods)
    there = {
        year: {
            pk for pk, since, until in known if since and since <= year and (until is None or until >= year)
        }
        for year in years
    }
    found = {year: Declared(of=len(sites)) for year, sites in there.items()}
    rows = Declaration.objects.in_force().filter(site__in=set().union(*there.values()), year__in=years)
    for row in rows.without_statements().prefetch_related("derived", "items"):
        if row.site_id in there[row.year]:
            add(found[row.year], row)
    return found


def add(to: Declared, declaration: Any) -> None:
    to.sites += 1
    said = [(each.code, each.value) for each in declaration.derived.all()]
    said += [(each.item, each.value) for each in declaration.items.all()]
    for code, figure in said:
        if figure is not None:
            to.sums[code] = to.sums.get(code, Decimal(0)) + figure
            to.known[code] += 1


def beside(application: Application, parts: Mapping[str, Any]) -> list[Beside]:
    """Output and each metric of the performance, in both years; nothing where anything was measured at clients."""
    performance = parts.get("performance")
    if not performance or performance["fields"]["where"] != Where.OWN:
        return []
    said, results = performance["fields"], performance["rows"]["results"]
    years = {name: said[f"{name}_year"] for name in ("base", "result") if said[f"{name}_year"]}
    sums = declared(application.applicant_id, sorted(set(years.values())))
    return list(lines(said, results, years, sums))


def lines(
    said: Mapping[str, Any],
    results: Collection[Mapping[str, Any]],
    years: Mapping[str, int],
    sums: Mapping[int, Declared],
) -> Iterator[Beside]:
    for name, year in years.items():
        known = sums[year]
        column: Any = Performance._meta.get_field(f"output_{name}")
        stated: list[tuple[Any, Any, str]] = [
            (f"{column.verbose_name} ({column.unit})", said[f"output_{name}"], OUTPUT)
        ]
        stated += [
            (Metric(row["metric"]).label, row["before" if name == "base" else "after"], CODES[row["metric"]])
            for row in results
            if row["metric"]
        ]
        for label, figure, code in stated:
            yield Beside(
                label, year, figure and Decimal(figure), known.sums.get(code), known.known[code], known.of
            )

"""A zone in figures: energy, CO2 and intensities year by year, its energy mix, its pollutants, where it stands among others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program.indicators.models import CarrierFactor, Declaration, EnergyLine, Formula, PriceBase
from program.indicators.rules.energy import CO2, CO2_FIXED, COMPREHENSIVE_ENERGY, EQUIVALENT, SIGN
from program.indicators.rules.formulas import Asked, evaluate
from program.indicators.rules.gathering import Gathered
from program.indicators.rules.together import enough, everywhere
from program.indicators.rules.wording import Codes, listed
from program.zones.models import Zone

VALUE_ADDED = "industrial_value_added"
MOST_CARRIERS = 5
POLLUTANTS: Mapping[str, LazyText] = {
    "cod": gettext_lazy("chemical oxygen demand"), "nh3n": gettext_lazy("ammonia nitrogen"),
    "so2": gettext_lazy("sulphur dioxide"), "nox": gettext_lazy("nitrogen oxides"),
    "vocs": gettext_lazy("volatile organic compounds"), "pm": gettext_lazy("particulate matter"),
}  # fmt: skip
"""Of each, tonnes generated and tonnes discharged are declared."""
FEWEST_PEERS = 3
"""Fewer other zones, and one could tell which is which."""


@dataclass(frozen=True)
class YearRow:
    """What one year comes to. Cuts are taken since the base year; none where a figure is missing or the price base differs."""

    year: int
    value_added: Decimal | None
    energy: Decimal | None
    equivalent: Decimal | None
    co2: Decimal | None
    co2_fixed: Decimal | None
    energy_intensity: Decimal | None
    co2_intensity: Decimal | None
    co2_intensity_fixed: Decimal | None
    cut: Decimal | None
    cut_fixed: Decimal | None


def year_rows(found: Gathered, base_year: int, known: Codes) -> list[YearRow]:
    """All years in which something is in force, the oldest first."""
    return [_year_row(found, year, base_year, known) for year in sorted(found.bases)]


def _year_row(found: Gathered, year: int, base_year: int, known: Codes) -> YearRow:
    figures = found.comparable(year)

    def of(code: str) -> Decimal | None:
        return figures.get(code, {}).get(year)

    def per_value_added(kind: Formula, operand: str, unit: str) -> Decimal | None:
        return evaluate(
            Asked(kind, (operand,), VALUE_ADDED, unit, 0, base_year, known.units), figures, year
        ).figure

    return YearRow(
        year=year,
        value_added=of(VALUE_ADDED),
        energy=of(COMPREHENSIVE_ENERGY),
        equivalent=of(EQUIVALENT),
        co2=of(CO2),
        co2_fixed=of(CO2_FIXED),
        energy_intensity=per_value_added(Formula.RATIO, COMPREHENSIVE_ENERGY, "tce/万元"),
        co2_intensity=per_value_added(Formula.RATIO, CO2, "t/万元"),
        co2_intensity_fixed=per_value_added(Formula.RATIO, CO2_FIXED, "t/万元"),
        cut=per_value_added(Formula.AVERAGE_ANNUAL_CUT, CO2, "%"),
        cut_fixed=per_value_added(Formula.AVERAGE_ANNUAL_CUT, CO2_FIXED, "%"),
    )


# ---------------------------------------------------------------- how it was counted
@dataclass(frozen=True)
class YearBasis:
    """口径 of a year's figures."""

    prices: str
    final: bool
    factor_sets: str
    mixed: bool  # several price bases in one year: nothing that divides by value added is derived


def year_basis(found: Gathered, year: int) -> YearBasis:
    bases = sorted(found.bases.get(year, ()))
    return YearBasis(
        listed(PriceBase(base).label for base in bases),
        year not in found.preliminary,
        listed(sorted(found.factor_sets.get(year, ()))),
        len(bases) > 1,
    )


# ---------------------------------------------------------------- the energy mix
@dataclass(frozen=True)
class Mix:
    """Carriers, the largest first, with their tce by year; what is left together at the end."""

    names: list[str]
    years: dict[int, list[Decimal]]


@dataclass
class ByCarrier:
    """Carriers with their tce by year, and whose that is: keys of sites, none for what the zone itself declared.

    Whose lines come to nothing is not among them.
    """

    names: dict[str, CarrierFactor]
    tce: dict[str, dict[int, Decimal]]
    sites: dict[str, dict[int, set[int | None]]]


def energy_by_carrier(zone: Zone, years: Sequence[int]) -> ByCarrier:
    """From the lines in force, each by its declaration's own factors; what is sold is subtracted. Two queries."""
    lines: Any = EnergyLine.objects.filter(
        declaration__in=Declaration.objects.in_force().filter(zone=zone, year__in=years)
    )
    factors: dict[tuple[int, str], CarrierFactor] = {
        (row.factor_set_id, row.code): row for row in CarrierFactor.objects.all()
    }
    found = ByCarrier({}, {}, {})
    parts: dict[tuple[str, int, int | None], Decimal] = {}
    for year, factor_set, site, carrier, use, quantity in lines.values_list(
        "declaration__year", "declaration__factor_set", "declaration__site", "carrier", "use", "quantity"
    ):
        factor = factors[factor_set, carrier]
        found.names[carrier] = factor
        of_carrier = found.tce.setdefault(carrier, {})
        tce = quantity * SIGN.get(use, 1) * factor.tce
        of_carrier[year] = of_carrier.get(year, Decimal(0)) + tce
        found.sites.setdefault(carrier, {})
        parts[carrier, year, site] = parts.get((carrier, year, site), Decimal(0)) + tce
    for carrier, year, site in (key for key, tce in parts.items() if tce):
        found.sites[carrier].setdefault(year, set()).add(site)
    return found


def energy_mix(zone: Zone, years: Sequence[int]) -> Mix:
    found = energy_by_carrier(zone, years)
    return _largest({code: str(factor) for code, factor in found.names.items()}, found.tce)


def _largest(names: Mapping[str, str], by_carrier: Mapping[str, Mapping[int, Decimal]]) -> Mix:
    """Columns that a reader can tell apart: the five largest, and the rest as one."""
    ordered = sorted(by_carrier, key=lambda code: (-sum(by_carrier[code].values()), code))
    head, rest = ordered[:MOST_CARRIERS], ordered[MOST_CARRIERS:]
    years = sorted({year for found in by_carrier.values() for year in found})
    table = {year: [by_carrier[code].get(year, Decimal(0)) for code in head] for year in years}
    for year, row in table.items() if rest else ():
        row.append(sum((by_carrier[code].get(year, Decimal(0)) for code in rest), Decimal(0)))
    return Mix([names[code] for code in head] + ([_("others")] if rest else []), table)


# ---------------------------------------------------------------- pollutants
@dataclass(frozen=True)
class PollutantRow:
    """A pollutant's generated and discharged tonnes in each year."""

    name: str
    cells: list[tuple[Decimal | None, Decimal | None]]


def pollutants(found: Gathered, years: Sequence[int]) -> list[PollutantRow]:
    rows = []
    for code, name in POLLUTANTS.items():
        made, out = (found.figures.get(f"{code}_{way}", {}) for way in ("generated", "discharged"))
        if made or out:
            rows.append(PollutantRow(str(name), [(made.get(year), out.get(year)) for year in years]))
    return rows


# ---------------------------------------------------------------- among others
def energy_intensities_of_others(zone: Zone, year: int, minimum: int) -> list[Decimal]:
    """Those of all other zones that declared enough, smallest first, nobody's name; none if they are too few."""
    found = everywhere({COMPREHENSIVE_ENERGY, VALUE_ADDED}, [year], minimum=minimum)
    others = []
    for pk, gathered in found.zones.items():
        figures = gathered.comparable(year)
        energy, added = (
            figures.get(COMPREHENSIVE_ENERGY, {}).get(year),
            figures.get(VALUE_ADDED, {}).get(year),
        )
        if pk != zone.pk and energy is not None and added and enough(gathered, year, found.minimum):
            others.append(energy / added)
    return sorted(others) if len(others) >= FEWEST_PEERS else []

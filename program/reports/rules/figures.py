"""The figures of a zone as a report freezes them: plain data, decimals as text, both languages where something has a name."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import translation

from program.figures import plain
from program.indicators.models import Declaration, IndicatorSet
from program.indicators.rules import codes, coverage_minimum, enough, of_zone, year_rows
from program.indicators.rules.gathering import Gathered
from program.indicators.rules.portrait import POLLUTANTS, ByCarrier, energy_by_carrier
from program.reports.rules.secrecy import (
    FEWEST_FIRMS,
    Behind,
    Sites,
    behind,
    few,
    parted,
    shut,
    thin,
    withheld,
)
from program.zones.models import Zone

FIGURES = (
    "value_added", "energy", "equivalent", "co2", "co2_fixed", "energy_intensity", "co2_intensity", "co2_intensity_fixed",
    "cut", "cut_fixed",
)  # fmt: skip
"""Of each year, as in indicators.rules.YearRow; rounded to what is printed."""
PLACES = {"energy_intensity": 4, "co2_intensity": 4, "co2_intensity_fixed": 4, "cut": 2, "cut_fixed": 2}
FAMILY = "office_default"
OTHERS = ["其他", "others"]


def figures(zone: Zone, year: int) -> dict[str, Any]:
    """All years up to that of the report in which something is in force; a constant number of queries."""
    base = base_year()
    heads = Declaration.objects.in_force().filter(zone=zone, year__lte=year).order_by()
    declared: dict[int, Sites] = {}
    for one, site in heads.values_list("year", "site"):
        declared.setdefault(one, set()).add(site)
    years = sorted(declared)
    if not years:
        return {
            "base_year": base,
            "years": [],
            "mix": mix_of([], {}),
            "open_mix": mix_of([], {}),
            "pollutants": [],
        }
    known, minimum = codes(), coverage_minimum()
    found = of_zone(zone, range(min(base, years[0]), year + 1), known.kinds)
    carriers, whose = energy_by_carrier(zone, years), behind(zone, years)
    return {
        "base_year": base,
        "years": [
            {
                "year": row.year,
                **{name: text(getattr(row, name), PLACES.get(name, 2)) for name in FIGURES},
                **basis(found, row.year),
                "shut": shut(declared[row.year], covered=enough(found, row.year, minimum)),
                "sites": sorted(site or 0 for site in declared[row.year]),
                "withheld": sorted(withheld(whose, carriers, row.year)),
            }
            for row in year_rows(found, base, known)
        ],
        "mix": mix_of(years, largest(carriers)),
        "open_mix": mix_of(years, largest(carriers, fewest=FEWEST_FIRMS)),
        "pollutants": pollutants(found, whose, years),
    }


def base_year() -> int:
    """From which cuts are counted: as the office's indicator set says that was signed last."""
    sets = IndicatorSet.objects.signed().filter(code__startswith=f"{FAMILY}.").order_by("-signed_at", "-pk")
    return sets.values_list("base_year", flat=True).first() or 2019


def text(figure: Decimal | None, places: int = 2) -> str | None:
    """As it is frozen: rounded, without zeros that say nothing."""
    return None if figure is None else plain(round(figure, places))


def basis(found: Gathered, year: int) -> dict[str, Any]:
    """口径: prices, whether value added is final, factor sets, how many sites declared."""
    coverage = found.coverage[year]
    return {
        "prices": sorted(found.bases.get(year, ())),
        "final": year not in found.preliminary,
        "factor_sets": sorted(found.factor_sets.get(year, ())),
        "reported": coverage.reported,
        "expected": coverage.expected,
    }


# ---------------------------------------------------------------- energy by carrier
def mix_of(years: Sequence[int], columns: Any) -> dict[str, Any]:
    return {
        "names": [names for names, _tce in columns or ()],
        "years": {
            str(year): [text(tce.get(year, Decimal(0))) for _names, tce in columns or ()] for year in years
        },
    }


def largest(found: ByCarrier, fewest: int = 0) -> list[tuple[list[str], dict[int, Decimal]]]:
    """Columns that a reader can tell apart, and the rest as one; with `fewest` none if the rest is of too few all the same."""
    head, rest = parted(found, fewest)
    if fewest and thin(found, rest):
        return []
    columns = [([found.names[code].name_zh, found.names[code].name_en], found.tce[code]) for code in head]
    return [*columns, (OTHERS, added(found.tce[code] for code in rest))] if rest else columns


def added(parts: Any) -> dict[int, Decimal]:
    total: dict[int, Decimal] = {}
    for part in parts:
        for year, figure in part.items():
            total[year] = total.get(year, Decimal(0)) + figure
    return total


# ---------------------------------------------------------------- pollutants
def pollutants(found: Gathered, whose: Behind, years: Sequence[int]) -> list[dict[str, Any]]:
    """Of each pollutant tonnes generated and discharged by year, and in which years too few enterprises stand behind them."""
    return [
        {"code": code, "names": both(name), "years": of_year}
        for code, name in POLLUTANTS.items()
        if (of_year := cells(code, found.figures, whose, years))
    ]


def cells(
    code: str,
    known: Mapping[str, Mapping[int, Decimal]],
    whose: Behind,
    years: Sequence[int],
) -> dict[str, Any]:
    made, out = f"{code}_generated", f"{code}_discharged"
    found = {}
    for year in years:
        pair = [text(known.get(item, {}).get(year), 4) for item in (made, out)]
        if any(figure is not None for figure in pair):
            shut_ = any(few(whose.get((item, year), set())) for item in (made, out))
            found[str(year)] = {"made": pair[0], "out": pair[1], "shut": shut_}
    return found


def both(words: object) -> list[str]:
    """In Chinese and in English."""
    found = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found.append(str(words))
    return found

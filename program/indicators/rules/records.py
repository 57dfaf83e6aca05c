"""What was measured, as it is frozen with a version: everything needed to read it and to measure it again with other figures."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from program.figures import plain
from program.indicators.models import DataItem, IndicatorSet, Requirement
from program.indicators.rules.energy import DERIVED_UNITS
from program.indicators.rules.formulas import Value
from program.indicators.rules.gathering import Gathered, item_units, of_zone
from program.indicators.rules.judging import Judged, Measured, measure
from program.zones.models import Zone

Record = dict[str, Any]
Figures = dict[str, dict[int, Decimal]]
Place = tuple[str, int]
"""A figure: data item or derived figure, and year."""

YEARS_BACK = 5
DERIVED_NAMES: Mapping[str, tuple[str, str]] = {
    "comprehensive_energy": ("综合能耗", "Comprehensive energy"),
    "comprehensive_energy_equivalent": ("综合能耗（等价值）", "Comprehensive energy (equivalent value)"),
    "co2": ("能源活动二氧化碳", "Energy-related CO2"),
    "co2_fixed": ("能源活动二氧化碳（固定电网因子）", "Energy-related CO2 (fixed grid factor)"),
    "renewable_energy": ("可再生能源", "Renewable energy"),
    "feedstock_energy": ("原料用能", "Feedstock"),
}
"""What derived figures are called, Chinese and English."""


# ---------------------------------------------------------------- writing
def measure_zone(zone: Zone, chosen: IndicatorSet, year: int) -> Record:
    """Measure what is in force for a zone by a set; years as far back as its formulas look, five at least."""
    indicators = list(chosen.indicators.all())
    first = min(chosen.base_year, year - YEARS_BACK, *(year - max(one.years, 1) for one in indicators))
    items = list(DataItem.objects.all())
    gathered = of_zone(zone, range(first, year + 1), {item.code: item.kind for item in items})
    figures = gathered.comparable(year)
    units = {item.code: item.unit for item in items} | dict(DERIVED_UNITS)
    return record(measure(chosen, indicators, units, figures, year), figures, gathered, items)


def record(
    measured: Measured,
    figures: Mapping[str, Mapping[int, Decimal]],
    gathered: Gathered,
    items: Iterable[DataItem],
) -> Record:
    """The record of a measurement: canonical JSON's kinds of values only."""
    used = {term.code for row in measured.rows for value in values(row) for term in value.terms}
    names = {row.code: [row.name_zh, row.name_en, row.unit] for row in items}
    names |= {code: [*both, DERIVED_UNITS[code]] for code, both in DERIVED_NAMES.items()}
    asked = used | {code for row in measured.rows for code, _year in row.value.missing}
    coverage = gathered.coverage.get(measured.year)
    return {
        "set": measured.set.code,
        "title": [measured.set.title_zh, measured.set.title_en],
        "year": measured.year,
        "base_year": measured.set.base_year,
        "decides": measured.set.may_veto,
        "coverage": [coverage.reported, coverage.expected] if coverage else [0, 0],
        "price_bases": sorted(gathered.bases.get(measured.year, ())),
        "preliminary": measured.year in gathered.preliminary,
        "factor_sets": sorted({code for codes in gathered.factor_sets.values() for code in codes}),
        "names": {code: names[code] for code in sorted(asked) if code in names},
        "figures": {
            code: {str(one): plain(value) for one, value in figures[code].items()} for code in sorted(used)
        },
        "rows": [written_row(row) for row in measured.rows],
    }


def values(row: Judged) -> list[Value]:
    return [value for value in (row.value, row.by_year) if value is not None]


def written_row(row: Judged) -> Record:
    one = row.indicator
    return {
        "code": one.code, "name": [one.name_zh, one.name_en], "unit": one.unit, "kind": one.kind, "years": one.years,
        "value": optional(row.value.figure), "by_year": optional(row.by_year.figure) if row.by_year else None,
        "finding": row.finding.value, "comparison": row.comparison.value, "threshold": plain(one.threshold),
        "words": [one.words_zh, one.words_en], "requirement": one.requirement, "group": one.group,
        "group_minimum": one.group_minimum, "authority": [one.authority_zh, one.authority_en],
        "terms": [[term.code, term.year, plain(term.value)] for term in row.value.terms],
        "missing": [list(pair) for pair in row.value.missing],
    }  # fmt: skip


def optional(figure: Decimal | None) -> str | None:
    return None if figure is None else plain(figure)


def verified(found: Record, overrides: Mapping[Place, Decimal]) -> Record:
    """The same measurement with verified figures in place of declared ones: verified beats declared."""
    chosen = IndicatorSet.objects.prefetch_related("indicators").get(code=found["set"])
    figures = figures_of(found)
    for (code, year), value in overrides.items():
        figures.setdefault(code, {})[year] = value
    units = item_units() | dict(DERIVED_UNITS)
    measured = measure(chosen, chosen.indicators.all(), units, figures, found["year"])
    used = {term.code for row in measured.rows for value in values(row) for term in value.terms}
    written = {
        code: {str(one): plain(value) for one, value in figures[code].items()} for code in sorted(used)
    }
    return found | {"figures": written, "rows": [written_row(row) for row in measured.rows]}


def figures_of(found: Record) -> Figures:
    return {
        code: {int(year): Decimal(text) for year, text in of_years.items()}
        for code, of_years in found["figures"].items()
    }


def decisive(found: Record) -> list[Place]:
    """The figures of the judged year on which the basic conditions rest: what a site visit holds against what it finds."""
    places: dict[Place, None] = {}
    for row in found["rows"]:
        if row["requirement"] == Requirement.MANDATORY:
            places |= {(code, year): None for code, year, _value in row["terms"] if year == found["year"]}
    return list(places)

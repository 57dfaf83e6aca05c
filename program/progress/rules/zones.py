"""Zones whose emissions have peaked, zones that discharge next to no wastewater, zones that reported: how many of how many."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from program.indicators.rules import FEWEST_PEERS, coverage_minimum, enough
from program.indicators.rules.energy import CO2_FIXED
from program.indicators.rules.gathering import Gathered
from program.indicators.rules.together import Everywhere, everywhere, zones_expected
from program.rulesets.models import Key
from program.rulesets.rules import all_in_force

WASTEWATER, VALUE_ADDED = "wastewater", "industrial_value_added"
KILOGRAMS = 1000
FIRST_YEAR = 2019
"""The circular's base year: emissions before it are nobody's duty to declare."""


def of_zones(latest: int) -> dict[str, Any]:
    """Counted over the zones with enough figures; the criteria are rules of the office. Seven queries."""
    years = range(FIRST_YEAR, latest + 1)
    found = everywhere([CO2_FIXED, WASTEWATER, VALUE_ADDED], years, minimum=coverage_minimum())
    expected = zones_expected(years)
    year = newest_year(found, expected)
    said = all_in_force(Key.PEAK_YEARS, Key.NEAR_ZERO_WASTEWATER)
    peak_years, near_zero = said[Key.PEAK_YEARS], said[Key.NEAR_ZERO_WASTEWATER]
    zones = found.zones.values()
    return {
        "year": year,
        "zones": expected[year],
        "reported": reported(found, year),
        "peaked": counted(has_peaked(each, found.minimum, year, int(peak_years.value)) for each in zones),
        "peak_years": int(peak_years.value),
        "peak_authority": peak_years.authority,
        "near_zero": counted(is_near_zero(each, found.minimum, year, near_zero.value) for each in zones),
        "near_zero_limit": int(near_zero.value),
        "near_zero_authority": near_zero.authority,
    }


def newest_year(found: Everywhere, expected: Mapping[int, int]) -> int:
    """The newest year of which enough zones have declared enough; where there is none, the one that is declared now.

    On 1 January nobody has declared the year that is over.
    """
    for year in sorted(expected, reverse=True):
        there = sum(enough(each, year, found.minimum) for each in found.zones.values())
        if there and 100 * there >= found.minimum * expected[year]:
            return year
    return max(expected)


def counted(answers: Iterable[bool | None]) -> dict[str, int | None]:
    """How many do, and of how many something can be said; of fewer than three it would tell what one of them declared."""
    said = [answer for answer in answers if answer is not None]
    return {"zones": sum(said) if len(said) >= FEWEST_PEERS else None, "of": len(said)}


def reported(found: Everywhere, year: int) -> int:
    """Zones that declared anything of the year."""
    return sum(year in each.bases for each in found.zones.values())


def has_peaked(zone: Gathered, minimum: int, latest: int, years: int) -> bool | None:
    """Its highest emission lies at least so many years back, and every year since was declared; none: nobody can tell.

    By the fixed grid factor: a cleaner grid alone is no peak of the zone.
    """
    emitted = emissions(zone, minimum, latest)
    if len(emitted) <= years:
        return None
    return latest - max(emitted, key=lambda year: (emitted[year], year)) >= years


def emissions(zone: Gathered, minimum: int, latest: int) -> dict[int, Decimal]:
    """The years back from the latest without a gap."""
    known: Mapping[int, Decimal] = zone.figures.get(CO2_FIXED, {})
    found: dict[int, Decimal] = {}
    for year in range(latest, FIRST_YEAR - 1, -1):
        if year not in known or not enough(zone, year, minimum):
            break
        found[year] = known[year]
    return found


def is_near_zero(zone: Gathered, minimum: int, year: int, limit: Decimal) -> bool | None:
    """Industrial wastewater discharged, in kg per 10,000 yuan of value added, is at most the limit."""
    figures = zone.comparable(year)
    water, added = (figures.get(code, {}).get(year) for code in (WASTEWATER, VALUE_ADDED))
    if water is None or not added or not enough(zone, year, minimum):
        return None
    return water * KILOGRAMS <= limit * added

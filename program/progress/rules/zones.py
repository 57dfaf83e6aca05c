"""Zones whose emissions have peaked, zones that discharge next to no wastewater, zones that reported: how many of how many."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from program.indicators.rules import coverage_minimum, enough
from program.indicators.rules.energy import CO2_FIXED
from program.indicators.rules.gathering import Gathered
from program.indicators.rules.together import Everywhere, everywhere, zones_expected
from program.rulesets.models import Key
from program.rulesets.rules import in_force

WASTEWATER, VALUE_ADDED = "wastewater", "industrial_value_added"
KILOGRAMS = 1000
FIRST_YEAR = 2019
"""The circular's base year: emissions before it are nobody's duty to declare."""


def of_zones(latest: int) -> dict[str, Any]:
    """Counted over the zones with enough figures; the criteria are rules of the office. Seven queries."""
    years = range(FIRST_YEAR, latest + 1)
    found = everywhere([CO2_FIXED, WASTEWATER, VALUE_ADDED], years, minimum=coverage_minimum())
    peak_years, near_zero = in_force(Key.PEAK_YEARS), in_force(Key.NEAR_ZERO_WASTEWATER)
    return {
        "year": latest,
        "zones": zones_expected(),
        "reported": reported(found, latest),
        "peaked": counted(has_peaked(each, found.minimum, latest, int(peak_years.value)) for each in found.zones.values()),
        "peak_years": int(peak_years.value),
        "peak_authority": peak_years.authority,
        "near_zero": counted(is_near_zero(each, found.minimum, latest, near_zero.value) for each in found.zones.values()),
        "near_zero_limit": int(near_zero.value),
        "near_zero_authority": near_zero.authority,
    }  # fmt: skip


def counted(answers: Iterable[bool | None]) -> dict[str, int]:
    """How many do, and of how many something can be said."""
    said = [answer for answer in answers if answer is not None]
    return {"zones": sum(said), "of": len(said)}


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
    water, added = (zone.figures.get(code, {}).get(year) for code in (WASTEWATER, VALUE_ADDED))
    if water is None or not added or not enough(zone, year, minimum):
        return None
    return water * KILOGRAMS <= limit * added

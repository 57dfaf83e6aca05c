"""Which figures of a zone rest on too few enterprises to be public, or would tell such a figure by subtraction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from program.indicators.models import Declaration, DerivedFigure, ItemValue
from program.indicators.rules import FEWEST_PEERS
from program.indicators.rules.energy import CO2, CO2_FIXED, COMPREHENSIVE_ENERGY, EQUIVALENT, FEEDSTOCK
from program.indicators.rules.portrait import MOST_CARRIERS, POLLUTANTS, VALUE_ADDED, ByCarrier
from program.zones.models import Zone

FEWEST_FIRMS = FEWEST_PEERS
"""A public cell that rests on fewer enterprises would tell what one of them declared."""
CARBON = ("equivalent", "co2", "co2_fixed", "co2_intensity", "co2_intensity_fixed", "cut", "cut_fixed")
"""Columns of a year that, beside its energy, say how that divides into power and fuel."""
PER_VALUE_ADDED = ("energy_intensity", "co2_intensity", "co2_intensity_fixed", "cut", "cut_fixed")
EQUATIONS = 2
"""Of so many fuels the energy and the CO2 together tell each."""
Sites = set[int | None]
Behind = Mapping[tuple[str, int], Sites]
"""(figure, year) → whose it is; none for what the zone itself declared."""


def few(sites: Sites) -> bool:
    """What the zone itself declared is already a sum of several."""
    return 0 < len(sites) < FEWEST_FIRMS and None not in sites


def shut(sites: Sites, *, covered: bool) -> str:
    """Why a year's figures are not public, given who declared it; empty: they are."""
    if few(sites):
        return "few"
    return "" if covered else "coverage"


def near(sites: Iterable[int], others: Iterable[int]) -> bool:
    """Whether two sums differ by what so few declared (keys of sites as they are frozen; 0: the zone itself)."""
    return few({site or None for site in set(sites) ^ set(others)})


def behind(zone: Zone, years: Sequence[int]) -> Behind:
    """Of each figure and year the sites of which it is more than nought. One query."""
    items = {VALUE_ADDED, *(f"{code}_{way}" for code in POLLUTANTS for way in ("generated", "discharged"))}
    codes = {COMPREHENSIVE_ENERGY, EQUIVALENT, CO2, CO2_FIXED, FEEDSTOCK}
    ids = Declaration.objects.in_force().filter(zone=zone, year__in=years).order_by().values("pk")
    declared: Any = ItemValue.objects.filter(declaration__in=ids, item__in=items, value__isnull=False)
    derived: Any = DerivedFigure.objects.filter(declaration__in=ids, code__in=codes)
    whose = ("declaration__year", "declaration__site")
    rows = declared.exclude(value=0).order_by().values_list("item", *whose).union(
        derived.exclude(value=0).order_by().values_list("code", *whose), all=True
    )  # fmt: skip
    found: dict[tuple[str, int], Sites] = {}
    for code, year, site in rows:
        found.setdefault((code, year), set()).add(site)
    return found


def withheld(whose: Behind, carriers: ByCarrier, year: int) -> set[str]:
    """Columns of a year that are not public although the year is: what rests on few, and what would tell it."""

    def rests_on_few(*codes: str) -> bool:
        return any(few(whose.get((code, year), set())) for code in codes)

    found: set[str] = set()
    if rests_on_few(VALUE_ADDED):
        found |= {"value_added", *PER_VALUE_ADDED}
    if rests_on_few(COMPREHENSIVE_ENERGY):
        found |= {"energy", "energy_intensity", *CARBON}
    if rests_on_few(EQUIVALENT, CO2, CO2_FIXED, FEEDSTOCK) or tells_a_carrier(carriers, year):
        found |= set(CARBON)
    return found


# ---------------------------------------------------------------- carriers
def parted(found: ByCarrier, fewest: int = 0) -> tuple[list[str], list[str]]:
    """Carriers that have a column of their own, the largest first, and those that are the rest.

    With `fewest`, a carrier that in some year rests on fewer enterprises goes into the rest; so do the next smallest, until
    the rest itself rests on enough; where it never does, all are the rest.
    """
    ordered = sorted(found.tce, key=lambda code: (-sum(found.tce[code].values()), code))
    head = [code for code in ordered if not fewest or not thin(found, [code])][:MOST_CARRIERS]
    rest = [code for code in ordered if code not in head]
    while fewest and rest and head and thin(found, rest):
        rest.append(head.pop())
    return head, rest


def thin(found: ByCarrier, carriers: Iterable[str]) -> bool:
    """Whether these together rest, in some year, on too few enterprises."""
    together = list(carriers)
    years = {year for code in together for year in found.sites[code]}
    return any(few(users(found, together, year)) for year in years)


def users(found: ByCarrier, carriers: Iterable[str], year: int) -> Sites:
    return {site for code in carriers for site in found.sites[code].get(year, ())}


def tells_a_carrier(found: ByCarrier, year: int) -> bool:
    """Whether CO2, or energy at the equivalent value, tells a carrier of few, set against the public table of carriers.

    The two values of power differ by a public factor, and so do the two sums of CO2: either difference is all power, and
    what is left of the energy all fuel. Less the columns that are shown, that is what the rest has of power and of fuel.
    """
    shown, _rest = parted(found, FEWEST_FIRMS)
    hidden = [code for code in found.tce if code not in shown and found.sites[code].get(year)]
    power = [code for code in hidden if found.names[code].by_grid]
    fuel = [code for code in hidden if code not in power]
    solved = len(fuel) <= EQUATIONS and any(few(users(found, [code], year)) for code in fuel)
    return solved or few(users(found, power, year)) or few(users(found, fuel, year))

"""What the public tables would tell by subtraction, and does not."""

from decimal import Decimal
from typing import Any

import pytest

from program.indicators.models import FactorSet
from program.indicators.rules.gathering import factors_of
from program.people.models import User
from program.reports.rules.opening import opened
from program.supervision.models import Duty
from program.zones.models import Zone
from tests.indicators.casework import VALUE_ADDED, accept, site
from tests.reports.casework import COAL, GAS, POWER, YEAR, firms, told

pytestmark = pytest.mark.django_db
CARBON = ("equivalent", "co2", "co2_fixed", "co2_intensity", "co2_intensity_fixed", "cut", "cut_fixed")


def last(said: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = said["figures"]["years"][-1]
    return found


def fuel_of(row: dict[str, Any]) -> Decimal | None:
    """All that is no power, in tce, as a reader with the public factors would reckon it; none where he cannot."""
    if row["equivalent"] is None or row["energy"] is None:
        return None
    factors = factors_of(FactorSet.objects.get())
    power, grid = factors.carriers["electricity"].tce, factors.grid_of(YEAR)
    assert grid is not None
    energy, equivalent = Decimal(row["energy"]), Decimal(row["equivalent"])
    return energy - (equivalent - energy) / (grid.equivalent - power) * power


def column(mix: dict[str, Any], word: str) -> Decimal:
    place = next(place for place, pair in enumerate(mix["names"]) if word in pair[1].lower())
    return Decimal(mix["years"][str(YEAR)][place])


def test_the_fuel_of_one_firm_is_not_told_by_two_ways_of_counting_power(zone: Zone, contact: User) -> None:
    """Energy at both values tells all power, and with it all fuel; CO2 by two grid factors does the same."""
    firms(zone, 4, **{COAL: "1000"})
    said = told(zone, contact)
    fuel = fuel_of(last(said))
    assert fuel is not None
    assert abs(fuel - column(said["figures"]["mix"], "coal")) < 1
    public = last(opened(said))
    assert fuel_of(public) is None
    assert all(public[name] is None for name in CARBON)
    assert public["energy"] == last(said)["energy"]
    assert public["energy_intensity"] is not None


def test_nor_is_the_power_of_one_firm(zone: Zone, contact: User) -> None:
    for place in range(4):
        accept({(site(zone).credit_code, YEAR): {VALUE_ADDED: "9", GAS: "5"} | ({POWER: "7"} if not place else {})})
    public = last(opened(told(zone, contact)))
    assert all(public[name] is None for name in CARBON)
    assert public["energy"] is not None


def test_two_hidden_fuels_are_not_told_by_their_energy_and_their_co2(zone: Zone, contact: User) -> None:
    """Gas of three firms and coal of one are together four firms, but two unknowns with two equations."""
    for place in range(4):
        own = {VALUE_ADDED: "9", POWER: "100", GAS: "5"} | ({COAL: "7"} if not place else {})
        accept({(site(zone).credit_code, YEAR): own})
    public = last(opened(told(zone, contact)))
    assert all(public[name] is None for name in CARBON)


def test_feedstock_of_one_firm_is_not_told(zone: Zone, contact: User) -> None:
    """It is energy without CO2: what the two differ by would be its own."""
    for place in range(4):
        own = {VALUE_ADDED: "9", POWER: "100", COAL: "5"}
        own |= {"energy:raw_coal:feedstock": "7"} if not place else {}
        accept({(site(zone).credit_code, YEAR): own})
    public = last(opened(told(zone, contact)))
    assert all(public[name] is None for name in CARBON)


def test_fuel_and_power_of_enough_firms_are_public(zone: Zone, contact: User) -> None:
    for _ in range(3):
        accept({(site(zone).credit_code, YEAR): {VALUE_ADDED: "9", POWER: "100", COAL: "5"}})
    said = told(zone, contact)
    public = last(opened(said))
    assert all(public[name] == last(said)[name] for name in (*CARBON, "energy", "value_added"))
    assert public["co2"] is not None


def test_energy_of_one_firm_among_three_that_declared(zone: Zone, contact: User) -> None:
    """Nought is no figure of anybody's."""
    firms(zone, 1)
    for energy in ({}, {POWER: "0"}):
        accept({(site(zone).credit_code, YEAR): {VALUE_ADDED: "1000", **energy}})
    said = told(zone, contact)
    public = last(opened(said))
    assert (last(said)["shut"], last(said)["energy"] is None, public["energy"]) == ("", False, None)
    assert public["energy_intensity"] is None
    assert all(public[name] is None for name in CARBON)
    assert public["value_added"] == "3000"
    assert opened(said)["figures"]["mix"]["years"].get(str(YEAR)) is None


def test_value_added_of_one_firm_among_three_that_declared(zone: Zone, contact: User) -> None:
    """Nor by an intensity and the energy."""
    firms(zone, 1)
    for added in ({}, {VALUE_ADDED: "0"}):
        accept({(site(zone).credit_code, YEAR): {POWER: "100", **added}})
    public = last(opened(told(zone, contact)))
    assert all(public[name] is None for name in ("value_added", "energy_intensity", "co2_intensity", "cut"))
    assert (public["energy"] is None, public["co2"] is None) == (False, False)


def test_a_cut_since_a_base_year_that_is_partly_withheld(zone: Zone, contact: User) -> None:
    codes = firms(zone, 3)
    for code in codes:
        accept({(code, 2019): {VALUE_ADDED: "900" if code == codes[0] else "0", POWER: "95"}})
    said = told(zone, contact)
    assert last(said)["cut"] is not None
    assert last(opened(said))["cut"] is None


def test_pollutants_of_one_firm_among_three_that_declared(zone: Zone, contact: User) -> None:
    for place in range(3):
        cells = {VALUE_ADDED: "9", POWER: "5", "item:cod_generated": "77.5" if not place else "0"}
        accept({(site(zone).credit_code, YEAR): cells})
    said = told(zone, contact, Duty.GREEN_REPORT)
    assert "77.5" in str(said["figures"]["pollutants"])
    assert "77.5" not in str(opened(said))

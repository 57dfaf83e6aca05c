"""What the public tables would tell by subtraction, and does not."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from program.files.rules import can_view_file
from program.indicators.models import FactorSet
from program.indicators.rules.gathering import factors_of
from program.people.models import User
from program.reports import actions, rules
from program.reports.rules.opening import opened
from program.reports.tasks import make_publication
from program.supervision.models import Duty
from program.zones.models import Zone
from tests.conftest import SignIn
from tests.indicators.casework import VALUE_ADDED, accept, site
from tests.ledger import casework as ledger
from tests.reports import casework
from tests.reports.casework import COAL, GAS, POWER, YEAR, again, firms, on, told

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
        accept(
            {
                (site(zone).credit_code, YEAR): {VALUE_ADDED: "9", GAS: "5"}
                | ({POWER: "7"} if not place else {})
            }
        )
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


def test_a_carrier_of_one_firm_among_three_that_declared_it(zone: Zone, contact: User) -> None:
    for coal in ("12.5", "0", "0"):
        accept({(site(zone).credit_code, YEAR): {VALUE_ADDED: "9", POWER: "100", COAL: coal}})
    said = told(zone, contact)
    assert any("coal" in pair[1].lower() for pair in said["figures"]["mix"]["names"])
    assert [pair[1] for pair in opened(said)["figures"]["mix"]["names"]] == ["others"]
    assert last(opened(said))["co2"] is None


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


# ---------------------------------------------------------------- what is named, and nothing else
def strewn(value: Any) -> Any:
    """The same content with a key more in every object that holds something itself."""
    if isinstance(value, dict):
        more = {"later": "机密"} if any(not isinstance(each, dict | list) for each in value.values()) else {}
        return {key: strewn(each) for key, each in value.items()} | more
    return [strewn(each) for each in value] if isinstance(value, list) else value


def test_what_a_later_schema_adds_is_not_public_until_it_is_named(
    zone: Zone, contact: User, applicant: User, clerk: User, figures: None
) -> None:
    with on(date(2026, 3, 2)):
        ledger.accepted(zone, applicant, clerk, year=YEAR, since=date(YEAR, 5, 6))
    said = told(zone, contact)
    said |= {"tasks": [{"title": "任务"}], "targets": [TARGET]}
    public = opened(strewn(said))
    assert "机密" not in str(public)
    assert (len(public["ledger"]), len(public["figures"]["years"]), public["tasks"]) == (
        1,
        7,
        [{"title": "任务"}],
    )


TARGET = {
    "names": ["能耗强度", "intensity"], "unit": "tce/万元", "base": "0.2", "goal": "0.1", "reached": "0.15", "year": YEAR,
    "most": True, "figure": "energy_intensity",
}  # fmt: skip


def test_a_target_tells_no_year_that_is_closed(zone: Zone, contact: User) -> None:
    """Neither the base year's figure, nor the year's own; what is public of the year is said."""
    codes = firms(zone, 3)
    report = casework.begun(casework.owed(zone), contact)
    said = rules.content(report) | {"targets": [TARGET, TARGET | {"figure": "co2"}]}
    assert [row["base"] for row in opened(said)["targets"]] == ["0.2", "0.2"]
    assert opened(said)["targets"][0]["reached"] == last(said)["energy_intensity"]
    accept({(codes[0], 2019): {VALUE_ADDED: "900", POWER: "95"}})
    said = rules.content(report) | {"targets": [TARGET]}
    assert opened(said)["targets"][0]["base"] is None
    last(said)["shut"] = "few"
    assert opened(said)["targets"][0]["reached"] is None


def test_content_that_does_not_say_what_is_withheld_shows_no_figures(
    zone: Zone, contact: User, figures: None
) -> None:
    said = told(zone, contact)
    for row in said["figures"]["years"]:
        del row["withheld"]
    assert all(last(opened(said))[name] is None for name in (*CARBON, "energy", "value_added"))


# ---------------------------------------------------------------- the ledger
def entry(figure: str, number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "number": f"{number}", "title": "诊断服务", "kind": "service", "since": "2025-05-06", "figure": figure, "unit": "firms",
        "secret": False,
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("figures", "shown", "total"),
    [
        (("5", "2"), ["5", None], None),
        (("5", "4"), ["5", "4"], "9"),
        (("0", "4"), ["0", "4"], "4"),
        (("0",), ["0"], "0"),
        (("2",), [None], None),
    ],
)
def test_a_withheld_number_of_firms_is_not_told_by_the_sum(
    zone: Zone, contact: User, figures: tuple[str, ...], shown: list[str | None], total: str | None
) -> None:
    rows = [entry(figure, place) for place, figure in enumerate(figures)]
    sums = [
        {"kind": "service", "unit": "firms", "count": len(rows), "total": f"{sum(map(int, figures))}"},
        {"kind": "finance", "unit": "money", "count": 1, "total": "2"},
    ]
    clause = {"clause": "services", "entries": rows, "sums": sums, "open_sums": sums}
    public = opened(told(zone, contact) | {"ledger": [clause]})["ledger"][0]
    assert [row["figure"] for row in public["entries"]] == shown
    assert [row["total"] for row in public["sums"]] == [total, "2"]


# ---------------------------------------------------------------- versions that were replaced
def test_two_versions_are_not_held_against_each_other(
    zone: Zone, contact: User, applicant: User, clerk: User, supervisor: User, signed_in: SignIn
) -> None:
    """Of a version that was replaced everybody reads the words; its tables and its print are the zone's and the office's."""
    firms(zone, 4)
    duty = casework.owed(zone)
    first = casework.accepted(duty, applicant, clerk)
    make_publication(first.pk)
    first = again(first)
    page = Client().get(first.public_url).content.decode()
    assert ("4,000" in page, first.pdf.get_absolute_url() in page) == (True, True)
    accept({(site(zone).credit_code, YEAR): {VALUE_ADDED: "777", POWER: "5"}})
    second = casework.accepted(duty, applicant, clerk, reason="漏计一户")
    make_publication(second.pk)
    second = again(second)
    page = Client().get(first.public_url).content.decode()
    assert ("4,000" in page, "已完成。" in page, second.public_url in page) == (False, True, True)
    assert 'id="years"' not in page
    public = rules.public_part(first, replaced=True)["figures"]
    assert (public["years"], public["mix"]["years"], public["pollutants"]) == ([], {}, [])
    assert (first.pdf.get_absolute_url() in page, first.pdf.sha256 in page) == (False, True)
    assert "4,777" in Client().get(second.public_url).content.decode()
    assert not can_view_file(AnonymousUser(), first.pdf)
    assert can_view_file(AnonymousUser(), second.pdf)
    for who in (applicant, clerk, supervisor):
        assert "4,000" in signed_in(who).get(first.get_absolute_url()).content.decode()
    assert can_view_file(applicant, first.pdf)
    assert can_view_file(clerk, first.pdf)


def test_two_reports_are_not_held_against_each_other(
    zone: Zone, contact: User, applicant: User, clerk: User
) -> None:
    """A year that one of another kind told without one of the firms is told no more; three more firms are enough."""
    firms(zone, 4)
    earlier = casework.accepted(casework.owed(zone, Duty.GREEN_REPORT), applicant, clerk)
    waits = casework.waiting(casework.owed(zone, Duty.CARBON_PEAK_REPORT, 2026), applicant)
    same = actions.accept(waits, by=clerk)
    assert last(rules.public_part(same))["value_added"] == "4000"
    accept({(site(zone).credit_code, YEAR): {VALUE_ADDED: "777", POWER: "5"}})
    near = casework.accepted(casework.owed(zone), applicant, clerk)
    assert (last(near.data)["shut"], last(near.data)["value_added"]) == ("", "4777")
    assert (last(rules.public_part(near))["shut"], last(rules.public_part(near))["value_added"]) == (
        "near",
        None,
    )
    page = Client().get(again(near).public_url).content.decode()
    assert ("4,777" in page, "all but one or two of the same enterprises" in page) == (False, True)
    assert last(rules.public_part(again(earlier)))["value_added"] == "4000"  # as it was published
    for _ in range(3):
        accept({(site(zone).credit_code, YEAR): {VALUE_ADDED: "1", POWER: "5"}})
    accept({(zone.code, YEAR): {VALUE_ADDED: "50", POWER: "5"}})
    far = casework.accepted(casework.owed(zone, year=2027), applicant, clerk)
    assert last(rules.public_part(far))["value_added"] == "4830"

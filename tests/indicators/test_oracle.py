"""Fictional zones whose results were computed elsewhere: imported and derived, they agree to the last printed digit."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from program.indicators.models import Declaration
from program.zones.models import Zone
from tests import factories
from tests.indicators import casework

ORACLE = Path(__file__).parent / "synthetic_zone_energy.csv"
YEARS = range(2019, 2026)
CARRIERS = {
    "raw_coal_t": ("raw_coal", "t"),
    "natural_gas_10k_m3": ("natural_gas", "10^4 m3"),
    "diesel_t": ("diesel", "t"),
    "electricity_10k_kwh": ("electricity", "10^4 kWh"),
    "heat_gj": ("heat", "GJ"),
}
PRINTED = {
    ("comprehensive_energy", False): ("total_tce", "0.1"),
    ("energy_intensity", False): ("tce_per_10k_yuan", "0.0001"),
    ("co2", False): ("total_tco2", "0.1"),
    ("co2_intensity", False): ("tco2_per_10k_yuan", "0.0001"),
    ("co2_intensity", True): ("tco2_per_10k_yuan_fixed_grid_0_5703", "0.0001"),
    ("co2_intensity_annual_cut", False): ("co2_intensity_avg_annual_cut_pct_since_2019", "0.01"),
    ("co2_intensity_annual_cut", True): ("avg_annual_cut_pct_fixed_grid", "0.01"),
}
"""(indicator, by the fixed factor) → column of the oracle, and its last digit."""


def oracle() -> list[dict[str, str]]:
    with ORACLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def zones(db: None) -> list[Zone]:
    casework.load()
    return [factories.zone(code=f"DEMO-{letter}") for letter in "ABCD"]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The oracle's inputs as the import command reads them."""
    energy, items = tmp_path / "energy.csv", tmp_path / "items.csv"
    with (
        energy.open("w", encoding="utf-8", newline="") as first,
        items.open("w", encoding="utf-8", newline="") as second,
    ):
        lines, figures = csv.writer(first), csv.writer(second)
        lines.writerow(["organization", "year", "carrier", "quantity", "unit"])
        figures.writerow(["organization", "year", "item", "value", "unit"])
        for row in oracle():
            subject = row["park_code"], row["year"]
            lines.writerows(
                [*subject, carrier, row[column], unit] for column, (carrier, unit) in CARRIERS.items()
            )
            added = row["industrial_value_added_yi_yuan_2019_prices"]
            figures.writerow([*subject, "industrial_value_added", added, "亿元"])
    return energy, items


def imported(files: tuple[Path, Path], **options: object) -> str:
    told = StringIO()
    call_command(
        "import_declarations", str(files[0]), items=str(files[1]), stdout=told, stderr=StringIO(), **options
    )
    return told.getvalue()


def derived(year: int) -> dict[tuple[str, str, bool], Decimal]:
    told = StringIO()
    call_command("derive", year=year, stdout=told)
    return {
        (row["organization"], row["indicator"], row["factor_set"].endswith("-fixed")): Decimal(row["value"])
        for row in csv.DictReader(StringIO(told.getvalue()))
    }


def test_every_printed_digit(zones: list[Zone], files: tuple[Path, Path]) -> None:
    assert imported(files) == "168 rows, 28 declarations, 28 new versions\n"
    by_year = {year: derived(year) for year in YEARS}
    compared, differing = 0, []
    for row in oracle():
        for (indicator, fixed), (column, last) in PRINTED.items():
            found = by_year[int(row["year"])].get((row["park_code"], indicator, fixed))
            if not row[column]:
                assert found is None, "no cut in the base year"
                continue
            assert found is not None
            compared += 1
            if found.quantize(Decimal(last), ROUND_HALF_UP) != Decimal(row[column]):
                differing.append((row["park_code"], row["year"], column, found, row[column]))
    assert differing == []
    assert compared == 28 * 5 + 24 * 2


def test_again_changes_nothing(zones: list[Zone], files: tuple[Path, Path]) -> None:
    imported(files)
    before = set(Declaration.objects.values_list("sha256", flat=True))
    assert imported(files) == "168 rows, 28 declarations, 0 new versions\n"
    assert set(Declaration.objects.values_list("sha256", flat=True)) == before
    assert len(before) == 28


def test_a_dry_run_writes_nothing(zones: list[Zone], files: tuple[Path, Path]) -> None:
    assert imported(files, dry_run=True) == "168 rows, 28 declarations, nothing written\n"
    assert not Declaration.objects.exists()


def test_one_wrong_row_and_nothing_is_imported(zones: list[Zone], files: tuple[Path, Path]) -> None:
    with files[0].open("a", encoding="utf-8") as energy:
        energy.write("DEMO-A,2025,peat,1,t\n")
    with pytest.raises(CommandError, match="1 errors; nothing was imported"):
        imported(files)
    assert not Declaration.objects.exists()

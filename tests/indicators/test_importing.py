"""Figures that come along from elsewhere: all or none, what is in force kept as an older version, every wrong row named."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from program.indicators import actions
from program.indicators.actions import Row
from program.indicators.models import Declaration, State
from program.people.models import OrganizationKind, User
from program.zones.actions import Listing, list_site
from program.zones.models import Site, Zone
from tests import factories
from tests.indicators.conftest import YEAR, cells

pytestmark = pytest.mark.django_db
POWER, PEOPLE = "energy:electricity:production", "item:employees"


def row(code: str, place: str, value: str, unit: str = "", *, year: int = YEAR, number: int = 2) -> Row:
    return Row("FILE", number, code, str(year), place, value, unit)


def said(found: actions.Import) -> list[tuple[int, str]]:
    return [(error.row, error.sentence) for error in found.errors]


def in_force(zone: Zone) -> Declaration:
    return Declaration.objects.in_force().get(zone=zone, year=YEAR)


def test_the_same_again_changes_nothing(site: Site, zone: Zone) -> None:
    rows = [row(zone.code, POWER, "5", "MWh"), row(zone.code, PEOPLE, "12")]
    assert [actions.import_figures(rows).written for _ in range(2)] == [1, 0]
    assert in_force(zone).version == 1
    assert str(in_force(zone).lines.get().quantity) == "0.5000"


def test_what_the_file_does_not_say_stays_and_the_old_version_is_kept(
    zone: Zone, accepted: Declaration, site: Site
) -> None:
    code = site.organization.credit_code
    Declaration.objects.filter(pk=accepted.pk).update(by_month=True)
    accepted.lines.filter(carrier="electricity").update(
        month=1, torch_quantity="1180", difference_note="口径不同"
    )
    accepted.lines.create(carrier="electricity", use="production", month=2, quantity="9.5")
    accepted.items.create(item="fresh_water", missing="not_counted")
    found = actions.import_figures([row(code, PEOPLE, "700")])
    assert (said(found), found.written) == ([], 1)
    fresh = in_force(zone)
    accepted.refresh_from_db()
    assert (fresh.version, fresh.by_month, accepted.is_newest, accepted.superseded_at is not None) == (
        2,
        False,
        False,
        True,
    )
    line = fresh.lines.get(carrier="electricity")
    assert (str(line.quantity), str(line.torch_quantity), line.difference_note) == (
        "1190.0000",
        "1180.0000",
        "口径不同",
    )
    assert dict(fresh.items.values_list("item", "missing"))["fresh_water"] == "not_counted"
    assert fresh.items.get(item="employees").value == 700
    assert str(accepted.items.get(item="employees").value) == "612.0000"


def test_one_wrong_row_and_nothing_is_taken(zone: Zone, site: Site) -> None:
    rows = [
        row(zone.code, POWER, "5", number=2),
        row("NOWHERE", POWER, "5", number=3),
        row(zone.code, "energy:wood:production", "5", number=4),
        row(zone.code, POWER, "6", number=5),
        row(zone.code, PEOPLE, "", number=6),
        row(zone.code, PEOPLE, "12", "t", number=7),
        row(zone.code, PEOPLE, "12", year=1999, number=8),
        row(site.organization.credit_code, PEOPLE, "12", year=2022, number=9),
    ]
    assert said(actions.import_figures(rows)) == [
        (3, "There is no zone and no listed enterprise of the code “NOWHERE”."),
        (4, "There is no energy carrier “wood”."),
        (5, "This figure was given in an earlier row already."),
        (6, "The figure is missing."),
        (7, "The unit t does not fit: this is declared in people."),
        (8, "Write the year in four digits, from 2006 to 2026."),
        (9, "In 2022 this enterprise had 0 sites in zones: a row fits one only."),
    ]
    assert not Declaration.objects.exists()


def test_a_trial_writes_nothing(zone: Zone, site: Site) -> None:
    found = actions.import_figures([row(zone.code, POWER, "5")], dry=True)
    assert (said(found), found.written, Declaration.objects.count()) == ([], 0, 0)


def test_what_is_being_filled_in_is_not_written_over(
    zone: Zone, draft: Declaration, site: Site, firm: User
) -> None:
    actions.enter(draft, cells({PEOPLE: "5"}), revision=0, by=firm)
    found = actions.import_figures([row(site.organization.credit_code, PEOPLE, "12")])
    assert said(found) == [(0, f"{draft} is being filled in: it must be accepted first.")]
    assert list(Declaration.objects.values_list("state", flat=True)) == [State.DRAFT]


def test_an_enterprise_with_two_sites_fits_no_row(zone: Zone, site: Site, applicant: User) -> None:
    organization = site.organization
    assert organization.kind == OrganizationKind.ENTERPRISE
    list_site(zone, Listing(organization.credit_code, "", "示例二厂", "39", 2023), by=applicant)
    found = actions.import_figures([row(organization.credit_code, PEOPLE, "12")])
    assert said(found) == [(2, f"In {YEAR} this enterprise had 2 sites in zones: a row fits one only.")]


def test_a_failure_half_way_leaves_nothing(zone: Zone, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Zones enough for two batches; the second fails."""
    monkeypatch.setattr("program.indicators.actions.importing.BATCH", 1)
    other = factories.zone()

    def killed(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.import_figures([row(zone.code, PEOPLE, "1"), row(other.code, PEOPLE, "2")], progress=killed)
    assert not Declaration.objects.exists()


def test_the_command_names_the_rows_of_the_file(zone: Zone, site: Site, tmp_path: Path) -> None:
    file, errors = tmp_path / "energy.csv", StringIO()
    file.write_text(
        f"organization,year,carrier,quantity,unit\n{zone.code},{YEAR},electricity,１２,10^4 kWh\n",
        "utf-8-sig",
    )
    with pytest.raises(CommandError, match="1 errors; nothing was imported"):
        call_command("import_declarations", str(file), stderr=errors)
    assert errors.getvalue() == f"{file}:2: Write the digits in half width, for example 12.\n"
    file.write_text("organization,year\n", "utf-8")
    with pytest.raises(CommandError, match="columns are missing: carrier, quantity, unit"):
        call_command("import_declarations", str(file))

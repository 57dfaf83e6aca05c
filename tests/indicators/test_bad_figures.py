"""One table of what people write: the same figure, or a refusal at the cell, through every way in."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import Workbook

from program.indicators.models import Declaration
from program.people.models import User
from program.zones.models import Site
from tests.conftest import SignIn
from tests.indicators.conftest import YEAR, figures_of

pytestmark = pytest.mark.django_db
PLACE, ITEM = "energy:electricity:production", "item:industrial_output"

TABLE: dict[str, str | None] = {
    "12": "12",
    " 12 ": "12",
    "1,234.5": "1234.5",
    "0": "0",
    "0.0001": "0.0001",
    "99999999999.9999": "99999999999.9999",
    "007": "7",
    # refused
    "NaN": None,
    "Infinity": None,
    "1e400": None,
    "1e3": None,
    "１２": None,
    "٣": None,
    "1_000": None,
    "12万": None,
    "12 kWh": None,
    "1,23,4": None,
    "1，234": None,
    "1.2.3": None,
    "-5": None,
    "-0": None,
    "+5": None,
    "=1+1": None,
    "+cmd|' /C calc'!A0": None,
    "@SUM(A1)": None,
    "9" * 400: None,
    "0." + "1" * 400: None,
    "100000000000": None,
    "0.00001": None,
    "1234567890123456": None,
    "<script>": None,
}
"""What is written → what it means; none: refused with a sentence."""


def by_form(browser: Any, draft: Declaration, text: str) -> bool:
    """Autosaved: whether it was taken, else said at its cell."""
    response = browser.post(
        draft.get_absolute_url(), {"revision": "0", ITEM: text}, headers={"accept": "application/json"}
    )
    errors = response.json()["errors"]
    assert set(errors) <= {ITEM}
    assert all(errors.get(ITEM, ["…"]))
    return not errors


def by_paste(browser: Any, draft: Declaration, text: str) -> bool:
    where = reverse("indicators:paste", args=[draft.pk])
    posted = {"lines": f"industrial_output\t{text}\t", "confirm": "1", "revision": "0"}
    return taken(browser.post(where, posted))


def by_spreadsheet(browser: Any, draft: Declaration, text: str) -> bool:
    where = reverse("indicators:paste", args=[draft.pk])
    looked = browser.post(where, {"upload": "1", "file": sheet([ITEM, "", "", None, text])})
    assert looked.status_code == 200, "the file itself is in order"
    if looked.context["errors"]:
        return False
    lines = looked.context["lines"]
    return taken(browser.post(where, {"lines": lines, "confirm": "1", "revision": "0"}))


def taken(response: Any) -> bool:
    """Whether lines were taken in; else every one that was not is named with a sentence."""
    if response.status_code == 302:
        return True
    assert response.status_code == 422
    assert [(error.number, bool(error.sentence)) for error in response.context["errors"]] == [(1, True)]
    return False


def sheet(*rows: list[Any]) -> SimpleUploadedFile:
    """A filled template: two rows of heads, then these."""
    book = Workbook()
    for row in (["", ""], ["Code", "Name"], *rows):
        book.active.append(row)
    for cells in book.active.iter_rows(min_row=3):
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # as text, not as a formula
    target = BytesIO()
    book.save(target)
    return SimpleUploadedFile("filled.xlsx", target.getvalue())


@pytest.mark.parametrize("text", TABLE, ids=lambda text: text[:12])
@pytest.mark.parametrize("way", [by_form, by_paste, by_spreadsheet])
def test_the_same_through_every_way_in(
    draft: Declaration, firm: User, signed_in: SignIn, way: Callable[..., bool], text: str
) -> None:
    was_taken = way(signed_in(firm), draft, text)
    meant = TABLE[text]
    assert (was_taken, figures_of(draft)) == ((True, {ITEM: meant}) if meant else (False, {}))


@pytest.mark.parametrize("text", TABLE, ids=lambda text: text[:12])
def test_and_through_the_command(site: Site, tmp_path: Path, text: str) -> None:
    rows = StringIO()
    csv.writer(rows).writerows(
        [
            ["organization", "year", "item", "value", "unit"],
            [site.organization.credit_code, str(YEAR), "industrial_output", text, "万元"],
        ]
    )
    energy, items = tmp_path / "energy.csv", tmp_path / "items.csv"
    energy.write_text("organization,year,carrier,quantity,unit\n")
    items.write_text(rows.getvalue())
    meant = TABLE[text]
    if meant is None:
        with pytest.raises(CommandError, match="1 errors; nothing was imported"):
            call_command(
                "import_declarations", str(energy), items=str(items), stderr=StringIO(), stdout=StringIO()
            )
        assert not Declaration.objects.exists()
    else:
        call_command(
            "import_declarations", str(energy), items=str(items), stderr=StringIO(), stdout=StringIO()
        )
        assert figures_of(Declaration.objects.get()) == {ITEM: meant}


# ---------------------------------------------------------------- cells of the grid
def test_what_is_valid_is_saved_beside_what_is_not(draft: Declaration, firm: User, signed_in: SignIn) -> None:
    posted = {
        "revision": "0", PLACE: "1180.5", f"{PLACE}.torch": "12万", f"{PLACE}.note": "长" * 201, ITEM: "1e3",
        "item:employees": "-1", "item:fresh_water": "", "item:fresh_water.missing": "to_follow",
        "item:total_water": "5", "item:total_water.missing": "to_follow", "item:wastewater.torch": "7",
        "energy:unobtainium:production": "1", "energy:raw_coal:burnt": "1", "item:nothing": "1",
        "price_base": "1999",
    }  # fmt: skip
    response = signed_in(firm).post(draft.get_absolute_url(), posted, headers={"accept": "application/json"})
    assert set(response.json()["errors"]) == {
        f"{PLACE}.torch", f"{PLACE}.note", ITEM, "item:employees", "item:total_water.missing", "item:wastewater",
        "energy:unobtainium:production", "energy:raw_coal:burnt", "item:nothing", "price_base",
    }  # fmt: skip
    assert figures_of(draft) == {PLACE: "1180.5", "item:fresh_water": "to_follow"}


def test_a_wrong_cell_leaves_what_stood_there(filled: Declaration, firm: User, signed_in: SignIn) -> None:
    before = figures_of(filled)
    page = signed_in(firm).post(filled.get_absolute_url(), {"revision": "1", PLACE: "12万"})
    assert page.status_code == 422
    text = page.content.decode()
    assert f'href="#id_{PLACE}"' in text
    assert 'value="12万"' in text
    assert figures_of(filled) == before


def test_without_unit_by_one_unit_and_by_another(draft: Declaration, firm: User, signed_in: SignIn) -> None:
    """MWh and kWh become 10⁴ kWh by powers of ten; a unit of something else is refused."""
    where = reverse("indicators:paste", args=[draft.pk])
    lines = (
        "electricity\t12345\tMWh\ndiesel\t2500\tkg\n天然气\t56\t万m³\nnatural_gas:sold 1 万m³\nsteam\t1\tkWh"
    )
    shown = signed_in(firm).post(where, {"lines": lines})
    assert [(error.number, error.sentence) for error in shown.context["errors"]] == [
        (3, "There is no energy carrier and no data item “天然气”."),
        (5, "The unit kWh does not fit: this is declared in t."),
    ]
    assert [str(cell.value) for _named, _stored, cell in shown.context["rows"]] == ["1234.5", "2.500", "1"]
    assert figures_of(draft) == {}

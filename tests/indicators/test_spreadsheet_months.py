"""One file brings a whole year's months: the template has a row for each, a column names it, every row is looked at first."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from program.indicators import actions
from program.indicators.models import Declaration
from program.people.models import User
from tests.conftest import SignIn
from tests.indicators.conftest import cells
from tests.indicators.test_bad_figures import sheet
from tests.indicators.test_spreadsheets import template, upload

PLACE, GAS = "energy:electricity:production", "energy:natural_gas:production"


@pytest.fixture
def monthly(draft: Declaration, firm: User) -> Declaration:
    """Counted by months, with February entered."""
    counted = actions.count_by(draft, by_month=True, revision=0, by=firm)
    return actions.enter(counted, cells({PLACE: "90.5"}, month=2), revision=1, by=firm)


def months_of(declaration: Declaration, carrier: str = "electricity") -> dict[int, str]:
    lines = declaration.lines.filter(carrier=carrier).order_by("month")
    return {line.month: f"{line.quantity.normalize():f}" for line in lines}


def paste(declaration: Declaration, month: int = 0) -> str:
    where = reverse("indicators:paste", args=[declaration.pk])
    return f"{where}?month={month}" if month else where


def confirm(browser: Any, declaration: Declaration, looked: Any, revision: int) -> Any:
    posted = {"lines": looked.context["lines"], "confirm": "1", "revision": str(revision)}
    return browser.post(paste(declaration), posted)


def sentences(looked: Any) -> list[tuple[int, str]]:
    return [(error.number, error.sentence) for error in looked.context["errors"]]


# ---------------------------------------------------------------- out, and back
def test_the_template_has_a_row_for_each_month(monthly: Declaration, firm: User, signed_in: SignIn) -> None:
    book = template(signed_in(firm), monthly).active
    heads = [cell.value for cell in book[2]]
    assert heads[-1] == "Month"
    rows = [row for row in book.iter_rows(min_row=3, values_only=True) if row[0] == PLACE]
    assert [row[8] for row in rows] == list(range(1, 13))
    assert [row[4] for row in rows] == [None, 90.5, *[None] * 10]
    assert rows[1][1] == "Electricity (calorific) · month 2"
    items = [row for row in book.iter_rows(min_row=3, values_only=True) if row[0] == "item:employees"]
    assert [row[8] for row in items] == [None], "a data item is one of the year"


def test_by_the_year_the_template_has_no_such_column(
    filled: Declaration, firm: User, signed_in: SignIn
) -> None:
    assert len(template(signed_in(firm), filled).active[2]) == 8


def test_a_whole_year_in_one_file(monthly: Declaration, firm: User, signed_in: SignIn) -> None:
    browser = signed_in(firm)
    book = template(browser, monthly)
    for row in book.active.iter_rows(min_row=3):
        if row[0].value == PLACE:
            row[4].value = 100 + row[8].value
        if row[0].value == "item:industrial_value_added":
            row[4].value = 44321
    target = BytesIO()
    book.save(target)
    looked = upload(browser, monthly, SimpleUploadedFile("a.xlsx", target.getvalue()))
    assert (looked.status_code, sentences(looked)) == (200, [])
    page = looked.content.decode()
    assert "Electricity (calorific) · month 12" in page
    assert "Take 13 figures in" in page
    assert months_of(monthly) == {2: "90.5"}, "looking writes nothing"
    assert confirm(browser, monthly, looked, 2).status_code == 302
    assert months_of(monthly) == {month: str(100 + month) for month in range(1, 13)}
    assert monthly.items.get().value == 44321
    twice = confirm(browser, monthly, looked, 2)
    assert twice.status_code == 409, "saved meanwhile"


def test_a_row_without_a_month_is_of_the_month_on_the_page(
    monthly: Declaration, firm: User, signed_in: SignIn
) -> None:
    """So that a file of the older kind, for one month, still does what it did."""
    browser = signed_in(firm)
    where = paste(monthly, 3)
    assert "names no month is taken for month 3" in browser.get(where).content.decode()
    file = sheet([PLACE, "", "万kWh", None, 77], [GAS, "", "", None, 8, "", "", "", "5月"])
    looked = browser.post(where, {"upload": "1", "file": file})
    assert sentences(looked) == []
    confirm(browser, monthly, looked, 2)
    assert months_of(monthly) == {2: "90.5", 3: "77"}
    assert months_of(monthly, "natural_gas") == {5: "8"}


def test_pasted_lines_name_months_too(monthly: Declaration, firm: User, signed_in: SignIn) -> None:
    browser = signed_in(firm)
    lines = "electricity\t1\t\t\t\t1\nelectricity\t20\tMWh\t\t\t12\n"
    posted = {"lines": lines, "confirm": "1", "revision": "2"}
    assert browser.post(paste(monthly), posted).status_code == 302
    assert months_of(monthly) == {1: "1", 2: "90.5", 12: "2"}


# ---------------------------------------------------------------- rows that cannot be taken
def test_rows_are_named_by_their_number(monthly: Declaration, firm: User, signed_in: SignIn) -> None:
    def row(month: Any, place: str = PLACE, figure: Any = 5) -> list[Any]:
        return [place, "", "", None, figure, "", "", "", month]

    browser = signed_in(firm)
    wrong = [
        row(1),
        row(1),
        row(13),
        row(0),
        row("x"),
        row(1.5),
        row(-1),
        row("=1+1"),
        row(3, "item:employees"),
    ]
    looked = upload(browser, monthly, sheet(*wrong))
    a_month = "A month is a number from 1 to 12."
    assert sentences(looked) == [
        (4, "This figure was given in an earlier row already."),
        (5, a_month), (6, a_month), (7, a_month), (8, a_month), (9, a_month),
        (10, a_month),
        (11, "Only energy is declared by months: leave the month of this row empty."),
    ]  # fmt: skip
    refused = browser.post(
        paste(monthly), {"lines": "electricity\t1\t\t\t\t13", "confirm": "1", "revision": "2"}
    )
    assert (refused.status_code, sentences(refused)) == (422, [(1, a_month)])
    assert months_of(monthly) == {2: "90.5"}


def test_by_the_year_no_row_names_a_month(filled: Declaration, firm: User, signed_in: SignIn) -> None:
    looked = upload(signed_in(firm), filled, sheet([PLACE, "", "", None, 5, "", "", "", 1]))
    assert sentences(looked) == [
        (
            3,
            "This declaration counts energy by the year. Leave the month empty, or enter energy by months first.",
        )
    ]
    assert months_of(filled) == {0: "1180.5"}


def test_counted_otherwise_meanwhile(monthly: Declaration, firm: User, signed_in: SignIn) -> None:
    """Looked at by months, then somebody went back to the year: nothing of it is written."""
    browser = signed_in(firm)
    looked = upload(browser, monthly, sheet([PLACE, "", "", None, 5, "", "", "", 1]))
    actions.count_by(monthly, by_month=False, revision=2, by=firm)
    assert confirm(browser, monthly, looked, 2).status_code == 422
    assert months_of(monthly) == {0: "90.5"}


def test_a_formula_is_no_month(monthly: Declaration, firm: User, signed_in: SignIn) -> None:
    browser = signed_in(firm)
    book = template(browser, monthly)
    rows = [row for row in book.active.iter_rows(min_row=3) if row[0].value == PLACE]
    rows[1][8].value = "=I3+1"
    target = BytesIO()
    book.save(target)
    looked = upload(browser, monthly, SimpleUploadedFile("a.xlsx", target.getvalue()))
    sentence = "There is a formula in this row. Paste its value instead."
    assert [said for _number, said in sentences(looked)] == [sentence]

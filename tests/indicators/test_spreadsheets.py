"""The template out, the filled one back: harmless, looked at first, and never more than rows of text."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from program.files import workbook
from program.indicators import actions
from program.indicators.models import DataItem, Declaration
from program.people.models import User
from program.refusals import Overtaken
from tests.conftest import SignIn
from tests.indicators.conftest import GOOD, cells, figures_of
from tests.indicators.test_bad_figures import sheet

pytestmark = pytest.mark.django_db
PLACE = "energy:electricity:production"


def upload(browser: Client, declaration: Declaration, file: Any) -> Any:
    where = reverse("indicators:paste", args=[declaration.pk])
    return browser.post(where, {"upload": "1", "file": file})


def template(browser: Client, declaration: Declaration) -> Any:
    answer = browser.get(reverse("indicators:template", args=[declaration.pk]))
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.content))


def refused(response: Any) -> list[str]:
    assert response.status_code == 422
    return [str(error) for errors in response.context["upload"].errors.values() for error in errors]


# ---------------------------------------------------------------- out, and back
def test_the_template_says_what_is_known(filled: Declaration, firm: User, signed_in: SignIn) -> None:
    rows = {
        row[0]: row for row in template(signed_in(firm), filled).active.iter_rows(min_row=3, values_only=True)
    }
    assert rows[PLACE] == (PLACE, "Electricity (calorific)", "10⁴ kWh", None, 1180.5, None, None, None)
    assert rows["item:employees"][4] == 612
    assert "item:zone_area" not in rows


def test_nothing_in_it_is_a_formula(filled: Declaration, firm: User, signed_in: SignIn) -> None:
    DataItem.objects.filter(code="employees").update(name_en="=cmd|'/C calc'!A0", name_zh="+1")
    given = actions.enter(filled, [*cells({PLACE: "5"})], revision=1, by=firm)
    lines = given.lines.filter(carrier="electricity")
    lines.update(difference_note="@SUM(A1)")
    book = template(signed_in(firm), filled)
    rows = {row[0].value: row for row in book.active.iter_rows()}
    assert [(cell.data_type, cell.value) for cell in (rows["item:employees"][1], rows[PLACE][7])] == [
        ("s", "'=cmd|'/C calc'!A0"),
        ("s", "'@SUM(A1)"),
    ]


def test_filled_in_looked_through_and_taken_in(draft: Declaration, firm: User, signed_in: SignIn) -> None:
    browser = signed_in(firm)
    book = template(browser, draft)
    for row in book.active.iter_rows(min_row=3):
        if row[0].value == PLACE:
            row[4].value, row[6].value, row[7].value = 1180.5, 1180, "口径不同"
        if row[0].value == "item:employees":
            row[5].value = "未统计"
        if row[0].value == "item:fresh_water":
            row[4].value = "1,234"
    target = BytesIO()
    book.save(target)
    looked = upload(browser, draft, SimpleUploadedFile("a.xlsx", target.getvalue()))
    assert (looked.status_code, looked.context["errors"], figures_of(draft)) == (200, [], {})
    where = reverse("indicators:paste", args=[draft.pk])
    posted = {"lines": looked.context["lines"], "confirm": "1", "revision": "0"}
    assert browser.post(where, posted).status_code == 302
    assert figures_of(draft) == {PLACE: "1180.5", "item:employees": "not_counted", "item:fresh_water": "1234"}
    line = draft.lines.get()
    assert line.torch_quantity == 1180
    assert line.difference_note == "口径不同"


def test_saved_elsewhere_meanwhile(filled: Declaration, firm: User, signed_in: SignIn) -> None:
    where = reverse("indicators:paste", args=[filled.pk])
    response = signed_in(firm).post(where, {"lines": "employees\t1\t", "confirm": "1", "revision": "0"})
    assert response.status_code == Overtaken.status
    assert response.context["refused"] == "This declaration was saved elsewhere since you opened the page."
    assert figures_of(filled) == GOOD


def test_rows_are_named_by_their_number(draft: Declaration, firm: User, signed_in: SignIn) -> None:
    looked = upload(
        signed_in(firm), draft,
        sheet(
            [PLACE, "", "万kWh", None, 5], ["item:nothing", "", "", None, 1], [PLACE, "", "", None, 6],
            ["item:employees", "", "m³", None, 1.5], ["item:fresh_water", "", "m³", None, "12万"],
        ),
    )  # fmt: skip
    assert [(error.number, error.sentence) for error in looked.context["errors"]] == [
        (4, "There is no data item “nothing”."),
        (5, "This figure was given in an earlier row already."),
        (6, "The unit m³ does not fit: this is declared in people."),
        (7, "Write a plain figure, for example 1234.5, without unit, blanks, plus sign or exponent."),
    ]
    assert [cell.place for _named, _stored, cell in looked.context["rows"]] == [PLACE]


def test_who_may(filled: Declaration, applicant: User, stranger: User, signed_in: SignIn) -> None:
    for name in ("template", "paste"):
        where = reverse(f"indicators:{name}", args=[filled.pk])
        assert signed_in(applicant).get(where).status_code == 403
        assert signed_in(stranger).get(where).status_code == 404


# ---------------------------------------------------------------- what is no filled template
def formula() -> SimpleUploadedFile:
    book = Workbook()
    for row in (["", ""], ["Code", ""], [PLACE, "", "", None, "=1+1"]):
        book.active.append(row)
    return saved(book)


def saved(book: Any, **parts: bytes) -> SimpleUploadedFile:
    target = BytesIO()
    book.save(target)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_bin", ".bin").replace("_xml", ".xml"), content)
    return SimpleUploadedFile("a.xlsx", target.getvalue())


def test_a_formula_is_never_taken_for_its_value(draft: Declaration, firm: User, signed_in: SignIn) -> None:
    looked = upload(signed_in(firm), draft, formula())
    assert [(error.number, error.sentence) for error in looked.context["errors"]] == [
        (3, "There is a formula in this row. Paste its value instead.")
    ]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (
            lambda: SimpleUploadedFile("a.xlsx", b"energy,1"),
            "Files of this kind are not accepted. Accepted: XLSX.",
        ),
        (lambda: SimpleUploadedFile("a.xlsx", b""), "The file is empty."),
        (
            lambda: saved(Workbook(), xl__vbaProject_bin=b"x"),
            "This document contains macros or programs. Save it without them, as .docx or .xlsx.",
        ),
        (
            lambda: saved(Workbook(), xl__bomb_xml=b"0" * (101 * 2**20)),
            "Unpacked, this document is far too large.",
        ),
        (
            lambda: saved(Workbook()),
            "No figure was found. Fill in column E of the template, below its heads.",
        ),
        (
            lambda: sheet(*(["x", "", "", None, 1] for _number in range(2001))),
            "This spreadsheet has more than 2000 rows.",
        ),
    ],
    ids=["text", "empty", "macros", "bomb", "nothing in it", "too long"],
)
def test_what_is_no_filled_template(
    draft: Declaration, firm: User, signed_in: SignIn, file: Any, sentence: str
) -> None:
    assert refused(upload(signed_in(firm), draft, file())) == [sentence]
    assert figures_of(draft) == {}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (1180.5, "1180.5"), (0.1 + 0.2, "0.3"), (1e10, "10000000000"), (12345678.9, "12345678.9"), (7, "7"),
        (1e-7, "0.0000001"), (float("1e400"), "Infinity"), (float("nan"), "NaN"), (-0.0, "-0"), (1e300, "1E+300"),
    ],
)  # fmt: skip
def test_numbers_as_somebody_would_type_them(written: float, meant: str) -> None:
    """15 significant digits are what a spreadsheet keeps; what is beyond every figure is refused later, as text."""
    assert workbook.figure(written) == meant

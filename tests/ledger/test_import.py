"""Many entries from one file: looked at first, every wrong cell with its sentence, then all of them or none."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from program.journal.models import Line, Verb
from program.ledger import importing
from program.ledger.importing import COLUMNS
from program.ledger.models import LedgerEntry, State
from program.people.models import User
from program.zones.models import Zone
from tests.conftest import SignIn
from tests.ledger import casework

pytestmark = pytest.mark.django_db
WHERE = reverse("ledger:import")
DAY = casework.DAY
TALENT: list[Any] = [
    "5.3.5",
    "talent",
    "引进绿色技术人才",
    "柔性引进。",
    DAY.year,
    DAY,
    None,
    12,
    "人",
    "示例人才局",
    "示例丙",
    "示例大学",
]
LOAN: list[Any] = [
    "五(三)6", "finance support", "绿色信贷", "贴息。", f"{DAY.year}", f"{DAY:%Y/%m/%d}", "", "1,200.5", "10,000 yuan",
    "示例财政局", "示例丁", "",
]  # fmt: skip


def head() -> list[str]:
    return [str(label) for _name, label in COLUMNS]


def book(*rows: list[Any]) -> SimpleUploadedFile:
    made = Workbook()
    for row in (head(), *rows):
        made.active.append(row)
    target = BytesIO()
    made.save(target)
    return SimpleUploadedFile("ledger.xlsx", target.getvalue())


def as_csv(*rows: list[Any], encoding: str = "utf-8-sig") -> SimpleUploadedFile:
    target = StringIO()
    csv.writer(target).writerows([head(), *rows])
    return SimpleUploadedFile("ledger.csv", target.getvalue().encode(encoding))


def wrong(response: Any) -> dict[tuple[int, str], str]:
    """(row, column) → what is wrong there."""
    return {
        (row.number, cell.name): " ".join(cell.faults)
        for row in response.context["rows"]
        for cell in row.cells
        if cell.faults
    }


def confirm(browser: Client, looked: Any) -> Any:
    return browser.post(WHERE, {"lines": looked.context["lines"], "confirm": "1"})


def test_the_template_filled_in_looked_at_and_taken_in(
    zone: Zone, contact: User, applicant: User, signed_in: SignIn
) -> None:
    browser = signed_in(contact)
    template = load_workbook(BytesIO(browser.get(reverse("ledger:template")).content))
    assert [cell.value for cell in template.worksheets[0][1]] == head()
    unit = ["people", "10,000 yuan"]
    rows = [[*row[:8], unit[place], *row[9:]] for place, row in enumerate((TALENT, LOAN))]
    looked = browser.post(WHERE, {"file": book(*rows)})
    assert (looked.status_code, wrong(looked), LedgerEntry.objects.count()) == (200, {}, 0)
    assert confirm(browser, looked).status_code == 302
    made = list(LedgerEntry.objects.order_by("pk"))
    assert [(one.zone, one.state, one.clause, one.kind, f"{one.figure:f}", one.since) for one in made] == [
        (zone, State.DRAFT, "5.3.5", "talent", "12.0000", DAY),
        (zone, State.DRAFT, "5.3.6", "finance", "1200.5000", DAY),
    ]
    assert Line.objects.filter(verb=Verb.ENTER_WORK, actor=contact).count() == 2
    again = confirm(browser, looked)
    assert again.status_code == 422
    assert wrong(again)[1, "title"] == f"This work stands in the ledger already: {made[0].number}."
    assert LedgerEntry.objects.count() == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv(zone: Zone, applicant: User, signed_in: SignIn, encoding: str) -> None:
    browser, row = signed_in(applicant), [*TALENT[:8], "", *TALENT[9:]]
    looked = browser.post(WHERE, {"file": as_csv(row, encoding=encoding)})
    assert wrong(looked) == {}
    confirm(browser, looked)
    assert LedgerEntry.objects.get().title == "引进绿色技术人才"


def test_what_is_wrong_stands_in_its_cell(
    zone: Zone, applicant: User, contact: User, signed_in: SignIn
) -> None:
    number = casework.entered(zone, applicant).number
    there = casework.values()
    standing = [
        there["clause"],
        there["kind"],
        there["title"],
        "x",
        DAY.year,
        DAY,
        None,
        1,
        None,
        "x",
        "x",
        None,
    ]
    looked = signed_in(contact).post(
        WHERE,
        {
            "file": book(
                ["5.9.9", "talents", "甲", "x", 1999, "yesterday", None, "1e3", None, "x", "x", None],
                [*TALENT[:7], 12.5, "10,000 yuan", *TALENT[9:]],
                ["6.1", "policy", "乙", "x", DAY.year, DAY, None, 3, "people", "", "x", None],
                ["6.1", "policy", "=1+1", "x", DAY.year, DAY, "2001-01-01", None, None, "x", "x", None],
                standing, [*TALENT[:8], None, *TALENT[9:]], [*TALENT[:8], None, *TALENT[9:]],
                ["6.1", "policy", "丙", "x" * 2100, DAY.year, DAY, None, None, None, "x", "x", None],
            )
        },
    )  # fmt: skip
    found = wrong(looked)
    assert set(found) == {
        (2, "clause"), (2, "kind"), (2, "year"), (2, "since"), (2, "figure"), (3, "figure"), (3, "unit"),
        (4, "figure"), (4, "unit"), (4, "owner_unit"), (5, "title"), (5, "until"), (6, "title"), (8, "title"),
        (9, "description"),
    }  # fmt: skip
    assert found[3, "unit"] == "The unit does not fit: work of this kind is counted in people."
    assert found[5, "title"] == "There is a formula in this cell. Paste its value instead."
    assert found[6, "title"] == f"This work stands in the ledger already: {number}."
    assert found[8, "title"] == "This work was given in an earlier row already."
    refused = confirm(signed_in(contact), looked)
    assert (refused.status_code, LedgerEntry.objects.count()) == (422, 1)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (lambda: book(), "No row was found below the headings."),
        (lambda: book(*[[*TALENT[:2], f"{place}", *TALENT[3:]] for place in range(201)]), "At most 200 rows at once"),
        (lambda: SimpleUploadedFile("a.xlsx", b"PK\x03\x04 nothing"), "Files of this kind are not accepted."),
        (lambda: SimpleUploadedFile("a.csv", b"a\x00b"), "This CSV cannot be read."),
        (lambda: SimpleUploadedFile("a.csv", b'"open'), "This CSV cannot be read."),
        (lambda: SimpleUploadedFile("a.csv", b""), "No row was found below the headings."),
        (lambda: SimpleUploadedFile("a.csv", b"x" * 2_100_000), "This CSV is too large"),
    ],
)  # fmt: skip
def test_what_is_no_table(zone: Zone, applicant: User, signed_in: SignIn, file: Any, sentence: str) -> None:
    response = signed_in(applicant).post(WHERE, {"file": file()})
    assert response.status_code == 422
    assert sentence in str(response.context["form"].errors["file"])


def test_posted_by_hand(zone: Zone, applicant: User, signed_in: SignIn) -> None:
    """What is confirmed is read as if nobody had looked at it."""
    browser = signed_in(applicant)
    for lines, status in (("", 422), ("x", 422), ("\x00\t" * 12, 422), ("\t".join(head()), 422)):
        assert browser.post(WHERE, {"lines": lines, "confirm": "1"}).status_code == status
    assert not LedgerEntry.objects.exists()


def test_whose_rows(clerk: User, zone: Zone, applicant: User, stranger: User, signed_in: SignIn) -> None:
    """The office's own become the office's; a foreign zone's are nobody's."""
    looked = signed_in(clerk).post(WHERE, {"file": book([*TALENT[:8], None, *TALENT[9:]])})
    confirm(signed_in(clerk), looked)
    assert LedgerEntry.objects.get().zone is None
    for person in (stranger, clerk):
        answer = signed_in(person).post(f"{WHERE}?zone={zone.code}", {"file": book(TALENT)})
        assert answer.status_code == 403


def test_the_words_of_the_page_are_read(zone: Zone) -> None:
    given = ["五（三）6", "finance", "甲", "x", "2026", "2026年3月1日", "", "5", "", "x", "x", ""]
    (row,) = importing.rows_of(zone, [(2, given)])
    assert (row.values or {})["clause"] == "5.3.6"

"""What is typed: parameters with their errors at the cell, and the days of a year from a CSV."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.datastructures import MultiValueDict

from program import clock
from program.rulesets import rules
from program.rulesets.forms import ParametersForm, YearForm, read_days
from program.rulesets.models import Key, RuleSet
from program.rulesets.rules import Day

LINES = "2027-01-01,0,元旦\n2027-10-09,1,国庆节调休上班\n"
DAYS = [Day(date(2027, 1, 1), False, "元旦"), Day(date(2027, 10, 9), True, "国庆节调休上班")]


def typed(rule_set: RuleSet, **changes: str) -> dict[str, str]:
    """The form as the browser would send it, with some cells typed over."""
    data = {"revision": str(rule_set.revision)}
    for key, rule in rules.ruled(rule_set).items():
        data |= {
            key: f"{rule.value:.0f}",
            f"{key}-kind": rule.authority_kind,
            f"{key}-authority": rule.authority,
        }
    return data | changes


# ---------------------------------------------------------------- parameters
def test_the_numbers_come_back_as_they_went_out(draft: RuleSet) -> None:
    form = ParametersForm(draft, typed(draft))
    assert form.is_valid(), form.errors
    assert form.entered() == rules.ruled(draft)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This field is required."),
        ("１０", "Write the digits in half width, for example 12."),
        ("1_0", "Write a whole number, for example 12, without unit, blanks, plus sign or exponent."),
        ("1e1", "Write a whole number, for example 12, without unit, blanks, plus sign or exponent."),
        ("NaN", "Write a whole number, for example 12, without unit, blanks, plus sign or exponent."),
        ("10天", "Write a whole number, for example 12, without unit, blanks, plus sign or exponent."),
        ("-10", "Write the figure without a minus sign."),
        ("7.5", "Write a whole number."),
        ("0", "Not less than 1."),
        ("121", "Not more than 120."),
    ],
)
def test_a_bad_number_is_answered_at_its_cell(draft: RuleSet, text: str, sentence: str) -> None:
    form = ParametersForm(draft, typed(draft, public_notice_days=text))
    assert form.errors == {Key.PUBLIC_NOTICE_DAYS: [sentence]}
    assert f'value="{text}"' in str(form[Key.PUBLIC_NOTICE_DAYS]) or not text


def test_a_number_without_authority_is_answered_at_its_cell(draft: RuleSet) -> None:
    form = ParametersForm(
        draft, typed(draft, **{"public_notice_days-authority": " ", "panel_minimum-kind": "hearsay"})
    )
    assert form.errors.keys() == {"public_notice_days-authority", "panel_minimum-kind"}


def test_numbers_that_contradict_each_other_are_named_once_each_is_right(draft: RuleSet) -> None:
    assert ParametersForm(draft, typed(draft, review_quorum="6")).errors == {
        Key.REVIEW_QUORUM: ["The smallest panel could never reach this quorum."]
    }
    assert ParametersForm(draft, typed(draft, review_quorum="6", panel_minimum="99")).errors.keys() == {
        Key.PANEL_MINIMUM
    }


def test_yes_and_no_are_chosen(draft: RuleSet) -> None:
    assert not ParametersForm(draft, typed(draft, province_conflict="2")).is_valid()
    form = ParametersForm(draft, typed(draft, province_conflict="0"))
    assert form.is_valid()
    assert form.entered()[Key.PROVINCE_CONFLICT].value == 0


# ---------------------------------------------------------------- the days of a year
@pytest.mark.parametrize(
    "text",
    [
        LINES,
        "date,is_working,name\n" + LINES,
        "日期,是否上班,名称\r\n" + LINES,
        LINES.replace(",", "\t"),
        "2027/1/1,休,元旦\n\n2027/10/9 , 班 , 国庆节调休上班",
        '2027-01-01,false,"元旦"\n2027-10-09,TRUE,国庆节调休上班',
    ],
)
def test_lines_are_read_as_spreadsheets_write_them(text: str) -> None:
    assert read_days(text) == DAYS


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("2027-01-01,0", "three cells are needed: date, works or rests, name."),
        ("2027-01-01,0,元旦,x", "three cells are needed: date, works or rests, name."),
        ("2027-02-30,0,元旦", "write the date as 2027-01-01."),
        ("20270101,0,元旦", "write the date as 2027-01-01."),
        ("２０２７-01-01,0,元旦", "write the date as 2027-01-01."),
        ("1.1.2027,0,元旦", "write the date as 2027-01-01."),
        ("2027-01-01,2,元旦", "write 1 for a working day, 0 for a day of rest."),
        ("2027-01-01,,元旦", "write 1 for a working day, 0 for a day of rest."),
        ("2027-01-01,0,", "the name has 1 to 40 characters."),
        ("2027-01-01,0," + "元" * 41, "the name has 1 to 40 characters."),
        ("2027-01-01,0,元\x00旦", "the name has 1 to 40 characters."),
        ('2027-01-01,0,"元旦', None),
    ],
)
def test_a_bad_line_is_named(line: str, fault: str | None) -> None:
    if fault is None:
        assert read_days(line) == DAYS[:1]
        return
    with pytest.raises(ValidationError) as refused:
        read_days(LINES + line)
    assert refused.value.messages == [f"“{line[:60]}”: {fault}"]


def test_all_bad_lines_are_named_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        read_days("2027-01-01,9,x\n2027-13-01,0,y")
    assert len(refused.value.messages) == 2


def test_a_list_that_is_no_year_is_refused() -> None:
    with pytest.raises(ValidationError, match="At most 100 days"):
        read_days(LINES * 51)


@pytest.fixture
def november() -> Iterator[None]:
    """The State Council has just published the coming year."""
    with clock.at(datetime(2026, 11, 23, 2, tzinfo=UTC)):
        yield


def year_form(upload: bytes | None = None, **changes: str) -> YearForm:
    data = {
        "year": "2027",
        "document": "国办发明电〔2026〕1号",
        "pasted": LINES if upload is None else "",
    } | changes
    files: MultiValueDict[str, UploadedFile[Any]] = MultiValueDict()
    if upload is not None:
        files["file"] = SimpleUploadedFile("2027.csv", upload)
    return YearForm(data, files)


@pytest.mark.django_db
@pytest.mark.usefixtures("november")
class TestYearForm:
    """Pasted or uploaded, one of both."""

    def test_pasted(self) -> None:
        form = year_form()
        assert form.is_valid(), form.errors
        assert (form.cleaned_data["year"], form.cleaned_data["days"]) == (2027, DAYS)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_uploaded_in_the_encodings_of_spreadsheets(self, encoding: str) -> None:
        form = year_form(LINES.encode(encoding))
        assert form.is_valid(), form.errors
        assert form.cleaned_data["days"] == DAYS

    @pytest.mark.parametrize(
        ("upload", "sentence"),
        [
            (
                b"\xff\xd8\xff\xe0\x00\x10JFIF",
                "This is not a CSV file. Save the list as CSV and send it again.",
            ),
            (b"x" * (64 * 1024 + 1), "A list of a year's holidays is smaller than 64 KB."),
            (b"", "The submitted file is empty."),
        ],
    )
    def test_a_file_that_is_no_list(self, upload: bytes, sentence: str) -> None:
        assert year_form(upload).errors == {"file": [sentence]}

    def test_both_or_neither(self) -> None:
        assert year_form(LINES.encode(), pasted=LINES).errors == {
            "file": ["Paste the days or choose a file: one of both."]
        }
        assert year_form(pasted=" ").errors == {"pasted": ["Paste the days or choose a file: one of both."]}

    @pytest.mark.parametrize(
        ("year", "sentence"),
        [
            ("2028", "Holidays are published for the coming year at most."),
            ("2017", "Not less than 2018."),
            ("２０２７", "Write the digits in half width, for example 12."),
            (
                "2_027",
                "Write a whole number, for example 12, without unit, blanks, plus sign or exponent.",
            ),
        ],
    )
    def test_a_year_that_cannot_be(self, year: str, sentence: str) -> None:
        assert year_form(year=year).errors == {"year": [sentence]}

    @pytest.mark.usefixtures("years")
    def test_a_year_that_is_published(self) -> None:
        assert year_form(year="2026").errors["year"] == ["The calendar of this year is published already."]

    def test_a_day_of_another_year_is_named_where_it_was_entered(self) -> None:
        assert year_form(LINES.replace("2027-10-09", "2028-01-01").encode()).errors == {
            "file": ["2028-01-01 does not belong to 2027."]
        }

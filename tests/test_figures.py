"""The one strict reader of figures: what it takes, what it refuses, and that the sentence says why."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.forms import Form
from hypothesis import given
from hypothesis import strategies as st

from program.figures import FigureField, WholeField, parse_decimal, plain


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("5", "5"),
        (" 5 ", "5"),
        ("　5\t", "5"),  # full-width blank and tab, as pasted from a spreadsheet
        ("0", "0"),
        ("0.5", "0.5"),
        ("12.50", "12.50"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("007", "7"),
        ("123456789012345", "123456789012345"),
        ("0.00", "0.00"),
    ],
)
def test_plain_figures_are_taken(text: str, figure: str) -> None:
    assert parse_decimal(text, places=2) == Decimal(figure)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NaN", "figure"),
        ("Infinity", "figure"),
        ("-inf", "figure"),
        ("1e3", "figure"),
        ("1e400", "figure"),
        ("0x10", "figure"),
        ("1_000", "figure"),
        ("12万", "figure"),
        ("12 km", "figure"),
        ("1 000", "figure"),
        ("1 2", "figure"),
        ("+5", "figure"),
        ("--5", "figure"),
        ("", "figure"),
        (".5", "figure"),
        ("5.", "figure"),
        ("1.2.3", "figure"),
        ("1,23", "figure"),
        ("12,34.5", "figure"),
        ("1234,567", "figure"),
        (",123", "figure"),
        ("1,,234", "figure"),
        ("0,123", "figure"),
        ("1.234,5", "figure"),
        ("5\x00", "figure"),
        ("=1+1", "figure"),
        ("１２", "width"),
        ("１2", "width"),
        ("٣", "width"),  # an Arabic digit, which int() would read
        ("²", "width"),
        ("-5", "sign"),
        ("-0", "sign"),
        ("9" * 16, "digits"),
        ("9" * 400, "digits"),
        ("1234567890123.456", "places"),
        ("12345678901234.56", "digits"),
        ("0.123", "places"),
    ],
)
def test_everything_else_is_refused_and_the_sentence_says_why(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_decimal(text, places=2)
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["twenty", "1e3", "2026年"])
def test_what_is_no_whole_number_is_told_of_one(text: str) -> None:
    with pytest.raises(ValidationError, match=r"Write a whole number, for example 12,"):
        parse_decimal(text, places=0)


@pytest.mark.parametrize("text", ["5.0", "5.5", "0.1"])
def test_a_whole_number_has_no_decimals(text: str) -> None:
    with pytest.raises(ValidationError, match=r"Write a whole number\."):
        parse_decimal(text, places=0)


def test_limits_are_inclusive_and_named() -> None:
    assert parse_decimal("1", places=0, minimum=1, maximum=3) == 1
    assert parse_decimal("3", places=0, minimum=1, maximum=3) == 3
    with pytest.raises(ValidationError, match=r"Not less than 1\."):
        parse_decimal("0", places=0, minimum=1, maximum=3)
    with pytest.raises(ValidationError, match=r"Not more than 3\."):
        parse_decimal("4", places=0, minimum=1, maximum=3)


def test_a_minus_sign_is_taken_only_where_figures_may_be_negative() -> None:
    assert parse_decimal("-5.5", places=1, minimum=-10) == Decimal("-5.5")
    with pytest.raises(ValidationError):
        parse_decimal("-0", places=1, minimum=-10)
    with pytest.raises(ValidationError):
        parse_decimal("-11", places=1, minimum=-10)


@given(st.decimals(min_value=0, max_value=Decimal("99999999999.99"), places=2))
def test_what_is_printed_is_read_back(figure: Decimal) -> None:
    assert parse_decimal(plain(figure), places=2) == figure
    assert parse_decimal(f"{figure:,f}", places=2) == figure


def read(text: str) -> Decimal | str:
    """The figure, or the sentence."""
    try:
        return parse_decimal(text, places=4)
    except ValidationError as refused:
        return refused.messages[0]


@given(st.text(max_size=80))
def test_any_text_is_a_figure_or_a_sentence(text: str) -> None:
    answer = read(text)
    if isinstance(answer, Decimal):
        assert answer.is_finite()
        assert set(text.strip()) <= set("0123456789.,")
    else:
        assert answer.endswith(".")


@pytest.mark.parametrize(
    ("figure", "text"), [("10.00", "10"), ("0.50", "0.5"), ("1E+3", "1000"), ("100", "100"), ("0.00", "0")]
)
def test_a_figure_is_printed_as_one_would_type_it(figure: str, text: str) -> None:
    assert plain(Decimal(figure)) == text


class AreaForm(Form):
    area = FigureField(decimal_places=2, max_digits=9, max_value=10_000)


def test_the_field_keeps_what_was_typed_wrongly() -> None:
    form = AreaForm({"area": "１２"})
    assert form.errors == {"area": ["Write the digits in half width, for example 12."]}
    assert 'value="１２"' in str(form["area"])


def test_the_field_is_typed_as_text_with_a_number_pad() -> None:
    shown = str(AreaForm(initial={"area": Decimal("12.50")})["area"])
    assert 'type="text"' in shown
    assert 'inputmode="decimal"' in shown
    assert 'value="12.5"' in shown


def test_the_field_reads_limits_and_blanks() -> None:
    form = AreaForm({"area": " 1,234.5 "})
    assert form.is_valid()
    assert form.cleaned_data == {"area": Decimal("1234.5")}
    assert AreaForm({"area": "10000.01"}).errors == {"area": ["Not more than 10000."]}
    assert AreaForm({"area": "-1"}).errors == {"area": ["Write the figure without a minus sign."]}
    assert AreaForm({"area": "  "}).errors == {"area": ["This field is required."]}


class YearForm(Form):
    year = WholeField(min_value=2000, max_value=2100)
    rank = WholeField(min_value=1, required=False)


def test_a_whole_number_is_read_as_strictly_and_is_one() -> None:
    form = YearForm({"year": " 2026 ", "rank": ""})
    assert form.is_valid()
    assert form.cleaned_data == {"year": 2026, "rank": None}
    assert type(form.cleaned_data["year"]) is int
    for typed, sentence in (
        ("２０２６", "Write the digits in half width, for example 12."),
        ("2_026", "Write a whole number, for example 12, without unit, blanks, plus sign or exponent."),
        ("2026.0", "Write a whole number."),
        ("+2026", "Write a whole number, for example 12, without unit, blanks, plus sign or exponent."),
        ("1999", "Not less than 2000."),
        ("2101", "Not more than 2100."),
    ):
        assert YearForm({"year": typed}).errors == {"year": [sentence]}
        assert f'value="{typed}"' in str(YearForm({"year": typed})["year"])


def test_an_unchanged_figure_is_not_a_change() -> None:
    assert not AreaForm({"area": "12.50"}, initial={"area": Decimal("12.5")}).has_changed()
    assert AreaForm({"area": "nonsense"}, initial={"area": Decimal("12.5")}).has_changed()

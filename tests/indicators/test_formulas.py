"""The eight kinds of formula, by hand; what is missing, what cannot be divided, the sign rule, groups, price bases."""

from decimal import Decimal
from typing import Any

import pytest

from program.indicators.models import (
    Comparison,
    Formula,
    Indicator,
    IndicatorSet,
    PriceBase,
    Requirement,
    Scope,
)
from program.indicators.rules import Asked, Finding, Gathered, evaluate, judge, measure
from program.indicators.rules.formulas import Term

UNITS = {
    "energy": "tce",
    "added": "万元",
    "co2": "t",
    "co2_fixed": "t",
    "land": "km²",
    "water": "m³",
    "good": "",
    "days": "天",
}
F = {
    "energy": {2019: "600", 2022: "700", 2025: "500"},
    "added": {2019: "1000", 2022: "1500", 2024: "2500", 2025: "2000"},
    "co2": {2019: "8000", 2025: "1000"},
    "co2_fixed": {2019: "8000", 2025: "2000"},
    "land": {2025: "4"},
    "good": {2025: "1"},
    "days": {2023: "1", 2024: "0", 2025: "2"},
}
FIGURES = {code: {year: Decimal(text) for year, text in of.items()} for code, of in F.items()}

pytestmark = pytest.mark.django_db  # an unsaved set asks the database for the time


def asked(kind: Formula, *operands: str, per: str = "", unit: str = "", years: int = 0) -> Asked:
    return Asked(kind, operands, per, unit, years, 2019, UNITS)


def value(given: Asked, year: int = 2025, figures: Any = FIGURES) -> Decimal | None:
    return evaluate(given, figures, year).figure


# ---------------------------------------------------------------- the eight
@pytest.mark.parametrize(
    ("given", "result"),
    [
        (asked(Formula.DIRECT, "energy"), "500"),
        (asked(Formula.RATIO, "energy", per="added", unit="tce/万元"), "0.25"),
        (asked(Formula.RATIO, "energy", per="added", unit="tce/亿元"), "2500"),
        (asked(Formula.RATIO, "added", per="land", unit="亿元/km²"), "0.05"),
        (asked(Formula.SHARE, "energy", per="added", unit="%"), "25"),
        (asked(Formula.AVERAGE_ANNUAL_CUT, "energy", unit="%", per="added"), "13.5765777643"),
        (asked(Formula.YES_NO, "good"), "1"),
        (asked(Formula.COUNT, "days", unit="天", years=3), "3"),
        (asked(Formula.COUNT, "days", unit="天", years=1), "2"),
        (asked(Formula.ELASTICITY, "energy", per="added", years=3), "-0.8571428571"),
    ],
)
def test_kinds(given: Asked, result: str) -> None:
    found = value(given)
    assert found is not None
    assert round(found, 10) == Decimal(result)


def test_a_cut_and_a_growth_are_the_same_with_another_sign() -> None:
    figures = {"co2": {2019: Decimal(64), 2025: Decimal(1)}}
    found = [
        value(asked(kind, "co2", unit="%"), 2025, figures)
        for kind in (Formula.AVERAGE_ANNUAL_CUT, Formula.AVERAGE_ANNUAL_GROWTH)
    ]
    assert [round(one, 20) for one in found if one is not None] == [50, -50]


def test_three_years_of_growth_double() -> None:
    assert value(asked(Formula.AVERAGE_ANNUAL_GROWTH, "added", unit="%", years=1), 2025) == -20
    figures = {"added": {2022: Decimal(1000), 2025: Decimal(8000)}}
    assert value(asked(Formula.AVERAGE_ANNUAL_GROWTH, "added", unit="%", years=3), 2025, figures) == 100


def test_of_several_elasticities_the_least_favourable_counts() -> None:
    figures = {
        "energy": {2024: Decimal(100), 2025: Decimal(110)},
        "water": {2024: Decimal(100), 2025: Decimal(130)},
        "added": {2024: Decimal(100), 2025: Decimal(150)},
    }
    both = asked(Formula.ELASTICITY, "energy", "water", per="added", years=1)
    assert value(both, 2025, figures) == Decimal("0.6")
    falling = figures | {"added": {2024: Decimal(100), 2025: Decimal(80)}}
    assert value(both, 2025, falling) == Decimal("-1.5")


# ---------------------------------------------------------------- what is not there
def test_missing_figures_are_named() -> None:
    found = evaluate(asked(Formula.RATIO, "water", per="added", unit="m³/万元"), FIGURES, 2025)
    assert (found.figure, found.missing) == (None, [("water", 2025)])
    assert found.terms == [Term("added", 2025, Decimal(2000))]
    gap = evaluate(asked(Formula.COUNT, "days", unit="天", years=4), FIGURES, 2025)
    assert (gap.figure, gap.missing) == (None, [("days", 2022)])


def test_nothing_is_divided_by_nought() -> None:
    figures = {"energy": {2019: Decimal(0), 2025: Decimal(5)}, "added": {2019: Decimal(0), 2025: Decimal(0)}}
    for given in (
        asked(Formula.RATIO, "energy", per="added", unit="tce/万元"),
        asked(Formula.SHARE, "energy", per="added", unit="%"),
        asked(Formula.AVERAGE_ANNUAL_CUT, "energy", unit="%"),
        asked(Formula.ELASTICITY, "energy", per="added", years=6),
    ):
        found = evaluate(given, figures, 2025)
        assert (found.figure, found.missing) == (None, [])


def test_there_is_no_cut_in_the_base_year_or_before() -> None:
    given = asked(Formula.AVERAGE_ANNUAL_CUT, "co2", unit="%")
    assert value(given, 2019) is None
    assert value(given, 2018) is None


# ---------------------------------------------------------------- judged
def indicator(**fields: Any) -> Indicator:
    values: dict[str, Any] = {
        "code": "x", "name_zh": "示例", "kind": Formula.RATIO, "operands": "energy", "per": "added", "unit": "tce/万元",
        "years": 0, "comparison": Comparison.AT_MOST, "threshold": Decimal("0.25"), "requirement": Requirement.MANDATORY,
        "scope": Scope.ZONE,
    }  # fmt: skip
    return Indicator(**(values | fields))


@pytest.mark.parametrize(
    ("comparison", "finding"),
    [
        (Comparison.AT_MOST, Finding.MET),
        (Comparison.BELOW, Finding.NOT_MET),
        (Comparison.AT_LEAST, Finding.MET),
        (Comparison.ABOVE, Finding.NOT_MET),
        (Comparison.EXACTLY, Finding.MET),
    ],
)
def test_exactly_at_the_threshold(comparison: Comparison, finding: Finding) -> None:
    assert judge(indicator(comparison=comparison), 2019, UNITS, FIGURES, 2025).finding == finding


def test_the_sign_rule_turns_the_comparison_where_value_added_falls() -> None:
    elastic = indicator(kind=Formula.ELASTICITY, unit="", years=1, threshold=Decimal("0.6"), sign_rule=True)
    grows = {
        "energy": {2024: Decimal(100), 2025: Decimal(105)},
        "added": {2024: Decimal(100), 2025: Decimal(110)},
    }
    falls = {
        "energy": {2024: Decimal(100), 2025: Decimal(95)},
        "added": {2024: Decimal(100), 2025: Decimal(90)},
    }
    up, down = (judge(elastic, 2019, UNITS, figures, 2025) for figures in (grows, falls))
    assert (up.value.figure, up.comparison, up.finding) == (Decimal("0.5"), Comparison.AT_MOST, Finding.MET)
    assert (down.value.figure, down.comparison, down.finding) == (
        Decimal("0.5"), Comparison.AT_LEAST, Finding.NOT_MET,
    )  # fmt: skip
    elastic.sign_rule = False
    assert judge(elastic, 2019, UNITS, falls, 2025).finding == Finding.MET


def test_the_fixed_factor_judges_and_the_yearly_one_is_shown_beside_it() -> None:
    cut = indicator(
        kind=Formula.AVERAGE_ANNUAL_CUT, operands="co2", per="", unit="%", fixed_factor=True,
        comparison=Comparison.AT_LEAST, threshold=Decimal(25),
    )  # fmt: skip
    found = judge(cut, 2019, UNITS, FIGURES, 2025)
    assert found.by_year is not None
    assert found.value.figure is not None
    assert found.by_year.figure is not None
    assert found.value.figure < 25 < found.by_year.figure
    assert found.finding == Finding.NOT_MET


def grouped(minimum: int) -> list[Indicator]:
    """Three of a group: one holds, one does not, one has no data; and a basic condition that holds."""
    group = {"requirement": Requirement.GROUP, "group": "A", "group_minimum": minimum}
    return [
        indicator(code="holds", **group),
        indicator(code="fails", threshold=Decimal("0.1"), **group),
        indicator(code="silent", operands="water", unit="m³/万元", **group),
        indicator(code="basic"),
    ]


@pytest.mark.parametrize(
    ("minimum", "failing"), [(1, []), (2, ["fails", "silent"]), (3, ["fails", "silent"])]
)
def test_so_many_of_a_group(minimum: int, failing: list[str]) -> None:
    found = measure(IndicatorSet(base_year=2019), grouped(minimum), UNITS, FIGURES, 2025)
    assert [row.indicator.code for row in found.failing] == failing
    assert found.holds is not bool(failing)


def test_a_basic_condition_without_data_does_not_hold() -> None:
    found = measure(
        IndicatorSet(base_year=2019), [indicator(operands="water", unit="m³/万元")], UNITS, FIGURES, 2025
    )
    assert [row.finding for row in found.failing] == [Finding.NO_DATA]


def test_what_all_zones_reach_together_is_not_asked_of_one() -> None:
    own = [indicator(scope=Scope.ALL_ZONES, requirement=Requirement.TARGET)]
    assert measure(IndicatorSet(base_year=2019), own, UNITS, FIGURES, 2025).rows == []


# ---------------------------------------------------------------- price bases
def test_value_added_is_compared_on_one_price_base_only() -> None:
    found = Gathered(bases={2019: {PriceBase.OF_2019}, 2024: {PriceBase.OF_2020}, 2025: {PriceBase.OF_2019}})
    for year in (2019, 2024, 2025):
        found.add("industrial_value_added", year, Decimal(year))
        found.add("employees", year, Decimal(7))
    assert found.comparable(2025) == {
        "industrial_value_added": {2019: Decimal(2019), 2025: Decimal(2025)},
        "employees": dict.fromkeys((2019, 2024, 2025), Decimal(7)),
    }
    assert found.comparable(2024)["industrial_value_added"] == {2024: Decimal(2024)}


def test_two_price_bases_in_one_year_are_added_for_nothing() -> None:
    found = Gathered(bases={2025: {PriceBase.OF_2019, PriceBase.OF_2020}})
    found.add("industrial_value_added", 2025, Decimal(1))
    assert found.comparable(2025) == {"industrial_value_added": {}}

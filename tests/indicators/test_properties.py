"""What holds whatever is declared: units there and back, sums first and ratios after."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from program.indicators.models import Formula
from program.indicators.rules import Asked, Gathered, evaluate, unit_label
from program.indicators.rules.energy import Carrier, Factors, Grid, Quantity, derive
from program.indicators.rules.units import (
    SPELLINGS,
    STORED_DIGITS,
    STORED_PLACES,
    UNITS,
    converted,
    factor,
    known,
    ratio_factor,
)
from program.templatetags.drawing import scale_over

FIGURES = st.decimals(min_value=0, max_value=10**9, places=6, allow_nan=False, allow_infinity=False)
POSITIVE = st.decimals(min_value="0.000001", max_value=10**9, places=6, allow_nan=False, allow_infinity=False)
PAIRS = [(one, other) for one in UNITS for other in UNITS if UNITS[one][0] == UNITS[other][0]]


@given(st.sampled_from(PAIRS), FIGURES)
def test_a_unit_there_and_back(pair: tuple[str, str], figure: Decimal) -> None:
    there, back = factor(*pair), factor(*reversed(pair))
    assert there is not None
    assert back is not None
    assert figure * there * back == figure


@given(st.sampled_from(PAIRS), FIGURES)
def test_a_conversion_is_exact_or_refused(pair: tuple[str, str], figure: Decimal) -> None:
    unit, base = pair
    try:
        found = converted(figure, unit, base)
    except ValidationError:
        there = factor(unit, base)
        assert there is not None
        kept = figure * there * 10**STORED_PLACES
        assert kept % 1 != 0 or kept >= 10**STORED_DIGITS, "more than is kept"
        return
    back = factor(base, unit)
    assert back is not None
    assert found * back == figure


@given(st.sampled_from(sorted(SPELLINGS)))
def test_every_spelling_is_a_unit(spelling: str) -> None:
    assert known(spelling) in UNITS
    assert known(known(spelling)) == known(spelling)


@given(st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)))
def test_units_that_do_not_measure_the_same_never_meet(one: str, other: str) -> None:
    assert (factor(one, other) is None) is (UNITS[one][0] != UNITS[other][0])
    assert ratio_factor(f"{one}/{other}", one, other) == 1
    assert unit_label(f"{one}/{other}") == f"{unit_label(one)}/{unit_label(other)}"


# ---------------------------------------------------------------- the ratio of sums
UNIT = {"energy": "tce", "added": "万元"}
INTENSITY = Asked(Formula.RATIO, ("energy",), "added", "tce/万元", 0, 2019, UNIT)


@given(st.lists(st.tuples(FIGURES, POSITIVE), min_size=1, max_size=20))
@example([(Decimal(1), Decimal(1)), (Decimal(0), Decimal(10**9))])
def test_a_zones_intensity_lies_between_its_sites_and_is_sum_over_sum(
    sites: Sequence[tuple[Decimal, Decimal]],
) -> None:
    gathered = Gathered(bases={2025: {2019}})
    for energy, added in sites:
        gathered.add("energy", 2025, energy)
        gathered.add("added", 2025, added)
    whole = evaluate(INTENSITY, gathered.comparable(2025), 2025).figure
    assert whole is not None
    total = sum((energy for energy, _added in sites), Decimal(0))
    below = sum((added for _energy, added in sites), Decimal(0))
    assert abs(whole * below - total) <= total * Decimal("1e-25")
    # held against each other without dividing: a / b ≤ whole ≤ c / d
    assert any(energy * below <= total * added for energy, added in sites)
    assert any(energy * below >= total * added for energy, added in sites)


CARRIERS = {
    "coal": Carrier("coal", "t", Decimal("0.7143"), Decimal("1.9003")),
    "power": Carrier("power", "10^4 kWh", Decimal("1.229"), None, by_grid=True),
    "biogas": Carrier("biogas", "10^4 m3", Decimal("7.143"), Decimal(0), renewable=True),
}
FACTORS = Factors("f", CARRIERS, {2019: Grid(Decimal("0.6101"), Decimal(3))}, Decimal("0.5703"))
LINES = st.lists(
    st.builds(
        Quantity, st.sampled_from(sorted(CARRIERS)), st.sampled_from(["production", "auxiliary", "sold", "feedstock", "own"]),
        FIGURES,
    ),
    max_size=12,
)  # fmt: skip


@given(LINES, LINES)
def test_two_sites_together_are_the_sum_of_both(one: list[Quantity], other: list[Quantity]) -> None:
    apart, together = (
        [derive(lines, 2025, FACTORS).figures for lines in (one, other)],
        derive(one + other, 2025, FACTORS),
    )
    assert together.figures == {code: apart[0][code] + apart[1][code] for code in together.figures}


@given(LINES)
def test_what_is_bought_and_sold_again_counts_nothing(lines: list[Quantity]) -> None:
    bought = [line._replace(use="production") for line in lines]
    sold = [line._replace(use="sold") for line in lines]
    figures = derive(bought + sold, 2025, FACTORS).figures
    assert {code: figures[code] for code in ("comprehensive_energy", "co2", "co2_fixed")} == dict.fromkeys(
        ("comprehensive_energy", "co2", "co2_fixed"), Decimal(0)
    )


def test_a_later_year_takes_the_last_grid_factor() -> None:
    assert derive([Quantity("power", "production", Decimal(1))], 2030, FACTORS).figures["co2"] == Decimal(
        "6.101"
    )
    assert derive([Quantity("power", "production", Decimal(1))], 2018, FACTORS).gaps == ["power"]


# ---------------------------------------------------------------- charts
@given(
    st.lists(
        st.decimals(min_value=-(10**6), max_value=10**9, places=4, allow_nan=False), min_size=1, max_size=10
    )
)
@example([Decimal(0)])
@example([Decimal("0.0001")])
def test_a_scale_holds_every_value_in_few_steps(values: list[Decimal]) -> None:
    scale = scale_over(values, 180, 10)
    assert scale.low <= min(0, *map(float, values), 0) + scale.step / 10**6
    assert scale.high >= max(map(float, values)) - scale.step / 10**6
    assert 2 <= len(scale.ticks) <= 8
    assert scale.at(scale.low) == 180
    assert scale.at(scale.high) == pytest.approx(10)

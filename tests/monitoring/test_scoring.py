"""Points, scores, ranks and tiers, by hand and for whatever figures come."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from program.monitoring.models import Direction, Method
from program.monitoring.rules import (
    Basis,
    Given,
    Scale,
    canonical,
    points_of,
    read_basis,
    read_given,
    results,
)

D = Decimal


def scale(code: str = "a", weight: int = 100, **said: Any) -> Scale:
    """From 0 to 10, the higher the better."""
    known: dict[str, Any] = {
        "green": True, "direction": Direction.HIGHER, "method": Method.LINEAR, "floor": D(0), "full": D(10), "no_data": D(0),
    }  # fmt: skip
    return Scale(code, D(weight), **known | said)


LOWER = scale(direction=Direction.LOWER, floor=D("0.8"), full=D("0.3"))


@pytest.mark.parametrize(
    ("one", "value", "points"),
    [
        (scale(), "0", "0"),
        (scale(), "2.5", "25"),
        (scale(), "10", "100"),
        (scale(), "11", "100"),
        (scale(), "-1", "0"),
        (scale(), "3.33333", "33.33"),
        (scale(), "3.33350", "33.34"),  # half up
        (LOWER, "0.8", "0"),
        (LOWER, "0.55", "50"),
        (LOWER, "0.3", "100"),
        (LOWER, "0.1", "100"),
        (LOWER, "2", "0"),
        (scale(method=Method.WHOLE, floor=None, full=D(0), direction=Direction.LOWER), "0", "100"),
        (scale(method=Method.WHOLE, floor=None, full=D(0), direction=Direction.LOWER), "0.01", "0"),
        (scale(method=Method.WHOLE, floor=None), "9.99", "0"),
        (scale(method=Method.WHOLE, floor=None), "10", "100"),
    ],
)
def test_points(one: Scale, value: str, points: str) -> None:
    assert points_of(one, D(value)) == D(points)


def test_what_no_data_scores_stands_in_the_scheme() -> None:
    assert points_of(scale(no_data=D("40")), None) == D(40)
    assert points_of(scale(), None) == 0


BASIS = Basis(2025, [scale("a", 60), scale("b", 40, green=False)], [D(85), D(70), D(60), D(0)])


def test_a_score_is_the_weighted_sum() -> None:
    found = results(BASIS, {"Z1": Given({"a": D(10), "b": D(5)})})["Z1"]
    assert (found.points, found.green, found.score, found.final) == (
        {"a": D(100), "b": D(50)}, D(60), D(80), D(80),
    )  # fmt: skip
    assert (found.rank, found.tier, found.tiers_lost, found.final_tier) == (1, 2, 0, 2)


def test_a_deduction_takes_points_and_tiers() -> None:
    """Tiers are counted down from the one that the score reaches before the deduction: nobody pays twice for one decision."""
    found = results(BASIS, {"Z1": Given({"a": D(10), "b": D(5)}, D(15), 1)})["Z1"]
    assert (found.score, found.deduction, found.final) == (D(80), D(15), D(65))
    assert (found.tier, found.final_tier) == (2, 3)


def test_nothing_falls_below_nought_or_the_last_tier() -> None:
    found = results(BASIS, {"Z1": Given({"a": D(1)}, D(20), 4)})["Z1"]
    assert (found.final, found.final_tier) == (D(0), 4)


def test_equal_scores_go_by_the_green_part_and_share_a_rank_when_that_is_equal_too() -> None:
    found = results(
        BASIS,
        {
            "Z1": Given({"a": D(5), "b": D(10)}),  # 30 + 40
            "Z2": Given({"a": D(10), "b": D("2.5")}),  # 60 + 10
            "Z3": Given({"a": D(10), "b": D("2.5")}),
            "Z4": Given({"a": D(0), "b": D(0)}),
        },
    )
    assert {code: one.rank for code, one in found.items()} == {"Z1": 3, "Z2": 1, "Z3": 1, "Z4": 4}
    assert {one.score for code, one in found.items() if code != "Z4"} == {D(70)}


# ---------------------------------------------------------------- for whatever comes
figures = st.none() | st.decimals(
    min_value=-1000, max_value=1000, places=6, allow_nan=False, allow_infinity=False
)
bounds = st.tuples(
    st.decimals(-500, 500, places=2), st.decimals(D("0.01"), 500, places=2), st.sampled_from(Direction)
)


@st.composite
def bases(draw: Any) -> Basis:
    """Some criteria whose weights come to 100."""
    cuts = sorted(draw(st.sets(st.integers(1, 99), min_size=1, max_size=5)))
    weights = [right - left for left, right in zip([0, *cuts], [*cuts, 100], strict=True)]
    scales = []
    for place, weight in enumerate(weights):
        floor, width, direction = draw(bounds)
        full = floor + width if direction == Direction.HIGHER else floor - width
        method = draw(st.sampled_from(Method))
        scales.append(
            scale(
                f"c{place}", weight, floor=None if method == Method.WHOLE else floor, full=full,
                direction=direction, method=method, green=draw(st.booleans()), no_data=D(draw(st.integers(0, 100))),
            )
        )  # fmt: skip
    return Basis(2025, scales, BASIS.minima)


@st.composite
def worlds(draw: Any) -> tuple[Basis, dict[str, Given]]:
    basis = draw(bases())
    zones = {
        f"Z{number}": Given(
            {one.code: draw(figures) for one in basis.scales},
            D(draw(st.integers(0, 40))),
            draw(st.integers(0, 4)),
        )
        for number in range(draw(st.integers(1, 6)))
    }
    return basis, zones


@settings(deadline=None)
@given(worlds())
def test_scores_lie_between_nought_and_a_hundred(world: tuple[Basis, dict[str, Given]]) -> None:
    basis, zones = world
    for found in results(basis, zones).values():
        assert all(0 <= points <= 100 for points in found.points.values())
        assert 0 <= found.green <= found.score <= 100
        assert 0 <= found.final <= found.score
        assert 1 <= found.tier <= found.final_tier <= len(basis.minima)


@settings(deadline=None)
@given(worlds(), st.data())
def test_a_better_value_never_scores_less(world: tuple[Basis, dict[str, Given]], data: Any) -> None:
    """In each criterion's own direction; and the zone's rank does not get worse by it."""
    basis, zones = world
    code = data.draw(st.sampled_from(sorted(zones)))
    one = data.draw(st.sampled_from(list(basis.scales)))
    value = zones[code].values[one.code]
    if value is None:
        return
    step = data.draw(st.decimals(0, 100, places=3))
    better = value + step if one.direction == Direction.HIGHER else value - step
    changed = Given(
        dict(zones[code].values) | {one.code: better}, zones[code].deducted, zones[code].tiers_lost
    )
    before, after = results(basis, zones)[code], results(basis, zones | {code: changed})[code]
    assert after.points[one.code] >= before.points[one.code]
    assert after.score >= before.score
    assert after.final >= before.final
    assert after.final_tier <= before.final_tier
    assert after.rank <= before.rank


@settings(deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_zones_and_criteria_says_nothing(
    world: tuple[Basis, dict[str, Given]], random: Any
) -> None:
    basis, zones = world
    shuffled, scales = list(zones), list(basis.scales)
    random.shuffle(shuffled)
    random.shuffle(scales)
    turned = Basis(basis.year, scales, basis.minima)
    assert results(turned, {code: zones[code] for code in shuffled}) == results(basis, zones)


@settings(deadline=None)
@given(worlds())
def test_the_texts_give_the_same_again(world: tuple[Basis, dict[str, Given]]) -> None:
    """Written as canonical JSON and read back, everything comes out as before."""
    basis, zones = world
    text = canonical(
        {
            "year": basis.year,
            "criteria": [
                {
                    "code": one.code, "weight": str(one.weight), "green": one.green, "direction": one.direction.value,  # type: ignore[attr-defined]
                    "method": one.method.value, "floor": None if one.floor is None else str(one.floor),  # type: ignore[attr-defined]
                    "full": str(one.full), "no_data": str(one.no_data),
                }
                for one in basis.scales
            ],
            "tiers": [{"minimum": str(minimum)} for minimum in basis.minima],
        }
    )  # fmt: skip
    inputs = {
        code: canonical(
            {
                "criteria": [
                    {"code": name, "value": None if value is None else str(value)}
                    for name, value in zone.values.items()
                ],
                "deductions": [{"points": str(zone.deducted), "tiers": zone.tiers_lost}],
            }
        )
        for code, zone in zones.items()
    }
    assert canonical(json.loads(text)) == text
    assert results(read_basis(text), {code: read_given(each) for code, each in inputs.items()}) == results(
        basis, zones
    )

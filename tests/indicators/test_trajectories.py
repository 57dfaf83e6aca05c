"""A target and how far it is: by hand, at the edges, and for whatever targets come."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.indicators.rules import trajectories
from program.indicators.rules.trajectories import Limits, Pace, Target, by_annual_cut

D = Decimal
RISING = Target(2020, D(100), 2025, D(200))
FALLING = Target(2020, D("0.5"), 2025, D("0.4"))
STEPPED = Target(2020, D(0), 2025, D(100), {2021: D(60), 2023: D(80), 2019: D(7), 2026: D(9)})


@pytest.mark.parametrize(
    ("target", "year", "figure"),
    [
        (RISING, 2018, "100"), (RISING, 2020, "100"), (RISING, 2021, "120"), (RISING, 2025, "200"), (RISING, 2030, "200"),
        (FALLING, 2023, "0.44"),
        (STEPPED, 2021, "60"), (STEPPED, 2022, "70"), (STEPPED, 2023, "80"), (STEPPED, 2024, "90"), (STEPPED, 2025, "100"),
    ],
)  # fmt: skip
def test_the_expected_path(target: Target, year: int, figure: str) -> None:
    assert trajectories.expected(target, year) == D(figure)


def test_a_cut_each_year_is_a_milestone_each_year() -> None:
    target = by_annual_cut(2020, D(1000), 2023, D(10))
    assert [trajectories.expected(target, year) for year in range(2020, 2024)] == [1000, 900, 810, 729]
    assert target.target == 729


@pytest.mark.parametrize(
    ("target", "actual", "far"),
    [
        (RISING, "100", "0"), (RISING, "150", "0.5"), (RISING, "200", "1"), (RISING, "90", "-0.1"), (RISING, "250", "1.5"),
        (FALLING, "0.5", "0"), (FALLING, "0.45", "0.5"), (FALLING, "0.4", "1"), (FALLING, "0.52", "-0.2"),
    ],
)  # fmt: skip
def test_progress_works_for_rising_and_for_falling(target: Target, actual: str, far: str) -> None:
    assert trajectories.progress(target, D(actual)) == D(far)


@pytest.mark.parametrize(
    ("actual", "pace"),
    [
        ("200", Pace.DONE), ("210", Pace.DONE), ("170", Pace.ON_TRACK), ("160", Pace.ON_TRACK),
        ("155", Pace.ON_TRACK), ("154.99", Pace.WATCH), ("145", Pace.WATCH), ("144.99", Pace.OFF_TRACK),
        ("100", Pace.OFF_TRACK), ("99.99", Pace.REVERSED),
    ],
)  # fmt: skip
def test_what_a_figure_is_called(actual: str, pace: Pace) -> None:
    """In 2023, where 160 is expected of a way of 100: on track down to 155, watched down to 145."""
    assert trajectories.pace(RISING, 2023, D(actual)) == pace


def test_the_limits_are_the_rules() -> None:
    strict = Limits(D(0), D(1))
    assert trajectories.pace(RISING, 2023, D("159.5"), strict) == Pace.WATCH
    assert trajectories.pace(RISING, 2023, D("158.9"), strict) == Pace.OFF_TRACK


def test_without_a_figure_or_a_way_nothing_is_said() -> None:
    assert trajectories.pace(RISING, 2023, None) == Pace.NO_DATA
    still = Target(2020, D(5), 2025, D(5))
    assert trajectories.progress(still, D(5)) is None
    assert trajectories.pace(still, 2023, D(5)) == Pace.DONE
    assert trajectories.pace(still, 2023, D(6)) == Pace.WATCH
    assert trajectories.pace(still, 2023, None) == Pace.NO_DATA


def test_a_course_counts_the_periods_off() -> None:
    actuals: dict[int, Decimal | None] = {2021: D(120), 2022: D(110), 2023: None, 2024: D(120)}
    points = trajectories.course(RISING, actuals, 2024)
    assert [point.pace for point in points] == [
        Pace.ON_TRACK, Pace.OFF_TRACK, Pace.NO_DATA, Pace.OFF_TRACK,
    ]  # fmt: skip
    newest = trajectories.newest(points)
    assert newest is not None
    assert (newest.year, newest.gap) == (2024, D("-0.6"))
    assert trajectories.periods_off(points) == 2
    assert trajectories.periods_off(points[:1]) == 0
    assert [point.year for point in trajectories.course(RISING, {}, 2030)] == [2021, 2022, 2023, 2024, 2025]
    assert trajectories.newest(trajectories.course(RISING, {}, 2030)) is None


def test_what_is_shown_has_one_decimal() -> None:
    assert trajectories.per_cent(D("-0.12345")) == D("-12.3")
    assert trajectories.per_cent(None) is None


bases = st.decimals(-1000, 1000, places=2)


@given(
    bases,
    st.decimals(D("0.01"), 1000, places=2),
    st.sampled_from([1, -1]),
    st.integers(2021, 2035),
    st.data(),
)
def test_whatever_the_target_its_path_leads_from_base_to_target(
    base: Decimal, way: Decimal, sign: int, year: int, data: Any
) -> None:
    """Monotone without milestones; on the path the gap is nought, and turned round the same is said."""
    target = Target(2020, base, year, base + sign * way)
    path = [trajectories.expected(target, one) for one in range(2020, year + 1)]
    assert (path[0], path[-1]) == (base, base + sign * way)
    assert path == sorted(path, reverse=sign < 0)
    one = data.draw(st.integers(2021, year))
    actual = data.draw(bases)
    gap = trajectories.gap(target, one, trajectories.expected(target, one))
    assert gap is not None
    assert abs(gap) < D("1e-20")
    turned = Target(2020, -base, year, -base - sign * way)
    assert trajectories.pace(turned, one, -actual) == trajectories.pace(target, one, actual)

"""The arithmetic, against figures worked out by hand."""

from decimal import Decimal

import pytest

from program.calls.models import Criterion
from program.reviews import rules


def d(*figures: str) -> list[Decimal]:
    return [Decimal(figure) for figure in figures]


def test_a_total_is_weighed_and_rounded_half_up() -> None:
    # (50 · 90 + 30 · 80 + 20 · 70) / 100 = 83
    assert rules.total(
        [(Decimal(50), Decimal(90)), (Decimal(30), Decimal(80)), (Decimal(20), Decimal(70))]
    ) == Decimal("83.00")
    # (1 · 80 + 1 · 80 + 1 · 81) / 3 = 80.333…
    assert rules.total(
        [(Decimal(1), Decimal(80)), (Decimal(1), Decimal(80)), (Decimal(1), Decimal(81))]
    ) == Decimal("80.33")
    # (1 · 80.2 + 39 · 80) / 40 = 80.005: half up, where banker's rounding gives 80.00
    assert rules.total([(Decimal(1), Decimal("80.2")), (Decimal(39), Decimal(80))]) == Decimal("80.01")


@pytest.mark.parametrize(
    ("totals", "score"),
    [
        (d("60", "70", "80", "90", "100"), "80.00"),  # 70, 80, 90
        (d("81.25", "84.00", "84.00", "90.50", "79.10"), "83.08"),  # (81.25 + 84 + 84) / 3 = 83.0833…
        (d("90", "90", "90", "10", "90"), "90.00"),  # one of the highest goes, not all
        (d("70", "80", "85.5", "91", "66", "100"), "81.63"),  # (70 + 80 + 85.5 + 91) / 4 = 81.625
        (d("70", "80", "90", "91"), "82.75"),  # four: nothing is dropped
        (d("70", "80", "81"), "77.00"),
        (d("70", "80"), None),  # not rankable
        ([], None),
    ],
)
def test_final_scores(totals: list[Decimal], score: str | None) -> None:
    assert rules.final_score(totals, trim_from=5) == (None if score is None else Decimal(score))


def test_spread_and_standard_error() -> None:
    totals = d("80", "82", "84", "86", "88")  # s² = 40 / 4 = 10; 10 / 5 = 2; √2
    assert rules.spread(totals) == Decimal(8)
    assert rules.standard_error(totals) == Decimal("1.41")
    assert rules.standard_error(totals[:2]) is None


def test_equal_scores_share_a_rank_and_the_next_is_skipped() -> None:
    scores = {"a": Decimal("84.17"), "b": Decimal("90.00"), "c": Decimal("84.17"), "d": Decimal("84.16")}
    assert rules.ranks(scores) == {"b": 1, "a": 2, "c": 2, "d": 4}
    assert rules.ranks({"a": Decimal(1), "b": Decimal(1), "c": Decimal(0)}) == {"a": 1, "b": 1, "c": 3}


@pytest.mark.parametrize(
    ("mark", "fits"),
    [("0", True), ("99.5", True), ("100", True), ("100.5", False), ("-1", False), ("50.3", False)],
)
def test_scores_stay_within_their_range_and_steps(mark: str, fits: bool) -> None:
    criterion = Criterion(name_zh="绿色成效", minimum=Decimal(0), maximum=Decimal(100), step=Decimal("0.5"))
    assert (rules.mark_finding(criterion, Decimal(mark)) is None) == fits


@pytest.mark.parametrize(
    ("readers", "groups"),
    [
        ([{1, 2}, {2, 3}, {3}], 1),
        ([{1, 2}, {3, 4}], 2),
        ([{1, 2}, {3, 4}, {2, 3}], 1),
        ([set(), {1}], 1),
        ([], 0),
    ],
)
def test_groups_that_no_expert_connects(readers: list[set[int]], groups: int) -> None:
    assert rules.groups(readers) == groups

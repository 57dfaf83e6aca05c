"""In which band a total falls."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.decisions import rules
from program.reviews.rules import rounded
from program.rulesets.models import Follows

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- bands
@pytest.mark.parametrize(
    ("total", "band", "follows"),
    [
        ("100", "excellent", Follows.RENEWED), ("90", "excellent", Follows.RENEWED),
        ("89.995", "excellent", Follows.RENEWED), ("89.994", "good", Follows.RENEWED),
        ("80", "good", Follows.RENEWED), ("79.99", "qualified", Follows.RENEWED),
        ("70", "qualified", Follows.RENEWED), ("69.995", "qualified", Follows.RENEWED),
        ("69.9949", "basic", Follows.RECTIFIED), ("60", "basic", Follows.RECTIFIED),
        ("59.99", "unqualified", Follows.NOT_RENEWED), ("0", "unqualified", Follows.NOT_RENEWED),
    ],
)  # fmt: skip
def test_a_total_falls_in_a_band_as_the_ranking_rounds_it(total: str, band: str, follows: Follows) -> None:
    """Half up, at two places, before it is held against the floors."""
    found = rules.banded(rounded(Decimal(total)), None)
    assert found is not None
    assert (found.band, found.follows) == (band, follows)


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_a_better_total_never_fares_worse(one: Decimal, other: Decimal) -> None:
    worse, better = (rules.banded(total, None) for total in sorted((one, other)))
    assert worse is not None
    assert better is not None
    assert better.floor >= worse.floor
    assert better.follows <= worse.follows


def test_nobody_is_in_a_band_without_a_total() -> None:
    assert rules.banded(None, None) is None

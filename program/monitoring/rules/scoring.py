"""From frozen inputs to points, scores, ranks and tiers. Pure: what was computed once comes out again from the same two texts.

Points of a criterion are 0 to 100, two decimals, half up; the score is Σ weight × points ÷ 100; the final score is what is left
after the deduction, never below nought. Rank: by the final score, then by the green part; equals in both share one (1, 1, 3).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from program.monitoring.models import Direction, Method

SCHEMA = 1
HUNDRED, CENT, NOUGHT = Decimal("100.00"), Decimal("0.01"), Decimal("0.00")


@dataclass(frozen=True)
class Scale:
    """A criterion as the arithmetic needs it; floor and full mark in the value's unit."""

    code: str
    weight: Decimal
    green: bool
    direction: str
    method: str
    floor: Decimal | None
    full: Decimal
    no_data: Decimal


@dataclass(frozen=True)
class Basis:
    """What all zones are evaluated by. `minima`: from how many points each tier begins, the best first."""

    year: int
    scales: Sequence[Scale]
    minima: Sequence[Decimal]


@dataclass(frozen=True)
class Given:
    """A zone's values (criterion → value, or none), and what signed measures deduct."""

    values: Mapping[str, Decimal | None]
    deducted: Decimal = NOUGHT
    tiers_lost: int = 0


@dataclass(frozen=True)
class Result:
    """What comes of it; `points`: criterion → 0 to 100."""

    points: Mapping[str, Decimal]
    green: Decimal
    score: Decimal
    deduction: Decimal
    final: Decimal
    rank: int
    tier: int
    tiers_lost: int
    final_tier: int


# ---------------------------------------------------------------- arithmetic
def rounded(figure: Decimal) -> Decimal:
    return figure.quantize(CENT, ROUND_HALF_UP)


def points_of(scale: Scale, value: Decimal | None) -> Decimal:
    """0 to 100."""
    if value is None:
        return rounded(scale.no_data)
    if scale.method == Method.WHOLE or scale.floor is None:
        reached = value >= scale.full if scale.direction == Direction.HIGHER else value <= scale.full
        return HUNDRED if reached else NOUGHT
    part = HUNDRED * (value - scale.floor) / (scale.full - scale.floor)
    return rounded(min(max(part, NOUGHT), HUNDRED))


def weighted(scales: Iterable[Scale], points: Mapping[str, Decimal]) -> Decimal:
    return rounded(sum((scale.weight * points[scale.code] / HUNDRED for scale in scales), NOUGHT))


def tier_of(minima: Sequence[Decimal], score: Decimal) -> int:
    """The place of the first tier that the score reaches; the last takes whatever is left."""
    return next((place for place, minimum in enumerate(minima, 1) if score >= minimum), len(minima))


def results(basis: Basis, given: Mapping[str, Given]) -> dict[str, Result]:
    """Zone → result; in whatever order the zones come."""
    scored = {code: _scored(basis, one) for code, one in given.items()}
    keys = sorted((key for *_rest, key in scored.values()), reverse=True)
    found = {}
    for code, (points, green, score, final, key) in scored.items():
        one, tier = given[code], tier_of(basis.minima, score)
        found[code] = Result(
            points, green, score, one.deducted, final, keys.index(key) + 1, tier, one.tiers_lost,
            min(tier + one.tiers_lost, len(basis.minima)),
        )  # fmt: skip
    return found


Scored = tuple[dict[str, Decimal], Decimal, Decimal, Decimal, tuple[Decimal, Decimal]]


def _scored(basis: Basis, one: Given) -> Scored:
    points = {scale.code: points_of(scale, one.values.get(scale.code)) for scale in basis.scales}
    green = weighted((scale for scale in basis.scales if scale.green), points)
    score = weighted(basis.scales, points)
    final = max(rounded(score - one.deducted), NOUGHT)
    return points, green, score, final, (final, green)


# ---------------------------------------------------------------- the two texts
def canonical(data: Any) -> str:
    """Canonical JSON: sorted keys, no blanks, decimals as strings."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def fingerprint(basis: str, inputs: Mapping[str, str]) -> str:
    """sha256 of the basis and of every zone's inputs, each by its own sha256."""
    hashes = {code: hashlib.sha256(text.encode()).hexdigest() for code, text in inputs.items()}
    return hashlib.sha256(canonical({"basis": basis, "zones": hashes}).encode()).hexdigest()


def read_basis(text: str) -> Basis:
    data = json.loads(text)
    scales = [
        Scale(
            row["code"], Decimal(row["weight"]), row["green"], row["direction"], row["method"],
            None if row["floor"] is None else Decimal(row["floor"]), Decimal(row["full"]), Decimal(row["no_data"]),
        )
        for row in data["criteria"]
    ]  # fmt: skip
    return Basis(data["year"], scales, [Decimal(row["minimum"]) for row in data["tiers"]])


def read_given(text: str) -> Given:
    data = json.loads(text)
    values = {
        row["code"]: None if row["value"] is None else Decimal(row["value"]) for row in data["criteria"]
    }
    taken = data["deductions"]
    return Given(
        values, sum((Decimal(row["points"]) for row in taken), NOUGHT), sum(row["tiers"] for row in taken)
    )

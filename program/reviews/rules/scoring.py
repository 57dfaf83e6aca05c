"""The arithmetic of reviews: Decimal throughout, rounded half up to two places where it says so, and nowhere else."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from program.calls.models import Criterion
from program.figures import plain

Item = TypeVar("Item")
RANKABLE_FROM = 3
"""Fewer sheets give no score: one opinion more or less would decide."""


def rounded(figure: Decimal) -> Decimal:
    return figure.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def total(marks: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """Σ weight · score / Σ weight over (weight, score), rounded half up to two places."""
    weighed = list(marks)
    return rounded(
        sum((weight * score for weight, score in weighed), Decimal(0))
        / sum(weight for weight, _score in weighed)
    )


def final_score(totals: Sequence[Decimal], *, trim_from: int) -> Decimal | None:
    """From `trim_from` sheets on the mean without one highest and one lowest; else the mean; below three sheets none."""
    if len(totals) < RANKABLE_FROM:
        return None
    kept = sorted(totals)[1:-1] if len(totals) >= trim_from else totals
    return rounded(sum(kept, Decimal(0)) / len(kept))


def spread(totals: Sequence[Decimal]) -> Decimal | None:
    """Highest less lowest, of all counted sheets."""
    return max(totals) - min(totals) if totals else None


def standard_error(totals: Sequence[Decimal]) -> Decimal | None:
    """s / √n of all counted sheets, s with n − 1."""
    count = len(totals)
    if count < RANKABLE_FROM:
        return None
    mean = sum(totals, Decimal(0)) / count
    return rounded(
        (sum(((figure - mean) ** 2 for figure in totals), Decimal(0)) / (count - 1) / count).sqrt()
    )


def ranks(scores: Mapping[Item, Decimal]) -> dict[Item, int]:
    """Competition ranking, 1, 1, 3. The announced list of tie-breaks will take its place here; until then equal is equal."""
    return {item: 1 + sum(other > score for other in scores.values()) for item, score in scores.items()}


def mark_finding(criterion: Criterion, mark: Decimal) -> str | None:
    """What is wrong with a score: out of its range, or between two steps. Said at the criterion, whose name it leaves out."""
    if not criterion.minimum <= mark <= criterion.maximum:
        facts = {"minimum": plain(criterion.minimum), "maximum": plain(criterion.maximum)}
        return _("A score from %(minimum)s to %(maximum)s.") % facts
    if (mark - criterion.minimum) % criterion.step:
        return _("Scores go in steps of %(step)s.") % {"step": plain(criterion.step)}
    return None

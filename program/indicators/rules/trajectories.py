"""A target and how far it is: progress, the expected path, the gap to it, and what that is called. Pure: dates are arguments.

With base B (in the base year), target T (in the target year), actual A and expected E in between:
progress P = (A − B) / (T − B), gap G = (A − E) / (T − B). Both work for figures that are to rise and for those that are to fall.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise

from django.db import models
from django.utils.translation import gettext_lazy as _

from program.indicators.rules.formulas import PRECISION

HUNDRED = Decimal(100)
Actuals = Mapping[int, Decimal | None]
"""Year → the figure of that year in the target's unit; a year that is not there, or none: no data."""


class Pace(models.TextChoices):
    """How a figure stands against its path."""

    DONE = "done", _("target reached")
    ON_TRACK = "on_track", _("on track")
    WATCH = "watch", _("to be watched")
    OFF_TRACK = "off_track", _("lagging behind")
    REVERSED = "reversed", _("going the wrong way")
    NO_DATA = "no_data", _("no figures yet")


OFF = (Pace.OFF_TRACK, Pace.REVERSED)
"""What raises an alert."""


@dataclass(frozen=True)
class Limits:
    """Gaps, in per cent of the way from base to target, down to which a figure is on track, and to be watched."""

    on_track: Decimal = Decimal(5)
    watch: Decimal = Decimal(15)


@dataclass(frozen=True)
class Target:
    """From `base` in `base_year` to `target` in `year`, in one unit: in a straight line, or through `milestones` (year → value).

    Milestones outside of the two years say nothing; between two of them the path is straight.
    """

    base_year: int
    base: Decimal
    year: int
    target: Decimal
    milestones: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def way(self) -> Decimal:
        """T − B: above nought where the figure is to rise, below where it is to fall; nought: it is to stay."""
        return self.target - self.base

    @property
    def stops(self) -> list[tuple[int, Decimal]]:
        """The path's corners by year, base and target among them; a target not after its base year is all that counts."""
        if self.year <= self.base_year:
            return [(self.year, self.target)]
        between = {
            year: value for year, value in self.milestones.items() if self.base_year < year < self.year
        }
        return sorted((between | {self.base_year: self.base, self.year: self.target}).items())


def by_annual_cut(base_year: int, base: Decimal, year: int, per_cent: Decimal) -> Target:
    """A figure that is to fall by so many per cent of itself each year: a milestone a year, base × (1 − c/100)^n."""
    with localcontext(PRECISION):
        left = 1 - per_cent / HUNDRED
        path = {one: base * left ** (one - base_year) for one in range(base_year + 1, year + 1)}
    return Target(base_year, base, year, path.get(year, base), path)


# ---------------------------------------------------------------- questions about one year
def expected(target: Target, year: int) -> Decimal:
    """Where the path is in a year: the base before it begins, the target after it ends."""
    stops = target.stops
    if year <= stops[0][0]:
        return stops[0][1]
    for (before, low), (after, high) in pairwise(stops):
        if year <= after:
            with localcontext(PRECISION):
                return low + (high - low) * (year - before) / (after - before)
    return stops[-1][1]


def progress(target: Target, actual: Decimal | None) -> Decimal | None:
    """P: 0 at the base, 1 at the target, below nought on the wrong side of the base; none without a figure or without a way."""
    if actual is None or not target.way:
        return None
    return PRECISION.divide(actual - target.base, target.way)


def gap(target: Target, year: int, actual: Decimal | None) -> Decimal | None:
    """G: how far the figure is ahead of its path (above nought) or behind it, as a part of the whole way."""
    if actual is None or not target.way:
        return None
    return PRECISION.divide(actual - expected(target, year), target.way)


def pace(target: Target, year: int, actual: Decimal | None, limits: Limits | None = None) -> Pace:
    """What the figure of a year is called. The base year's own figure is where the path begins: it is on track.

    A figure that is to stay as it is (T = B) has no way: it is done while it equals its target; else it is to be watched,
    for nobody has said which side is the better one.
    """
    limits = limits or Limits()
    far, behind = progress(target, actual), gap(target, year, actual)
    if actual is None:
        return Pace.NO_DATA
    if far is None or behind is None:
        return Pace.DONE if actual == target.target else Pace.WATCH
    if far >= 1:
        return Pace.DONE
    if far < 0:
        return Pace.REVERSED
    if behind * HUNDRED >= -limits.on_track:
        return Pace.ON_TRACK
    return Pace.WATCH if behind * HUNDRED >= -limits.watch else Pace.OFF_TRACK


# ---------------------------------------------------------------- the whole course
@dataclass(frozen=True)
class Point:
    """One year: what was expected, what came, and how that stands. Progress and gap as in `progress` and `gap`."""

    year: int
    expected: Decimal
    actual: Decimal | None
    progress: Decimal | None
    gap: Decimal | None
    pace: Pace


def course(target: Target, actuals: Actuals, until: int, limits: Limits | None = None) -> list[Point]:
    """Every year from the one after the base year to `until` (or to the target's year, if that is earlier), in order."""
    return [
        Point(
            year, expected(target, year), actual, progress(target, actual), gap(target, year, actual),
            pace(target, year, actual, limits),
        )
        for year in range(target.base_year + 1, min(until, target.year) + 1)
        for actual in [actuals.get(year)]
    ]  # fmt: skip


def newest(points: list[Point]) -> Point | None:
    """The last year of which there is a figure."""
    return next((point for point in reversed(points) if point.actual is not None), None)


def periods_off(points: list[Point]) -> int:
    """How many periods with figures, the newest and those right before it, are off their path: 0 where the newest is not.

    A year without figures neither counts nor interrupts.
    """
    off = 0
    for point in reversed([point for point in points if point.actual is not None]):
        if point.pace not in OFF:
            break
        off += 1
    return off


def per_cent(part: Decimal | None) -> Decimal | None:
    """A part as per cent with one decimal, half up: what is shown of progress and gap."""
    return None if part is None else (part * HUNDRED).quantize(Decimal("0.1"), ROUND_HALF_UP)

"""By how much each metric fell, absolute and per unit of output, and whether that counts. Pure.

saved = base − result; rate = saved ÷ base × 100; per unit of output the same of base ÷ output.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from demonstrations.served.models import Flag, Metric, Source
from program.indicators.rules.checks import slip
from program.rulesets.models import SavingBasis

HUNDRED = Decimal(100)


class Pair(NamedTuple):
    """Two years of one figure; `first`: what was first stated of the baseline year."""

    source: Source
    base: Decimal | None
    result: Decimal | None
    first: Decimal | None = None


@dataclass(frozen=True)
class Limits:
    """By how many per cent something must fall to count, and by what that is judged."""

    threshold: Decimal
    basis: SavingBasis


@dataclass(frozen=True)
class Saving:
    """A metric's way from two figures to its verdict; what cannot be computed is none."""

    metric: Metric
    pair: Pair
    saved: Decimal | None = None
    rate: Decimal | None = None
    intensity: tuple[Decimal, Decimal] | None = None
    intensity_rate: Decimal | None = None
    flags: list[Flag] = field(default_factory=list)

    @property
    def reaches(self) -> bool:
        """It fell by the threshold, and nothing speaks against it but another record that claims the same."""
        return not set(self.flags) - {Flag.OVERLAP}

    def judged(self, limits: Limits) -> Decimal | None:
        """The rate by which it is judged."""
        return self.rate if limits.basis == SavingBasis.ABSOLUTE else self.intensity_rate


def savings(
    pairs: Mapping[Metric, Pair], output: Pair | None, limits: Limits, *, claimed: Iterable[str] = ()
) -> list[Saving]:
    """Every metric of a record. `claimed`: metrics that another counted record of the enterprise claims for these years."""
    taken = set(claimed)
    return [saving(metric, pair, output, limits, overlaps=metric in taken) for metric, pair in pairs.items()]


def saving(
    metric: Metric, pair: Pair, output: Pair | None, limits: Limits, *, overlaps: bool = False
) -> Saving:
    if not pair.base or pair.result is None:  # of nothing, nothing is saved
        return Saving(metric, pair, flags=[Flag.MISSING])
    saved = pair.base - pair.result
    found = Saving(
        metric, pair, saved, saved / pair.base * HUNDRED, *per_output(pair.base, pair.result, output)
    )
    found.flags.extend(flags(found, limits))
    if overlaps:
        found.flags.append(Flag.OVERLAP)
    return found


def per_output(
    base: Decimal, result: Decimal, output: Pair | None
) -> tuple[tuple[Decimal, Decimal] | None, Decimal | None]:
    """Both years per unit of output, and by how many per cent that fell."""
    if output is None or not output.base or not output.result:
        return None, None
    before, after = base / output.base, result / output.result
    return (before, after), (before - after) / before * HUNDRED


def flags(found: Saving, limits: Limits) -> list[Flag]:
    """Everything that keeps the metric from counting."""
    pair, judged = found.pair, found.judged(limits)
    assert pair.base is not None
    assert pair.result is not None
    made = []
    if pair.first is not None and pair.base > pair.first:
        made.append(Flag.RAISED)
    if slip(found.metric.value, pair.result, pair.base):
        made.append(Flag.SLIP)
    if found.intensity_rate is None:
        made.append(Flag.NO_OUTPUT)
    elif found.intensity_rate <= 0 and (found.rate or 0) > 0:
        made.append(Flag.SHRUNK)
    if judged is not None and judged < limits.threshold:
        made.append(Flag.BELOW)
    return made


def best(found: Iterable[Saving], limits: Limits) -> Saving | None:
    """Of those that reach the threshold the one that fell most."""
    reaching = [each for each in found if each.reaches]
    return max(reaching, key=lambda each: each.judged(limits) or Decimal(0), default=None)

"""The eight kinds of formula over declared and derived figures. Pure; what goes in and what is missing is told before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, localcontext

from program.indicators.models import Formula
from program.indicators.rules.units import ratio_factor

HUNDRED = Decimal(100)
PRECISION = Context(prec=40)
"""Divisions and roots are taken to 40 digits: what is printed does not depend on it."""

Figures = Mapping[str, Mapping[int, Decimal]]
"""Data item or derived figure → year → value in the item's unit."""
Read = Callable[[str, int], Decimal]


@dataclass(frozen=True)
class Term:
    """One figure that went into a value."""

    code: str
    year: int
    value: Decimal


@dataclass(frozen=True)
class Value:
    """What a formula gave: the value in the indicator's unit, or none and why."""

    figure: Decimal | None
    terms: list[Term] = field(default_factory=list)
    missing: list[tuple[str, int]] = field(default_factory=list)  # (item, year)
    falling: bool = False  # what it is held against fell: a sign rule turns the comparison round


@dataclass(frozen=True)
class Asked:
    """A formula as the arithmetic needs it."""

    kind: str
    operands: tuple[str, ...]
    per: str
    unit: str
    years: int
    base_year: int
    units: Mapping[str, str]  # item → unit


def evaluate(asked: Asked, figures: Figures, year: int) -> Value:
    """The value of a formula in a year."""
    terms, missing = [], []
    for code, one in needed(asked, year):
        value = figures.get(code, {}).get(one)
        if value is None:
            missing.append((code, one))
        else:
            terms.append(Term(code, one, value))
    if missing or first_year(asked, year) > year:
        return Value(None, terms, missing)

    def read(code: str, one: int) -> Decimal:
        return figures[code][one]

    with localcontext(PRECISION):
        falling = asked.kind == Formula.ELASTICITY and read(asked.per, year) < read(
            asked.per, first_year(asked, year)
        )
        return Value(KINDS[asked.kind](asked, read, year), terms, falling=falling)


def needed(asked: Asked, year: int) -> list[tuple[str, int]]:
    """Every (item, year) that the formula reads, in the order in which one would write it down."""
    codes = [*asked.operands, *([asked.per] if asked.per else [])]
    return [(code, one) for one in years(asked, year) for code in codes]


def years(asked: Asked, year: int) -> list[int]:
    first = first_year(asked, year)
    return list(range(first, year + 1)) if asked.kind == Formula.COUNT else sorted({first, year})


def first_year(asked: Asked, year: int) -> int:
    """Where a change or a count begins; for what looks at one year only, that year."""
    match asked.kind:
        case Formula.AVERAGE_ANNUAL_CUT | Formula.AVERAGE_ANNUAL_GROWTH:
            return year - asked.years if asked.years else asked.base_year
        case Formula.ELASTICITY:
            return year - (asked.years or 1)
        case Formula.COUNT:
            return year - max(asked.years, 1) + 1
        case _:
            return year


# ---------------------------------------------------------------- the kinds; none: it cannot be divided
def direct(asked: Asked, read: Read, year: int) -> Decimal | None:
    return read(asked.operands[0], year)


def ratio(asked: Asked, read: Read, year: int) -> Decimal | None:
    """operand / per, in the unit of the indicator."""
    quotient = _quotient(asked, read, year)
    times = ratio_factor(asked.unit, asked.units.get(asked.operands[0], ""), asked.units.get(asked.per, ""))
    return quotient if quotient is None or times is None else quotient * times


def share(asked: Asked, read: Read, year: int) -> Decimal | None:
    """operand / per × 100."""
    quotient = _quotient(asked, read, year)
    return None if quotient is None else quotient * HUNDRED


def average_annual_cut(asked: Asked, read: Read, year: int) -> Decimal | None:
    """(1 − (x_t / x_0)^(1/n)) × 100."""
    first = first_year(asked, year)
    before, after = _quotient(asked, read, first), _quotient(asked, read, year)
    if not before or after is None or first == year:
        return None
    change = after / before
    return (1 - (change ** (Decimal(1) / (year - first)) if change else change)) * HUNDRED


def average_annual_growth(asked: Asked, read: Read, year: int) -> Decimal | None:
    """((x_t / x_0)^(1/n) − 1) × 100."""
    cut = average_annual_cut(asked, read, year)
    return None if cut is None else -cut


def elasticity(asked: Asked, read: Read, year: int) -> Decimal | None:
    """Growth rate of x / growth rate of what it is held against; of several, the one nearest to failing."""
    first = first_year(asked, year)
    growth = _growth(read(asked.per, first), read(asked.per, year))
    rates = [_growth(read(code, first), read(code, year)) for code in asked.operands]
    if not growth or None in rates:
        return None
    found = [rate / growth for rate in rates if rate is not None]
    return max(found) if growth > 0 else min(found)


def count(asked: Asked, read: Read, year: int) -> Decimal | None:
    """The sum over the years that end with this one."""
    return sum((read(asked.operands[0], one) for one in years(asked, year)), Decimal(0))


def _quotient(asked: Asked, read: Read, year: int) -> Decimal | None:
    """operand / per, or the operand itself where it is divided by nothing; none for a division by nought."""
    above = read(asked.operands[0], year)
    if not asked.per:
        return above
    below = read(asked.per, year)
    return above / below if below else None


def _growth(before: Decimal, after: Decimal) -> Decimal | None:
    """How much more, as a rate; nothing that stays nothing has not grown, something out of nothing has no rate."""
    if not before:
        return None if after else Decimal(0)
    return after / before - 1


KINDS: Mapping[str, Callable[[Asked, Read, int], Decimal | None]] = {
    Formula.DIRECT: direct,
    Formula.RATIO: ratio,
    Formula.SHARE: share,
    Formula.AVERAGE_ANNUAL_GROWTH: average_annual_growth,
    Formula.AVERAGE_ANNUAL_CUT: average_annual_cut,
    Formula.ELASTICITY: elasticity,
    Formula.YES_NO: direct,
    Formula.COUNT: count,
}

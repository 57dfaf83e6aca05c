"""An indicator's value held against its threshold, and a set's verdict over all of them. Pure."""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from program.indicators.models import Comparison, Indicator, IndicatorSet, Requirement, Scope
from program.indicators.rules.formulas import Asked, Figures, Value, evaluate

HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    Comparison.AT_MOST: operator.le,
    Comparison.BELOW: operator.lt,
    Comparison.AT_LEAST: operator.ge,
    Comparison.ABOVE: operator.gt,
    Comparison.EXACTLY: operator.eq,
}
TURNED: Mapping[str, str] = {
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.BELOW: Comparison.ABOVE,
    Comparison.AT_LEAST: Comparison.AT_MOST,
    Comparison.ABOVE: Comparison.BELOW,
    Comparison.EXACTLY: Comparison.EXACTLY,
}
FIXED: Mapping[str, str] = {"co2": "co2_fixed"}
"""What is read in place of a figure where an indicator is judged by the fixed grid factor."""


class Finding(models.TextChoices):
    MET = "met", _("met")
    NOT_MET = "not_met", _("not met")
    NO_DATA = "no_data", _("no data")


@dataclass(frozen=True)
class Judged:
    """An indicator, its value, whether it holds; and its value under the yearly factor where the fixed one judges."""

    indicator: Indicator
    value: Value
    finding: Finding
    comparison: Comparison
    by_year: Value | None = None


@dataclass(frozen=True)
class Measured:
    """A whole set over one year's figures."""

    set: IndicatorSet
    year: int
    rows: list[Judged]

    @property
    def failing(self) -> list[Judged]:
        """Basic conditions that are not met or have no data, and the groups of which too few hold."""
        unmet = [
            row for row in self.rows
            if row.indicator.requirement == Requirement.MANDATORY and row.finding != Finding.MET
        ]  # fmt: skip
        return unmet + [row for group in self.groups() for row in too_few(group)]

    def groups(self) -> list[list[Judged]]:
        """The rows of each group, in order."""
        found: dict[str, list[Judged]] = {}
        for row in self.rows:
            if row.indicator.requirement == Requirement.GROUP:
                found.setdefault(row.indicator.group, []).append(row)
        return list(found.values())

    @property
    def holds(self) -> bool:
        return not self.failing


def too_few(group: Sequence[Judged]) -> list[Judged]:
    """The rows of a group that are not met, if fewer hold than the group asks for."""
    asked = max(row.indicator.group_minimum or 1 for row in group)
    unmet = [row for row in group if row.finding != Finding.MET]
    return unmet if len(group) - len(unmet) < asked else []


def measure(
    chosen: IndicatorSet,
    indicators: Iterable[Indicator],
    units: Mapping[str, str],
    figures: Figures,
    year: int,
) -> Measured:
    """Each of the set's indicators for one zone. `units`: data item → unit; those for all zones together are left out."""
    own = [one for one in indicators if one.scope == Scope.ZONE]
    return Measured(chosen, year, [judge(one, chosen.base_year, units, figures, year) for one in own])


def judge(
    indicator: Indicator, base_year: int, units: Mapping[str, str], figures: Figures, year: int
) -> Judged:
    asked = asked_for(indicator, base_year, units)
    by_year = None
    if indicator.fixed_factor and any(code in FIXED for code in asked.operands):
        by_year = evaluate(asked, figures, year)
        asked = fixed(asked)
    value = evaluate(asked, figures, year)
    comparison = turned(indicator, value)
    finding = Finding.NO_DATA
    if value.figure is not None:
        holds = HOLDS[comparison](value.figure, indicator.threshold)
        finding = Finding.MET if holds else Finding.NOT_MET
    return Judged(indicator, value, finding, comparison, by_year)


def asked_for(indicator: Indicator, base_year: int, units: Mapping[str, str]) -> Asked:
    return Asked(
        indicator.kind,
        tuple(indicator.operand_codes),
        indicator.per,
        indicator.unit,
        indicator.years,
        base_year,
        units,
    )


def fixed(asked: Asked) -> Asked:
    """The same formula over what was counted with the fixed grid factor."""
    codes = tuple(FIXED.get(code, code) for code in asked.operands)
    return Asked(asked.kind, codes, asked.per, asked.unit, asked.years, asked.base_year, asked.units)


def turned(indicator: Indicator, value: Value) -> Comparison:
    """The sign rule: where value added falls, energy must fall at least so fast."""
    turns = indicator.sign_rule and value.falling
    return Comparison(TURNED[indicator.comparison] if turns else indicator.comparison)

"""An indicator as one reads it: what its items are called, units as they are printed, its formula in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from program.figures import plain
from program.indicators.models import DataItem, Formula, Indicator, ItemKind, Requirement
from program.indicators.rules.energy import DERIVED_UNITS
from program.indicators.rules.records import DERIVED_NAMES
from program.indicators.rules.units import in_english


@dataclass(frozen=True)
class Codes:
    """What data items and derived figures are called, their units and kinds."""

    names: Mapping[str, str]
    units: Mapping[str, str]
    kinds: Mapping[str, str]

    def name(self, code: str) -> str:
        return self.names.get(code, code)


def codes() -> Codes:
    """All items and all that is derived; one query."""
    items = list(DataItem.objects.all())
    return Codes(
        {code: both[in_english()] for code, both in DERIVED_NAMES.items()}
        | {item.code: str(item) for item in items},
        dict(DERIVED_UNITS) | {item.code: item.unit for item in items},
        dict.fromkeys(DERIVED_UNITS, ItemKind.FLOW.value) | {item.code: item.kind for item in items},
    )


# ---------------------------------------------------------------- in words
def formula_words(indicator: Indicator, base_year: int, known: Codes) -> str:
    """The formula as an official writes it: 综合能耗 ÷ 工业增加值."""
    several = listed(map(known.name, indicator.operand_codes))
    facts = {
        "x": f"{several} ÷ {known.name(indicator.per)}" if indicator.per else several,
        "items": several,
        "per": known.name(indicator.per),
        "n": indicator.years,
        "year": base_year,
        "bound": "" if indicator.bound is None else plain(indicator.bound),
    }
    return _shape(indicator) % facts


def _shape(one: Indicator) -> str:
    match one.kind:
        case Formula.SHARE if one.bound is not None:
            return _("zones with (%(x)s) below %(bound)s ÷ zones that reported × 100%%")
        case Formula.SHARE:
            return "%(x)s × 100%%"
        case Formula.AVERAGE_ANNUAL_CUT | Formula.AVERAGE_ANNUAL_GROWTH:
            return _change_shape(one)
        case Formula.ELASTICITY if len(one.operand_codes) > 1:
            return _("rate of growth of each of %(items)s ÷ rate of growth of %(per)s; each must hold")
        case Formula.ELASTICITY:
            return _("rate of growth of %(items)s ÷ rate of growth of %(per)s")
        case Formula.YES_NO:
            return _("%(x)s: yes or no")
        case Formula.COUNT if one.years > 1:
            return _("%(x)s, %(n)d years together")
        case _:
            return "%(x)s"


def _change_shape(one: Indicator) -> str:
    if one.kind == Formula.AVERAGE_ANNUAL_CUT:
        over_years = _("1 − (x_t ÷ x_0)^(1/%(n)d), x = %(x)s, over %(n)d years")
        return over_years if one.years else _("1 − (x_t ÷ x_0)^(1/n), x = %(x)s, since %(year)d")
    over_years = _("(x_t ÷ x_0)^(1/%(n)d) − 1, x = %(x)s, over %(n)d years")
    return over_years if one.years else _("(x_t ÷ x_0)^(1/n) − 1, x = %(x)s, since %(year)d")


def requirement_words(indicator: Indicator, size: int = 0) -> str:
    """基本条件 / 第A组6项中至少1项 / 总体目标 / 监测; `size`: how many indicators the group has."""
    if indicator.requirement != Requirement.GROUP:
        return str(Requirement(indicator.requirement).label)
    return _("at least %(minimum)d of %(size)d of group %(group)s") % {
        "minimum": indicator.group_minimum or 1, "size": size, "group": indicator.group,
    }  # fmt: skip


def group_sizes(indicators: Iterable[Indicator]) -> dict[str, int]:
    """Group → how many indicators it has."""
    found: dict[str, int] = {}
    for one in indicators:
        if one.requirement == Requirement.GROUP:
            found[one.group] = found.get(one.group, 0) + 1
    return found


def listed(parts: Iterable[Any]) -> str:
    return (", " if in_english() else "、").join(map(str, parts))

"""What an indicator set may say: operands that exist, units that make sense, groups that can hold, conditions that may decide."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program.indicators.models import (
    Certainty,
    Comparison,
    Formula,
    Indicator,
    IndicatorSet,
    ItemKind,
    Requirement,
    Scope,
)
from program.indicators.rules.judging import FIXED
from program.indicators.rules.units import ratio_factor
from program.indicators.rules.wording import Codes, listed

Found = tuple[str, str]
"""Field and sentence."""
NEEDS_PER = {Formula.RATIO, Formula.SHARE, Formula.ELASTICITY}
TAKES_NO_PER = {Formula.DIRECT, Formula.YES_NO, Formula.COUNT}
TAKES_YEARS = {
    Formula.AVERAGE_ANNUAL_CUT, Formula.AVERAGE_ANNUAL_GROWTH, Formula.ELASTICITY, Formula.COUNT,
}  # fmt: skip
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
FROM_MEMORY: LazyText = gettext_lazy(
    "This set has indicators from memory: its conditions cannot decide before the original was checked."
)


def findings(
    chosen: IndicatorSet, indicators: Sequence[Indicator], known: Codes
) -> list[tuple[str, str, str]]:
    """All that is wrong with a set: code of the indicator (none: the set), field, sentence."""
    found = [
        (one.code, field, sentence) for one in indicators for field, sentence in of_indicator(one, known)
    ]
    found += group_findings(indicators)
    if chosen.may_veto and from_memory(indicators):
        found.append(("", "may_veto", str(FROM_MEMORY)))
    if not indicators:
        found.append(("", "title_zh", _("A set has at least one indicator.")))
    return found


def from_memory(indicators: Iterable[Indicator]) -> bool:
    return any(one.certainty == Certainty.MEMORY for one in indicators)


def of_indicator(one: Indicator, known: Codes) -> Iterator[Found]:
    """What is wrong with one indicator: first what it reads, then, if that is there, whether it makes sense."""
    reading = list(_reads(one, known))
    yield from reading
    if not reading:
        yield from _UNITS[Formula(one.kind)](one, known)
    yield from _demands(one)
    yield from _says(one)


def _reads(one: Indicator, known: Codes) -> Iterator[Found]:
    operands, kind = one.operand_codes, Formula(one.kind)
    unknown = [code for code in operands if code not in known.units]
    if not operands:
        yield "operands", _("Name the data item that is read.")
    if unknown:
        yield "operands", _("There is no data item “%(code)s”.") % {"code": listed(unknown)}
    if len(operands) > 1 and kind != Formula.ELASTICITY:
        yield "operands", _("Only an elasticity reads several data items.")
    if kind in NEEDS_PER and not one.per:
        yield "per", _("Say what it is divided by, or held against.")
    if kind in TAKES_NO_PER and one.per:
        yield "per", _("This formula divides by nothing.")
    if one.per and one.per not in known.units:
        yield "per", _("There is no data item “%(code)s”.") % {"code": one.per}


# ---------------------------------------------------------------- units
def _same_unit(one: Indicator, known: Codes) -> Iterator[Found]:
    own = known.units[one.operand_codes[0]]
    if one.unit != own:
        yield "unit", _("This formula gives the data item's own unit: %(unit)s.") % {"unit": own or "–"}


def _ratio(one: Indicator, known: Codes) -> Iterator[Found]:
    over, under = known.units[one.operand_codes[0]], known.units[one.per]
    if ratio_factor(one.unit, over, under) is None:
        yield "unit", _("%(over)s divided by %(under)s does not give %(unit)s.") % {
            "over": over or "–", "under": under or "–", "unit": one.unit or "–",
        }  # fmt: skip


def _share(one: Indicator, known: Codes) -> Iterator[Found]:
    yield from _per_cent(one, known)
    over, under = known.units[one.operand_codes[0]], known.units[one.per]
    if one.bound is None and over != under:
        yield (
            "per",
            _("A share needs one unit: %(over)s and %(under)s differ.") % {"over": over, "under": under},
        )
    if one.bound is not None and one.scope != Scope.ALL_ZONES:
        yield "bound", _("Only a share of zones counts zones below a value.")


def _per_cent(one: Indicator, known: Codes) -> Iterator[Found]:
    if one.unit != "%":
        yield "unit", _("This formula gives per cent.")


def _elasticity(one: Indicator, known: Codes) -> Iterator[Found]:
    if one.unit:
        yield "unit", _("An elasticity has no unit.")


def _yes_no(one: Indicator, known: Codes) -> Iterator[Found]:
    if known.kinds[one.operand_codes[0]] != ItemKind.YES_NO:
        yield "operands", _("This data item is not answered by yes or no.")
    if (one.comparison, one.threshold) != (Comparison.EXACTLY, Decimal(1)):
        yield "threshold", _("Yes or no is asked for as = 1.")


_UNITS: dict[Formula, Callable[[Indicator, Codes], Iterator[Found]]] = {
    Formula.DIRECT: _same_unit,
    Formula.RATIO: _ratio,
    Formula.SHARE: _share,
    Formula.AVERAGE_ANNUAL_GROWTH: _per_cent,
    Formula.AVERAGE_ANNUAL_CUT: _per_cent,
    Formula.ELASTICITY: _elasticity,
    Formula.YES_NO: _yes_no,
    Formula.COUNT: _same_unit,
}


# ---------------------------------------------------------------- what it demands, and what it says
def _demands(one: Indicator) -> Iterator[Found]:
    kind = Formula(one.kind)
    if one.years and kind not in TAKES_YEARS:
        yield "years", _("This formula looks at one year only: 0.")
    if one.sign_rule and kind != Formula.ELASTICITY:
        yield "sign_rule", _("Only an elasticity turns its comparison round.")
    if one.fixed_factor and not any(code in FIXED for code in one.operand_codes):
        yield "fixed_factor", _("Only CO2 is counted with the fixed grid factor.")
    if one.requirement == Requirement.TARGET and one.scope != Scope.ALL_ZONES:
        yield "requirement", _("A target for all zones together is measured over all zones.")
    if one.scope == Scope.ALL_ZONES and one.requirement in (Requirement.MANDATORY, Requirement.GROUP):
        yield "requirement", _("What all zones reach together is no condition for one of them.")
    grouped = one.requirement == Requirement.GROUP
    if grouped and not one.group:
        yield "group", _("Name the group.")
    if grouped and not one.group_minimum:
        yield "group_minimum", _("Say how many of the group must hold.")
    if not grouped and one.group:
        yield "group", _("Only one of a group has a group.")
    if not grouped and one.group_minimum:
        yield "group_minimum", _("Only one of a group has a group.")


def _says(one: Indicator) -> Iterator[Found]:
    if not one.authority_zh.strip():
        yield "authority_zh", _("Name what this number rests on.")
    for field in ("words_zh", "words_en"):
        spoken = [Decimal(text) for text in NUMBER.findall(getattr(one, field))]
        if spoken and not {one.threshold, one.bound} & set(spoken):
            yield field, _("The words speak of another figure than the threshold.")


def group_findings(indicators: Iterable[Indicator]) -> list[tuple[str, str, str]]:
    """A group asks one number of all its indicators, and not more than it has."""
    groups: dict[str, list[Indicator]] = {}
    for one in indicators:
        if one.requirement == Requirement.GROUP and one.group and one.group_minimum:
            groups.setdefault(one.group, []).append(one)
    found = []
    for rows in groups.values():
        asked = rows[0].group_minimum or 1
        for one in rows:
            if one.group_minimum != asked:
                sentence = _("All of a group say the same number.")
                found.append((one.code, "group_minimum", sentence))
        if asked > len(rows):
            sentence = _("The group has only %(count)d indicators.") % {"count": len(rows)}
            found.append((rows[0].code, "group_minimum", sentence))
    return found

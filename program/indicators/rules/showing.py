"""计算过程: how an indicator's value came about, with the figures put into its formula, as an official would check it by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from program.figures import plain
from program.indicators.models import Comparison, Formula, Indicator
from program.indicators.rules.formulas import Term, Value
from program.indicators.rules.judging import FIXED, HOLDS, Finding, Judged
from program.indicators.rules.units import ratio_factor, unit_label
from program.indicators.rules.wording import Codes, formula_words, listed, requirement_words

MOST_PLACES = 8


@dataclass(frozen=True)
class ShownTerm:
    """A figure that went in: what, of which year, how much, in which unit."""

    name: str
    year: int
    value: str
    unit: str


@dataclass(frozen=True)
class Shown:
    """An indicator's row on a page: everything in words."""

    judged: Judged
    value: str
    by_year: str
    unit: str
    formula: str
    requirement: str
    terms: list[ShownTerm]
    missing: str
    steps: str

    @property
    def indicator(self) -> Indicator:
        return self.judged.indicator

    @property
    def kind(self) -> str:
        """How the finding is coloured."""
        return {Finding.MET: "ok", Finding.NOT_MET: "bad", Finding.NO_DATA: ""}[self.judged.finding]

    @property
    def wanted(self) -> str:
        """The threshold, in its own words where it has some; turned round where the sign rule turned it."""
        if self.judged.comparison == self.indicator.comparison:
            return self.indicator.words
        return f"{Comparison(self.judged.comparison).label} {plain(self.indicator.threshold)}"


def shown(judged: Judged, base_year: int, sizes: dict[str, int], known: Codes) -> Shown:
    indicator = judged.indicator
    return Shown(
        judged,
        printed(judged),
        "" if judged.by_year is None else figure_text(judged.by_year.figure, indicator.unit),
        unit_label(indicator.unit),
        formula_words(indicator, base_year, known),
        requirement_words(indicator, sizes.get(indicator.group, 0)),
        terms_of(judged.value, known),
        listed(_("%(name)s (%(year)d)") % {"name": known.name(code), "year": year} for code, year in judged.value.missing),
        steps_of(indicator, judged, known),
    )  # fmt: skip


def terms_of(value: Value, known: Codes) -> list[ShownTerm]:
    return [
        ShownTerm(
            known.name(term.code), term.year, grouped(term.value), unit_label(known.units.get(term.code, ""))
        )
        for term in value.terms
    ]


def grouped(figure: Decimal) -> str:
    """1,234.5: as it is stored, without zeros that say nothing."""
    return f"{Decimal(plain(figure)):,f}"


def places_of(unit: str) -> int:
    return 2 if unit == "%" else 4


def figure_text(figure: Decimal | None, unit: str, places: int | None = None) -> str:
    """A value rounded half up: per cent to two decimals, everything else to four."""
    if figure is None:
        return ""
    step = Decimal(1).scaleb(-(places_of(unit) if places is None else places))
    return f"{figure.quantize(step, ROUND_HALF_UP):,f}"


def printed(judged: Judged) -> str:
    """The value rounded, with so many decimals that what is printed and what is judged say the same."""
    figure, indicator = judged.value.figure, judged.indicator
    if figure is None:
        return ""
    if indicator.kind == Formula.YES_NO:
        return _("yes") if figure else _("no")
    if indicator.kind in {Formula.DIRECT, Formula.COUNT}:
        return grouped(figure)
    holds, places = HOLDS[judged.comparison], places_of(indicator.unit)
    while places < MOST_PLACES:
        rounded = figure.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if holds(rounded, indicator.threshold) == holds(figure, indicator.threshold):
            break
        places += 1
    return figure_text(figure, indicator.unit, places)


# ---------------------------------------------------------------- the figures put in
def steps_of(indicator: Indicator, judged: Judged, known: Codes) -> str:
    """“1,451,577 ÷ 12,741,200 = 0.1139 tce/万元”; nothing where a figure is missing."""
    if judged.value.figure is None:
        return ""
    result = f"{printed(judged)}{_unit_behind(indicator.unit)}"
    terms = judged.value.terms
    match indicator.kind:
        case Formula.RATIO | Formula.SHARE:
            return f"{_quotient(terms)}{_times(indicator, known)} = {result}"
        case Formula.AVERAGE_ANNUAL_CUT:
            return f"(1 − {_change(indicator, terms)}) × 100 = {result}"
        case Formula.AVERAGE_ANNUAL_GROWTH:
            return f"({_change(indicator, terms)} − 1) × 100 = {result}"
        case Formula.ELASTICITY:
            return _elasticities(indicator, judged, known)
        case Formula.COUNT:
            return f"{' + '.join(grouped(term.value) for term in terms)} = {result}"
        case _:
            return result


def _unit_behind(unit: str) -> str:
    return unit if unit == "%" else f" {unit_label(unit)}".rstrip()


def _quotient(terms: Sequence[Term]) -> str:
    return " ÷ ".join(grouped(term.value) for term in terms)


def _times(indicator: Indicator, known: Codes) -> str:
    """× 100 of a share, or what makes the units of a ratio fit."""
    if indicator.kind == Formula.SHARE:
        return " × 100"
    over, under = (known.units.get(code, "") for code in (indicator.operand_codes[0], indicator.per))
    times = ratio_factor(indicator.unit, over, under)
    return "" if times in (None, Decimal(1)) or times is None else f" × {plain(times)}"


def _change(indicator: Indicator, terms: Sequence[Term]) -> str:
    """((after) ÷ (before))^(1/n)."""
    first, last = terms[0].year, terms[-1].year
    before = _quotient([term for term in terms if term.year == first])
    after = _quotient([term for term in terms if term.year == last])
    over = f"({after}) ÷ ({before})" if indicator.per else f"{after} ÷ {before}"
    return f"({over})^(1/{last - first})"


def _elasticities(indicator: Indicator, judged: Judged, known: Codes) -> str:
    """Each operand's rate over the rate of what it is held against; several: the least favourable counts."""
    figures = {(term.code, term.year): term.value for term in judged.value.terms}
    first, last = judged.value.terms[0].year, judged.value.terms[-1].year

    def rate(code: str) -> str:
        return f"({grouped(figures[code, last])} ÷ {grouped(figures[code, first])} − 1)"

    codes = [
        FIXED.get(code, code) if (FIXED.get(code), last) in figures else code
        for code in indicator.operand_codes
    ]
    said = [f"{rate(code)} ÷ {rate(indicator.per)}" for code in codes]
    if len(said) == 1:
        return f"{said[0]} = {printed(judged)}"
    rows = [f"{known.name(code)}: {one}" for code, one in zip(codes, said, strict=True)]
    return _("%(each)s; the least favourable is %(result)s") % {
        "each": "; ".join(rows),
        "result": printed(judged),
    }

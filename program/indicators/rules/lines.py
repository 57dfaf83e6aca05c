"""A record of what was measured, as it reads: values with units, conditions, the formula with its numbers put in."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from program.figures import plain
from program.indicators.models import Formula, PriceBase, Requirement
from program.indicators.rules.judging import Finding
from program.indicators.rules.records import YEARS_BACK, Record
from program.indicators.rules.units import unit_label

SHOWN_PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Line:
    """One indicator as it reads."""

    code: str
    name: str
    figure: str  # without its unit
    value: str
    by_year: str
    condition: str
    requirement: str
    finding: Finding
    calculation: str
    authority: str

    @property
    def tag(self) -> str:
        return {Finding.MET: "ok", Finding.NOT_MET: "bad"}.get(self.finding, "wait")


def in_language(pair: list[str]) -> str:
    """Chinese or English of a pair."""
    return pair[1] if pair[1] and (get_language() or "").startswith("en") else pair[0]


def lines(found: Record) -> list[Line]:
    """A record in the reader's language."""
    return [line(found, row) for row in found["rows"]]


def line(found: Record, row: Record) -> Line:
    unit = row["unit"]
    return Line(
        code=row["code"],
        name=in_language(row["name"]),
        figure=rounded(row["value"]) if row["value"] is not None else "–",
        value=with_unit(row["value"], unit),
        by_year=with_unit(row["by_year"], unit) if row["by_year"] else "",
        condition=condition(row),
        requirement=requirement(row),
        finding=Finding(row["finding"]),
        calculation=calculation(found, row),
        authority=in_language(row["authority"]),
    )


def with_unit(value: str | None, unit: str) -> str:
    return f"{rounded(value)} {unit_label(unit)}".strip() if value is not None else "–"


def rounded(value: str) -> str:
    """Four decimals at most, as they are printed everywhere."""
    return plain(Decimal(value).quantize(SHOWN_PLACES, ROUND_HALF_UP))


SIGNS = {"<=": "≤", ">=": "≥"}


def condition(row: Record) -> str:
    """The threshold in the words of its source, or as sign and figure; turned round where the sign rule turned it."""
    said = in_language(row["words"])
    return (
        said
        or f"{SIGNS.get(row['comparison'], row['comparison'])} {row['threshold']} {unit_label(row['unit'])}".strip()
    )


def requirement(row: Record) -> str:
    if row["requirement"] != Requirement.GROUP:
        return str(Requirement(row["requirement"]).label)
    return _("group %(group)s: at least %(count)s") % {"group": row["group"], "count": row["group_minimum"]}


def named(found: Record, code: str) -> str:
    return in_language(found["names"].get(code, [code, code, ""]))


def missing(found: Record, row: Record) -> str:
    """Which figures are missing, item by item with their years."""
    years: dict[str, list[str]] = {}
    for code, year in row["missing"]:
        years.setdefault(code, []).append(str(year))
    parts = [
        _("%(item)s of %(years)s") % {"item": named(found, code), "years": _(", ").join(of)}
        for code, of in years.items()
    ]
    return _("; ").join(parts)


def calculation(found: Record, row: Record) -> str:
    """The formula with its numbers put in; where there is no value, what is missing for it."""
    if row["missing"]:
        return _("Missing: %(figures)s") % {"figures": missing(found, row)}
    if row["value"] is None:
        return _("It cannot be divided: a figure is nought or has not changed.")
    terms = [term(found, one) for one in row["terms"]]
    return f"{FORMULAS[row['kind']](row, terms)} = {with_unit(row['value'], row['unit'])}"


def term(found: Record, written: list[Any]) -> str:
    code, year, value = written
    facts = {
        "item": named(found, code),
        "year": year,
        "figure": f"{Decimal(rounded(value)):,f}",
        "unit": unit_label(found["names"].get(code, ["", "", ""])[2]),
    }
    return (_("%(item)s %(year)s: %(figure)s %(unit)s") % facts).strip()


def _quotient(_row: Record, terms: list[str]) -> str:
    return " ÷ ".join(f"({one})" for one in terms)


def _share(row: Record, terms: list[str]) -> str:
    return f"{_quotient(row, terms)} × 100"


def _power(row: Record, terms: list[str], pattern: str) -> str:
    half = len(terms) // 2
    span = int(row["terms"][-1][1]) - int(row["terms"][0][1])
    before, after = _quotient(row, terms[:half]), _quotient(row, terms[half:])
    return pattern.format(after=after, before=before, span=span)


def _cut(row: Record, terms: list[str]) -> str:
    return _power(row, terms, "[1 − ([{after}] ÷ [{before}])^(1/{span})] × 100")


def _growth(row: Record, terms: list[str]) -> str:
    return _power(row, terms, "[([{after}] ÷ [{before}])^(1/{span}) − 1] × 100")


def _elasticity(row: Record, terms: list[str]) -> str:
    half = len(terms) // 2
    return " ".join(
        f"[{after} ÷ {before} − 1]" for before, after in zip(terms[:half], terms[half:], strict=True)
    )


def _sum(_row: Record, terms: list[str]) -> str:
    return " + ".join(terms)


FORMULAS = {
    Formula.DIRECT: _sum,
    Formula.RATIO: _quotient,
    Formula.SHARE: _share,
    Formula.AVERAGE_ANNUAL_CUT: _cut,
    Formula.AVERAGE_ANNUAL_GROWTH: _growth,
    Formula.ELASTICITY: _elasticity,
    Formula.YES_NO: _sum,
    Formula.COUNT: _sum,
}
"""Formula → its numbers in their places."""


# ---------------------------------------------------------------- the figures behind it, year by year
@dataclass(frozen=True)
class FigureRow:
    """A declared or derived figure over the years; a dash where nothing is in force."""

    name: str
    unit: str
    values: list[str]


def figure_years(found: Record) -> list[int]:
    """Five years back and the judged one."""
    return list(range(found["year"] - YEARS_BACK, found["year"] + 1))


def figure_rows(found: Record) -> list[FigureRow]:
    """Every figure that went into the measurement."""
    return [
        FigureRow(
            named(found, code),
            unit_label(found["names"].get(code, ["", "", ""])[2]),
            [year_value(of_years.get(str(year))) for year in figure_years(found)],
        )
        for code, of_years in found["figures"].items()
    ]


def year_value(value: str | None) -> str:
    """From a thousand on one decimal says enough; the record keeps them all."""
    if value is None:
        return "–"
    places = Decimal("0.1") if Decimal(value) >= 1000 else SHOWN_PLACES
    return f"{Decimal(plain(Decimal(value).quantize(places, ROUND_HALF_UP))):,f}"


def trajectory(found: Record) -> dict[int, Decimal]:
    """Energy intensity by year, tce per 10⁴ yuan: what the chart of an application draws."""
    energy = found["figures"].get("comprehensive_energy", {})
    added = found["figures"].get("industrial_value_added", {})
    return {
        year: Decimal(energy[str(year)]) / Decimal(added[str(year)])
        for year in figure_years(found)
        if str(year) in energy and Decimal(added.get(str(year), 0))
    }


# ---------------------------------------------------------------- what keeps an application from being submitted
def failing(found: Record) -> list[Record]:
    """Rows of basic conditions not met or without data, and of groups of which too few hold; of a set that decides."""
    if not found["decides"]:
        return []
    unmet = [row for row in found["rows"] if row["finding"] != Finding.MET]
    failed = [row for row in unmet if row["requirement"] == Requirement.MANDATORY]
    groups: dict[str, list[Record]] = {}
    for row in found["rows"]:
        if row["requirement"] == Requirement.GROUP:
            groups.setdefault(row["group"], []).append(row)
    for group in groups.values():
        met = sum(row["finding"] == Finding.MET for row in group)
        if met < max(row["group_minimum"] for row in group):
            failed += [row for row in group if row["finding"] != Finding.MET]
    return failed


def failure(found: Record, row: Record) -> str:
    """Why a basic condition keeps the application from being submitted, and what is missing."""
    facts = {
        "indicator": in_language(row["name"]),
        "condition": condition(row),
        "value": with_unit(row["value"], row["unit"]),
        "missing": missing(found, row),
    }
    if row["missing"]:
        return (
            _(
                "%(indicator)s (%(condition)s) cannot be judged: %(missing)s missing among the accepted declarations."
            )
            % facts
        )
    if row["value"] is None:
        return (
            _("%(indicator)s (%(condition)s) cannot be judged: a figure is nought or has not changed.")
            % facts
        )
    return _("Basic condition not met: %(indicator)s is %(value)s, asked for is %(condition)s.") % facts


def basis(found: Record) -> str:
    """口径 in one sentence: coverage, prices, how power is converted, factors."""
    reported, expected = found["coverage"]
    covered = (
        _("%(reported)s of %(expected)s sites") % {"reported": reported, "expected": expected}
        if expected
        else _("declared by the zone")
    )
    bases = _(", ").join(str(PriceBase(base).label) for base in found["price_bases"]) or "–"
    return _(
        "Figures of %(year)s since %(base_year)s; %(covered)s; value added in %(prices)s, %(state)s; "
        "power at its calorific value; factors: %(factors)s."
    ) % {
        "year": found["year"],
        "base_year": found["base_year"],
        "covered": covered,
        "prices": bases,
        "state": _("preliminary") if found["preliminary"] else _("final"),
        "factors": _(", ").join(found["factor_sets"]) or "–",
    }

"""The figures of a form: what is missing or does not fit, last year's, the declared ones, and the text that is frozen."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from demonstrations.enterprises.rules import Declared
from demonstrations.enterprises.rules import declared as sums_of
from demonstrations.enterprises.rules.declared import OUTPUT
from demonstrations.enterprises.yearly.models import (
    CHANGES,
    COLUMNS,
    FIGURES,
    AcceptedForm,
    YearlyFigures,
    YearlyForm,
)
from program.applications.models.columns import Text, YesNo, exceeds
from program.applications.rules.content import written_value
from program.figures import plain
from program.indicators.rules.energy import CO2, COMPREHENSIVE_ENERGY
from program.refusals import Finding
from program.rulesets.models import Key
from program.rulesets.rules import value

SCHEMA = 1
COLUMN = {
    COMPREHENSIVE_ENERGY: "energy", CO2: "co2", OUTPUT: "output", "employees": "employees", "fresh_water": "water",
}  # fmt: skip
"""The derived figure or data item that says the same as a column of the form."""
Known = Mapping[str, Decimal]


# ---------------------------------------------------------------- beside
def before(form: YearlyForm) -> dict[str, Decimal]:
    """What was accepted of the year before, column by column; nothing where nothing was. One query."""
    whose = Q(form__organization=form.organization_id) | Q(form__designation=form.designation_id)
    rows = AcceptedForm.objects.filter(whose, form__year=form.year - 1)
    last = rows.order_by("-version").first()
    return figures_in(last.data) if last is not None else {}


def figures_in(data: Mapping[str, Any]) -> dict[str, Decimal]:
    """The figures of a frozen version."""
    return {name: Decimal(data["figures"][name]) for name in FIGURES if data["figures"].get(name) is not None}


def declared(form: YearlyForm) -> Declared:
    """What the accepted declarations of all its sites add up to, by the column of the form."""
    found = sums_of(form.organization_id, [form.year])[form.year]
    sums = {COLUMN[code]: rounded(code, figure) for code, figure in found.whole.items() if code in COLUMN}
    return replace(found, sums=sums)


def rounded(code: str, figure: Decimal) -> Decimal:
    """As many places as the column takes."""
    places = getattr(YearlyFigures._meta.get_field(COLUMN[code]), "decimal_places", 0)
    return figure.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True)
class Shown:
    """A line of the form as it is read: the figure, last year's, the declared one and how far the two are apart."""

    name: str
    label: Text
    unit: Text
    figure: Decimal | None
    before: Decimal | None
    declared: Decimal | None
    remarks: Sequence[str] = ()

    @property
    def difference(self) -> Decimal | None:
        if self.figure is None or self.declared is None:
            return None
        return self.figure - self.declared

    @property
    def per_cent(self) -> Decimal | None:
        return (
            self.difference * 100 / self.declared if self.difference is not None and self.declared else None
        )


def shown(said: Known, last: Known, stated: Known, remarks: Mapping[str, Sequence[str]]) -> list[Shown]:
    """Line by line; `remarks`: what was said of an item when the form went back."""
    lines = []
    for name in FIGURES:
        column: Any = YearlyFigures._meta.get_field(name)
        line = Shown(
            name, column.verbose_name, column.unit, said.get(name), last.get(name), stated.get(name), remarks.get(name, ())
        )  # fmt: skip
        lines.append(line)
    return lines


def figures_of(row: YearlyFigures) -> dict[str, Decimal]:
    """What is written, as far as it is."""
    said = {name: getattr(row, name) for name in FIGURES}
    return {name: Decimal(figure) for name, figure in said.items() if figure is not None}


# ---------------------------------------------------------------- what does not fit
def findings(row: YearlyFigures, last: Known, times: int) -> list[Finding]:
    """What keeps a form from being handed in, each at its field: what is missing, what cannot be, what must be explained."""
    return [*missing(row), *impossible(row), *unexplained(row, last, times)]


def missing(row: YearlyFigures) -> Iterator[Finding]:
    for name in FIGURES:
        if getattr(row, name) is None:
            yield name, _("Give the figure; nought is one too.")
    for name in CHANGES:
        if not getattr(row, name):
            yield name, _("Answer with yes or no.")
        elif getattr(row, name) == YesNo.YES and not getattr(row, f"{name}_note").strip():
            yield f"{name}_note", _("What was answered with “yes” is explained.")


def impossible(row: YearlyFigures) -> Iterator[Finding]:
    if exceeds(row.green_revenue, row.revenue):
        yield "green_revenue", _("Green revenue is larger than operating revenue.")
    if exceeds(row.rd_spend, row.revenue):
        yield "rd_spend", _("R&D spending is larger than operating revenue.")
    if exceeds(row.rd_staff, row.employees):
        yield "rd_staff", _("There are more R&D staff than employees.")
    if row.clients == 0:
        for name in ("clients_energy", "clients_co2"):
            if getattr(row, name):
                yield name, _("Without clients, clients have saved nothing.")


def unexplained(row: YearlyFigures, last: Known, times: int) -> Iterator[Finding]:
    """A figure many times larger or smaller than last year's, as long as nothing explains it."""
    if row.explanation.strip():
        return
    for name in FIGURES:
        figure, old = getattr(row, name), last.get(name)
        if figure is None or not old:
            continue
        if figure > old * times or figure * times < old:
            words = _(
                "Last year it was %(before)s, more than %(times)d times as much or as little: explain it below."
            )
            yield name, words % {"before": plain(old), "times": times}


def jump_of(form: YearlyForm) -> int:
    return value(form.rule_set, Key.ENTERPRISE_FORM_JUMP)


# ---------------------------------------------------------------- what is frozen
def content(form: YearlyForm, row: YearlyFigures) -> str:
    """Canonical JSON of everything that is accepted."""
    data = {
        "schema": SCHEMA,
        "number": form.number,
        "year": form.year,
        "version": form.version,
        "organization": {"credit_code": form.organization.credit_code, "name": form.organization.name_zh},
        "zone": {"code": form.zone.code, "name": form.zone.name_zh},
        "certificate": form.designation.letter_number,
        "figures": {name: written_value(getattr(row, name)) for name in COLUMNS},
        "evidence": {"name": form.evidence.name, "sha256": form.evidence.sha256} if form.evidence else None,
        "submitted": {"by": form.submitted_by.name if form.submitted_by else "", "at": str(form.submitted_at)},
        "passed": {"by": form.passed_by.name if form.passed_by else "", "at": str(form.passed_at)},
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)

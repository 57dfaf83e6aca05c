"""What is typed about versions: a draft's head, all numbers of a set, all factors; the signature."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program.figures import FigureField, WholeField
from program.indicators import rules
from program.indicators.models import CarrierFactor, FactorSet, Formula, GridFactor, Indicator, IndicatorSet
from program.indicators.rules.units import known

JUDGING = (
    "comparison", "threshold", "bound", "years", "requirement", "group", "group_minimum", "words_zh", "words_en", "authority_zh",
    "authority_en", "certainty", "sign_rule", "fixed_factor",
)  # fmt: skip
"""What of an indicator is changed on the page of its set; name, unit and formula have a page of their own."""


def judging(one: Indicator) -> list[str]:
    """Those that mean something for its formula."""
    idle = {
        "bound": one.bound is None,
        "years": one.kind not in rules.TAKES_YEARS,
        "sign_rule": one.kind != Formula.ELASTICITY,
        "fixed_factor": not any(code in rules.FIXED for code in one.operand_codes),
    }
    return [name for name in JUDGING if not idle.get(name)]


SIGNED_FIGURES = {"threshold", "bound", "floor", "full", "red_line"}
NEW = "new"


def form_field(model: type[models.Model], name: str) -> forms.Field:
    """The field of a form for a column; a figure is read by the one strict reader."""
    column: Any = model._meta.get_field(name)
    if isinstance(column, models.DecimalField):
        return FigureField(
            decimal_places=column.decimal_places, label=rules.label_of(column), required=not column.null,
            min_value=None if name in SIGNED_FIGURES else 0, max_value=10 ** (column.max_digits - column.decimal_places) - 1,
        )  # fmt: skip
    if isinstance(column, models.PositiveSmallIntegerField):
        return WholeField(
            label=rules.label_of(column), required=not column.null and name != "years", max_value=9999
        )  # fmt: skip
    found: forms.Field = column.formfield()
    found.label = rules.label_of(column)
    return found


def draft_form(model: type[Any]) -> type[forms.Form]:
    """Number, title, and the version with which a draft begins."""

    class DraftForm(forms.Form):
        base = forms.ModelChoiceField(
            model.objects.order_by("code"), label=gettext_lazy("Begin with"), empty_label=None
        )
        code = form_field(model, "code")
        title_zh = form_field(model, "title_zh")
        title_en = form_field(model, "title_en")

    return DraftForm


DraftSetForm = draft_form(IndicatorSet)
DraftFactorsForm = draft_form(FactorSet)


class SignForm(forms.Form):
    """The revision that the director has read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


@dataclass(frozen=True)
class Row:
    """The fields of one indicator, carrier or year."""

    thing: Any
    code: str
    fields: list[BoundField]

    @property
    def errors(self) -> bool:
        return any(field.errors for field in self.fields)


class RowsForm(forms.Form):
    """A head and rows of many fields, each named “code-field”."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def add_head(self, version: Any, names: Iterable[str]) -> None:
        for name in names:
            self.fields[name] = form_field(type(version), name)
            self.fields[name].initial = getattr(version, name)

    def add_row(self, code: str, row: models.Model, names: Iterable[str]) -> None:
        for name in names:
            field = form_field(type(row), name)
            field.initial = getattr(row, name)
            self.fields[f"{code}-{name}"] = field

    def row(self, thing: Any, code: str, names: Iterable[str]) -> Row:
        return Row(thing, code, [self[f"{code}-{name}"] for name in names])

    def read(self, code: str, names: Iterable[str]) -> dict[str, Any]:
        typed = self.cleaned_data
        return {name: typed[f"{code}-{name}"] for name in names if f"{code}-{name}" in typed}


class SetForm(RowsForm):
    """All numbers of a draft, an indicator each row."""

    def __init__(self, chosen: IndicatorSet, data: Any = None) -> None:
        super().__init__(data, initial={"revision": chosen.revision})
        self.indicators = list(chosen.indicators.all())
        self.add_head(chosen, rules.SET_FIELDS)
        for one in self.indicators:
            self.add_row(one.code, one, judging(one))

    def head(self) -> list[BoundField]:
        return [self[name] for name in rules.SET_FIELDS]

    def rows(self) -> Iterator[Row]:
        for one in self.indicators:
            yield self.row(one, one.code, judging(one))

    def entered(self) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """The head, and the rows by code. No years typed: 0."""
        head = {name: self.cleaned_data[name] for name in rules.SET_FIELDS}
        rows = {one.code: self.read(one.code, judging(one)) for one in self.indicators}
        for row in rows.values():
            if "years" in row:
                row["years"] = row["years"] or 0
        return head, rows


class FactorsForm(RowsForm):
    """All factors of a draft: a carrier each row, a year each row, and one row for a further year."""

    def __init__(self, factor_set: FactorSet, data: Any = None) -> None:
        super().__init__(data, initial={"revision": factor_set.revision})
        self.carriers = list(factor_set.carriers.all())
        self.years = list(factor_set.grid.all())
        self.add_head(factor_set, rules.FACTOR_SET_FIELDS)
        for row in self.years:
            self.add_row(str(row.year), row, rules.GRID_FIELDS)
            self.fields[f"{row.year}-value"].required = False
        self.fields[f"{NEW}-year"] = WholeField(
            label=_("year"), required=False, min_value=2000, max_value=2060
        )
        for name in rules.GRID_FIELDS:
            self.fields[f"{NEW}-{name}"] = form_field(GridFactor, name)
            self.fields[f"{NEW}-{name}"].required = False
        for carrier in self.carriers:
            self.add_row(carrier.code, carrier, rules.CARRIER_FIELDS)

    def head(self) -> list[BoundField]:
        return [self[name] for name in rules.FACTOR_SET_FIELDS]

    def grid_rows(self) -> Iterator[Row]:
        for row in self.years:
            yield self.row(row, str(row.year), rules.GRID_FIELDS)
        yield self.row(None, NEW, ("year", *rules.GRID_FIELDS))

    def carrier_rows(self) -> Iterator[Row]:
        for carrier in self.carriers:
            yield self.row(carrier, carrier.code, rules.CARRIER_FIELDS)

    def clean(self) -> dict[str, Any]:
        """A further year is whole, and not one of those that are there."""
        typed = self.cleaned_data
        year, rest = typed.get(f"{NEW}-year"), [name for name in rules.GRID_FIELDS if name != "certainty"]
        missing = [name for name in rest if typed.get(f"{NEW}-{name}") in (None, "")]
        if year is not None:
            for name in missing:
                self.add_error(f"{NEW}-{name}", _("Fill this in for the further year."))
            if year in {row.year for row in self.years}:
                self.add_error(f"{NEW}-year", _("This year has its grid factor already."))
        elif len(missing) < len(rest):
            self.add_error(f"{NEW}-year", _("Name the year."))
        return typed

    def entered(
        self,
    ) -> tuple[dict[str, Any], dict[str, dict[str, Any]], dict[int, Mapping[str, Any] | None]]:
        """Head, carriers by code, grid factors by year; none: the year's value was emptied."""
        head = {name: self.cleaned_data[name] for name in rules.FACTOR_SET_FIELDS}
        carriers = {
            one.code: with_product(self.read(one.code, rules.CARRIER_FIELDS)) for one in self.carriers
        }
        grid: dict[int, Mapping[str, Any] | None] = {}
        for row in self.years:
            said = self.read(str(row.year), rules.GRID_FIELDS)
            grid[row.year] = None if said["value"] is None else said
        if (year := self.cleaned_data.get(f"{NEW}-year")) is not None:
            grid[year] = self.read(NEW, rules.GRID_FIELDS)
        return head, carriers, grid


def with_product(said: dict[str, Any]) -> dict[str, Any]:
    """An empty CO2 factor beside its three factors is their product."""
    if said.get("co2") is None:
        three: dict[str, Decimal | None] = {
            name: said.get(name) for name in ("ncv", "carbon_content", "oxidation")
        }
        said["co2"] = CarrierFactor(**three).product
    return said


class CarrierForm(forms.Form):
    """One more energy carrier with its factors."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    ORDER = ("code", *rules.CARRIER_HEAD, *rules.CARRIER_FIELDS)

    def __init__(self, factor_set: FactorSet, data: Any = None) -> None:
        super().__init__(data, initial={"revision": factor_set.revision})
        for name in self.ORDER:
            self.fields[name] = form_field(CarrierFactor, name)
        self.fields["code"].label = _("code")
        self.fields["code"].help_text = _("Small letters, digits and underscores; in every set the same.")
        self.fields["unit"].help_text = _("One of: %(units)s.") % {"units": ", ".join(rules.carrier_units())}
        self.fields["co2"].help_text = _("Empty: the product of the three factors, if they are given.")

    def clean_unit(self) -> str:
        return known(str(self.cleaned_data["unit"]))

    def entered(self) -> dict[str, Any]:
        return with_product({name: self.cleaned_data[name] for name in self.ORDER})


class IndicatorForm(forms.Form):
    """An indicator: one of the eight formulas over data items that are known. The code of one that is there stays."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    ORDER = (
        "code", "name_zh", "name_en", "kind", "operands", "per", "unit", "years", "scope", "bound", "comparison", "threshold",
        "words_zh", "words_en", "requirement", "group", "group_minimum", "sign_rule", "fixed_factor", "authority_zh",
        "authority_en", "certainty",
    )  # fmt: skip

    def __init__(
        self,
        chosen: IndicatorSet,
        known_codes: rules.Codes,
        data: Any = None,
        *,
        one: Indicator | None = None,
    ) -> None:
        there = {"years": 0} if one is None else model_to_dict(one) | {"operands": one.operand_codes}
        super().__init__(data, initial=there | {"revision": chosen.revision})
        items = [
            (code, f"{name} · {known_codes.units.get(code) or '–'}")
            for code, name in known_codes.names.items()
        ]
        for name in self.ORDER if one is None else self.ORDER[1:]:
            self.fields[name] = form_field(Indicator, name)
        labels = {name: self.fields[name].label for name in ("operands", "per")}
        self.fields["operands"] = forms.MultipleChoiceField(
            choices=items, label=labels["operands"], widget=forms.SelectMultiple(attrs={"size": 8}),
            help_text=_("Several only for an elasticity of which each must hold."),
        )  # fmt: skip
        self.fields["per"] = forms.ChoiceField(
            choices=[("", "–"), *items], label=labels["per"], required=False
        )
        self.fields["unit"].help_text = _("For example tce/万元, t/万元, m³/万元, 亿元/km², %.")
        self.fields["years"].help_text = _("0: since the set's base year, or the year itself.")
        self.fields["bound"].help_text = _("Only for a share of zones.")

    def clean_unit(self) -> str:
        """Other spellings become ours: 吨标准煤/万元 is tce/万元."""
        return "/".join(known(part) for part in str(self.cleaned_data["unit"]).split("/"))

    def entered(self) -> dict[str, Any]:
        typed = {name: self.cleaned_data[name] for name in self.ORDER if name in self.fields}
        return typed | {"operands": " ".join(typed["operands"]), "years": typed["years"] or 0}

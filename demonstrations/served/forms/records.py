"""What is typed about a service to an enterprise; every row of a file is read by the same form."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from demonstrations.served import rules
from demonstrations.served.models import (
    FIRST_YEAR,
    Metric,
    OutputKind,
    Service,
    ServiceRecord,
    Source,
    Verdict,
)
from program import clock
from program.figures import FigureField, WholeField
from program.files.forms import UploadField
from program.indicators.models import PriceBase
from program.people.models import Organization
from program.registers.forms.fields import code_field, prose

DESCRIPTION = 2000
LARGEST = 10**11
Find = Callable[[str], Organization | None]
NOT_MEASURED = ("", _("not measured"))
SOURCES = [NOT_MEASURED, *Source.choices]


def found_by_code(code: str) -> Organization | None:
    return Organization.objects.filter(credit_code=code).first()


def provider_field() -> forms.CharField:
    """Like any credit code, and of whom."""
    field = code_field(
        required=False,
        help_text=_("Credit code of the service provider; empty if the zone rendered the service itself."),
    )
    field.label = _("Service provider")
    return field


def quantity(label: Any) -> FigureField:
    return FigureField(label=label, decimal_places=4, max_digits=15, max_value=LARGEST, required=False)


class RecordForm(forms.Form):
    """A record as a zone or a provider enters it; the figures of each metric stand at the end."""

    credit_code = code_field()
    is_branch = forms.BooleanField(
        label=_("It is a branch without legal personality"), required=False,
        help_text=_("A branch is not recorded: record the enterprise to which it belongs."),
    )  # fmt: skip
    provider_code = provider_field()
    service = forms.ChoiceField(label=_("Kind of service"), choices=[("", "—"), *Service.choices])
    description = prose(_("Account of the service"), DESCRIPTION, 4)
    baseline_year = WholeField(label=_("Baseline year"), min_value=FIRST_YEAR, max_value=2035)
    result_year = WholeField(label=_("Result year"), min_value=FIRST_YEAR, max_value=2035)
    price_base = forms.ChoiceField(
        label=_("Price base of the output"), choices=PriceBase.choices, initial=PriceBase.OF_2019
    )
    output_kind = forms.ChoiceField(
        label=_("Output against which the saving is held"), choices=OutputKind.choices
    )
    output_source = forms.ChoiceField(
        label=_("Source of the output"), choices=Source.choices,
        help_text=_("Industrial value added can be taken from the declarations; industrial output is entered."),
    )  # fmt: skip
    output_base = quantity(_("Output of the baseline year (10,000 yuan)"))
    output_result = quantity(_("Output of the result year (10,000 yuan)"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, record: ServiceRecord | None = None, by_provider: bool = False,
        find: Find = found_by_code, metrics: Iterable[Metric] = Metric, year: int | None = None, **options: Any,
    ) -> None:  # fmt: skip
        """`metrics`: those of which the row of a file says something; making the fields of all takes longer than reading it.
        `year`: this one, if it was asked for many rows already."""
        if record is not None:
            options["initial"] = typed(record)
        super().__init__(*args, **options)
        self.year = year
        self.find, self.enterprise = find, record.enterprise if record is not None else None
        self.provider: Organization | None = None
        for name in (["credit_code", "is_branch"] if record else []) + (
            ["provider_code"] if by_provider else []
        ):
            del self.fields[name]
        for metric in metrics:
            name = metric.value
            self.fields[f"{name}_source"] = forms.ChoiceField(
                label=_("Source"), choices=SOURCES, required=False
            )
            self.fields[f"{name}_base"] = quantity(_("Baseline year"))
            self.fields[f"{name}_result"] = quantity(_("Result year"))

    def clean(self) -> dict[str, Any]:
        """What the verb will ask, as far as the fields themselves can be read."""
        given = super().clean() or self.cleaned_data
        found = []
        if self.enterprise is None and given.get("credit_code"):
            self.enterprise = self.find(given["credit_code"])
            branch = bool(given.get("is_branch"))
            found += rules.enterprise_faults(self.enterprise, branch=branch, field="credit_code")
        if given.get("provider_code"):
            self.provider = self.find(given["provider_code"])
            if self.provider is None:
                found.append(("provider_code", _("No organisation of this credit code is on the platform.")))
            elif self.enterprise is not None and self.provider.pk == self.enterprise.pk:
                found.append(("provider_code", rules.OWN_PROVIDER))
        if given.get("baseline_year") and given.get("result_year"):
            found += rules.year_faults(
                given["baseline_year"], given["result_year"], self.year or clock.today().year
            )
        if not self.errors:
            found += rules.figure_faults(self.figures() | given)
        if given.get("output_source") == Source.DECLARED and given.get("output_kind") == OutputKind.GROSS:
            found.append(("output_source", _("Industrial output is entered, with evidence.")))
        for field, sentence in found:
            self.add_error(field, str(sentence))
        return given

    def figures(self) -> dict[str, Any]:
        """Metric → source and both figures, of those that were measured."""
        given = self.cleaned_data
        rows = {
            metric: tuple(given.get(f"{metric.value}_{part}") for part in ("source", "base", "result"))
            for metric in Metric
        }
        return {"metrics": {metric: (Source(row[0]), *row[1:]) for metric, row in rows.items() if row[0]}}

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        given = self.cleaned_data
        names = (
            "service", "description", "baseline_year", "result_year", "output_kind", "output_source", "output_base",
            "output_result",
        )  # fmt: skip
        return {name: given[name] for name in names} | self.figures() | {
            "enterprise": self.enterprise, "provider": self.provider, "is_branch": bool(given.get("is_branch")),
            "price_base": int(given["price_base"]),
        }  # fmt: skip

    def head(self) -> Iterator[BoundField]:
        """The fields before the metrics."""
        last = list(self.base_fields)
        return (field for field in self if field.name in last and not field.is_hidden)

    def metrics(self) -> Iterator[tuple[str, BoundField, BoundField, BoundField]]:
        """The table of figures: a metric with its unit, and its three fields."""
        for metric in Metric:
            name = metric.value
            yield metric.named, self[f"{name}_source"], self[f"{name}_base"], self[f"{name}_result"]


def typed(record: ServiceRecord) -> dict[str, Any]:
    """A record as it was typed."""
    names = (
        "service", "description", "baseline_year", "result_year", "price_base", "output_kind", "output_source",
        "output_base", "output_result", "revision",
    )  # fmt: skip
    known = {name: getattr(record, name) for name in names}
    known["provider_code"] = record.provider.credit_code if record.provider else ""
    for row in record.figures.all():
        known |= {
            f"{row.metric}_source": row.source, f"{row.metric}_base": row.base, f"{row.metric}_result": row.result,
        }  # fmt: skip
    return known


class EvidenceForm(forms.Form):
    """A file that shows a metric, the output, or the whole record."""

    about = forms.ChoiceField(
        label=_("What it shows"), required=False,
        choices=[("", _("the whole record")), *Metric.choices, ("output", _("output"))],
    )  # fmt: skip
    file = UploadField(label=_("File"))


class ImportForm(forms.Form):
    """A filled template, or the same columns as CSV; neither is kept."""

    file = forms.FileField(
        label=_("Filled spreadsheet"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("XLSX or CSV."),
    )


class InspectionForm(forms.Form):
    """What the office found at a drawn record."""

    verdict = forms.ChoiceField(label=_("Result"), choices=[("", "—"), *Verdict.choices])
    finding = prose(_("What was found"), 2000, 3)

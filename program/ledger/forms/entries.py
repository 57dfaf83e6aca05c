"""What is typed about a piece of work; every row of a file is read by the same form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from program import clock
from program.figures import FigureField
from program.files.forms import UploadField
from program.ledger import rules
from program.ledger.models import Clause, Kind, LedgerEntry
from program.registers.forms.fields import day_field, prose

DATES = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
"""As people and spreadsheets write a day."""
DESCRIPTION = 2000


class EntryForm(forms.Form):
    """A piece of work as a zone or the office enters it."""

    clause = forms.ChoiceField(label=_("Clause of the circular"))
    kind = forms.ChoiceField(label=_("Kind of work"))
    title = forms.CharField(label=_("Name of the work"), max_length=200)
    description = prose(_("Account of the work"), DESCRIPTION, 5)
    year = forms.ChoiceField(label=_("Year"))
    since = day_field(_("Date"), input_formats=DATES, help_text=_("The day, or the first day of a period."))
    until = day_field(
        _("Until"), input_formats=DATES, required=False, help_text=_("The last day of a period.")
    )
    figure = FigureField(
        label=_("Figure"), decimal_places=4, max_digits=15, required=False,
        help_text=_("In the unit that stands behind the kind of work; empty where there is none."),
    )  # fmt: skip
    owner_unit = forms.CharField(label=_("Unit in charge"), max_length=120)
    owner_person = forms.CharField(label=_("Person in charge"), max_length=60)
    partners = forms.CharField(label=_("Partner organisations"), max_length=400, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, entry: LedgerEntry | None = None, **options: Any) -> None:
        if entry is not None:
            known = {name: getattr(entry, name) for name in self.base_fields}
            options["initial"] = known
        super().__init__(*args, **options)
        today = clock.today()
        self.initial.setdefault("year", today.year)
        choices: dict[str, list[tuple[Any, str]]] = {
            "clause": [("", "—"), *((each.value, each.named) for each in Clause)],
            "kind": [("", "—"), *((each.value, rules.kind_named(each)) for each in Kind)],
            "year": [(year, str(year)) for year in rules.years(today)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean_year(self) -> int:
        return int(self.cleaned_data["year"])

    def clean(self) -> dict[str, Any]:
        """What the verb will ask, as far as the fields themselves can be read."""
        given = super().clean() or self.cleaned_data
        found = []
        if {"since", "until", "year"} <= given.keys():
            found += rules.period_faults(given["since"], given["until"], given["year"], clock.today())
        if {"kind", "figure"} <= given.keys():
            found += rules.figure_faults(Kind(given["kind"]), given["figure"])
        for field, sentence in found:
            self.add_error(field, str(sentence))
        return given

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class EvidenceForm(forms.Form):
    """A file that shows the work."""

    file = UploadField(label=_("File"))


class ImportForm(forms.Form):
    """A filled template, or the same columns as CSV; neither is kept."""

    file = forms.FileField(
        label=_("Filled spreadsheet"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("XLSX or CSV."),
    )

"""Projects of the reserve pool, their finance and their exit; credit checks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from program.files.forms import UploadField
from program.registers.actions import Finance
from program.registers.actions.entries import SCANS
from program.registers.forms.fields import amount_field, code_field, day_field, month_field, prose
from program.registers.models import (
    ExitKind,
    FinanceKind,
    FinanceOutcome,
    Finding,
    GreenField,
    PoolProject,
    Source,
)

PROJECT = ("title", "field", "content", "investment", "financing", "saving_tce", "saving_co2", "starts", "ends")  # fmt: skip


class ProjectForm(forms.Form):
    """A project as its zone enters it."""

    title = forms.CharField(label=_("Project"), max_length=200)
    credit_code = code_field(
        help_text=_("Of the owner: the zone's managing body, or an organisation with a site in the zone's statistics.")
    )  # fmt: skip
    field = forms.ChoiceField(label=_("Field"), choices=[("", "—"), *GreenField.choices])
    content = prose(_("What is built or changed"), 4000, 6)
    investment = amount_field(_("Investment (10,000 yuan)"))
    financing = amount_field(_("Financing sought (10,000 yuan)"))
    saving_tce = amount_field(_("Energy saved a year (tce)"), required=False)
    saving_co2 = amount_field(_("CO2 avoided a year (t)"), required=False)
    starts = month_field(_("Start (month)"))
    ends = month_field(_("End (month)"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, project: PoolProject | None = None, **options: Any) -> None:
        if project is not None:
            known = {name: getattr(project, name) for name in PROJECT}
            options["initial"] = known | {
                "credit_code": project.owner.credit_code,
                "revision": project.revision,
            }
        super().__init__(*args, **options)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PROJECT}


class FinanceForm(forms.Form):
    """A line of the finance follow-up."""

    day = day_field(_("Date"))
    institution = forms.CharField(label=_("Institution"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of finance"), choices=FinanceKind.choices)
    applied = amount_field(_("Applied for (10,000 yuan)"))
    outcome = forms.ChoiceField(label=_("Outcome"), choices=FinanceOutcome.choices)
    granted = amount_field(_("Granted (10,000 yuan)"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def finance(self) -> Finance:
        typed = self.cleaned_data
        return Finance(
            **typed | {"kind": FinanceKind(typed["kind"]), "outcome": FinanceOutcome(typed["outcome"])}
        )


class ExitForm(forms.Form):
    """出库: how, when and why."""

    kind = forms.ChoiceField(label=_("Way out"))
    day = day_field(_("Date"))
    reason = prose(_("Reason"), 1000, 3)

    def __init__(self, *args: Any, kinds: tuple[ExitKind, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        kind: Any = self.fields["kind"]
        kind.choices = [(each.value, each.label) for each in kinds]


class CheckForm(forms.Form):
    """信用核查."""

    credit_code = code_field()
    owner = forms.CharField(label=_("Name of the organisation"), max_length=120)
    day = day_field(_("Looked up on"))
    source = forms.ChoiceField(label=_("Source"), choices=Source.choices)
    source_name = forms.CharField(label=_("Which other source"), max_length=80, required=False)
    finding = forms.ChoiceField(label=_("Result of the check"), choices=Finding.choices)
    words = prose(
        _("What stands there"), 2000, 4, required=False, help_text=_("Needed where something adverse stands there.")
    )  # fmt: skip
    screenshot = UploadField(label=_("Screenshot"), types=SCANS)

    def facts(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return typed | {"source": Source(typed["source"]), "finding": Finding(typed["finding"])}

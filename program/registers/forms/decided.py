"""Entries that are decided on a document, and the decisions that lift them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from program.figures import FigureField
from program.files.forms import UploadField
from program.registers.actions import Given
from program.registers.actions.entries import SCANS
from program.registers.forms.fields import code_field, day_field, prose
from program.registers.models import Entry
from program.registers.rules import years_later
from program.rulesets.models import Key
from program.rulesets.rules import SPECS, in_force

BASIS = ("reason", "authority", "document_number", "document_date", "document")


class BasisForm(forms.Form):
    """The document: issuer, number, date, and its scan."""

    authority = forms.CharField(label=_("Issuer of the document"), max_length=120)
    document_number = forms.CharField(label=_("Document number"), max_length=60)
    document_date = day_field(_("Date of the document"))
    document = UploadField(label=_("Document (scan)"), types=SCANS)
    reason = prose(_("Reason"), 2000)

    def given(self) -> Given:
        typed = self.cleaned_data
        return Given(
            typed["authority"], typed["document_number"], typed["document_date"], typed.get("document")
        )


class LiftingForm(BasisForm):
    """解除: the decision that lifts an entry."""


class EntryForm(BasisForm):
    """What both registers ask for. A draft keeps its scan unless another is handed in."""

    credit_code = code_field()
    owner = forms.CharField(
        label=_("Name of the organisation"), max_length=120, help_text=_("As the document names it.")
    )
    since = day_field(_("From"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    order: tuple[str, ...] = ()

    def __init__(self, *args: Any, entry: Entry | None = None, **options: Any) -> None:
        if entry is not None:
            options["initial"] = self.known(entry)
        super().__init__(*args, **options)
        if entry is not None:
            self.fields["document"].required = False
            self.fields["document"].label = _("Another scan of the document")
        self.order_fields(self.order)

    def known(self, entry: Any) -> dict[str, Any]:
        return {
            name: getattr(entry, name)
            for name in ("authority", "document_number", "document_date", "reason", "credit_code", "owner")
        } | {"since": entry.since, "revision": entry.revision}  # fmt: skip

    def values(self) -> dict[str, Any]:
        """What the verb takes beside the document."""
        return {name: self.cleaned_data[name] for name in ("credit_code", "owner", "since", "reason")}


class RestrictionForm(EntryForm):
    """资格限制: from a day, for whole years."""

    years = FigureField(label=_("For how many years"), decimal_places=0, min_value=1)
    order = ("credit_code", "owner", "since", "years", *BASIS)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        said, spec = in_force(Key.RESTRICTION_YEARS), SPECS[Key.RESTRICTION_YEARS]
        years: Any = self.fields["years"]
        years.limits = (spec.minimum, spec.maximum)
        years.help_text = _("Whole years, as the decision says. The rules in force: %(years)s (%(authority)s).") % {
            "years": f"{said.value:.0f}", "authority": said.authority,
        }  # fmt: skip
        self.initial.setdefault("years", f"{said.value:.0f}")

    def known(self, entry: Any) -> dict[str, Any]:
        end = entry.until.fromordinal(entry.until.toordinal() + 1)
        return super().known(entry) | {"years": end.year - entry.since.year}

    def values(self) -> dict[str, Any]:
        since, years = self.cleaned_data["since"], int(self.cleaned_data["years"])
        return super().values() | {"until": years_later(since, years)}


class RestrictedProjectForm(EntryForm):
    """限制准入项目: a project and its term."""

    title = forms.CharField(label=_("Project"), max_length=200)
    until = day_field(_("Until"), help_text=_("The last day."))
    order = ("title", "credit_code", "owner", "since", "until", *BASIS)

    def known(self, entry: Any) -> dict[str, Any]:
        return super().known(entry) | {"title": entry.title, "until": entry.until}

    def values(self) -> dict[str, Any]:
        return super().values() | {"title": self.cleaned_data["title"], "until": self.cleaned_data["until"]}


class RevisionForm(forms.Form):
    """Which state of a thing the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(RevisionForm):
    """Why a project is returned or refused."""

    reason = prose(_("Reason"), 1000, 3)

"""What is typed about measures, and about what is to be rectified."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from program import clock
from program.figures import FigureField
from program.files.forms import UploadField
from program.measures.actions import Against, Finding, Terms, Written, against_zone
from program.measures.models import Lead, Measure, RectificationItem
from program.measures.rules import Proposal
from program.registers.forms.decided import BasisForm
from program.registers.forms.fields import day_field, prose
from program.rulesets.models import MeasureKind

TERMS = (
    "kind", "facts", "restriction_years", "points", "tiers", "evaluated_year", "rectify_by", "requirements", "departure",
)  # fmt: skip


class TermsForm(forms.Form):
    """What a measure consists of."""

    kind = forms.ChoiceField(label=_("Measure"), choices=MeasureKind.choices)
    facts = prose(
        _("Facts found"), 4000, 6, help_text=_("The organisation reads them when the measure is announced.")
    )
    restriction_years = FigureField(
        label=_("May not take part for (years)"), decimal_places=0, min_value=1, max_value=10, required=False
    )
    points = FigureField(
        label=_("Points deducted"), decimal_places=1, min_value=0, max_value=100, required=False
    )
    tiers = FigureField(label=_("Tiers lost"), decimal_places=0, min_value=0, max_value=4, required=False)
    evaluated_year = FigureField(
        label=_("In the evaluation of (year)"),
        decimal_places=0,
        min_value=2021,
        max_value=2100,
        required=False,
    )
    rectify_by = day_field(_("To be rectified by"), required=False)
    requirements = prose(
        _("What is to be rectified"),
        4000,
        5,
        required=False,
        help_text=_("A line for each matter: each is planned, shown and checked for itself."),
    )
    departure = prose(
        _("Why it departs from the rules"),
        1000,
        3,
        required=False,
        help_text=_("Only where the measure is not the one that the rules name."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, measure: Measure | None = None, **options: Any) -> None:
        if measure is not None:
            options["initial"] = {name: getattr(measure, name) for name in TERMS} | {
                "revision": measure.revision
            }
        super().__init__(*args, **options)

    def terms(self) -> Terms:
        typed = {name: self.cleaned_data[name] for name in TERMS}
        for name in ("restriction_years", "tiers", "evaluated_year"):
            typed[name] = None if typed[name] is None else int(typed[name])
        return Terms(**typed | {"kind": MeasureKind(typed["kind"])})


class MeasureForm(TermsForm):
    """A new measure: against whom, beginning with what the rules propose."""

    ZONE, ORGANIZATION = "zone", "organization"
    against = forms.ChoiceField(label=_("Against"), widget=forms.RadioSelect)
    field_order = ("against", *TERMS)

    def __init__(self, lead: Lead, proposal: Proposal, *args: Any, **options: Any) -> None:
        self.lead = lead
        offered = {
            "kind": proposal.kind, "points": proposal.points, "tiers": proposal.tiers, "facts": lead.verdict,
            "evaluated_year": clock.today().year if proposal.points is not None else None,
            "restriction_years": proposal.restriction_years,
            "rectify_by": proposal.rectify_by if proposal.kind in {MeasureKind.RECTIFY, MeasureKind.SUSPEND} else None,
        }  # fmt: skip
        super().__init__(*args, initial=offered, **options)
        choices = []
        if lead.zone is not None:
            choices.append((self.ZONE, _("%(zone)s (its managing body)") % {"zone": lead.zone}))
        if lead.credit_code:
            choices.append((self.ORGANIZATION, lead.owner))
        against: Any = self.fields["against"]
        against.choices = choices
        self.initial["against"] = choices[0][0]

    def chosen(self) -> Against:
        if self.cleaned_data["against"] == self.ZONE and self.lead.zone is not None:
            return against_zone(self.lead.zone)
        return Against(self.lead.credit_code, self.lead.owner)


class DecisionForm(BasisForm):
    """The document of the decision; its reason answers the defence."""


class StatementForm(forms.Form):
    """陈述申辩 or 申诉."""

    text = prose(_("What you say"), 4000, 8)
    file = UploadField(label=_("File"), required=False)


class DropForm(forms.Form):
    """Why it is dropped, or dismissed."""

    reason = prose(_("Reason"), 1000, 3)


class ExtensionForm(forms.Form):
    """More time."""

    until = day_field(_("Until"))
    reason = prose(_("Reason"), 1000, 3)


@dataclass(frozen=True)
class Row:
    """An item with its cells."""

    item: RectificationItem
    cells: tuple[BoundField, ...]


class WritingForm(forms.Form):
    """What the organisation writes, item by item."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, items: Iterable[RectificationItem], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = list(items)
        for item in self.items:
            self.fields[f"plan-{item.pk}"] = prose(_("Plan"), 1000, 2, required=False, initial=item.plan)
            self.fields[f"done-{item.pk}"] = prose(
                _("What has been done"), 2000, 3, required=False, initial=item.done
            )
            self.fields[f"file-{item.pk}"] = UploadField(label=_("Add a file that shows it"), required=False)

    def rows(self) -> Iterator[Row]:
        for item in self.items:
            yield Row(item, tuple(self[f"{name}-{item.pk}"] for name in ("plan", "done", "file")))

    def written(self) -> dict[int, Written]:
        typed = self.cleaned_data
        return {
            item.pk: Written(typed[f"plan-{item.pk}"], typed[f"done-{item.pk}"], typed[f"file-{item.pk}"])
            for item in self.items
        }


class CheckForm(forms.Form):
    """复查, item by item."""

    remark = prose(_("What was found on the whole"), 2000)
    again_by = day_field(
        _("To be rectified again by"), required=False, help_text=_("Only where an item has not passed.")
    )

    def __init__(self, items: Iterable[RectificationItem], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = list(items)
        for item in self.items:
            self.fields[f"passed-{item.pk}"] = forms.ChoiceField(
                label=_("Result of the check"),
                choices=[("", "—"), ("yes", _("passed")), ("no", _("not passed"))],
                required=False,
            )
            self.fields[f"remark-{item.pk}"] = forms.CharField(
                label=_("Remark"), max_length=1000, required=False
            )

    def rows(self) -> Iterator[Row]:
        for item in self.items:
            yield Row(item, tuple(self[f"{name}-{item.pk}"] for name in ("passed", "remark")))

    def findings(self) -> dict[int, Finding]:
        typed = self.cleaned_data
        return {
            item.pk: Finding(typed[f"passed-{item.pk}"] == "yes", typed[f"remark-{item.pk}"])
            for item in self.items
            if typed[f"passed-{item.pk}"]
        }

"""What is typed about leads."""

from dataclasses import replace

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from program.decisions.models import Objection
from program.files.forms import UploadField
from program.measures.actions import Accident, Said
from program.measures.models import Grade, Ground, Lead, LeadSource, LeadState, Measure, MeasureState
from program.narrowing import Narrowing
from program.registers.actions import Given
from program.registers.actions.entries import SCANS
from program.registers.forms.fields import code_field, day_field, prose
from program.supervision.models import Alert
from program.zones.models import Zone


class LeadForm(forms.Form):
    """A lead as it is written down."""

    ground = forms.ChoiceField(label=_("Ground"), choices=Ground.choices)
    source = forms.ChoiceField(label=_("Source"), choices=LeadSource.choices)
    zone = forms.ModelChoiceField(
        Zone.objects.order_by("code"), label=_("Zone"), required=False, empty_label="—"
    )
    credit_code = code_field(required=False)
    owner = forms.CharField(label=_("Name of the organisation"), max_length=120, required=False)
    happened_on = day_field(_("Happened on"))
    text = prose(_("What is said"), 4000, 6)
    file = UploadField(label=_("File"), required=False)

    def said(self) -> Said:
        typed = self.cleaned_data
        return Said(
            Ground(typed["ground"]), LeadSource(typed["source"]), typed["happened_on"], typed["text"],
            zone=typed["zone"], credit_code=typed["credit_code"], owner=typed["owner"], file=typed["file"],
        )  # fmt: skip

    def said_of(self, cause: Objection | Alert) -> Said:
        """…taken up from an objection that was kept as a lead, or from an alert."""
        if isinstance(cause, Alert):
            return replace(self.said(), alert=cause)
        return replace(self.said(), objection=cause)


class VerdictForm(forms.Form):
    """What was found."""

    verdict = prose(_("What was found"), 2000)


class AccidentForm(VerdictForm):
    """…of an accident: what the ecology authority's document says."""

    authority = forms.CharField(label=_("Ecology authority"), max_length=120)
    document_number = forms.CharField(label=_("Document number"), max_length=60)
    document_date = day_field(_("Date of the document"))
    document = UploadField(label=_("Document (scan)"), types=SCANS)
    grade = forms.ChoiceField(
        label=_("Grade of the accident"), choices=[("", "—"), *Grade.choices],
        help_text=_("As the document says it; the office does not grade."),
    )  # fmt: skip
    responsible = forms.CharField(
        label=_("Who is responsible"), max_length=200, help_text=_("In the document's own words.")
    )
    field_order = (
        "authority",
        "document_number",
        "document_date",
        "document",
        "grade",
        "responsible",
        "verdict",
    )

    def accident(self) -> Accident:
        typed = self.cleaned_data
        given = Given(typed["authority"], typed["document_number"], typed["document_date"], typed["document"])
        return Accident(given, Grade(typed["grade"]), typed["responsible"])


class LeadFilter(Narrowing):
    """By text, ground, state."""

    searched = ("number", "owner", "credit_code", "zone__name_zh", "text")
    q = django_filters.CharFilter(label=_("Number, zone, organisation or words"), method="search")
    ground = django_filters.ChoiceFilter(label=_("Ground"), choices=Ground.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=LeadState.choices)

    class Meta:
        model = Lead
        fields: list[str] = []


class MeasureFilter(Narrowing):
    """By text and state."""

    searched = ("number", "owner", "credit_code", "zone__name_zh")
    q = django_filters.CharFilter(label=_("Number, zone or organisation"), method="search")
    state = django_filters.ChoiceFilter(label=_("State"), choices=MeasureState.choices)

    class Meta:
        model = Measure
        fields: list[str] = []

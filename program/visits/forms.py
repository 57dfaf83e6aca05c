"""Forms of a site visit."""

from datetime import datetime
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from program import clock
from program.calls.rules import long_day
from program.files.forms import UploadField
from program.people.forms import SeveralField
from program.people.models import User
from program.visits.models import Agreement, Seen
from program.visits.rules import found_figure, inspectors


class PlanForm(forms.Form):
    """Date, team and lead."""

    day = forms.DateField(
        label=_("Date of the visit"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    team = SeveralField(
        label=_("Team"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Inspectors; the lead among them."),
    )
    lead = forms.ModelChoiceField(label=_("Lead"), queryset=User.objects.none())
    late = forms.BooleanField(
        label=_("The visit is planned beyond the day on which the site visit is due."), required=False
    )

    def __init__(self, *args: Any, due: datetime | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.due = clock.beijing_date(due) if due is not None else None
        for name in ("team", "lead"):
            field: Any = self.fields[name]
            field.queryset = inspectors()
        if not self.is_bound:
            del self.fields["late"]

    def clean(self) -> dict[str, Any]:
        """Not in the past; beyond the due date only when that is meant: the tick stands there only then."""
        given = super().clean() or self.cleaned_data
        day, meant = given.get("day"), given.pop("late", False)
        if day is not None and day < clock.today():
            self.add_error("day", _("A visit is planned for today or for a day to come."))
        if self.due is None or day is None or day <= self.due:
            del self.fields["late"]
        elif not meant:
            sentence = _(
                "The site visit is due on %(day)s. Plan it earlier, or tick that the delay is meant."
            )
            self.add_error("late", sentence % {"day": long_day(self.due)})
        return given


class RecordForm(forms.Form):
    """The prose of the record."""

    summary = forms.CharField(
        label=_("What was seen"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    conditions = forms.CharField(
        label=_("Conditions"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the park must mend or do, if anything."),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput)


class LineForm(forms.Form):
    """One line of the checklist. Subject and declared are given for lines drawn from the application."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    subject = forms.CharField(label=_("Subject"), max_length=160, required=False)
    declared = forms.CharField(label=_("Declared"), max_length=200, required=False)
    found = forms.CharField(label=_("Found"), max_length=200, required=False)
    agreement = forms.ChoiceField(label=_("Result"), choices=[("", "—"), *Agreement.choices], required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.is_given:
            for name in ("subject", "declared"):
                self.fields[name].disabled = True

    @property
    def is_given(self) -> bool:
        """Drawn from the application: what was declared stands fast, and the line stays."""
        return bool(self.initial.get("column"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("agreement") == Agreement.DIFFERS and not given.get("found"):
            self.add_error("found", _("Where something differs, say what was found."))
        if (
            self.initial.get("is_figure")
            and given.get("agreement") == Agreement.DIFFERS
            and given.get("found")
        ):
            try:
                found_figure(given["found"])
            except forms.ValidationError as error:
                self.add_error("found", error)
        if not self.is_given and not given.get("subject") and "subject" not in self.errors:
            self.add_error("subject", _("Say what the line is about, or remove it."))
        return given


LineRows: Any = formset_factory(LineForm, extra=0, can_delete=True, max_num=60)


class SignedRecordForm(forms.Form):
    """The record as the visited signed it."""

    scan = UploadField(label=_("Signed record (scan)"))
    visited_name = forms.CharField(label=_("Signed for the visited by"), max_length=80)
    visited_title = forms.CharField(label=_("Position"), max_length=80, required=False)


class ConcludeForm(forms.Form):
    result = forms.ChoiceField(label=_("Conclusion"), choices=Seen.choices)

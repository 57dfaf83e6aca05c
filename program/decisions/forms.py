"""Forms of batches, objections and documents. They validate; the verbs act."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from program.decisions.models import Attended, Consent, NoticeItem, ObjectorKind, OfficialDocument, Proposal
from program.decisions.rules import FEWEST_LETTERS, LONGEST_LINE, letter_number, receipt_number, too_long
from program.figures import WholeField
from program.files.forms import UploadField
from program.files.models import MediaType
from program.rulesets.models import Follows

EVIDENCE = (MediaType.PDF, MediaType.JPEG, MediaType.PNG)


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A date, picked or typed."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


# ---------------------------------------------------------------- batches
class ItemForm(forms.Form):
    """One line of a batch."""

    conditions_met = forms.BooleanField(label=_("Basic conditions met"), required=False)
    conditions_note = forms.CharField(label=_("Which condition is not met"), max_length=500, required=False)
    proposal = forms.ChoiceField(label=_("Proposal"), choices=Proposal.choices)
    reserve_order = WholeField(label=_("Order of the reserves"), min_value=1, max_value=100, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("conditions_met") and not given.get("conditions_note"):
            self.add_error("conditions_note", _("Say which basic condition is not met."))
        return given


class RenewalForm(forms.Form):
    """One line of a re-examination: what follows, and what is to be rectified."""

    conditions_met = forms.BooleanField(label=_("Basic conditions met"), required=False)
    conditions_note = forms.CharField(label=_("Which condition is not met"), max_length=500, required=False)
    follows = forms.TypedChoiceField(label=_("What follows"), choices=Follows.choices, coerce=int)
    requirements = forms.CharField(
        label=_("What is to be rectified, a line each"), max_length=4000, required=False, widget=text_area(3)
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("conditions_met") and not given.get("conditions_note"):
            self.add_error("conditions_note", _("Say which basic condition is not met."))
        if given.get("follows") == Follows.RECTIFIED and not given.get("requirements"):
            self.add_error("requirements", _("Say what is to be rectified."))
        if too_long(given.get("requirements", "").splitlines()):
            words = _("Write at most %(most)s characters in a line.")
            self.add_error("requirements", words % {"most": LONGEST_LINE})
        return given


class MeetingForm(forms.Form):
    """The meeting that deliberated."""

    name = forms.CharField(label=_("Meeting"), max_length=120)
    day = day_field(_("Date of the meeting"))
    minutes_number = forms.CharField(label=_("Minutes number"), max_length=60)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class SeatForm(forms.Form):
    """A person at the meeting."""

    name = forms.CharField(label=_("Name"), max_length=80)
    capacity = forms.CharField(label=_("Office and capacity"), max_length=120, required=False)
    attended = forms.ChoiceField(label=_("Attendance"), choices=Attended.choices)
    reason = forms.CharField(label=_("Why stepped aside"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("attended") == Attended.STEPPED_ASIDE and not given.get("reason"):
            self.add_error("reason", _("Say why somebody stepped aside."))
        return given


SeatRows: Any = formset_factory(SeatForm, extra=0, can_delete=True, max_num=60)


class RevisionForm(forms.Form):
    """Which state of a batch the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why something is given back or thrown away."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=text_area(3))


# ---------------------------------------------------------------- objections
class ObjectForm(forms.Form):
    """What anybody may say against a line of a notice."""

    item: Any = forms.ModelChoiceField(label=_("Against"), queryset=NoticeItem.objects.none())
    kind = forms.ChoiceField(label=_("Who objects"), choices=ObjectorKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Real name, or name of the organisation"), max_length=120, required=False,
        help_text=_("The other side does not learn it."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False,
        validators=[RegexValidator(r"(\D*\d){7}", _("A telephone number has at least seven digits."))],
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("We send a link to confirm it; only then does the objection count."),
    )
    grounds = forms.CharField(
        label=_("Facts and grounds"), min_length=FEWEST_LETTERS, max_length=4000, widget=text_area(8)
    )
    evidence = UploadField(label=_("Evidence"), types=EVIDENCE, required=False)

    def __init__(self, *args: Any, items: QuerySet[NoticeItem], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["item"]
        field.queryset = items
        self.fields["grounds"].help_text = _(
            "In at least %(count)s characters: what is wrong, how you know it, how it can be checked."
        ) % {"count": FEWEST_LETTERS}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("kind") in {ObjectorKind.PERSON, ObjectorKind.UNIT}:
            for name in ("name", "phone", "email"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(
                        name, _("Needed of whoever objects by name; without a name choose “without a name”.")
                    )
        return given


class ReceiptForm(forms.Form):
    """Whose objection stands where, asked by receipt."""

    receipt = forms.CharField(
        label=_("Receipt"),
        max_length=60,
        help_text=_("Twelve letters and digits, as on the receipt of the objection and in its letters."),
        error_messages={"required": _("Type the receipt.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_receipt(self) -> str:
        return something(receipt_number(self.cleaned_data["receipt"]), self.fields["receipt"])


class SummaryForm(forms.Form):
    """What the party is told."""

    summary = forms.CharField(
        label=_("What the party is told"), max_length=1000, widget=text_area(3),
        help_text=_("In the office's own words, without a hint at who objected."),
    )  # fmt: skip


class RefusalForm(forms.Form):
    """Why an objection is not taken up."""

    reason = forms.CharField(
        label=_("Reason, as the objector reads it"), max_length=1000, widget=text_area(3)
    )


class FindingForm(forms.Form):
    """What was found."""

    finding = forms.CharField(
        label=_("Finding"), max_length=4000, widget=text_area(5),
        help_text=_("Both sides read it: name nobody who objected."),
    )  # fmt: skip


# ---------------------------------------------------------------- letters and documents
class NumberForm(forms.Form):
    """A letter to be verified, by its number."""

    number = forms.CharField(
        label=_("Letter number"),
        max_length=60,
        error_messages={"required": _("Type the number that stands at the head of the letter.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        return something(letter_number(self.cleaned_data["number"]), self.fields["number"])


def something(read: str, field: forms.Field) -> str:
    """What is left of a number when it is read; signs alone are no number."""
    if not read:
        raise forms.ValidationError(field.error_messages["required"])
    return read


class DocumentForm(forms.Form):
    """The document as it was issued."""

    issuer = forms.CharField(label=_("Issuer"), max_length=120)
    number = forms.CharField(label=_("Document number"), max_length=60)
    day = day_field(_("Date of the document"), help_text=_("The designation stands from this day."))
    title = forms.CharField(label=_("Title"), max_length=200)
    statement = forms.CharField(
        label=_("Statement on the public notice"), max_length=8000, widget=text_area(8),
        help_text=_("Drafted from the notices and what came of them; change it as needed."),
    )  # fmt: skip
    scan = UploadField(label=_("The document as PDF"), types=[MediaType.PDF])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        issuer, number = given.get("issuer"), given.get("number")
        if issuer and number and OfficialDocument.objects.filter(issuer=issuer, number=number).exists():
            self.add_error("number", _("This document of this issuer has been entered already."))
        return given


class WithdrawalForm(forms.Form):
    """Why, and the sealed letter."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    letter = UploadField(
        label=_("Sealed letter (scan)"), types=(MediaType.PDF, MediaType.JPEG, MediaType.PNG)
    )


class ConsentForm(forms.Form):
    """The office's answer; without consent, why."""

    consent = forms.ChoiceField(label=_("Answer"), choices=Consent.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("Reason for the answer"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where the office does not consent."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("consent") == Consent.DECLINED and not given.get("answer"):
            self.add_error("answer", _("Say why the office does not consent."))
        return given

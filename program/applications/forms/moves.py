"""The forms of the verbs: what a person must say with a move."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.actions import Place
from program.applications.forms.parts import printable
from program.applications.models import HIGHEST_RANK, Application, CorrectionItem, ResumedAt
from program.applications.rules import (
    ATTACHMENTS,
    INDICATORS,
    SEALED_PAGE,
    indicators_title,
    letter_date_finding,
)
from program.calls.forms import DayField
from program.calls.models import Call, RequestedDocument
from program.calls.rules import long_day
from program.figures import WholeField
from program.files.forms import UploadField
from program.files.models import MediaType
from program.people.models import Role, User
from program.people.rules import people_with, standing

SCANS = (MediaType.PDF, MediaType.JPEG, MediaType.PNG)


def prose(label: Any, length: int = 2000, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


class ReasonForm(forms.Form):
    """A move that needs nothing but its reason."""

    reason = prose(_("Reason"), 300)

    def __init__(self, *args: Any, label: Any = None, length: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["reason"]
        field.label = label or field.label
        if length is not None:
            self.fields["reason"] = prose(field.label, length)


class AbandonForm(forms.Form):
    """放弃申报: a sealed letter is asked for once something was submitted."""

    reason = prose(_("Reason"), 500)
    letter = UploadField(label=_("Sealed letter (scan)"), types=SCANS)

    def __init__(self, *args: Any, needs_letter: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not needs_letter:
            del self.fields["letter"]


class SealForm(forms.Form):
    """The sealed page, and the code that is printed on it."""

    code = forms.CharField(
        label=_("Version code on the sealed page"),
        max_length=20,
        help_text=_(
            "Printed at the foot of every page of the form, for example K7QM-2XFA-1. Type what your sealed page shows."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    file = UploadField(label=_("Sealed page (scan)"), types=SCANS)


class AttachForm(forms.Form):
    """One more attachment."""

    document = forms.ModelChoiceField(
        label=_("Document asked for"),
        queryset=RequestedDocument.objects.none(),
        required=False,
        empty_label=_("Something else"),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        required=False,
        validators=[printable],
        help_text=_("Empty: the name of the document or file."),
    )
    file = UploadField(label=_("File"))
    trade_secret = forms.BooleanField(
        label=_("Contains trade secrets"),
        required=False,
        help_text=_("It is marked, and shown to nobody outside the review."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**63 - 1)
    """The newest attachment on the page: whoever attaches what it showed is mistaken, else somebody was faster."""

    def __init__(self, *args: Any, documents: QuerySet[RequestedDocument], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["document"]
        field.queryset = documents


class RecommendForm(forms.Form):
    """推荐: letter with number and date, rank within the quota."""

    letter_number = forms.CharField(
        label=_("Letter number"), max_length=60, help_text=_("As printed, for example 示例科函〔2026〕12号.")
    )
    letter_date = forms.DateField(
        label=_("Date of the letter"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    rank = WholeField(label=_("Rank"), min_value=1, max_value=HIGHEST_RANK)
    opinion = prose(_("Opinion"), 2000, required=False)
    letter = UploadField(label=_("Letter of recommendation (scan)"), types=SCANS)

    def __init__(self, *args: Any, call: Call, **options: Any) -> None:
        super().__init__(*args, **options)
        self.call, opened = call, clock.beijing_date(call.opens_at)
        dated = self.fields["letter_date"]
        dated.help_text = _("Not before the call opened on %(day)s, nor after today.") % {
            "day": long_day(opened)
        }
        dated.widget.attrs |= {"min": opened.isoformat(), "max": clock.today().isoformat()}
        quota = call.recommendation_quota
        self.fields["rank"].help_text = (
            _("From 1 to your quota of %(quota)s.") % {"quota": quota}
            if quota
            else _("From 1; this call sets no quota.")
        )

    def clean_letter_date(self) -> Any:
        day = self.cleaned_data["letter_date"]
        if wrong := letter_date_finding(self.call, day):
            raise forms.ValidationError(wrong)
        return day


class TogetherForm(RecommendForm):
    """One letter, and a rank and an opinion for each case that it recommends: "rank-12", "opinion-12"."""

    LETTER = ("letter_number", "letter_date", "letter")

    def __init__(self, *args: Any, cases: Iterable[Application], next_rank: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.cases = list(cases)
        note = self.fields.pop("rank").help_text
        self.fields.pop("opinion")
        for number, case in enumerate(self.cases):
            self.fields[f"rank-{case.pk}"] = WholeField(
                label=_("Rank"), min_value=1, max_value=HIGHEST_RANK, required=False, help_text=note,
                initial=next_rank + number,
            )  # fmt: skip
            self.fields[f"opinion-{case.pk}"] = prose(_("Opinion"), 2000, 2, required=False)

    def clean(self) -> dict[str, Any] | None:
        """Somebody has a rank, and nobody two of them the same."""
        ranks = {case: self.cleaned_data.get(f"rank-{case.pk}") for case in self.cases}
        for case, rank in ranks.items():
            if rank is not None and list(ranks.values()).count(rank) > 1:
                self.add_error(f"rank-{case.pk}", _("This rank stands here twice."))
        if not any(rank is not None for rank in ranks.values()) and not self.errors:
            raise forms.ValidationError(_("Give at least one case a rank."))
        return self.cleaned_data

    def places(self) -> Iterable[tuple[Application, Any, Any]]:
        """Each case with its two fields."""
        return ((case, self[f"rank-{case.pk}"], self[f"opinion-{case.pk}"]) for case in self.cases)

    def letter_fields(self) -> Iterable[Any]:
        return (self[name] for name in self.LETTER)

    def facts(self) -> dict[str, Any]:
        """What the verb takes."""
        given = self.cleaned_data
        places = [
            Place(case, given[f"rank-{case.pk}"], given[f"opinion-{case.pk}"])
            for case in self.cases
            if given[f"rank-{case.pk}"] is not None
        ]
        return {"places": places} | {name: given[name] for name in self.LETTER}


class CorrectionForm(forms.Form):
    """One thing to correct, at one part."""

    part = forms.ChoiceField(label=_("Part"))
    request = forms.CharField(
        label=_("What must be corrected"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, parts: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["part"]
        field.choices = parts


CorrectionRows: Any = formset_factory(
    CorrectionForm, extra=1, can_delete=True, max_num=50, min_num=0, validate_max=True
)


def correction_rows(application: Application, data: Any = None) -> Any:
    """The table of corrections, over the parts of the application's track."""
    parts = [(part.code, part.title) for part in application.parts()]
    if application.call.indicator_set_id is not None:
        parts.append((INDICATORS, indicators_title()))
    parts += [(ATTACHMENTS, _("Attachments")), (SEALED_PAGE, _("Sealed page"))]
    return CorrectionRows(data, prefix="items", form_kwargs={"parts": parts})


def requests(rows: "BaseFormSet[CorrectionForm]") -> list[tuple[str, str]]:
    """(part, request) of the rows that were filled and not taken away."""
    kept = (
        form.cleaned_data for form in rows.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")
    )
    return [(row["part"], row["request"]) for row in kept]


class AnswerForm(forms.Form):
    """What was done about each correction: one field an item."""

    def __init__(self, *args: Any, items: list[CorrectionItem], **options: Any) -> None:
        super().__init__(*args, **options)
        for item in items:
            field = prose(item.request, 500, 2, required=False, initial=item.answer, validators=[printable])
            self.fields[f"item-{item.pk}"] = field

    def of(self, item: CorrectionItem) -> forms.BoundField:
        """The field in which an item is answered."""
        return self[f"item-{item.pk}"]

    def answers(self) -> dict[int, str]:
        return {int(name.removeprefix("item-")): answer for name, answer in self.cleaned_data.items()}


class AssignForm(forms.Form):
    """Who is in charge."""

    clerk = forms.ModelChoiceField(label=_("Clerk"), queryset=User.objects.none())

    def __init__(self, *args: Any, clerks: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["clerk"]
        field.queryset = clerks


class ReopenForm(forms.Form):
    """Where a refused case goes on, and why."""

    stage = forms.ChoiceField(label=_("Goes on at"), choices=ResumedAt.choices, widget=forms.RadioSelect)
    until = DayField(
        label=_("Recommendation until"),
        last=True,
        required=False,
        help_text=_("Only where it goes back to its recommending body."),
    )
    reason = prose(_("Reason"), 500)

    def __init__(self, *args: Any, at: list[ResumedAt], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["stage"]
        field.choices = [(stage.value, stage.label) for stage in at]
        if ResumedAt.RECOMMENDATION not in at:
            del self.fields["until"]

    def clean_stage(self) -> ResumedAt:
        return ResumedAt(self.cleaned_data["stage"])


class HandOverForm(forms.Form):
    """From whom to whom, and why; a clerk hands over the own work, a director anybody's."""

    giver = forms.ModelChoiceField(User.objects.none(), label=_("Hands over"))
    taker = forms.ModelChoiceField(User.objects.none(), label=_("Takes over"))
    reason = prose(_("Reason"), 300)

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        giver: Any = self.fields["giver"]
        taker: Any = self.fields["taker"]
        clerks = people_with(Role.CLERK)
        in_charge = User.objects.filter(pk__in=Application.objects.open().exclude(clerk=None).values("clerk"))
        director = standing(by).has(Role.DIRECTOR)
        giver.queryset = in_charge if director else in_charge.filter(pk=by.pk)
        taker.queryset = clerks.exclude(pk=by.pk) if not director else clerks

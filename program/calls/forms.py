"""Forms for calls and rubrics. Days are typed as days: a window opens at 00:00 and closes at 23:59:59.999999 Beijing time."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import clock, tracks
from program.calls.models import Call, Criterion, Deadline, QuotaBy, RequestedDocument
from program.calls.rules import extended
from program.figures import FigureField
from program.indicators.models import IndicatorSet
from program.process.models import StageName
from program.process.rules import has_stage
from program.rulesets.models import RuleSet


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day in Beijing that stands for a moment: its first, or its last."""

    def __init__(self, *, last: bool, **options: Any) -> None:
        super().__init__(widget=DayInput(), **options)
        self.last = last

    def clean(self, value: Any) -> Any:
        day: date | None = super().clean(value)
        if day is None:
            return None
        return clock.end_of(day) if self.last else clock.start_of(day)

    def prepare_value(self, value: Any) -> Any:
        return clock.beijing_date(value) if isinstance(value, datetime) else value


class CallForm(forms.ModelForm[Call]):
    """A call while it is drafted."""

    track = forms.ChoiceField(label=gettext_lazy("Track"), choices=tracks.choices)
    opens_at = DayField(last=False, label=gettext_lazy("Applications from"))
    apply_until = DayField(
        last=True,
        label=gettext_lazy("Applications until"),
        help_text=gettext_lazy("Through 24:00 Beijing time."),
    )
    recommend_until = DayField(
        last=True,
        required=False,
        label=gettext_lazy("Recommendations until"),
        help_text=gettext_lazy("Of a track without recommendation this stays empty."),
    )
    paper_until = DayField(last=True, label=gettext_lazy("Sealed paper until"))
    quota = FigureField(decimal_places=0, min_value=1, max_value=500, label=gettext_lazy("Quota"))
    reserves = FigureField(decimal_places=0, min_value=0, max_value=100, label=gettext_lazy("Reserves"))
    each_quota = FigureField(
        decimal_places=0, min_value=1, max_value=500, required=False, label=gettext_lazy("At most of each")
    )
    indicator_year = FigureField(
        decimal_places=0,
        min_value=2019,
        max_value=2035,
        required=False,
        label=gettext_lazy("Year of the figures"),
        help_text=gettext_lazy("The year whose declared figures are measured against the indicator set."),
    )
    recommendation_quota = FigureField(
        decimal_places=0,
        min_value=1,
        max_value=100,
        required=False,
        label=gettext_lazy("Recommendations a body"),
        help_text=gettext_lazy("Empty: no limit."),
    )
    code = forms.SlugField(
        label=Call._meta.get_field("code").verbose_name,
        max_length=20,
        allow_unicode=True,
        error_messages={"invalid": gettext_lazy("Letters, digits, hyphens: it is typed into the search.")},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    class Meta:
        model = Call
        fields = (
            "code", "track", "title_zh", "title_en", "summary_zh", "summary_en", "rule_set", "rubric",
            "indicator_set", "indicator_year",
            "opens_at", "apply_until", "recommend_until", "paper_until", "quota", "reserves",
            "quota_by", "each_quota", "quota_authority", "recommendation_quota",
            "contact_name", "contact_phone", "contact_email", "contact_address", "supervision_phone",
        )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rule_set: Any = self.fields["rule_set"]
        rule_set.queryset = RuleSet.objects.signed()
        indicator_set: Any = self.fields["indicator_set"]
        indicator_set.queryset = IndicatorSet.objects.signed()
        indicator_set.empty_label = _("none: no figures are measured")
        quota_by: Any = self.fields["quota_by"]
        quota_by.choices = [("", _("none: the rank order decides alone")), *QuotaBy.choices]

    def clean(self) -> dict[str, Any]:
        """Dates in order, each sentence at its field."""
        given = super().clean() or self.cleaned_data
        opens, apply = given.get("opens_at"), given.get("apply_until")
        if opens and apply and apply <= opens:
            self.add_error("apply_until", _("The window closes after it opens."))
        if bool(given.get("indicator_set")) != bool(given.get("indicator_year")):
            self.add_error(
                "indicator_year", _("An indicator set and the year of its figures belong together.")
            )
        self.clean_recommendation(given)
        self.clean_each(given)
        for name in ("recommend_until", "paper_until"):
            if apply and given.get(name) and given[name] < apply:
                self.add_error(name, _("This is not due before applications close."))
        return given

    def clean_recommendation(self, given: dict[str, Any]) -> None:
        """A track without recommendation has no time for one: the call is through with it when its window closes."""
        track = given.get("track")
        if track and has_stage(track, StageName.RECOMMENDATION):
            if not given.get("recommend_until") and "recommend_until" not in self.errors:
                self.add_error("recommend_until", _("This field is required."))
            return
        if given.get("recommend_until") or given.get("recommendation_quota"):
            self.add_error(
                "recommend_until", _("Under this track nobody recommends: leave it and the number empty.")
            )
        given["recommend_until"] = given.get("apply_until")

    def clean_each(self, given: dict[str, Any]) -> None:
        """A further quota is for each of something that the track knows; it has a number below the quota, and an authority."""
        by, each, authority = (given.get(name) for name in ("quota_by", "each_quota", "quota_authority"))
        if not by:
            if each or authority:
                self.add_error(
                    "quota_by",
                    _("Say what the further quota is for, or leave its number and authority empty."),
                )
            return
        track = tracks.get(given["track"]) if given.get("track") else None
        if track and track.renews:
            self.add_error("quota_by", _("Under this track bands decide, and no quota."))
        elif track and by == QuotaBy.FIELD and not track.fields:
            self.add_error("quota_by", _("Under this track nobody states a field of technology."))
        if each is None and "each_quota" not in self.errors:
            self.add_error("each_quota", _("Say how many of each are listed at most."))
        if each and given.get("quota") and each >= given["quota"]:
            self.add_error("each_quota", _("This is not below the quota: it would limit nothing."))
        if not authority and "quota_authority" not in self.errors:
            self.add_error("quota_authority", _("Say on what the further quota rests."))

    def facts(self) -> dict[str, Any]:
        """What goes to the verb: the model's fields, without the bookkeeping."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class DocumentForm(forms.ModelForm[RequestedDocument]):
    class Meta:
        model = RequestedDocument
        fields = ("title_zh", "title_en", "note_zh", "required")


class CriterionForm(forms.ModelForm[Criterion]):
    weight = FigureField(decimal_places=2, min_value=0, max_value=100, label=gettext_lazy("Weight"))

    class Meta:
        model = Criterion
        fields = ("name_zh", "name_en", "weight", "guidance_zh", "guidance_en")
        widgets = {
            "guidance_zh": forms.Textarea(attrs={"rows": 2}),
            "guidance_en": forms.Textarea(attrs={"rows": 2}),
        }


class RubricForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)


DocumentRows: Any = formset_factory(DocumentForm, extra=0, can_delete=True, max_num=30)
CriterionRows: Any = formset_factory(CriterionForm, extra=0, can_delete=True, max_num=20)


def rows(formset: BaseFormSet[Any]) -> list[dict[str, Any]]:
    """The rows of a valid formset that were filled and not taken away."""
    kept = (
        form.cleaned_data
        for form in formset.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    )
    return [{name: value for name, value in row.items() if name not in {"DELETE", "id"}} for row in kept]


class ExtensionForm(forms.Form):
    """A deadline moved for everybody; `shown` is what the page said would move, so that nothing else does."""

    deadline = forms.ChoiceField(label=gettext_lazy("Deadline"), choices=Deadline.choices)
    becomes = DayField(last=True, label=gettext_lazy("New last day"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    shown = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, call: Call, **options: Any) -> None:
        super().__init__(*args, **options)
        self.call = call

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        deadline, becomes = given.get("deadline"), given.get("becomes")
        if deadline and becomes and becomes <= getattr(self.call, deadline):
            self.add_error("becomes", _("An extension moves a deadline later."))
        return given

    def moved(self) -> dict[Deadline, datetime]:
        """What a valid form would move."""
        return extended(self.call, Deadline(self.cleaned_data["deadline"]), self.cleaned_data["becomes"])

    def was_shown(self) -> bool:
        """Whether the page that was sent had shown just that."""
        return bool(self.cleaned_data["shown"] == written(self.moved()))

    def again(self) -> "ExtensionForm":
        """The same, now with what would move."""
        given = {name: self.data.get(name, "") for name in ("deadline", "becomes", "reason")}
        return ExtensionForm(given | {"shown": written(self.moved())}, call=self.call)


def written(moved: dict[Deadline, datetime]) -> str:
    """What would move, as the page bears it."""
    return " ".join(f"{each.value}={clock.beijing_date(later)}" for each, later in moved.items())

"""What is entered about reviews. Forms validate; the verbs ask everything again."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from program.applications.forms import Difference
from program.applications.models import Application
from program.applications.rules import NOTHING
from program.calls.forms import DayField, DayInput
from program.calls.models import Call, Criterion
from program.figures import FigureField, plain
from program.people.forms import SeveralField
from program.people.models import Role, User
from program.people.rules import people_with
from program.reviews import rules
from program.reviews.actions import Entry, FormerEmployer, Mark, Profile
from program.reviews.models import Advice, Employment, Expert, PanelCase, Round, ScoreSheet


def few(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def plainly(limit: Decimal) -> Decimal | int:
    """100 rather than 100.0, as it stands in a sentence."""
    return int(limit) if limit == int(limit) else limit


# ---------------------------------------------------------------- the pool
class ExpertForm(forms.ModelForm[Expert]):
    """An entry of the pool."""

    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    class Meta:
        model = Expert
        fields = ("title", "specialities", "is_technical", "province", "employer_name", "employer_code")

    def profile(self, former: Iterable[FormerEmployer]) -> Profile:
        given = {name: value for name, value in self.cleaned_data.items() if name in self._meta.fields}  # type: ignore[operator]
        return Profile(**given, former=tuple(former))


class NewExpertForm(ExpertForm):
    """The same for somebody who has accepted an invitation as expert and is not in the pool yet."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Person"))
    field_order = ("user",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        person: Any = self.fields["user"]
        person.queryset = people_with(Role.EXPERT).filter(expert=None)


class EmploymentForm(forms.ModelForm[Employment]):
    class Meta:
        model = Employment
        fields = ("employer_name", "credit_code", "since", "until")
        widgets = {"since": DayInput(), "until": DayInput()}


EmploymentRows: Any = formset_factory(EmploymentForm, extra=0, can_delete=True, max_num=20)


def former_employers(formset: BaseFormSet[Any]) -> list[FormerEmployer]:
    """The rows of a valid formset that were filled and not taken away."""
    kept = (
        form.cleaned_data
        for form in formset.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    )
    names = ("employer_name", "credit_code", "since", "until")
    return [FormerEmployer(**{name: row[name] for name in names}) for row in kept]


# ---------------------------------------------------------------- the office
class RoundForm(forms.Form):
    """A new round."""

    call = forms.ModelChoiceField(Call.objects.published().filter(closed_at=None), label=_("Call"))
    due = DayField(
        last=True,
        label=_("Score sheets due"),
        help_text=_("Sheets that come later are taken until you close the panel."),
    )


class DrawForm(forms.Form):
    """A panel drawn by hand: which experts read which cases."""

    name = forms.CharField(label=_("Name of the panel"), max_length=60)
    applications = SeveralField(Application.objects.none(), label=_("Cases"))
    experts = SeveralField(Expert.objects.none(), label=_("Experts"))
    leader = forms.ModelChoiceField(Expert.objects.none(), label=_("Leader"), required=False)

    def __init__(self, *args: Any, round_: Round, **options: Any) -> None:
        super().__init__(*args, **options)
        self.round, call = round_, round_.call
        cases, experts, leader = (self.fields[name] for name in ("applications", "experts", "leader"))
        assert isinstance(cases, forms.ModelChoiceField)
        assert isinstance(experts, forms.ModelChoiceField)
        assert isinstance(leader, forms.ModelChoiceField)
        cases.queryset = rules.waiting_cases(call)
        experts.queryset = leader.queryset = rules.available_experts()

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.round.panels.filter(name=name).exists():
            raise forms.ValidationError(_("A panel of this round has this name already."))
        return name


class FurtherForm(forms.Form):
    """Another expert for one case."""

    expert = forms.ModelChoiceField(Expert.objects.none(), label=_("Expert"))

    def __init__(self, *args: Any, experts: Sequence[Expert] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        expert = self.fields["expert"]
        assert isinstance(expert, forms.ModelChoiceField)
        expert.queryset = rules.available_experts().filter(pk__in=[known.pk for known in experts])
        expert.choices = [
            ("", "–"),
            *((known.pk, f"{known}（{known.employer_name}）") for known in experts),
        ]  # read once


class ReasonForm(forms.Form):
    """Why something is taken away."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=few(2))


class OpinionForm(forms.Form):
    """The opinion of the panel on one case."""

    opinion = forms.CharField(label=_("Opinion of the panel"), max_length=2000, widget=few(4))


class ClosingForm(forms.Form):
    """The opinion of the panel on each of its cases."""

    def __init__(self, *args: Any, proposals: Sequence[tuple[PanelCase, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        for case, text in proposals:
            label = f"{case.application.number} {case.application.subject}"
            self.fields[f"opinion_{case.pk}"] = forms.CharField(
                label=label, max_length=2000, initial=text, widget=few(3)
            )

    def opinions(self) -> dict[int, str]:
        return {int(name.removeprefix("opinion_")): text for name, text in self.cleaned_data.items()}


# ---------------------------------------------------------------- the expert
class ConfidentialityForm(forms.Form):
    agreed = forms.BooleanField(label=_("I have read this and undertake to keep to it."))


class NoConflictForm(forms.Form):
    agreed = forms.BooleanField(label=_("I have no conflict of interest with this case."))


class ConflictForm(forms.Form):
    reason = forms.CharField(label=_("What is the conflict of interest?"), max_length=300, widget=few(2))


class SheetForm(forms.Form):
    """A score sheet: a figure and a comment a criterion, a recommendation, an opinion. Saved half-filled, submitted whole."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    advice = forms.ChoiceField(
        label=_("Recommendation"), choices=Advice.choices, widget=forms.RadioSelect, required=False
    )
    opinion = forms.CharField(label=_("Opinion"), max_length=4000, widget=few(5), required=False)

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **options: Any) -> None:
        super().__init__(*args, **options)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"score_{criterion.pk}"] = FigureField(
                label=str(criterion),
                decimal_places=1,
                min_value=plainly(criterion.minimum),
                max_value=plainly(criterion.maximum),
                required=False,
            )
            self.fields[f"comment_{criterion.pk}"] = forms.CharField(
                label=_("Comment"), max_length=1000, widget=few(2), required=False
            )
        self.order_fields(
            [*(name for name in self.fields if "_" in name), "advice", "opinion"]
        )  # as on the page

    def clean(self) -> dict[str, Any]:
        """Steps, at each figure."""
        given = super().clean() or self.cleaned_data
        for criterion in self.criteria:
            name = f"score_{criterion.pk}"
            mark = given.get(name)
            if mark is not None and (finding := rules.mark_finding(criterion, mark)):
                self.add_error(name, finding)
        return given

    def entry(self) -> Entry:
        """What is valid of it; a figure that is wrong stays as it was stored."""
        given = self.cleaned_data
        marks = {
            criterion.pk: Mark(given[f"score_{criterion.pk}"], given.get(f"comment_{criterion.pk}", ""))
            for criterion in self.criteria
            if f"score_{criterion.pk}" in given
        }
        return Entry(marks=marks, advice=given.get("advice", ""), opinion=given.get("opinion", ""))

    def texts(self) -> list[tuple[str, Any, str]]:
        """(label, value, as it reads) of everything on the page; what is not valid stands there as it was typed."""
        found = []
        for name, field in self.fields.items():
            if name == "revision":
                continue
            value = (
                self.cleaned_data.get(name, self[name].value()) if self.is_bound else self.initial.get(name)
            )
            found.append((self.label(name), "" if value is None else value, readable(field, value)))
        return found

    def label(self, name: str) -> str:
        """What a field is called among the others: a comment by the criterion that it is on."""
        kind, _line, pk = name.partition("_")
        label = str(self.fields[name].label)
        if kind != "comment":
            return label
        return gettext("%(row)s: %(field)s") % {"row": self.fields[f"score_{pk}"].label, "field": label}

    def rows(self) -> list[tuple[Criterion, Any, Any]]:
        """(criterion, figure, comment), as the page shows them."""
        return [
            (criterion, self[f"score_{criterion.pk}"], self[f"comment_{criterion.pk}"])
            for criterion in self.criteria
        ]


def readable(field: forms.Field, value: Any) -> str:
    """A value of the sheet as it reads."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, Decimal):
        return plain(value)
    return str(dict(getattr(field, "choices", ())).get(value, value))


def differences(form: SheetForm, sheet: ScoreSheet | None) -> list[Difference]:
    """Where a bound sheet says something else than the one that is stored."""
    form.is_valid()
    stored = SheetForm(initial=initial(sheet), criteria=form.criteria)
    return [
        Difference(label, theirs, mine)
        for (label, saved, theirs), (_label, typed, mine) in zip(stored.texts(), form.texts(), strict=True)
        if saved != typed
    ]


def initial(sheet: ScoreSheet | None) -> Mapping[str, Any]:
    """What a sheet's form begins with."""
    if sheet is None:
        return {"revision": 0}
    given: dict[str, Any] = {"revision": sheet.revision, "advice": sheet.advice, "opinion": sheet.opinion}
    for score in sheet.scores.all():
        given |= {f"score_{score.criterion_id}": score.value, f"comment_{score.criterion_id}": score.comment}
    return given

"""What is typed of a version of the program's targets."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from program.figures import WholeField
from program.indicators.models import IndicatorSet, Scope
from program.progress.models import GoalSet
from program.progress.rules import FIELDS

YEARS, NUMBERS = ("first_year", "last_year"), ("ten", "hundred", "thousand")


class GoalsForm(forms.ModelForm[GoalSet]):
    """All that a version says; `revision` is the one that was on the page."""

    revision = WholeField(widget=forms.HiddenInput)

    class Meta:
        model = GoalSet
        fields: Sequence[str] = FIELDS
        field_classes: ClassVar = dict.fromkeys((*YEARS, *NUMBERS), WholeField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["indicator_set"]
        chosen.queryset = IndicatorSet.objects.signed().filter(indicators__scope=Scope.ALL_ZONES).distinct()
        chosen.empty_label = _("no targets are set for the figures yet")
        self.initial["revision"] = self.instance.revision

    def _post_clean(self) -> None:
        """What the row cannot be the verb refuses, at the same fields; a form does not write into a row."""

    def entered(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class DraftGoalsForm(GoalsForm):
    """The same for a new version, with its number; nobody has seen it before."""

    revision = None  # type: ignore[assignment]

    class Meta(GoalsForm.Meta):
        fields: Sequence[str] = ("code", *FIELDS)


class SignForm(forms.Form):
    """The revision that the director has read."""

    revision = WholeField(widget=forms.HiddenInput)

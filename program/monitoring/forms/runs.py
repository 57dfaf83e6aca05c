"""What is typed when the evaluation of a year begins."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from program import clock
from program.monitoring import rules
from program.registers.forms.fields import prose


class RunForm(forms.Form):
    """By which scheme, which year, and, where it was evaluated before, why again."""

    scheme = forms.ModelChoiceField(rules.usable_schemes(), label=_("Scheme"), empty_label=None)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    reason = prose(
        _("Why it is evaluated anew"), 1000, 3, required=False, help_text=_("Only where the year was evaluated before.")
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        year: Any = self.fields["year"]
        years = [each for each in rules.years_to_evaluate() if each < clock.today().year]
        year.choices = [(each, str(each)) for each in years]

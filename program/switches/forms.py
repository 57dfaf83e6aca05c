"""Why something is switched, and what a read-only platform says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from program.switches.models import Name


class OffForm(forms.Form):
    """`of`: what is switched; the ids of the fields of three such forms on one page differ by it."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("It stands in the journal."))

    def __init__(self, *args: Any, of: Name, **options: Any) -> None:
        super().__init__(*args, **options)
        self.of, self.auto_id = of, f"id_{of}_%s"


class OnForm(OffForm):
    """The banner is asked for where the platform becomes read only."""

    name = forms.ChoiceField(choices=Name.choices, widget=forms.HiddenInput)
    text_zh = forms.CharField(
        label=_("Banner in Chinese"), max_length=200, required=False, help_text=_("What, why, until when.")
    )
    text_en = forms.CharField(label=_("Banner in English"), max_length=300, required=False)

    def __init__(self, *args: Any, of: Name, **options: Any) -> None:
        super().__init__(*args, of=of, **options)
        self.initial["name"] = of.value
        for field in ("text_zh", "text_en"):
            if of == Name.READ_ONLY:
                self.fields[field].required = True
            else:
                del self.fields[field]

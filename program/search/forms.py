"""What is typed into a search; the name of a view."""

from django import forms
from django.utils.translation import gettext_lazy as _

from program.search.models import SavedView
from program.search.rules import KINDS


class SearchForm(forms.Form):
    """The line that is searched for, and one kind of thing or all."""

    q = forms.CharField(label=_("Search for"), required=False, strip=True)
    kind = forms.ChoiceField(
        label=_("Kind of thing"), required=False,
        choices=lambda: [("", _("everything")), *((code, source.label) for code, source in KINDS.items())],
    )  # fmt: skip


class ViewForm(forms.ModelForm[SavedView]):
    class Meta:
        model = SavedView
        fields = ("name", "address")
        widgets = {"address": forms.HiddenInput}

"""Fields that the forms of the registers share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from program.figures import FigureField
from program.people.models import check_credit_code


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A date, picked or typed."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def month_field(label: Any) -> forms.DateField:
    """A month, picked or typed as 2026-03; its first day."""
    widget = forms.DateInput(attrs={"type": "month", "placeholder": "2026-03"}, format="%Y-%m")
    return forms.DateField(
        label=label,
        widget=widget,
        input_formats=["%Y-%m"],
        error_messages={"invalid": _("Write the month as year and month, for example 2026-03.")},
    )


class Prose(forms.CharField):
    """A text of several lines. A browser sends two characters for a line break: it counts, and is kept, as one."""

    def to_python(self, value: Any) -> str:
        return super().to_python(str(value).replace("\r\n", "\n") if value else value) or ""


def prose(label: Any, length: int, rows: int = 4, **options: Any) -> Prose:
    return Prose(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), **options)


def code_field(**options: Any) -> forms.CharField:
    options.setdefault("help_text", _("18 digits and capital letters (GB 32100-2015)."))
    return forms.CharField(
        label=_("Unified social credit code"),
        max_length=18,
        validators=[check_credit_code],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        **options,
    )


def amount_field(label: Any, **options: Any) -> FigureField:
    """Up to ten digits before the point, two behind it."""
    return FigureField(label=label, decimal_places=2, max_digits=12, max_value=9_999_999_999, **options)

"""Filters of the matrix; what is handed in, sent back, asked for."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from program import clock
from program.files.forms import UploadField
from program.files.models import MediaType
from program.narrowing import WrittenSelect
from program.people.provinces import Province
from program.registers.forms.fields import day_field, prose
from program.supervision.models import Duty
from program.supervision.rules import YEARS

ALL = [("", _("All"))]
COLON = re.compile("[:：]")


class MatrixFilter(forms.Form):
    """The year that was reported on, province, duty. What is not offered counts as not asked for."""

    year = forms.TypedChoiceField(
        label=_("Year"), coerce=int, required=False, empty_value=None, widget=WrittenSelect
    )
    province = forms.ChoiceField(
        label=_("Province"), choices=[*ALL, *Province.choices], required=False, widget=WrittenSelect
    )
    duty = forms.ChoiceField(
        label=_("Duty"), choices=[*ALL, *Duty.choices], required=False, widget=WrittenSelect
    )

    def __init__(self, data: Any) -> None:
        self.last = clock.today().year - 1
        shown = data.copy()
        shown.setdefault("year", str(self.last))
        super().__init__(shown)
        year: Any = self.fields["year"]
        year.choices = [(each, str(each)) for each in range(self.last, self.last - YEARS, -1)]

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        typed = self.cleaned_data
        return {
            "year": typed.get("year") or self.last,
            "province": typed.get("province", ""),
            "duty": typed.get("duty", ""),
        }


class HandInForm(forms.Form):
    """A note, and a file if there is one: the ledger itself is on the platform."""

    scan = UploadField(label=_("Document (PDF)"), types=[MediaType.PDF], required=False)
    note = prose(_("Note"), 2000, 3, required=False)


class RemarksForm(forms.Form):
    """What is to be changed, a remark a line; what stands before a colon names the place."""

    remarks = prose(
        _("What is to be changed"), 5000, 5, help_text=_("One remark a line. What stands before a colon names the place.")
    )  # fmt: skip

    def parted(self) -> list[tuple[str, str]]:
        """(place, remark); without a short place before a colon the remark is about the whole."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["remarks"].splitlines())):
            place, *rest = COLON.split(line, maxsplit=1)
            found.append((place, rest[0]) if rest and rest[0].strip() and len(place) <= 40 else ("", line))
        return found


class ExtensionForm(forms.Form):
    """A later day and why."""

    until = day_field(_("New day"))
    reason = prose(_("Reason"), 1000, 3)


class WaiverForm(forms.Form):
    reason = prose(_("Reason"), 500, 3)

"""What is typed about a data item."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from program.indicators.forms.versions import form_field
from program.indicators.models import DataItem
from program.indicators.rules.units import known

FIELDS = ("code", "name_zh", "name_en", "unit", "kind", "level", "evidence")


class ItemForm(forms.Form):
    """A data item; the code stays, unit, kind and level do once something was declared in it."""

    def __init__(self, data: Any = None, *, item: DataItem | None = None, fixed: bool = False) -> None:
        super().__init__(data)
        left_out = () if item is None else ("code", "unit", "kind", "level") if fixed else ("code",)
        for name in FIELDS:
            if name not in left_out:
                self.fields[name] = form_field(DataItem, name)
                self.fields[name].initial = getattr(item, name, None)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if DataItem.objects.filter(code=code).exists():
            raise ValidationError(_("There is a data item of this code already."))
        return code

    def clean_unit(self) -> str:
        return known(str(self.cleaned_data["unit"]))

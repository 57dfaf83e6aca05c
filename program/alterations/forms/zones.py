"""What is typed about renamings and mergers."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from program.alterations.models import Alteration, AlterationKind
from program.narrowing import Narrowing
from program.registers.forms.decided import BasisForm
from program.registers.forms.fields import day_field
from program.zones.models import Zone

BASIS = ("authority", "document_number", "document_date", "document", "reason")


class RenamingForm(BasisForm):
    """The new name, from when, by which approval."""

    name_zh = forms.CharField(label=_("New name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=160)
    effective = day_field(_("First day of the new name"))
    field_order = ("name_zh", "name_en", "effective", *BASIS)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name_zh", "name_en", "effective")}


class MergerForm(BasisForm):
    """Into which zone, from when, by which approval."""

    into = forms.ModelChoiceField(Zone.objects.none(), label=_("Merged into"), empty_label="—")
    effective = day_field(
        _("Part of it from"),
        help_text=_("The day from which the zone is part of the other; it is signed on that day or later."),
    )
    field_order = ("into", "effective", *BASIS)

    def __init__(self, zone: Zone, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        into: Any = self.fields["into"]
        into.queryset = Zone.objects.open().joined().exclude(pk=zone.pk).order_by("code")

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("into", "effective")}


class AlterationFilter(Narrowing):
    """By text and kind."""

    searched = ("number", "zone__name_zh", "into__name_zh", "name_zh", "document_number")
    q = django_filters.CharFilter(label=_("Zone, document or number"), method="search")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=AlterationKind.choices)

    class Meta:
        model = Alteration
        fields: list[str] = []

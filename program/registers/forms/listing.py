"""How the lists of the registers are narrowed down."""

from functools import lru_cache
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from program import clock
from program.people.models import User, in_language
from program.registers.models import (
    CreditCheck,
    Finding,
    GreenField,
    PoolProject,
    PoolState,
    Restriction,
    Stands,
)
from program.zones.models import Zone


class WrittenSelect(forms.Select):
    """A choice, written in one piece: Django fills in a template for each option, which costs many times as much."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = "".join(option(str(key), str(label), str(key) in chosen) for key, label in self.choices)
        known = {"name": name, "class": "form-select"} | self.build_attrs(self.attrs, attrs)
        return format_html("<select{}>{}</select>", flatatt(known), mark_safe(options))


@lru_cache(maxsize=4096)
def option(key: str, label: str, chosen: bool) -> str:
    """The same provinces, stages and zones are on every list."""
    return format_html('<option value="{}"{}>{}</option>', key, SELECTED if chosen else "", label)


SELECTED = mark_safe(" selected")


class Narrowing(django_filters.FilterSet):
    """With a search over some columns."""

    searched: tuple[str, ...] = ()

    @classmethod
    def get_filters(cls) -> Any:
        found = super().get_filters()
        for each in found.values():
            if isinstance(each, django_filters.ChoiceFilter | django_filters.ModelChoiceFilter):
                each.extra["widget"] = WrittenSelect
        return found

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        words = Q()
        for column in self.searched:
            words |= Q(**{f"{column}__icontains": text})
        return rows.filter(words)

    @classmethod
    def names(cls) -> list[str]:
        """The parameters of the address that it knows."""
        known: dict[str, Any] = cls.base_filters
        return list(known)


class ZoneFilter(django_filters.ChoiceFilter):
    """One of the zones within reach of whoever asks (`request.user` of the set of filters)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(field_name="zone__code", label=_("Zone"), **options)

    @property
    def field(self) -> Any:
        user = self.parent.request.user
        self.extra["choices"] = lambda: zones_within_reach(user)
        return super().field


def zones_within_reach(user: User) -> list[tuple[str, str]]:
    zones = Zone.objects.visible_to(user).order_by("code")
    rows = zones.values_list("code", "name_zh", "name_en", named=True)
    return [(row.code, in_language(row, "name")) for row in rows]


class PoolFilter(Narrowing):
    """By text, state, field."""

    searched = ("number", "title", "owner__name_zh", "owner__credit_code", "zone__name_zh")
    q = django_filters.CharFilter(label=_("Project, owner, zone or number"), method="search")
    state = django_filters.ChoiceFilter(label=_("State"), choices=PoolState.choices)
    field = django_filters.ChoiceFilter(label=_("Field"), choices=GreenField.choices)

    class Meta:
        model = PoolProject
        fields: list[str] = []


class EntryFilter(Narrowing):
    """By text and by where an entry stands today; of both registers alike."""

    searched = ("number", "owner", "credit_code", "document_number")
    q = django_filters.CharFilter(label=_("Organisation, document or number"), method="search")
    standing = django_filters.ChoiceFilter(label=_("State"), choices=Stands.choices, method="by_standing")

    class Meta:
        model = Restriction
        fields: list[str] = []

    def by_standing(self, rows: Any, _name: str, wanted: str) -> Any:
        return rows.standing(Stands(wanted), clock.today())


class CheckFilter(Narrowing):
    """By text and finding."""

    searched = ("owner", "credit_code")
    q = django_filters.CharFilter(label=_("Organisation or credit code"), method="search")
    finding = django_filters.ChoiceFilter(label=_("Result of the check"), choices=Finding.choices)

    class Meta:
        model = CreditCheck
        fields: list[str] = []

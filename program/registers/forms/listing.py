"""How the lists of the registers are narrowed down."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from program import clock
from program.narrowing import Narrowing
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

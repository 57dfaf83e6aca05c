"""How the lists of the registers are narrowed down."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from program import clock
from program.registers.models import (
    CreditCheck,
    Finding,
    GreenField,
    PoolProject,
    PoolState,
    Restriction,
    Stands,
)


class Narrowing(django_filters.FilterSet):
    """With a search over some columns."""

    searched: tuple[str, ...] = ()

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

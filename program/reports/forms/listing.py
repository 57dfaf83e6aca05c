"""How the published reports are narrowed down."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from program import clock
from program.narrowing import Narrowing
from program.people.provinces import Province
from program.reports.models import PIECES, Report
from program.supervision.models import Duty
from program.zones.models import Zone

FIRST = 2021
"""The circular is of that year."""


def years() -> list[tuple[int, str]]:
    return [(year, str(year)) for year in range(clock.today().year - 1, FIRST - 1, -1)]


class PublicFilter(Narrowing):
    """By a name that the zone bears or has borne, year, kind, province."""

    q = django_filters.CharFilter(label=_("Zone or number"), method="search")
    year = django_filters.ChoiceFilter(label=_("Year"), field_name="obligation__year", choices=years)
    kind = django_filters.ChoiceFilter(
        label=_("Kind of report"), field_name="obligation__duty",
        choices=[(duty.value, duty.label) for duty in Duty if duty in PIECES],
    )  # fmt: skip
    province = django_filters.ChoiceFilter(
        label=_("Province"), field_name="obligation__zone__province", choices=Province.choices
    )

    class Meta:
        model = Report
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        called = Zone.objects.called(text).values("pk")
        return rows.filter(Q(obligation__zone__in=called) | Q(number__icontains=text))

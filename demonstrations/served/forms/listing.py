"""How the lists are narrowed down."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from demonstrations.served.models import (
    FIRST_YEAR,
    Posting,
    Provider,
    Release,
    Service,
    ServiceRecord,
    Side,
    State,
)
from program import clock
from program.narrowing import Narrowing
from program.people.provinces import Province
from program.registers.forms.listing import ZoneFilter
from program.registers.models import GreenField


def years() -> list[tuple[int, str]]:
    return [(year, str(year)) for year in range(clock.today().year - 1, FIRST_YEAR, -1)]


class RecordFilter(Narrowing):
    """By text, zone, service, result year, state."""

    searched = (
        "number",
        "enterprise__name_zh",
        "enterprise__credit_code",
        "provider__name_zh",
        "description",
    )
    q = django_filters.CharFilter(label=_("Enterprise, provider or number"), method="search")
    zone = ZoneFilter()
    service = django_filters.ChoiceFilter(label=_("Kind of service"), choices=Service.choices)
    year = django_filters.ChoiceFilter(label=_("Result year"), field_name="result_year", choices=years)
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices)

    class Meta:
        model = ServiceRecord
        fields: list[str] = []


class ProviderFilter(Narrowing):
    """By text, field, service, province."""

    searched = ("number", "organization__name_zh", "introduction")
    q = django_filters.CharFilter(label=_("Provider or number"), method="search")
    field = django_filters.ChoiceFilter(label=_("Field"), choices=GreenField.choices, method="by_scope")
    service = django_filters.ChoiceFilter(
        label=_("Kind of service"), choices=Service.choices, method="by_scope"
    )
    region = django_filters.ChoiceFilter(label=_("Province"), choices=Province.choices, method="by_scope")

    class Meta:
        model = Provider
        fields: list[str] = []

    def by_scope(self, rows: Any, name: str, code: str) -> Any:
        return rows.filter(scopes__kind=name, scopes__code=code)


class EntryFilter(ProviderFilter):
    """Of one's own and, for the office, of all entries: by state too."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=Release.choices)


class PostingFilter(Narrowing):
    """By text, side, field, service, province, state."""

    searched = ("number", "title", "organization__name_zh")
    q = django_filters.CharFilter(label=_("Title, organisation or number"), method="search")
    side = django_filters.ChoiceFilter(label=_("Need or offer"), choices=Side.choices)
    field = django_filters.ChoiceFilter(label=_("Field"), choices=GreenField.choices)
    service = django_filters.ChoiceFilter(label=_("Kind of service"), choices=Service.choices)
    province = django_filters.ChoiceFilter(label=_("Province"), choices=Province.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=Release.choices)

    class Meta:
        model = Posting
        fields: list[str] = []

"""How the ledger is narrowed down."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from program import clock
from program.ledger import rules
from program.ledger.models import Clause, Kind, LedgerEntry, State
from program.registers.forms.listing import Narrowing
from program.zones.models import Zone


def zones_within_reach(request: Any) -> Any:
    return Zone.objects.visible_to(request.user).only("code", "name_zh", "name_en").order_by("code")


def clauses() -> list[tuple[str, str]]:
    return [(each.value, each.named) for each in Clause]


def years() -> list[tuple[int, str]]:
    return [(year, str(year)) for year in rules.years(clock.today())]


class LedgerFilter(Narrowing):
    """By text, zone, clause, kind, year, state."""

    searched = ("number", "title", "description", "owner_unit", "owner_person", "partners")
    q = django_filters.CharFilter(label=_("Work, person or number"), method="search")
    zone = django_filters.ModelChoiceFilter(
        label=_("Zone"), queryset=zones_within_reach, to_field_name="code", null_label=_("The special office"),
        null_value="office",
    )  # fmt: skip
    clause = django_filters.ChoiceFilter(label=_("Clause of the circular"), choices=clauses)
    kind = django_filters.ChoiceFilter(label=_("Kind of work"), choices=Kind.choices)
    year = django_filters.ChoiceFilter(label=_("Year"), choices=years)
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices)

    class Meta:
        model = LedgerEntry
        fields: list[str] = []

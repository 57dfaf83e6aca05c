"""How the ledger is narrowed down."""

import django_filters
from django.utils.translation import gettext_lazy as _

from program import clock
from program.ledger import rules
from program.ledger.models import Clause, Kind, LedgerEntry, State
from program.narrowing import Narrowing
from program.registers.forms.listing import ZoneFilter


def clauses() -> list[tuple[str, str]]:
    return [(each.value, each.named) for each in Clause]


def years() -> list[tuple[int, str]]:
    return [(year, str(year)) for year in rules.years(clock.today())]


class LedgerFilter(Narrowing):
    """By text, zone, clause, kind, year, state."""

    searched = ("number", "title", "description", "owner_unit", "owner_person", "partners")
    q = django_filters.CharFilter(label=_("Work, person or number"), method="search")
    zone = ZoneFilter(null_label=_("The special office"), null_value="office")
    clause = django_filters.ChoiceFilter(label=_("Clause of the circular"), choices=clauses)
    kind = django_filters.ChoiceFilter(label=_("Kind of work"), choices=Kind.choices)
    year = django_filters.ChoiceFilter(label=_("Year"), choices=years)
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices)

    class Meta:
        model = LedgerEntry
        fields: list[str] = []

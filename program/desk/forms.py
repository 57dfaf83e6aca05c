"""How the journal and the statistics are narrowed down."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program import clock, tracks
from program.calls.models import Call
from program.journal.models import ACCOUNT_VERBS, Line, LineQuerySet, Verb
from program.narrowing import Narrowing, WrittenSelect
from program.people.models import Role, User
from program.people.rules import standing

DAYS: dict[str, Any] = {
    "widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    "validators": [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))],
}


class JournalFilter(Narrowing):
    """By verb, person, subject and days; each of them has its index."""

    verb = django_filters.ChoiceFilter(label=_("Act"), choices=Verb.choices)
    person = django_filters.CharFilter(label=_("Person or user name"), method="by_person")
    subject = django_filters.CharFilter(
        label=_("Number or name begins with"), field_name="subject", lookup_expr="startswith"
    )
    since = django_filters.DateFilter(label=_("From"), method="by_since", **DAYS)
    until = django_filters.DateFilter(label=_("Through"), method="by_until", **DAYS)

    class Meta:
        model = Line
        fields: list[str] = []

    def __init__(self, *args: Any, user: object, **options: Any) -> None:
        super().__init__(*args, **options)
        if not standing(user).has(Role.AUDITOR):
            self.filters["verb"].extra["choices"] = [
                choice for choice in Verb.choices if choice[0] in ACCOUNT_VERBS
            ]

    def by_person(self, lines: LineQuerySet, _name: str, text: str) -> LineQuerySet:
        """Whoever is called so now; a line itself keeps the name of its day."""
        people = User.objects.filter(Q(username__iexact=text) | Q(name__icontains=text))
        return lines.filter(actor__in=people)

    def by_since(self, lines: LineQuerySet, _name: str, day: date) -> LineQuerySet:
        return lines.filter(at__gte=clock.start_of(day))

    def by_until(self, lines: LineQuerySet, _name: str, day: date) -> LineQuerySet:
        return lines.filter(at__lte=clock.end_of(day))


class StatisticsFilter(forms.Form):
    """By track and call; what is no track or call is refused."""

    track = forms.ChoiceField(
        label=_("Track"),
        required=False,
        choices=lambda: [("", _("All")), *tracks.choices()],
        widget=WrittenSelect,
    )
    call = forms.ModelChoiceField(
        Call.objects.published(),
        label=_("Call"),
        required=False,
        to_field_name="code",
        empty_label=_("All"),
        widget=WrittenSelect,
    )

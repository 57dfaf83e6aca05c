"""How alerts are narrowed down, answered and closed."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from program.narrowing import Narrowing
from program.people.provinces import Province
from program.registers.forms.fields import prose
from program.rulesets.models import Level
from program.supervision.models import Alert, AlertRule

LEVELS = Level.choices[:-1]
OPEN, CLOSED = "open", "closed"


class AlertFilter(Narrowing):
    """By zone, level, rule, province, and whether they are open."""

    searched = ("zone__name_zh", "zone__code")
    q = django_filters.CharFilter(label=_("Zone"), method="search")
    level = django_filters.ChoiceFilter(label=_("Level"), choices=LEVELS)
    rule = django_filters.ChoiceFilter(label=_("Rule"), choices=AlertRule.choices)
    province = django_filters.ChoiceFilter(
        label=_("Province"), choices=Province.choices, field_name="zone__province"
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[(OPEN, _("open")), (CLOSED, _("closed"))], method="by_state"
    )

    class Meta:
        model = Alert
        fields: list[str] = []

    def by_state(self, rows: Any, _name: str, wanted: str) -> Any:
        return rows.filter(closed_at__isnull=wanted == OPEN)


class PlanForm(forms.Form):
    """确认: what the zone will do."""

    plan = prose(_("What will be done, and by when"), 1000, 3)


class WordsForm(forms.Form):
    """A reason: of a decision that declines, of an alert that is over."""

    words = prose(_("Reason"), 500, 3)

"""How the list of cases is narrowed down."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.models import Application
from program.applications.models.case import ApplicationQuerySet
from program.applications.rules import NOT_TOLD, overdue, stages_told
from program.calls.models import Call
from program.narrowing import Narrowing
from program.people.models import Organization
from program.people.provinces import Province
from program.people.rules import standing
from program.process.models import StageName

OFFERED = 30
"""Calls in the list of them."""


class ApplicationFilter(Narrowing):
    """By text, call, stage, province, and what is overdue."""

    q = django_filters.CharFilter(label=_("Zone, applicant or number"), method="search")
    call = django_filters.ModelChoiceFilter(label=_("Call"), queryset=Call.objects.none())
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=StageName.choices, method="by_stage")
    province = django_filters.ChoiceFilter(
        label=_("Province"), choices=Province.choices, field_name="zone__province"
    )
    overdue = django_filters.ChoiceFilter(
        label=_("Due"), choices=[("yes", _("overdue")), ("no", _("in time"))], method="by_overdue"
    )

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, *args: Any, user: object, **options: Any) -> None:
        super().__init__(*args, **options)
        self.reads = standing(user).reads_everything
        self.filters["call"].queryset = Call.objects.visible_to(user)
        if not self.reads:
            self.filters["stage"].extra["choices"] = [
                choice for choice in StageName.choices if choice[0] != NOT_TOLD
            ]
            del self.filters["overdue"]
        self.offer_calls()

    def offer_calls(self) -> None:
        """The newest calls, and whichever was chosen: an older one is chosen on its own page."""
        field = self.form.fields["call"]
        chosen = self.form.cleaned_data.get("call") if self.form.is_valid() else None
        newest = list(field.queryset.only("title_zh", "title_en")[:OFFERED])
        offered = newest if chosen is None or chosen in newest else [*newest, chosen]
        field.widget.choices = [("", field.empty_label), *((call.pk, str(call)) for call in offered)]

    def search(self, cases: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        words = Q(number__icontains=text) | Q(applicant__in=Organization.objects.called(text))
        for name in ("zone__name_zh", "zone__name_en", "zone__city"):
            words |= Q(**{f"{name}__icontains": text})
        return cases.filter(words)

    def by_stage(self, cases: ApplicationQuerySet, _name: str, stage: str) -> ApplicationQuerySet:
        return cases.filter(stage__in=stages_told([stage], reads=self.reads))

    def by_overdue(self, cases: ApplicationQuerySet, _name: str, wanted: str) -> ApplicationQuerySet:
        late = overdue(clock.now())
        return cases.filter(late) if wanted == "yes" else cases.exclude(late)

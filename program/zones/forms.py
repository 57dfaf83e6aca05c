"""What is entered about zones, and how their list is narrowed down."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from program.narrowing import Narrowing
from program.people.models import check_credit_code
from program.people.provinces import Province
from program.zones.models import RecommendingBody, Zone, ZoneQuerySet
from program.zones.steps import Joining


class InviteBodyForm(forms.Form):
    """Whom to invite as the first manager of a body that has yet to join."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The one-time link is sent to this address.")
    )
    name = forms.CharField(label=_("Full name"), max_length=80)


class JoiningForm(forms.Form):
    """An organisation joins."""

    credit_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=18,
        validators=[check_credit_code],
        help_text=_("18 digits and capital letters (GB 32100-2015)."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name_zh = forms.CharField(
        label=_("Name of the organisation"), max_length=120, help_text=_("As on its certificate.")
    )
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    address = forms.CharField(label=_("Address"), max_length=200)

    def joining(self) -> Joining:
        return Joining(**self.cleaned_data)


class ZoneFilter(Narrowing):
    """Narrows the list of zones down."""

    q = django_filters.CharFilter(label=_("Name, city or code"), method="search")
    province = django_filters.ChoiceFilter(label=_("Province"), choices=Province.choices)
    recommending_body = django_filters.ModelChoiceFilter(
        label=_("Recommending body"), queryset=RecommendingBody.objects.all()
    )
    joined = django_filters.ChoiceFilter(
        label=_("Managing body"),
        choices=[("yes", _("joined")), ("no", _("not yet joined"))],
        method="by_joined",
    )

    class Meta:
        model = Zone
        fields: list[str] = []

    def search(self, zones: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        called = Zone.objects.called(text).values("pk")
        return zones.filter(Q(pk__in=called) | Q(city__icontains=text) | Q(code__iexact=text))

    def by_joined(self, zones: ZoneQuerySet, _name: str, joined: str) -> ZoneQuerySet:
        return zones.joined(joined == "yes")

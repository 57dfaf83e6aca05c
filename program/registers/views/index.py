"""The way to the four registers; and what the public may read of them."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from program import clock
from program.people.http import SignedIn, known_parameters
from program.people.rules import standing
from program.registers import rules
from program.registers.models import (
    CreditCheck,
    PoolProject,
    PoolState,
    RestrictedProject,
    Restriction,
    reads_registers,
)
from program.registers.views.frame import ROWS
from program.rulesets.models import Key
from program.rulesets.rules import in_force
from program.zones.models import Zone


@dataclass(frozen=True)
class Card:
    """A register: what of it matters today, as far as the person sees it."""

    title: str
    what: str
    href: str
    count: int
    counted: str


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """The registers, each with what stands in it today."""
    known_parameters(request)
    context = {"cards": cards(request.user), "enters": bool(rules.zones_of(standing(request.user)))}
    return render(request, "program/registers/index.html", context)


def cards(user: Any) -> list[Card]:
    day = clock.today()
    inside = PoolProject.objects.visible_to(user).filter(state=PoolState.ADMITTED)
    found = [
        Card(
            _("Green project reserve pool"),
            _("Projects that zones put forward and the office has reviewed, with what became of their financing."),
            reverse("registers:projects"), inside.count(), _("in the pool"),
        ),
        Card(
            _("Restricted projects"),
            _("Projects that green finance does not take, each on a document and for a term."),
            reverse("registers:restricted_projects"),
            RestrictedProject.objects.visible_to(user).in_force(day).count(), _("in force"),
        ),
        Card(
            _("Eligibility restrictions"),
            _("Organisations that may not take part until a day, by a signed decision."),
            reverse("registers:restrictions"),
            Restriction.objects.visible_to(user).in_force(day).count(), _("in force"),
        ),
    ]  # fmt: skip
    if reads_registers(user):
        words = _("Who was looked up where, on which day, and what stood there; valid for %(days)s days.")
        found.append(
            Card(
                _("Credit checks"), words % {"days": f"{in_force(Key.CREDIT_CHECK_DAYS).value:.0f}"},
                reverse("registers:checks"), CreditCheck.objects.count(), _("entered"),
            )
        )  # fmt: skip
        found.append(
            Card(
                _("Zones"), _("National high-tech zones with their managing bodies, and the recommending bodies."),
                reverse("zones:list"), Zone.objects.visible_to(user).count(), _("zones"),
            )
        )  # fmt: skip
    return found


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """The restricted projects in force, where the rule set publishes them; else there is no such page."""
    if not rules.is_published():
        raise Http404
    known_parameters(request)
    rows = rules.published_projects(clock.today()).order_by("-since", "-pk")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "rule": in_force(Key.RESTRICTED_PUBLISHED)}
    return render(request, "program/registers/public.html", context)

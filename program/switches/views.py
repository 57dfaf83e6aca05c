"""The switches for a rush: one page of the system administrator."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program.people.http import SignedIn, known_parameters
from program.people.models import Role
from program.people.rules import standing
from program.switches import actions, rules
from program.switches.forms import OffForm, OnForm
from program.switches.models import Name, Switch

LATEST = 20
"""Switchings that the page tells of; the journal has all."""


def require_administrator(request: SignedIn) -> None:
    if not standing(request.user).has(Role.ADMIN):
        raise Http404


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Each switch: what it does, whether it is on, since when and why."""
    require_administrator(request)
    known_parameters(request)
    return page(request)


def page(request: SignedIn, refused: Any = None) -> HttpResponse:
    """`refused`: the form that came back, in its place."""
    on = {each.name: each for each in Switch.objects.on().select_related("on_by")}
    cards = [(name, on.get(name.value), form_of(name, on.get(name.value), refused)) for name in Name]
    context = {
        "cards": cards,
        "form": refused,
        "latest": Switch.objects.exclude(off_at=None).select_related("on_by", "off_by")[:LATEST],
    }
    return render(request, "program/switches/switches.html", context, status=422 if refused else 200)


def form_of(name: Name, on: Switch | None, refused: Any) -> Any:
    if refused is not None and refused.of == name:
        return refused
    return OnForm(of=name) if on is None else OffForm(of=name)


@require_POST
def turn_on(request: SignedIn) -> HttpResponse:
    require_administrator(request)
    if request.POST.get("name") not in Name.values:
        raise BadRequest("no such switch")
    form = OnForm(request.POST, of=Name(request.POST["name"]))
    if not form.is_valid():
        return page(request, form)
    given = form.cleaned_data
    made = actions.turn_on(Name(given.pop("name")), **given, by=request.user)
    rules.look_again()
    messages.success(request, _("Switched on: %(what)s.") % {"what": made})
    return redirect("switches:index")


@require_POST
def turn_off(request: SignedIn, pk: int) -> HttpResponse:
    require_administrator(request)
    switch = get_object_or_404(Switch, pk=pk)
    form = OffForm(request.POST, of=Name(switch.name))
    if not form.is_valid():
        return page(request, form)
    actions.turn_off(switch, reason=form.cleaned_data["reason"], by=request.user)
    rules.look_again()
    messages.success(request, _("Switched off: %(what)s.") % {"what": switch})
    return redirect("switches:index")

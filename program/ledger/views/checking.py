"""What a clerk does with entries: one by one, or several at once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from program.ledger import actions
from program.ledger.forms import ReasonForm
from program.ledger.models import LedgerEntry, State
from program.ledger.views.frame import reachable, show
from program.people.http import SignedIn, number_in
from program.people.models import Role
from program.people.rules import require_role
from program.refusals import NotYours, Refused

MOST_AT_ONCE = 100


@require_POST
def accept(request: SignedIn, pk: int) -> HttpResponse:
    """A refusal is said on the page of the entry."""
    shown = reachable(request, pk)
    try:
        actions.accept(shown, seen=number_in(request, "revision"), by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        return show(request, reachable(request, pk), refusal=refusal, status=refusal.status)
    messages.success(request, _("The entry stands in the ledger."))
    return redirect(shown)


@require_POST
def send_back(request: SignedIn, pk: int) -> HttpResponse:
    return judged(request, pk, "return", actions.send_back, _("The entry was returned for change."))


@require_POST
def strike_out(request: SignedIn, pk: int) -> HttpResponse:
    return judged(request, pk, "strike", actions.strike_out, _("The entry was struck out."))


def judged(request: SignedIn, pk: int, name: str, verb: Callable[..., Any], done: str) -> HttpResponse:
    """A verdict that needs its reason."""
    shown, form = reachable(request, pk), ReasonForm(request.POST, prefix=name)
    if not form.is_valid():
        return show(request, shown, forms={name: form}, status=422)
    verb(shown, reason=form.cleaned_data["reason"], seen=form.cleaned_data["revision"], by=request.user)
    messages.success(request, done)
    return redirect(shown)


# ---------------------------------------------------------------- several at once
@require_POST
def accept_many(request: SignedIn) -> HttpResponse:
    """The ticked entries: first what that does, then each by itself; those that fail are named."""
    require_role(request.user, Role.CLERK)
    back = f"{reverse('ledger:list')}?state={State.SUBMITTED.value}"
    chosen = ticked(request)
    if not chosen:
        messages.error(request, _("Tick at least one entry that waits to be checked."))
        return redirect(back)
    if "confirm" not in request.POST:
        context = {"entries": chosen, "back": back}
        return render(request, "program/ledger/accept_many.html", context)
    failed = accept_each(request, chosen)
    if done := len(chosen) - len(failed):
        messages.success(request, _("%(count)d entries stand in the ledger now.") % {"count": done})
    for entry, sentence in failed:
        words = _("%(name)s was not taken into the ledger: %(sentence)s")
        messages.error(request, words % {"name": entry.number, "sentence": sentence})
    return redirect(back)


def ticked(request: SignedIn) -> list[LedgerEntry]:
    asked = [pk for pk in request.POST.getlist("entry") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    rows = LedgerEntry.objects.visible_to(request.user).filter(pk__in=asked[:MOST_AT_ONCE])
    return list(rows.select_related("zone").order_by("pk"))


def accept_each(request: SignedIn, chosen: list[LedgerEntry]) -> list[tuple[LedgerEntry, str]]:
    """Each its own verb, as it was when it was looked at; answers those that failed, with the sentence why."""
    failed = []
    for entry in chosen:
        try:
            actions.accept(entry, seen=number_in(request, f"revision-{entry.pk}"), by=request.user)
        except Refused as refusal:
            failed.append((entry, str(refusal)))
    return failed

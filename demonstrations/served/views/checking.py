"""What a zone does with records: checked or returned one by one, submitted and checked several at once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from demonstrations.served import actions, rules
from demonstrations.served.forms import ReasonForm
from demonstrations.served.models import WRITABLE, ServiceRecord, State
from demonstrations.served.views.frame import reachable, show
from program.claims import rules as claims
from program.people.http import SignedIn, number_in
from program.people.rules import standing
from program.refusals import NotYours, Refused

MOST_AT_ONCE = 100


@require_POST
def accept(request: SignedIn, pk: int) -> HttpResponse:
    """A refusal is said on the page of the record."""
    shown = reachable(request, pk)
    try:
        done = actions.accept(shown, seen=number_in(request, "revision"), by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        return show(request, reachable(request, pk), refusal=refusal, status=refusal.status)
    counts = done.state == State.COUNTED
    messages.success(
        request, _("The record counts.") if counts else _("The record was checked; it does not count.")
    )
    return redirect(shown)


@require_POST
def send_back(request: SignedIn, pk: int) -> HttpResponse:
    shown, form = reachable(request, pk), ReasonForm(request.POST, prefix="return")
    if not form.is_valid():
        return show(request, shown, forms={"return": form}, status=422)
    given = form.cleaned_data
    actions.send_back(shown, reason=given["reason"], seen=given["revision"] or 0, by=request.user)
    messages.success(request, _("The record was returned for change."))
    return redirect(shown)


# ---------------------------------------------------------------- several at once
@require_POST
def submit_many(request: SignedIn) -> HttpResponse:
    return many(request, actions.submit, "served:submit_many", WRITABLE, _("Submit the records"))


@require_POST
def accept_many(request: SignedIn) -> HttpResponse:
    return many(request, actions.accept, "served:accept_many", (State.SUBMITTED,), _("Check the records"))


def many(
    request: SignedIn, verb: Callable[..., Any], where: str, states: tuple[State, ...], label: str
) -> HttpResponse:
    """The ticked records: first what that does, then each by itself; those that fail are named."""
    held = standing(request.user)
    if not (rules.zones_of(held).exists() or rules.providers_of(held).exists()):
        raise NotYours
    back = f"{reverse('served:records')}?state={states[0].value}"
    chosen = [each for each in ticked(request) if each.state in states]
    if not chosen:
        messages.error(request, _("Tick at least one record with which this can be done."))
        return redirect(back)
    if "confirm" not in request.POST:
        disputed = claims.disputed((each.enterprise_id, each.zone_id, each.result_year) for each in chosen)
        for each in chosen:
            each.claimed = (each.enterprise_id, each.zone_id, each.result_year) in disputed  # type: ignore[attr-defined]
        context = {"records": chosen, "back": back, "url": reverse(where), "label": label}
        return render(request, "demonstrations/served/many.html", context)
    failed = each_by_itself(request, verb, chosen)
    if done := len(chosen) - len(failed):
        messages.success(request, _("%(count)d records are done.") % {"count": done})
    for record, sentence in failed:
        messages.error(request, f"{record.number}：{sentence}")
    return redirect(back)


def ticked(request: SignedIn) -> list[ServiceRecord]:
    asked = [pk for pk in request.POST.getlist("record") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    rows = ServiceRecord.objects.visible_to(request.user).filter(pk__in=asked[:MOST_AT_ONCE])
    return list(rows.select_related("zone", "enterprise").order_by("pk"))


def each_by_itself(
    request: SignedIn, verb: Callable[..., Any], chosen: list[ServiceRecord]
) -> list[tuple[ServiceRecord, str]]:
    """Each its own verb, as it was when it was looked at; answers those that failed, with the sentence why."""
    failed = []
    for record in chosen:
        try:
            verb(record, seen=number_in(request, f"revision-{record.pk}"), by=request.user)
        except Refused as refusal:
            failed.append((record, " ".join(str(sentence) for _field, sentence in refusal.findings)))
    return failed

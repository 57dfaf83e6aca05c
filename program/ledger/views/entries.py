"""Pages of one entry, for whoever did the work."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program.ledger import actions, rules
from program.ledger.forms import EntryForm
from program.ledger.models import Clause
from program.ledger.views.frame import TITLE, own_zone, own_zones, reachable, show
from program.people.http import SignedIn, number_in, posted
from program.people.rules import standing
from program.refusals import Incomplete, NotYours
from program.registers.views.frame import form_page

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def entry(request: SignedIn, pk: int) -> HttpResponse:
    """One entry: what was done, what shows it, where it stands, what happened to it."""
    return show(request, reachable(request, pk))


@get_or_post
def new(request: SignedIn) -> HttpResponse:
    """A piece of work is entered; whoever works for several zones says of which (`?zone=`)."""
    zone = own_zone(request)
    form = EntryForm(posted(request))
    whose = zone or _("the special office")
    return form_page(
        request, form, lambda: actions.enter(zone, form.values(), by=request.user),
        done=_("The work is entered. Attach what shows it, then submit the entry."),
        title=_("Enter work of %(whose)s") % {"whose": whose},
        lead=_("It counts once it was submitted and has passed the check of the special office."),
        back=reverse("ledger:list"), back_label=TITLE, template="program/ledger/form.html", **clauses(),
        zone=zone, zones=own_zones(request),
    )  # fmt: skip


@get_or_post
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Change what was not submitted yet, or was returned."""
    shown = reachable(request, pk)
    if not rules.writes_for(shown.zone, standing(request.user)):
        raise NotYours
    form = EntryForm(posted(request), entry=shown)
    return form_page(
        request, form,
        lambda: actions.change(
            shown, form.values(), seen=form.cleaned_data["revision"] or 0, by=request.user
        ),
        done=_("The entry is saved."), title=_("Change %(number)s") % {"number": shown.number},
        back=shown.get_absolute_url(), back_label=shown.number, template="program/ledger/form.html", entry=shown,
        **clauses(),
    )  # fmt: skip


def clauses() -> dict[str, Any]:
    """What each clause asks for, beside the form."""
    return {"clauses": [(clause, rules.CLAUSES[clause]) for clause in Clause]}


@require_POST
def submit(request: SignedIn, pk: int) -> HttpResponse:
    """Without the evidence that its kind needs, the page comes back and says so."""
    shown = reachable(request, pk)
    try:
        actions.submit(shown, seen=number_in(request, "revision"), by=request.user)
    except Incomplete as refusal:
        return show(request, reachable(request, pk), refusal=refusal, status=refusal.status)
    messages.success(request, _("The entry was submitted."))
    return redirect(shown)


@require_POST
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.withdraw(shown, seen=number_in(request, "revision"), by=request.user)
    messages.success(request, _("The entry was withdrawn."))
    return redirect(shown)


@require_POST
def correct(request: SignedIn, pk: int) -> HttpResponse:
    """A new version beside the accepted one; on to its form."""
    made = actions.correct(reachable(request, pk), by=request.user)
    messages.success(request, _("A correction was begun: %(number)s.") % {"number": made.number})
    return redirect("ledger:change", made.pk)

"""What is done with a whole declaration: handed in, taken back, checked, opened again."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from program.indicators import actions, rules
from program.indicators.forms import ReasonForm, RemarksForm
from program.indicators.views.frame import Shown, reachable, sheet_for, show
from program.people.http import SignedIn, posted, say
from program.refusals import Incomplete, NotYours, Refused, SomebodyWasFaster


@require_POST
def submit(request: SignedIn, pk: int) -> HttpResponse:
    """Hand it in; what keeps it from being handed in stands above its page, each linked to its cell."""
    found = reachable(request, pk)
    try:
        actions.submit(found, by=request.user)
    except Incomplete as refusal:
        points = [(place or "", str(sentence)) for place, sentence in refusal.findings]
        return show(request, sheet_for(request, found), Shown(faults=points, status=refusal.status))
    messages.success(request, _("The declaration was handed in. It is checked next."))
    return redirect(found)


@require_POST
def recall(request: SignedIn, pk: int) -> HttpResponse:
    found = reachable(request, pk)
    actions.recall(found, by=request.user)
    messages.success(request, _("The declaration was taken back. Change it and hand it in again."))
    return redirect(found)


@require_POST
def accept(request: SignedIn, pk: int) -> HttpResponse:
    found = reachable(request, pk)
    actions.accept(found, by=request.user)
    messages.success(request, _("The declaration was accepted. From now on it is added up."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def return_(request: SignedIn, pk: int) -> HttpResponse:
    """Say at each cell, and of the whole, what is to be changed."""
    found = reachable(request, pk)
    sheet = sheet_for(request, found)
    if not sheet.moves.check:
        raise SomebodyWasFaster if rules.checks_for(found, sheet.held) else NotYours
    lines = list(sheet.sections())
    form = RemarksForm(posted(request), places=[(line.place, line.name) for line in lines])
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.return_(found, form.remarks(), by=request.user)
            except Incomplete as refusal:
                say(form, refusal)
            else:
                messages.success(
                    request, _("The declaration was returned with %(count)d remarks.") % {"count": len(made)}
                )
                return redirect(found)
    context = {
        "declaration": found, "sheet": sheet, "form": form,
        "rows": [(line, form[f"remark:{line.place}"]) for line in lines],
    }  # fmt: skip
    return render(request, "program/indicators/return.html", context, status=status)


@require_POST
def ask_reopening(request: SignedIn, pk: int) -> HttpResponse:
    return with_reason(
        request, pk, "ask", actions.ask_reopening,
        _("The reopening was asked for. The declaration stays in force until a new version is accepted."),
    )  # fmt: skip


@require_POST
def decline_reopening(request: SignedIn, pk: int) -> HttpResponse:
    return with_reason(
        request, pk, "decline", actions.decline_reopening, _("The declaration stays as it is; the reason was sent.")
    )  # fmt: skip


@require_POST
def reopen(request: SignedIn, pk: int) -> HttpResponse:
    fresh = actions.reopen(reachable(request, pk), by=request.user)
    messages.success(
        request,
        _("Version %(number)d was begun. The old one stays in force until it is accepted.")
        % {"number": fresh.version},
    )
    return redirect(fresh)


def with_reason(request: SignedIn, pk: int, name: str, act: Callable[..., object], done: str) -> HttpResponse:
    """A step that gives its reason; a refusal of it stands at its field on the page."""
    found = reachable(request, pk)
    form: BaseForm = ReasonForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            act(found, reason=form.cleaned_data["reason"], by=request.user)
        except NotYours:
            raise
        except Refused as refusal:
            if refusal.field != "reason":
                raise
            say(form, refusal)
        else:
            messages.success(request, done)
            return redirect(found)
    return show(request, sheet_for(request, found), Shown(forms={name: form}, status=status))

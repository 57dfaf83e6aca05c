"""What the zone and the office do with a form that was handed in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from demonstrations.enterprises.yearly import actions
from demonstrations.enterprises.yearly.forms import ItemsForm, ReasonForm
from demonstrations.enterprises.yearly.views.frame import reachable, show
from program.people.http import SignedIn, number_in, posted, say, status_of
from program.people.models import Role
from program.people.rules import require_role
from program.refusals import Incomplete


@require_POST
def pass_on(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.pass_on(shown, seen=number_in(request, "revision"), by=request.user)
    messages.success(request, _("The form was passed on to the office."))
    return redirect(shown)


@require_POST
def send_back(request: SignedIn, pk: int) -> HttpResponse:
    shown, given = reachable(request, pk), ReasonForm(request.POST, prefix="return")
    if not given.is_valid():
        return show(request, shown, forms={"return": given}, status=422)
    said = given.cleaned_data
    actions.send_back(shown, reason=said["reason"], seen=said["revision"] or 0, by=request.user)
    messages.success(request, _("The form was returned for change."))
    return redirect(shown)


@require_POST
def accept(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.accept(shown, seen=number_in(request, "revision"), by=request.user)
    messages.success(request, _("The form was accepted."))
    return redirect(shown)


@require_http_methods(["GET", "HEAD", "POST"])
def return_items(request: SignedIn, pk: int) -> HttpResponse:
    """A remark beside each item that is to be changed."""
    shown = reachable(request, pk)
    require_role(request.user, Role.CLERK)
    given = ItemsForm(posted(request), initial={"revision": shown.revision})
    if request.method == "POST" and given.is_valid():
        seen = given.cleaned_data["revision"] or 0
        try:
            actions.return_items(shown, given.remarks(), seen=seen, by=request.user)
        except Incomplete as refusal:
            say(given, refusal)
        else:
            messages.success(request, _("The form was returned for change."))
            return redirect(shown)
    context = {
        "form": given, "title": _("Return %(number)s by item") % {"number": shown.number},
        "lead": f"{shown.organization} · {shown.year}", "submit": _("Return for change"),
        "back": shown.get_absolute_url(), "back_label": shown.number,
    }  # fmt: skip
    return render(request, "program/form_page.html", context, status=status_of(given))


@require_POST
def take_up(request: SignedIn, pk: int) -> HttpResponse:
    """Two that are missing become a lead, which the supervisor verifies."""
    lead = actions.take_up(reachable(request, pk), by=request.user)
    messages.success(request, _("The lead is recorded; the supervisor verifies it."))
    return redirect(lead)

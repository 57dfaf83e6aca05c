"""Alerts: the list, and one with its history and its moves."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from program import clock
from program.journal.models import Line
from program.people.http import SignedIn, known_parameters, say
from program.people.models import Role
from program.people.rules import standing
from program.refusals import NotYours, Refused
from program.rulesets.rules import newest
from program.supervision import actions, rules
from program.supervision.forms import AlertFilter, PlanForm, WordsForm
from program.supervision.models import Alert
from program.supervision.tables import AlertTable, level_tag

ROWS = 30
EFFECTS = {
    "acknowledge": [
        gettext_lazy("The office reads what you will do. The alert stays open until it is dealt with.")
    ],
    "take": [gettext_lazy("Your name stands with the alert from now on.")],
    "close": [gettext_lazy("The alert is over; what is wrong again opens it again.")],
}


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Within reach, the open ones unless the address asks for others."""
    known_parameters(request, filters=AlertFilter.names(), sort=AlertTable.base_columns)
    asked = request.GET.copy()
    asked.setdefault("state", "open")
    rows = Alert.objects.visible_to(request.user).select_related("zone", "obligation", "owner")
    narrowed = AlertFilter(asked, queryset=rows)
    table = AlertTable(narrowed.qs)
    RequestConfig(request, paginate={"per_page": ROWS}).configure(table)
    return render(request, "program/supervision/alerts.html", {"table": table, "filter": narrowed})


def reachable(request: SignedIn, pk: int) -> Alert:
    rows = Alert.objects.visible_to(request.user)
    found: Alert = get_object_or_404(
        rows.select_related("zone", "obligation", "owner", "acknowledged_by", "closed_by"), pk=pk
    )
    return found


@require_safe
def alert(request: SignedIn, pk: int) -> HttpResponse:
    return show(request, reachable(request, pk))


def show(
    request: SignedIn, shown: Alert, *, forms: dict[str, BaseForm] | None = None, status: int = 200
) -> HttpResponse:
    """`forms`: those that came back with what was wrong in them."""
    held = standing(request.user)
    context: dict[str, Any] = {
        "alert": shown,
        "level": level_tag(shown.level),
        "what": rules.what_is_wrong(shown, clock.now()),
        "moves": rules.alert_moves(shown, held),
        "lead": (held.reads_everything or held.has(Role.SUPERVISOR)) and rules.proposes_lead(shown, newest()),
        "forms": {"acknowledge": PlanForm(prefix="acknowledge"), "close": WordsForm(prefix="close")}
        | (forms or {}),
        "effects": EFFECTS,
        "lines": Line.objects.filter(subject=str(shown)).order_by("-pk"),
    }
    return render(request, "program/supervision/alert.html", context, status=status)


@require_POST
def acknowledge(request: SignedIn, pk: int) -> HttpResponse:
    """确认: the zone says what it will do."""
    form = PlanForm(request.POST, prefix="acknowledge")
    done = _("The office knows what you will do.")
    return answered(request, pk, "acknowledge", form, actions.acknowledge, done)


@require_POST
def close(request: SignedIn, pk: int) -> HttpResponse:
    form = WordsForm(request.POST, prefix="close")
    return answered(request, pk, "close", form, actions.close, _("The alert is closed."))


@require_POST
def take(request: SignedIn, pk: int) -> HttpResponse:
    taken = actions.take(reachable(request, pk), by=request.user)
    messages.success(request, _("You look after this alert now."))
    return redirect(taken)


def answered(request: SignedIn, pk: int, name: str, form: BaseForm, verb: Any, done: str) -> HttpResponse:
    """A verb with its words."""
    shown, status = reachable(request, pk), 422
    if form.is_valid():
        try:
            verb(shown, **form.cleaned_data, by=request.user)
        except NotYours:
            raise
        except Refused as refusal:
            say(form, refusal)
            shown, status = reachable(request, pk), refusal.status
        else:
            messages.success(request, done)
            return redirect(shown)
    return show(request, shown, forms={name: form}, status=status)

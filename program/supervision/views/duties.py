"""One obligation: where it stands, what was handed in and asked for, and what the person can do."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from program import clock
from program.files.http import keep_uploads, uploads
from program.journal.models import Line
from program.people.http import SignedIn, say
from program.people.rules import standing
from program.refusals import NotYours, Refused
from program.supervision import actions, rules
from program.supervision.forms import ExtensionForm, HandInForm, RemarksForm, WaiverForm, WordsForm
from program.supervision.models import Alert, Dispensation, Obligation, Return
from program.supervision.tables import STATE_COLOURS, Saying, level_tag, tag

EFFECTS = {
    "hand_in": [gettext_lazy("The duty is met at this moment; a clerk checks what you handed in.")],
    "correct": [gettext_lazy("The version that was accepted stays; the new one is checked beside it.")],
    "extend": [gettext_lazy("A director decides. Until then the day stays as it is.")],
    "waive": [gettext_lazy("A director decides. What is waived is owed no more, and counts in no rate.")],
    "accept": [gettext_lazy("The duty is met for good, and the zone is told.")],
    "send_back": [
        gettext_lazy("The zone hands in again within the rules' days for corrections; else it is late.")
    ],
    "approve_extension": [
        gettext_lazy(
            "The new day counts from now on; an open alert for lateness closes, and the zone is told."
        )
    ],
    "approve_waiver": [
        gettext_lazy(
            "The duty is owed no more and counts in no rate; an open alert closes, and the zone is told."
        )
    ],
    "decline": [gettext_lazy("Everything stays as it is; the zone is told why.")],
}


def reachable(request: SignedIn, pk: int) -> Obligation:
    rows = Obligation.objects.visible_to(request.user).select_related("zone", "rule_set", "alert")
    found: Obligation = get_object_or_404(rows, pk=pk)
    return found


@require_safe
def duty(request: SignedIn, pk: int) -> HttpResponse:
    return show(request, reachable(request, pk))


def show(
    request: SignedIn, shown: Obligation, *, forms: dict[str, BaseForm] | None = None, refusal: Refused | None = None
) -> HttpResponse:  # fmt: skip
    """`forms`: those that came back with what was wrong in them; `refusal`: what a verb without a form said."""
    held, moment = standing(request.user), clock.now()
    moves = rules.duty_moves(shown, held)
    cell = rules.cell_of(shown, moment)
    reads, returns = rules.reads_papers(shown.zone, held), shown.returns.all()
    alert: Alert | None = getattr(shown, "alert", None)
    context = {
        "duty": shown,
        "state": tag(STATE_COLOURS[cell.state], Saying().words(cell)),
        "moves": moves,
        "reads": reads,
        "returns": returns.select_related("file", "submitted_by").prefetch_related("remarks") if reads else [],
        "waiting": returns.waiting().first() if moves.check else None,
        "dispensations": shown.dispensations.select_related("asked_by", "decided_by") if reads else [],
        "alert": alert,
        "level": level_tag(alert.level) if alert else "",
        "forms": {
            "hand_in": HandInForm(prefix="hand_in"),
            "extend": ExtensionForm(prefix="extend"),
            "waive": WaiverForm(prefix="waive"),
            "send_back": RemarksForm(prefix="send_back"),
            "decline": WordsForm(prefix="decline"),
        } | (forms or {}),
        "effects": EFFECTS,
        "lines": Line.objects.filter(subject=str(shown)).order_by("-pk"),
        "refusal": refusal,
        "moment": moment,
    }  # fmt: skip
    wrong = [form for form in (forms or {}).values() if form.errors]
    return render(request, "program/supervision/duty.html", context, status=status(wrong, refusal))


def status(wrong: list[BaseForm], refusal: Refused | None) -> int:
    if refusal is not None:
        return refusal.status
    return 422 if wrong else 200


def act(
    request: SignedIn, shown: Obligation, name: str, form: BaseForm, verb: Callable[[Any], object], done: str
) -> HttpResponse:
    """A verb with its form: on to the page if it was done, else the page with what was wrong."""
    if form.is_valid():
        try:
            verb(form)
        except NotYours:
            raise
        except Refused as refusal:
            say(form, refusal)
            keep_uploads(request, form)
            answer = show(request, reachable(request, shown.pk), forms={name: form})
            answer.status_code = refusal.status
            return answer
        messages.success(request, done)
        return redirect(shown)
    keep_uploads(request, form)
    return show(request, shown, forms={name: form})


@require_POST
def hand_in(request: SignedIn, pk: int) -> HttpResponse:
    """报送; a further version where one was accepted."""
    shown = reachable(request, pk)
    form = HandInForm(request.POST, uploads(request), prefix="hand_in")
    return act(
        request, shown, "hand_in", form,
        lambda form: actions.hand_in_return(shown, by=request.user, **form.cleaned_data),
        _("Handed in. A clerk of the office checks it next."),
    )  # fmt: skip


@require_POST
def extend(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    return act(
        request, shown, "extend", ExtensionForm(request.POST, prefix="extend"),
        lambda form: actions.ask_extension(shown, by=request.user, **form.cleaned_data),
        _("The request waits for a director."),
    )  # fmt: skip


@require_POST
def waive(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    return act(
        request, shown, "waive", WaiverForm(request.POST, prefix="waive"),
        lambda form: actions.propose_waiver(shown, by=request.user, **form.cleaned_data),
        _("The proposal waits for a director."),
    )  # fmt: skip


# ---------------------------------------------------------------- what was handed in
def version(request: SignedIn, pk: int) -> Return:
    rows = Return.objects.visible_to(request.user).select_related("obligation")
    found: Return = get_object_or_404(rows, pk=pk)
    return found


@require_POST
def accept(request: SignedIn, pk: int) -> HttpResponse:
    handed_in = actions.accept_return(version(request, pk), by=request.user)
    messages.success(request, _("Accepted; the zone is told."))
    return redirect(handed_in)


@require_POST
def send_back(request: SignedIn, pk: int) -> HttpResponse:
    handed_in = version(request, pk)
    return act(
        request, reachable(request, handed_in.obligation_id), "send_back", RemarksForm(request.POST, prefix="send_back"),
        lambda form: actions.send_return_back(handed_in, form.parted(), by=request.user),
        _("Returned; the zone is told what is to be changed."),
    )  # fmt: skip


# ---------------------------------------------------------------- what was asked for
def request_of(request: SignedIn, pk: int) -> Dispensation:
    rows = Dispensation.objects.filter(obligation__in=Obligation.objects.visible_to(request.user))
    found: Dispensation = get_object_or_404(rows.select_related("obligation"), pk=pk)
    return found


@require_POST
def approve(request: SignedIn, pk: int) -> HttpResponse:
    """A refusal is said on the page of the obligation."""
    asked = request_of(request, pk)
    try:
        actions.approve(asked, by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        return show(request, reachable(request, asked.obligation_id), refusal=refusal)
    messages.success(request, _("Approved; the zone is told."))
    return redirect(asked.obligation)


@require_POST
def decline(request: SignedIn, pk: int) -> HttpResponse:
    asked = request_of(request, pk)
    return act(
        request, reachable(request, asked.obligation_id), "decline", WordsForm(request.POST, prefix="decline"),
        lambda form: actions.decline(asked, words=form.cleaned_data["words"], by=request.user),
        _("Declined; the zone is told why."),
    )  # fmt: skip

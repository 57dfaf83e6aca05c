"""Pages of the reserve pool."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program import clock
from program.journal.models import Line
from program.people.http import SignedIn, number_in, posted, say
from program.people.rules import standing
from program.refusals import NotYours, Refused
from program.registers import actions, rules
from program.registers.forms import ExitForm, FinanceForm, PoolFilter, ProjectForm, ReasonForm
from program.registers.models import ExitKind, PoolProject, PoolState, reads_registers
from program.registers.tables import PoolTable, pool_tag
from program.registers.views.frame import form_page, list_page

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
BACK = gettext_lazy("Green project reserve pool")


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """The projects within reach."""
    rows = PoolProject.objects.visible_to(request.user).select_related("zone", "owner")
    enters = rules.zones_of(standing(request.user)).exists()
    return list_page(
        request, rows, PoolTable, PoolFilter,
        title=BACK, lead=_("Projects that zones put forward and the office has reviewed, with what became of their financing."),
        new=reverse("registers:project_new") if enters else "", new_label=_("Enter a project"),
        here=reverse("registers:projects"),
    )  # fmt: skip


@get_or_post
def enter(request: SignedIn) -> HttpResponse:
    """A zone enters a project; whoever manages several says of which (`?zone=`)."""
    zones = rules.zones_of(standing(request.user)).order_by("code")
    wanted = request.GET.get("zone", "")
    zone = (zones.filter(code=wanted) if wanted else zones).first()
    if zone is None:
        raise NotYours
    body = zone.managements.select_related("organization").get(until=None).organization
    form = ProjectForm(posted(request), initial={"credit_code": body.credit_code})
    return form_page(
        request, form,
        lambda: actions.enter_project(
            zone, form.values(), credit_code=form.cleaned_data["credit_code"], by=request.user
        ),
        done=_("The project is entered. Read it once more, then put it forward."),
        title=_("Enter a project of %(zone)s") % {"zone": zone},
        lead=_("Nobody but your zone sees it before you put it forward."),
        back=reverse("registers:projects"), back_label=BACK,
    )  # fmt: skip


def reachable(request: SignedIn, pk: int) -> PoolProject:
    rows = PoolProject.objects.visible_to(request.user).select_related(
        "zone", "owner", "entered_by", "put_forward_by", "reviewed_by", "exited_by"
    )
    found: PoolProject = get_object_or_404(rows, pk=pk)
    return found


@require_safe
def project(request: SignedIn, pk: int) -> HttpResponse:
    """One project: what it is, where it stands, whom it asked for money."""
    return show(request, reachable(request, pk))


def show(request: SignedIn, shown: PoolProject, *, status: int = 200, **came_back: Any) -> HttpResponse:
    """`came_back`: forms with what was wrong in them; `refusal`."""
    moves = rules.pool_moves(shown, standing(request.user))
    revision = {"revision": shown.revision}
    steps = list(shown.finance.select_related("entered_by"))
    context = {
        "project": shown,
        "state": pool_tag(shown.state),
        "moves": moves,
        "steps": steps,
        "granted": sum(step.granted for step in steps if step.granted),
        "forms": {
            "return": ReasonForm(initial=revision, prefix="return"),
            "refuse": ReasonForm(initial=revision, prefix="refuse"),
            "finance": FinanceForm(initial={"day": clock.today()}),
            "exit": ExitForm(kinds=moves.exits, initial={"day": clock.today()}, prefix="exit"),
        } | came_back.pop("forms", {}),
        "effects": EFFECTS,
        "lines": Line.objects.filter(subject=shown.number).order_by("-pk"),
        **(gate(shown) if reads_registers(request.user) and shown.state == PoolState.PUT_FORWARD else {}),
        **came_back,
    }  # fmt: skip
    return render(request, "program/registers/project.html", context, status=status)


EFFECTS = {
    "put_forward": [
        gettext_lazy("The office reviews the project next; until then nobody changes it."),
        gettext_lazy("Its owner can read it from now on."),
    ],
    "admit": [gettext_lazy("The project stands in the pool, and the zone is told.")],
    "return": [gettext_lazy("The zone changes the project and puts it forward again.")],
    "refuse": [gettext_lazy("The review ends; the zone is told the reasons.")],
    "exit": [gettext_lazy("The project leaves the pool for good; what was entered stays on record.")],
}


def gate(project: PoolProject) -> dict[str, Any]:
    """What the one question answers today, for whoever reviews."""
    day = clock.today()
    return {
        "answer": rules.admission(project, day),
        "obstacles": rules.obstacles(project, day),
        "twins": rules.restricted_twins(project, day),
    }


@get_or_post
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Change what was not put forward yet, or was returned."""
    shown = reachable(request, pk)
    if not rules.writes_for(shown.zone, standing(request.user)):
        raise NotYours
    form = ProjectForm(posted(request), project=shown)
    return form_page(
        request, form,
        lambda: actions.change_project(
            shown, form.values(), credit_code=form.cleaned_data["credit_code"],
            seen=form.cleaned_data["revision"] or 0, by=request.user,
        ),
        done=_("The project is saved."), title=_("Change %(number)s") % {"number": shown.number},
        back=shown.get_absolute_url(), back_label=shown.number,
    )  # fmt: skip


@require_POST
def put_forward(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.put_forward(shown, seen=number_in(request, "revision"), by=request.user)
    messages.success(request, _("The project was put forward."))
    return redirect(shown)


@require_POST
def admit(request: SignedIn, pk: int) -> HttpResponse:
    """入库; a refusal is said on the page of the project."""
    shown = reachable(request, pk)
    try:
        actions.admit(shown, seen=number_in(request, "revision"), by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        return show(request, reachable(request, pk), refusal=refusal, status=refusal.status)
    messages.success(request, _("The project stands in the pool."))
    return redirect(shown)


@require_POST
def send_back(request: SignedIn, pk: int) -> HttpResponse:
    return judged(request, pk, "return", actions.send_back, _("The project was returned for change."))


@require_POST
def refuse(request: SignedIn, pk: int) -> HttpResponse:
    return judged(request, pk, "refuse", actions.refuse, _("The project was not admitted."))


def judged(request: SignedIn, pk: int, name: str, verb: Any, done: str) -> HttpResponse:
    """A verdict that needs its reason."""
    shown, form = reachable(request, pk), ReasonForm(request.POST, prefix=name)
    if not form.is_valid():
        return show(request, shown, forms={name: form}, status=422)
    verb(shown, reason=form.cleaned_data["reason"], seen=form.cleaned_data["revision"], by=request.user)
    messages.success(request, done)
    return redirect(shown)


@require_POST
def follow_up(request: SignedIn, pk: int) -> HttpResponse:
    """A line of the follow-up."""
    shown, form = reachable(request, pk), FinanceForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            actions.follow_up(shown, form.finance(), by=request.user)
        except NotYours:
            raise
        except Refused as refusal:
            say(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("The step was noted."))
            return redirect(shown)
    return show(request, reachable(request, pk), forms={"finance": form}, status=status)


@require_POST
def let_out(request: SignedIn, pk: int) -> HttpResponse:
    """出库."""
    shown = reachable(request, pk)
    moves = rules.pool_moves(shown, standing(request.user))
    form, status = ExitForm(request.POST, kinds=moves.exits or tuple(ExitKind), prefix="exit"), 422
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.let_out(
                shown, ExitKind(given["kind"]), day=given["day"], reason=given["reason"], by=request.user
            )
        except NotYours:
            raise
        except Refused as refusal:
            say(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("The project left the pool."))
            return redirect(shown)
    return show(request, reachable(request, pk), forms={"exit": form}, status=status)

"""Pages of runs: all that are in reach, one with its results, its recount, and the result as a spreadsheet."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program.files.models import MediaType
from program.journal.models import Line
from program.measures.views.frame import get_or_post
from program.monitoring import actions, rules
from program.monitoring.forms import RunForm
from program.monitoring.models import MonitoringLine, MonitoringRun, Scheme, evaluates, own_zones
from program.monitoring.tables import as_csv, as_xlsx, rows_of
from program.people.http import SignedIn, known_parameters, posted
from program.people.models import Role
from program.people.rules import require_role, standing
from program.registers.views.frame import form_page
from program.zones.models import Zone

ROWS = 50


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Evaluations within reach, one's own zones with their targets, and the schemes."""
    known_parameters(request)
    held = standing(request.user)
    in_force = set(MonitoringRun.objects.in_force().values_list("pk", flat=True))
    runs = MonitoringRun.objects.visible_to(request.user).select_related("scheme", "signed_by")
    context = {
        "runs": [(run, run.pk in in_force) for run in runs],
        "zones": Zone.objects.filter(pk__in=own_zones(held)).order_by("code"),
        "schemes": Scheme.objects.visible_to(request.user).select_related("signed_by").order_by("-pk"),
        "reads": evaluates(request.user),
        "may_draft": held.has(Role.CLERK),
    }
    return render(request, "program/monitoring/index.html", context)


def reachable(request: SignedIn, pk: int) -> MonitoringRun:
    rows = MonitoringRun.objects.visible_to(request.user)
    found: MonitoringRun = get_object_or_404(
        rows.select_related("scheme", "rule_set", "drafted_by", "signed_by"), pk=pk
    )
    return found


@require_safe
def run(request: SignedIn, pk: int) -> HttpResponse:
    """The results that the person reads; for the office also what has changed since, and what happened."""
    shown = reachable(request, pk)
    reads, frame = evaluates(request.user), rules.Frame(shown)
    lines = shown.lines.visible_to(request.user).select_related("zone")
    page = Paginator(lines, ROWS).get_page(request.GET.get("page"))
    latest = MonitoringRun.objects.visible_to(request.user).filter(year=shown.year).first()
    ranks = rules.shows_ranks(shown, request.user)
    context: dict[str, Any] = {
        "run": shown,
        "in_force": MonitoringRun.objects.in_force().filter(pk=shown.pk).exists(),
        "page": page,
        "criteria": frame.criteria,
        "tiers": frame.tiers,
        "rows": rows_of(frame, page, ranks=ranks),
        "ranks": ranks,
        "median": rules.median_of(shown.lines.values_list("final", flat=True)),
        "latest": latest,
        "moves": rules.run_moves(shown, standing(request.user), newest=latest is not None and latest.pk == shown.pk),
        "reads": reads,
        "since": rules.since(shown) if reads else [],
        "later": rules.accepted_later(shown) if reads else [],
        "beside": rules.deducted_beside(shown) if reads and shown.computed_at else [],
        "lines": Line.objects.filter(subject=str(shown)).order_by("-pk") if reads else None,
    }  # fmt: skip
    return render(request, "program/monitoring/run.html", context)


@require_safe
def progress(request: SignedIn, pk: int) -> HttpResponse:
    """Asked after every two seconds while it is computed."""
    shown = reachable(request, pk)
    if not evaluates(request.user):
        raise Http404
    return render(request, "program/monitoring/_progress.html", {"run": shown})


@require_safe
def verify(request: SignedIn, pk: int) -> HttpResponse:
    """The run computed again from its own inputs, and held against what it says."""
    shown = reachable(request, pk)
    if not evaluates(request.user) or shown.computed_at is None:
        raise Http404
    context = {"run": shown, "recount": rules.recount(shown), "count": shown.lines.count()}
    return render(request, "program/monitoring/verify.html", context)


@get_or_post
def draft(request: SignedIn) -> HttpResponse:
    """Begin the evaluation of a year (`?year=`)."""
    require_role(request.user, Role.CLERK)
    form = RunForm(posted(request), initial={"year": request.GET.get("year", "")})
    return form_page(
        request, form, lambda: actions.draft_run(**form.cleaned_data, by=request.user),
        done=_("It is being computed."), title=_("Evaluate a year"), submit=_("Evaluate"),
        lead=_("Every zone that has joined is evaluated by one scheme. A director who did not begin it signs."),
        back=reverse("monitoring:index"), back_label=_("Monitoring and evaluation"),
    )  # fmt: skip


@require_POST
def sign(request: SignedIn, pk: int) -> HttpResponse:
    signed = actions.sign_run(reachable(request, pk), sha256=request.POST.get("sha256", ""), by=request.user)
    messages.success(request, _("Signed. Each zone is told of its result."))
    return redirect(signed)


@require_POST
def discard(request: SignedIn, pk: int) -> HttpResponse:
    actions.discard_run(reachable(request, pk), by=request.user)
    messages.success(request, _("The draft was discarded."))
    return redirect("monitoring:index")


@require_POST
def export(request: SignedIn, pk: int) -> HttpResponse:
    """The whole result as csv or xlsx; that it was taken out is journalled."""
    shown = reachable(request, pk)
    wanted = "csv" if request.POST.get("format") == "csv" else "xlsx"
    actions.export_run(shown, by=request.user)
    lines = MonitoringLine.objects.filter(run=shown).select_related("zone")
    content, kind = (
        (as_csv(shown, lines), "text/csv; charset=utf-8")
        if wanted == "csv"
        else (as_xlsx(shown, lines), MediaType.XLSX.value)
    )
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="monitoring-{shown}.{wanted}"'
    return response

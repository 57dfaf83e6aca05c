"""The office's rounds: panels drawn, progress seen, panels closed, cases ranked."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from program import clock
from program.journal.models import Line
from program.people.http import SignedIn, known_parameters, posted, say, status_of
from program.people.models import Role
from program.people.rules import require_role, standing
from program.refusals import Refused
from program.reviews import actions, rules
from program.reviews.forms import ClosingForm, DrawForm, FurtherForm, RoundForm
from program.reviews.models import Panel, RankingRun, Round
from program.reviews.views.spreadsheet import workbook
from program.rulesets.models import Key
from program.rulesets.rules import value


def reachable(request: SignedIn, pk: int) -> Round:
    rounds = Round.objects.visible_to(request.user).select_related("call__rule_set", "opened_by")
    return get_object_or_404(rounds, pk=pk)


def panel_within_reach(request: SignedIn, pk: int) -> Panel:
    panels = Panel.objects.visible_to(request.user).select_related("round__call__rule_set")
    return get_object_or_404(panels, pk=pk)


@require_safe
def rounds(request: SignedIn) -> HttpResponse:
    """All rounds with how far they have come."""
    known_parameters(request)
    held = standing(request.user)
    if not held.reads_everything:
        raise Http404
    standing_now = Q(panels__cases__assignments__voided_at=None)
    submitted = Q(
        panels__cases__assignments__sheets__submitted_at__isnull=False,
        panels__cases__assignments__sheets__withdrawal=None,
    )
    found = Round.objects.select_related("call").annotate(
        cases=Count("panels__cases", distinct=True),
        assigned=Count("panels__cases__assignments", filter=standing_now, distinct=True),
        submitted=Count("panels__cases__assignments__sheets", filter=standing_now & submitted, distinct=True),
        concluded=Count("panels__cases__proceeding__reviewconclusions", distinct=True),
    )
    return render(request, "program/reviews/rounds.html", {"rounds": found, "may_open": held.has(Role.CLERK)})


def new_round(request: SignedIn) -> HttpResponse:
    """Open a round under a call."""
    require_role(request.user, Role.CLERK)
    form = RoundForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            made = actions.open_round(
                form.cleaned_data["call"], due=form.cleaned_data["due"], by=request.user
            )
        except Refused as refusal:
            say(form, refusal)
        else:
            return redirect(made)
    shown = {
        "title": _("Open a round of reviews"),
        "form": form,
        "submit": _("Open the round"),
        "back": reverse("reviews:rounds"),
    }
    return render(request, "program/form_page.html", shown, status=status_of(form))


@require_safe
def round_(request: SignedIn, pk: int) -> HttpResponse:
    """One round: its panels with experts against cases, what waits for a panel, the ranking."""
    shown = reachable(request, pk)
    panels = list(shown.panels.select_related("leader__user", "drawn_by", "closed_by"))
    matrices = rules.matrices(panels)
    run = rules.latest_run(shown)
    clerk = standing(request.user).has(Role.CLERK)
    concluded = sum(matrix.concluded for matrix in matrices)
    context = {
        "round": shown,
        "matrices": matrices,
        "waiting": rules.waiting_cases(shown.call).count(),
        "run": run,
        "current": run is not None and rules.is_current(run),
        "lines": run.lines.select_related("application__zone", "application__applicant") if run else [],
        "concluded": concluded,
        "unfinished": any(row.is_open for matrix in matrices for row in matrix.rows),
        "may_draw": clerk,
        "journal": Line.objects.filter(subject=str(shown)).order_by("-pk"),
        "rank_effects": [
            _("The ranking is frozen with its inputs and their hash; the batch for deliberation rests on it.")
        ],
    }
    return render(request, "program/reviews/round.html", context)


def draw(request: SignedIn, pk: int) -> HttpResponse:
    """Choose experts and cases; what conflicts stands beside each expert before anything is drawn."""
    shown = reachable(request, pk)
    require_role(request.user, Role.CLERK)
    form = DrawForm(
        posted(request),
        round_=shown,
        initial={"name": _("Panel %(number)s") % {"number": shown.panels.count() + 1}},
    )
    if form.is_bound and form.is_valid():
        try:
            panel, skipped = actions.draw_panel(shown, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            say(form, refusal)
        else:
            messages.success(request, drawn(len(skipped)))
            return redirect(panel)
    return render(
        request,
        "program/reviews/draw.html",
        {"round": shown, "form": form, **choices(shown, posted(request))},
        status=status_of(form),
    )


def drawn(skipped: int) -> str:
    said = _("The panel is drawn; its experts were told.")
    if not skipped:
        return said
    left_out = ngettext(
        "%(count)s pair was left out for a conflict.",
        "%(count)s pairs were left out for a conflict.",
        skipped,
    )
    return f"{said} {left_out % {'count': skipped}}"


def choices(shown: Round, given: QueryDict | None) -> dict[str, Any]:
    """Rows of cases and experts with their conflicts, as last chosen; every case at first."""
    cases, experts = list(rules.waiting_cases(shown.call)), list(rules.available_experts())
    known = rules.draw(experts, cases, shown.call.rule_set, clock.today())
    chosen = set(given.getlist("applications") if given else [str(case.pk) for case in cases])
    picked = set(given.getlist("experts") if given else [])
    conflicts = {
        expert.pk: [skip for skip in known.skipped if skip.expert.pk == expert.pk] for expert in experts
    }
    return {
        "cases": [(case, str(case.pk) in chosen, len(known.free[case.pk])) for case in cases],
        "experts": [(expert, str(expert.pk) in picked, conflicts[expert.pk]) for expert in experts],
        "minimum": known.panel_minimum,
        "quorum": known.quorum,
    }


def add_member(request: SignedIn, pk: int) -> HttpResponse:
    """One more expert for a panel's open cases; those are offered who are not on it and could take one."""
    panel = panel_within_reach(request, pk)
    require_role(request.user, Role.CLERK)
    (matrix,) = rules.matrices([panel])
    able = rules.could_join(matrix, rules.available_experts(), panel.round.call.rule_set, clock.today())
    form = FurtherForm(posted(request), experts=able)
    if form.is_bound and form.is_valid():
        try:
            made = actions.add_member(panel, form.cleaned_data["expert"], by=request.user)
        except Refused as refusal:
            say(form, refusal)
        else:
            messages.success(request, _("%(count)s cases were assigned.") % {"count": len(made)})
            return redirect(panel)
    shown = {
        "title": _("Add an expert: %(panel)s") % {"panel": panel.name},
        "lead": _(
            "Offered is who is not on the panel and has no conflict of interest with all of its open cases."
        )
        if able
        else _(
            "Nobody in the pool could take a case of this panel: all are on it, or have a conflict of interest."
        ),
        "form": form,
        "submit": _("Add the expert"),
        "back": panel.get_absolute_url(),
    }
    return render(request, "program/form_page.html", shown, status=status_of(form))


def close(request: SignedIn, pk: int) -> HttpResponse:
    """End scoring: each case's opinion is read over first; then the cases go on, one by one, in the background."""
    panel = panel_within_reach(request, pk)
    require_role(request.user, Role.CLERK)
    if panel.closed_at and request.method == "GET":
        return redirect(panel)
    form = ClosingForm(posted(request), proposals=proposals(panel))
    if form.is_bound and form.is_valid():
        try:
            actions.close_panel(panel, opinions=form.opinions(), by=request.user)
        except Refused as refusal:
            say(form, refusal)
        else:
            messages.success(request, _("Scoring is closed; the cases are being concluded."))
            return redirect(panel)
    (matrix,) = rules.matrices([panel])
    shown = {
        "panel": panel,
        "form": form,
        "matrix": matrix,
        "quorum": value(panel.round.call.rule_set, Key.REVIEW_QUORUM),
    }
    return render(request, "program/reviews/close.html", shown, status=status_of(form))


def proposals(panel: Panel) -> list[Any]:
    """Each case still in review with the first draft of its opinion."""
    trim_from = value(panel.round.call.rule_set, Key.TRIM_FROM)
    return rules.proposals(panel, trim_from=trim_from)


@require_safe
def progress(request: SignedIn, pk: int) -> HttpResponse:
    """How far the concluding of a closed panel has come; asked by the page every two seconds."""
    (matrix,) = rules.matrices([panel_within_reach(request, pk)])
    return render(request, "program/reviews/_panel_progress.html", {"matrix": matrix})


@require_POST
def rank(request: SignedIn, pk: int) -> HttpResponse:
    run = actions.rank(reachable(request, pk), by=request.user)
    messages.success(request, _("The ranking was made."))
    return redirect(run)


def run_within_reach(request: SignedIn, pk: int) -> RankingRun:
    runs = RankingRun.objects.visible_to(request.user).select_related("round__call", "made_by")
    return get_object_or_404(runs, pk=pk)


@require_safe
def ranking(request: SignedIn, pk: int) -> HttpResponse:
    """One frozen run, and whether it still stands."""
    run = run_within_reach(request, pk)
    lines = run.lines.select_related("application__zone", "application__applicant")
    shown = {"run": run, "lines": lines, "current": rules.is_current(run), "parameters": run.parameters}
    return render(request, "program/reviews/ranking.html", shown)


@require_POST
def export(request: SignedIn, pk: int) -> HttpResponse:
    """The run as a spreadsheet; experts by name or by number. A POST, because it is journalled."""
    run = run_within_reach(request, pk)
    named = request.POST.get("names") == "1"
    actions.export(run, named=named, by=request.user)
    response = HttpResponse(
        workbook(run, named=named),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = f'attachment; filename="ranking-{run.pk}.xlsx"'
    return response

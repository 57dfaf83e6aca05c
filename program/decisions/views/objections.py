"""The office's docket of objections."""

from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program.decisions import actions, rules
from program.decisions.forms import FindingForm, RefusalForm, SummaryForm
from program.decisions.models import Objection
from program.decisions.views.pages import office_only
from program.journal.models import Line
from program.people.http import SignedIn, known_parameters

PAGE = 30


@require_safe
def objections(request: SignedIn) -> HttpResponse:
    """All objections, those the office must act on first."""
    office_only(request)
    known_parameters(request)
    rows = Objection.objects.visible_to(request.user).select_related(
        "item__notice", "item__application__zone", "item__application__applicant"
    )
    page = Paginator(rows.docket(), PAGE).get_page(request.GET.get("page"))
    return render(request, "program/decisions/objections.html", {"page": page})


def reachable(request: SignedIn, pk: int) -> Objection:
    rows = Objection.objects.visible_to(request.user).select_related(
        "item__notice",
        "item__application__zone",
        "item__application__applicant",
        "item__application__call__rule_set",
        "evidence",
        "accepted_by",
        "refused_by",
        "settled_by",
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
def objection(request: SignedIn, pk: int) -> HttpResponse:
    return page(request, reachable(request, pk))


def page(request: SignedIn, shown: Objection, status: int = 200, **forms: Form) -> HttpResponse:
    """One objection: what was said, by whom, what the office did, and what it can do now."""
    context: dict[str, Any] = {
        "objection": shown,
        "moves": rules.objection_moves(shown, request.user),
        "lines": Line.objects.of(shown.item.application).filter(facts__receipt=shown.number).order_by("-pk"),
        "summary_form": SummaryForm(),
        "refusal_form": RefusalForm(),
        "uphold_form": FindingForm(prefix="uphold"),
        "dismiss_form": FindingForm(prefix="dismiss"),
        "accept_effects": [
            _("The party learns that an objection is being examined; the objector gets a letter.")
        ],
        "refuse_effects": [_("The objection no longer holds the case; the objector reads the reason.")],
        "dismiss_effects": [
            _("The case goes on as soon as no other objection is open; both sides read the finding.")
        ],
        "uphold_effects": [
            _("When the notice has ended the case goes back to deliberation; both sides read the finding.")
        ],
        **forms,
    }
    return render(request, "program/decisions/objection.html", context, status=status)


@require_POST
def accept(request: SignedIn, pk: int) -> HttpResponse:
    shown, form = reachable(request, pk), SummaryForm(request.POST)
    if not form.is_valid():
        return page(request, shown, 422, summary_form=form)
    return redirect(actions.accept_objection(shown, **form.cleaned_data, by=request.user))


@require_POST
def refuse(request: SignedIn, pk: int) -> HttpResponse:
    shown, form = reachable(request, pk), RefusalForm(request.POST)
    if not form.is_valid():
        return page(request, shown, 422, refusal_form=form)
    return redirect(actions.refuse_objection(shown, **form.cleaned_data, by=request.user))


@require_POST
def uphold(request: SignedIn, pk: int) -> HttpResponse:
    shown, form = reachable(request, pk), FindingForm(request.POST, prefix="uphold")
    if not form.is_valid():
        return page(request, shown, 422, uphold_form=form)
    return redirect(actions.uphold_objection(shown, **form.cleaned_data, by=request.user))


@require_POST
def dismiss(request: SignedIn, pk: int) -> HttpResponse:
    shown, form = reachable(request, pk), FindingForm(request.POST, prefix="dismiss")
    if not form.is_valid():
        return page(request, shown, 422, dismiss_form=form)
    return redirect(actions.dismiss_objection(shown, **form.cleaned_data, by=request.user))

"""The office's page of one case in review: every sheet side by side, replacements, the conclusion."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program import clock
from program.people.http import SignedIn, blame, say, status_of
from program.people.models import Role
from program.people.rules import require_role, standing
from program.refusals import Invalid, Refused
from program.reviews import actions, rules
from program.reviews.forms import FurtherForm, OpinionForm, ReasonForm
from program.reviews.models import Assignment, PanelCase, ReviewConclusion, ScoreSheet
from program.rulesets.models import Key
from program.rulesets.rules import value


def reachable(request: SignedIn, pk: int) -> PanelCase:
    cases = PanelCase.objects.visible_to(request.user)
    related = (
        "application__zone",
        "application__applicant",
        "application__applicant",
        "application__call__rule_set",
        "panel__round",
        "closed_by",
    )
    return get_object_or_404(cases.select_related(*related), pk=pk)


@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    return page(request, reachable(request, pk))


def page(request: SignedIn, case: PanelCase, status: int = 200, **forms: Any) -> HttpResponse:
    """Criteria against experts, opinions, and the moves that remain."""
    readings = rules.readings(Assignment.objects.filter(case=case))
    comparison = rules.comparison(case)
    conclusion = ReviewConclusion.objects.filter(proceeding=case.proceeding_id).first()
    clerk = standing(request.user).has(Role.CLERK)
    reading = clerk and case.application.stage in rules.READING_STAGES
    rule_set = case.application.rule_set
    quorum = value(rule_set, Key.REVIEW_QUORUM)
    totals = [sheet.total for sheet in comparison.counted if sheet.total is not None]
    shown = {
        "case": case,
        "application": case.application,
        "readings": readings,
        "comparison": comparison,
        "conclusion": conclusion,
        "quorum": quorum,
        "score": rules.final_score(totals, trim_from=value(rule_set, Key.TRIM_FROM))
        if len(totals) >= quorum
        else None,
        "may_assign": reading,
        "may_conclude": clerk and conclusion is None and rules.in_review(case),
        "further": forms.get("further")
        or FurtherForm(experts=free_experts(case, readings) if reading else []),
        "opinion": forms.get("opinion") or OpinionForm(initial={"opinion": case.opinion}),
        "reason": ReasonForm(),
        "void_effects": [
            _("The case is taken from this expert; a sheet already submitted no longer counts.")
        ],
        "withdraw_effects": [_("The sheet is set aside, unchanged; its expert may submit another.")],
        "conclude_effects": [_("Scoring of this case ends; the case goes on to its site visit.")],
    }
    return render(request, "program/reviews/case.html", shown, status=status)


def free_experts(case: PanelCase, readings: list[rules.Reading]) -> list[Any]:
    """Who could take this case: no conflict, not reading it already."""
    taken = {reading.assignment.expert_id for reading in readings if reading.assignment.voided_at is None}
    pool = [expert for expert in rules.available_experts() if expert.pk not in taken]
    known = rules.Conflicts(pool, [case.application], case.application.rule_set, clock.today())
    return [expert for expert in pool if not known.of(expert, case.application)]


@require_POST
def assign(request: SignedIn, pk: int) -> HttpResponse:
    """A replacement, or one expert more."""
    case = reachable(request, pk)
    form = FurtherForm(request.POST, experts=list(rules.available_experts()))
    if form.is_valid():
        try:
            actions.assign_further(case, form.cleaned_data["expert"], by=request.user)
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The case was assigned; the expert was told."))
            return redirect(case)
    return page(request, case, status_of(form), further=form)


@require_POST
def conclude(request: SignedIn, pk: int) -> HttpResponse:
    """End the review of this case."""
    case = reachable(request, pk)
    form = OpinionForm(request.POST)
    if form.is_valid():
        try:
            actions.conclude(case.application, opinion=form.cleaned_data["opinion"], by=request.user)
        except Refused as refusal:
            say(form, refusal)
        else:
            messages.success(request, _("The expert review of this case is concluded."))
            return redirect(case)
    return page(request, case, status_of(form), opinion=form)


def reason_given(request: SignedIn) -> str:
    """The reason entered; what is no reason is refused with the field's own sentence, to those who may give one."""
    require_role(request.user, Role.CLERK)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid(str(form.errors["reason"][0]), field="reason")
    return str(form.cleaned_data["reason"])


@require_POST
def void(request: SignedIn, pk: int) -> HttpResponse:
    """Take the case from an expert."""
    assignment = get_object_or_404(Assignment.objects.visible_to(request.user).select_related("case"), pk=pk)
    actions.void_assignment(assignment, reason=reason_given(request), by=request.user)
    messages.success(request, _("The assignment was voided."))
    return redirect(assignment.case)


@require_POST
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Set a submitted sheet aside."""
    sheet = get_object_or_404(
        ScoreSheet.objects.visible_to(request.user).select_related("assignment__case"), pk=pk
    )
    actions.withdraw_sheet(sheet, reason=reason_given(request), by=request.user)
    messages.success(request, _("The sheet was withdrawn; its expert was told."))
    return redirect(sheet.assignment.case)

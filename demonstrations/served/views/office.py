"""The office's pages: samples and what was found, decisions proposed, signed or declined."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from demonstrations.served import actions, rules
from demonstrations.served.forms import InspectionForm, ReasonForm
from demonstrations.served.models import Inspection, Sample, StrikeOut, Turn, Verdict, reads_records
from demonstrations.served.tables import DecisionTable, SampleTable
from demonstrations.served.views.frame import reachable, show
from program.people.http import SignedIn, known_parameters
from program.people.models import Role
from program.people.rules import standing
from program.refusals import NotYours, Refused

ROWS = 30


def require_office(request: SignedIn) -> None:
    if not reads_records(standing(request.user)):
        raise NotYours


@require_safe
def samples(request: SignedIn) -> HttpResponse:
    """What was drawn, what waits to be inspected, what was found false and not decided on."""
    require_office(request)
    known_parameters(request, sort=SampleTable.base_columns)
    counts = {
        "inspected": Count("inspections", filter=Q(inspections__inspected_at__isnull=False)),
        "false": Count("inspections", filter=Q(inspections__verdict=Verdict.FALSE)),
    }
    table = SampleTable(Sample.objects.visible_to(request.user).annotate(**counts))
    RequestConfig(request, paginate={"per_page": ROWS}).configure(table)
    context = {
        "table": table, "clerk": standing(request.user).has(Role.CLERK), "share": rules.share_in_force(),
        "left": rules.to_draw_from().count(),
        "false": list(rules.found_false().select_related("record__enterprise")[:ROWS]),
    }  # fmt: skip
    return render(request, "demonstrations/served/samples.html", context)


@require_POST
def draw(request: SignedIn) -> HttpResponse:
    try:
        made = actions.draw(by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("served:samples")
    messages.success(request, _("%(count)d records were drawn.") % {"count": made.size})
    return redirect(made)


@require_safe
def sample(request: SignedIn, pk: int) -> HttpResponse:
    """A drawing, drawn again from its seed by this very page; and what was found at each record."""
    return show_sample(request, reachable_sample(request, pk))


def reachable_sample(request: SignedIn, pk: int) -> Sample:
    rows = Sample.objects.visible_to(request.user).select_related("drawn_by")
    found: Sample = get_object_or_404(rows, pk=pk)
    return found


def show_sample(request: SignedIn, shown: Sample, *, status: int = 200, wrong: Any = None) -> HttpResponse:
    """`wrong`: the inspection whose form came back, and the form."""
    rows = list(
        shown.inspections.select_related("record__enterprise", "record__zone", "inspected_by").order_by("pk")
    )
    again = rules.redrawn(shown)
    clerk = standing(request.user).has(Role.CLERK)
    pairs = [
        (
            row,
            (wrong[1] if wrong and wrong[0] == row.pk else InspectionForm())
            if clerk and not row.verdict
            else None,
        )
        for row in rows
    ]
    same = {each.number for each in again if each.drawn} == {row.record.number for row in rows}
    context = {"sample": shown, "rows": pairs, "again": again, "same": same}
    return render(request, "demonstrations/served/sample.html", context, status=status)


@require_POST
def inspect(request: SignedIn, pk: int) -> HttpResponse:
    rows = Inspection.objects.filter(sample__in=Sample.objects.visible_to(request.user))
    found = get_object_or_404(rows.select_related("sample"), pk=pk)
    form = InspectionForm(request.POST)
    if not form.is_valid():
        return show_sample(
            request, reachable_sample(request, found.sample_id), wrong=(found.pk, form), status=422
        )
    given = form.cleaned_data
    actions.inspect(found, verdict=given["verdict"], finding=given["finding"], by=request.user)
    messages.success(request, _("What was found is kept."))
    return redirect(found.sample)


# ---------------------------------------------------------------- decisions
@require_safe
def decisions(request: SignedIn) -> HttpResponse:
    """Decisions on records: what waits for a signature stands first."""
    require_office(request)
    known_parameters(request, sort=DecisionTable.base_columns)
    rows = StrikeOut.objects.select_related("record", "proposed_by")
    ordered = rows.order_by(
        F("signed_at").desc(nulls_first=True), F("declined_at").desc(nulls_first=True), "-pk"
    )
    table = DecisionTable(ordered)
    RequestConfig(request, paginate={"per_page": ROWS}).configure(table)
    return render(request, "demonstrations/served/decisions.html", {"table": table})


@require_POST
def strike(request: SignedIn, pk: int) -> HttpResponse:
    return propose(request, pk, Turn.STRIKE)


@require_POST
def restore(request: SignedIn, pk: int) -> HttpResponse:
    return propose(request, pk, Turn.RESTORE)


def propose(request: SignedIn, pk: int, turn: Turn) -> HttpResponse:
    shown, form = reachable(request, pk), ReasonForm(request.POST, prefix=turn.value)
    if not form.is_valid():
        return show(request, shown, forms={turn.value: form}, status=422)
    actions.propose(shown, turn=turn, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("The decision waits for the signature of a director."))
    return redirect(shown)


def decision_within_reach(request: SignedIn, pk: int) -> StrikeOut:
    if not reads_records(standing(request.user)):
        return get_object_or_404(StrikeOut.objects.none(), pk=pk)
    return get_object_or_404(StrikeOut.objects.select_related("record"), pk=pk)


@require_POST
def sign(request: SignedIn, pk: int) -> HttpResponse:
    found = decision_within_reach(request, pk)
    actions.sign(found, by=request.user)
    messages.success(request, _("The decision is signed and in force."))
    return redirect(found.record)


@require_POST
def decline(request: SignedIn, pk: int) -> HttpResponse:
    found, form = decision_within_reach(request, pk), ReasonForm(request.POST, prefix="decline")
    if not form.is_valid():
        return show(request, reachable(request, found.record_id), forms={"decline": form}, status=422)
    actions.decline(found, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("The decision was declined."))
    return redirect(found.record)

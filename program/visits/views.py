"""Pages of site visits: the inspector's list, the office's plan, the record."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program.applications.models import Application
from program.people.http import SignedIn
from program.people.models import Role
from program.people.rules import require_role
from program.refusals import Refused
from program.visits import actions, rules
from program.visits.forms import ConcludeForm, LineRows, PlanForm, RecordForm, SignedRecordForm
from program.visits.models import Seen, Visit


@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """Visits within reach, the open ones first."""
    visits = (
        Visit.objects.visible_to(request.user)
        .select_related("application__zone", "conclusion")
        .order_by("conclusion", "date")
    )
    return render(request, "program/visits/mine.html", {"visits": visits})


def plan(request: SignedIn, pk: int) -> HttpResponse:
    """Set date and team."""
    application = get_object_or_404(
        Application.objects.visible_to(request.user).select_related("zone"), pk=pk
    )
    require_role(request.user, Role.CLERK)
    form = PlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan(application, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("The visit is planned; the team and the applicant were told."))
            return redirect(made)
    context = {
        "title": _("Plan the site visit: %(zone)s") % {"zone": application.zone},
        "form": form,
        "submit": _("Plan the visit"),
        "back": application.get_absolute_url(),
    }
    return render(request, "program/form_page.html", context, status=422 if form.errors else 200)


def reachable(request: SignedIn, pk: int) -> Visit:
    visits = Visit.objects.visible_to(request.user).select_related(
        "application__zone", "application__applicant", "application__call", "version"
    )
    return get_object_or_404(
        visits.select_related("record", "planned_by", "conclusion").prefetch_related("checks", "team__user"),
        pk=pk,
    )


def visit(request: SignedIn, pk: int) -> HttpResponse:
    """The record: written by the team, read by the office."""
    shown = reachable(request, pk)
    initial = {"summary": shown.summary, "conditions": shown.conditions, "revision": shown.revision}
    given: Any = request.POST if request.method == "POST" else None
    form, lines = RecordForm(given, initial=initial), LineRows(given, prefix="lines", initial=lines_of(shown))
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        kept = [
            line.cleaned_data
            for line in lines.forms
            if line.cleaned_data and not line.cleaned_data.get("DELETE")
        ]
        try:
            actions.write_record(shown, lines=kept, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The record was saved."))
            return redirect(shown)
    return render(
        request, "program/visits/visit.html", page(request, shown, form, lines), status=422 if given else 200
    )


def lines_of(shown: Visit) -> list[dict[str, Any]]:
    """The checklist as the form and the page read it."""
    return [
        {
            "id": check.pk,
            "column": check.column,
            "subject": rules.subject_of(shown.application, check),
            "declared": check.declared,
            "found": check.found,
            "agreement": check.agreement,
            "agreement_label": check.get_agreement_display(),
            "note": check.note,
        }
        for check in shown.checks.all()
    ]


def page(request: SignedIn, shown: Visit, form: RecordForm, lines: Any, **forms: Any) -> dict[str, Any]:
    """Everything the page of a visit shows; the moves follow from team, lead and state."""
    member = next((member for member in shown.team.all() if member.user_id == request.user.pk), None)
    concluded, signed = hasattr(shown, "conclusion"), any(each.signed_at for each in shown.team.all())
    return {
        "visit": shown,
        "form": form,
        "lines": lines,
        "checks": lines_of(shown),
        "member": member,
        "writes": bool(member) and not concluded and not signed,
        "may_sign": member is not None
        and not concluded
        and member.signed_at is None
        and not rules.gaps(shown),
        "gaps": rules.gaps(shown),
        "leads": member is not None and member.is_lead and not concluded,
        "signed": signed,
        "unsigned": rules.unsigned(shown),
        "sign_effects": [_("The record can no longer be changed.")],
        "conclude_effects": [_("The case goes on to collective deliberation.")],
        "record_form": forms.get("record_form") or SignedRecordForm(),
        "conclude_form": forms.get("conclude_form") or ConcludeForm(),
    }


def again(request: SignedIn, shown: Visit, **forms: Any) -> HttpResponse:
    """The page once more, with what was wrong at its field."""
    form = RecordForm(
        initial={"summary": shown.summary, "conditions": shown.conditions, "revision": shown.revision}
    )
    lines = LineRows(prefix="lines", initial=lines_of(shown))
    return render(
        request, "program/visits/visit.html", page(request, shown, form, lines, **forms), status=422
    )


@require_POST
def sign(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.sign(shown, by=request.user)
    messages.success(request, _("You have signed the record."))
    return redirect(shown)


@require_POST
def unsign(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.take_signatures_back(shown, by=request.user)
    messages.success(request, _("The record is open again; the team must sign anew."))
    return redirect(shown)


@require_POST
def hand_in(request: SignedIn, pk: int) -> HttpResponse:
    """The record as signed by the visited."""
    shown = reachable(request, pk)
    form = SignedRecordForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.hand_in_record(
                shown,
                given["scan"],
                visited_name=given["visited_name"],
                visited_title=given["visited_title"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error("scan" if refusal.field == "file" else refusal.field, str(refusal))
        else:
            messages.success(request, _("The signed record was handed in."))
            return redirect(shown)
    return again(request, shown, record_form=form)


@require_POST
def conclude(request: SignedIn, pk: int) -> HttpResponse:
    """End the visit; the case goes on to deliberation."""
    shown = reachable(request, pk)
    form = ConcludeForm(request.POST)
    if form.is_valid():
        try:
            actions.conclude(shown, result=Seen(form.cleaned_data["result"]), by=request.user)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("The visit is concluded."))
            return redirect(shown)
    return again(request, shown, conclude_form=form)

"""Pages of site visits: the inspector's list, the office's plan, the record."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program import clock
from program.applications.models import Application
from program.applications.rules import INDICATORS
from program.calls.rules import long_day
from program.files.documents import render_pdf
from program.files.http import keep_uploads, uploads
from program.files.models import MediaType
from program.people.http import SignedIn, known_parameters, posted, say, status_of
from program.people.models import Role
from program.people.rules import require_role, standing
from program.refusals import Refused
from program.visits import actions, rules
from program.visits.forms import ConcludeForm, LineRows, PlanForm, RecordForm, SignedRecordForm
from program.visits.models import Seen, Visit


@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """Visits within reach, the open ones first."""
    known_parameters(request)
    visits = (
        Visit.objects.visible_to(request.user)
        .select_related("application__zone", "application__applicant", "conclusion")
        .order_by("conclusion", "date")
    )
    return render(request, "program/visits/mine.html", {"visits": visits})


def plan(request: SignedIn, pk: int) -> HttpResponse:
    """Set date and team."""
    application = get_object_or_404(
        Application.objects.visible_to(request.user).select_related("zone", "applicant"), pk=pk
    )
    require_role(request.user, Role.CLERK)
    form = PlanForm(posted(request), due=application.due)
    if form.is_bound and form.is_valid():
        try:
            made = actions.plan(application, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            say(form, refusal)
        else:
            messages.success(request, _("The visit is planned; the team and the applicant were told."))
            return redirect(made)
    context = {
        "title": _("Plan the site visit: %(zone)s") % {"zone": application.subject},
        "lead": _("The site visit is due on %(day)s.")
        % {"day": long_day(clock.beijing_date(application.due))}
        if application.due
        else "",
        "form": form,
        "submit": _("Plan the visit"),
        "back": application.get_absolute_url(),
    }
    return render(request, "program/form_page.html", context, status=status_of(form))


def reachable(request: SignedIn, pk: int) -> Visit:
    visits = Visit.objects.visible_to(request.user).select_related(
        "application__zone", "application__applicant", "application__call", "version", "proceeding"
    )
    return get_object_or_404(
        visits.select_related("record", "planned_by", "conclusion").prefetch_related("checks", "team__user"),
        pk=pk,
    )


def visit(request: SignedIn, pk: int) -> HttpResponse:
    """The record: written by the team, read by the office."""
    shown = reachable(request, pk)
    form = RecordForm(posted(request), initial=prose_of(shown))
    lines = LineRows(posted(request), prefix="lines", initial=lines_of(shown))
    if form.is_bound and all([form.is_valid(), lines.is_valid()]):  # both say what is wrong
        kept = [
            line.cleaned_data
            for line in lines.forms
            if line.cleaned_data and not line.cleaned_data.get("DELETE")
        ]
        try:
            actions.write_record(shown, lines=kept, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            say(form, refusal)
        else:
            messages.success(request, _("The record was saved."))
            return redirect(shown)
    context = page(request, shown, form, lines)
    return render(
        request,
        "program/visits/visit.html",
        context,
        status=422 if form.is_bound and not form.errors else status_of(form),
    )


def prose_of(shown: Visit) -> dict[str, Any]:
    return {"summary": shown.summary, "conditions": shown.conditions, "revision": shown.revision}


def lines_of(shown: Visit) -> list[dict[str, Any]]:
    """The checklist as its form begins."""
    return [
        {
            "id": line.check.pk,
            "column": line.check.column,
            "is_figure": line.check.part == INDICATORS,
            "subject": line.subject,
            "unit": line.unit,
            "declared": line.declared if line.check.column else line.check.declared,
            "found": line.check.found,
            "agreement": line.check.agreement,
            "note": line.check.note,
        }
        for line in rules.lines(shown)
    ]


def page(request: SignedIn, shown: Visit, form: RecordForm, lines: Any, **forms: Any) -> dict[str, Any]:
    """Everything the page of a visit shows; the moves follow from team, lead, day and state."""
    member = next((member for member in shown.team.all() if member.user_id == request.user.pk), None)
    signed = any(each.signed_at for each in shown.team.all())
    at_work = member is not None and not hasattr(shown, "conclusion")
    gaps, early, reads = rules.gaps(shown), rules.early(shown), standing(request.user).reads_everything
    leads = at_work and member is not None and member.is_lead
    done = not gaps and not early
    return {
        "visit": shown,
        "form": form,
        "lines": lines,
        "checks": rules.lines(shown),
        "verified": rules.verified_lines(shown) if done or hasattr(shown, "conclusion") else [],
        "writes": at_work and not signed,
        "gaps": [early, *gaps] if at_work and early else gaps if at_work else [],
        "may_sign": at_work and done and member is not None and member.signed_at is None,
        "may_unsign": leads and signed,
        "may_hand_in": leads and done,
        "may_conclude": leads and done and not rules.unsigned(shown) and shown.record is not None,
        "sees_version": reads or shown.proceeding.closed_at is None,
        "journal": rules.journal(shown) if reads else None,
        "sign_effects": [_("The record can no longer be changed.")],
        "unsign_effects": [_("Every signature is void: the record can be changed, and the team signs anew.")],
        "conclude_effects": [_("The case goes on to collective deliberation.")],
        "record_form": forms.get("record_form") or SignedRecordForm(),
        "conclude_form": forms.get("conclude_form") or ConcludeForm(),
    }


def again(request: SignedIn, shown: Visit, refused: BaseForm, **forms: Any) -> HttpResponse:
    """The page once more, with what was wrong at its field."""
    form, lines = RecordForm(initial=prose_of(shown)), LineRows(prefix="lines", initial=lines_of(shown))
    context = page(request, shown, form, lines, **forms)
    return render(request, "program/visits/visit.html", context, status=status_of(refused))


@require_POST
def paper(request: SignedIn, pk: int) -> HttpResponse:
    """The record as PDF in the office's language: signed on paper by the team and the visited, then scanned and handed in."""
    shown = reachable(request, pk)
    with translation.override(settings.LANGUAGE_CODE):
        context = {"visit": shown, "lines": rules.lines(shown), "office": settings.OFFICE}
    content = render_pdf("program/visits/record_paper.html", context, title="现场核查记录")
    response = HttpResponse(content, content_type=MediaType.PDF)
    response["Content-Disposition"] = content_disposition_header(
        True, f"现场核查记录-{shown.application.number}.pdf"
    )
    return response


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
    form = SignedRecordForm(request.POST, uploads(request))
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
            say(form, refusal)
        else:
            messages.success(request, _("The signed record was handed in."))
            return redirect(shown)
    keep_uploads(request, form)
    return again(request, shown, form, record_form=form)


@require_POST
def conclude(request: SignedIn, pk: int) -> HttpResponse:
    """End the visit; the case goes on to deliberation."""
    shown = reachable(request, pk)
    form = ConcludeForm(request.POST)
    if form.is_valid():
        try:
            actions.conclude(shown, result=Seen(form.cleaned_data["result"]), by=request.user)
        except Refused as refusal:
            say(form, refusal)
        else:
            messages.success(request, _("The visit is concluded."))
            return redirect(shown)
    return again(request, shown, form, conclude_form=form)

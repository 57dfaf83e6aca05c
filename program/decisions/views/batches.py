"""The office's pages of a batch: from the ranking to the signature."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program.applications.models import Application
from program.calls.models import Call
from program.decisions import actions, rules
from program.decisions.forms import ItemForm, MeetingForm, ReasonForm, RenewalForm, SeatRows
from program.decisions.models import Attended, Batch, BatchItem, Proposal
from program.decisions.views.pages import (
    batch_page,
    cards,
    carrying,
    is_clerk,
    is_director,
    office_only,
)
from program.people.http import SignedIn, blame, known_parameters, number_in, posted
from program.people.models import Role
from program.people.rules import require_role
from program.refusals import Refused
from program.reviews.models import RankingRun
from program.rulesets.models import Follows

PAGE = 30


def reachable(request: SignedIn, pk: int) -> Batch:
    rows = Batch.objects.visible_to(request.user).select_related(
        "call__rule_set", "ranking_run__round", "drafted_by", "prepared_by", "signed_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
def batches(request: SignedIn) -> HttpResponse:
    """All batches, and what waits to be put into one."""
    office_only(request)
    known_parameters(request)
    rows = Batch.objects.visible_to(request.user).select_related("call", "drafted_by", "signed_by")
    rows = rows.annotate(size=Count("items"), listed=Count("items", filter=Q(items__proposal=Proposal.LIST)))
    page = Paginator(rows.order_by("-drafted_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cards": cards(),
        "clerk": is_clerk(request.user),
        "director": is_director(request.user),
    }
    return render(request, "program/decisions/batches.html", context)


@require_safe
def batch(request: SignedIn, pk: int) -> HttpResponse:
    """One batch: the ranked list with its cut line, the meeting, and what a signature would do."""
    shown = reachable(request, pk)
    context = {**batch_page(shown, request.user), "return_form": ReasonForm()}
    return render(request, "program/decisions/batch.html", context)


@require_safe
def progress(request: SignedIn, pk: int) -> HttpResponse:
    """How far a signed batch is carried out."""
    shown = reachable(request, pk)
    return render(
        request, "program/decisions/_batch_progress.html", {"batch": shown, "progress": carrying(shown)}
    )


@require_POST
def draft(request: SignedIn) -> HttpResponse:
    """Draft a first batch from a ranking."""
    office_only(request)
    run = get_object_or_404(RankingRun.objects.select_related("round__call"), pk=number_in(request, "run"))
    return redirect(actions.draft_batch(run.round.call, run, by=request.user))


@require_POST
def promote(request: SignedIn) -> HttpResponse:
    """Move the next reserve up to a free place."""
    office_only(request)
    call = get_object_or_404(Call, pk=number_in(request, "call"))
    return redirect(actions.promote_reserve(call, by=request.user))


@require_POST
def reconsider(request: SignedIn) -> HttpResponse:
    """Put a case that an upheld objection sent back before the meeting again."""
    office_only(request)
    application = get_object_or_404(
        Application.objects.visible_to(request.user), pk=number_in(request, "application")
    )
    return redirect(actions.draft_reconsideration(application, by=request.user))


@require_POST
def release(request: SignedIn) -> HttpResponse:
    """Nobody moves up any more."""
    office_only(request)
    call = get_object_or_404(Call, pk=number_in(request, "call"))
    actions.release_reserves(call, by=request.user)
    messages.success(request, _("The reserves are being told."))
    return redirect("decisions:batches")


@require_http_methods(["GET", "POST"])
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Conditions, proposals and reasons of a draft. What was entered stays bound to the revision that the page had shown."""
    shown = reachable(request, pk)
    require_role(request.user, Role.CLERK)
    sheet = rules.Sheet(shown)
    lines = [(item, item_form(request, item, renews=sheet.renews)) for item in sheet.items]
    forms, sent, problem = [form for _item, form in lines], request.method == "POST", ""
    revision = number_in(request, "revision") if sent else shown.revision
    if sent and all([form.is_valid() for form in forms]):  # noqa: C419 every form says what is wrong
        changes = {item.pk: change_of(form) for item, form in lines}
        by_rank = "by_rank" in request.POST
        try:
            made = actions.change_items(shown, changes, revision=revision, by=request.user, by_rank=by_rank)
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("The batch was saved."))
            return redirect(made)
    context = {
        "batch": shown, "lines": lines, "forms": forms, "problem": problem, "revision": revision, "sheet": sheet,
    }  # fmt: skip
    status = 409 if problem else 422 if sent else 200
    return render(request, "program/decisions/change.html", context, status=status)


def change_of(form: ItemForm | RenewalForm) -> actions.Change:
    given = dict(form.cleaned_data)
    if isinstance(form, RenewalForm):
        follows = given.pop("follows")
        kept = follows != Follows.NOT_RENEWED
        given |= {
            "proposal": Proposal.LIST if kept else Proposal.NOT_LISTED, "rectify": follows == Follows.RECTIFIED,
        }  # fmt: skip
    return actions.Change(**{**given, "proposal": Proposal(given["proposal"])})


def item_form(request: SignedIn, item: BatchItem, *, renews: bool) -> ItemForm | RenewalForm:
    initial = {
        "conditions_met": item.conditions_met,
        "conditions_note": item.conditions_note,
        "proposal": item.proposal,
        "reserve_order": item.reserve_order,
        "reason": item.departure_reason,
        "follows": item.follows.value,
        "requirements": item.requirements,
    }
    form = RenewalForm if renews else ItemForm
    return form(posted(request), initial=initial, prefix=f"item-{item.pk}")


@require_http_methods(["GET", "POST"])
def meeting(request: SignedIn, pk: int) -> HttpResponse:
    """The meeting: name, date, minutes, attendance."""
    shown = reachable(request, pk)
    require_role(request.user, Role.CLERK)
    known = {"name": shown.meeting_name, "day": shown.meeting_date, "minutes_number": shown.minutes_number}
    form = MeetingForm(posted(request), initial={**known, "revision": shown.revision})
    seats = SeatRows(
        posted(request),
        prefix="seats",
        initial=list(shown.attendance.values("name", "capacity", "attended", "reason")),
    )
    if form.is_valid() and seats.is_valid():
        try:
            made = actions.record_meeting(
                shown, **form.cleaned_data, attendance=seats_of(seats), by=request.user
            )
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The meeting was recorded."))
            return redirect(made)
    context = {"batch": shown, "form": form, "seats": seats}
    return render(
        request, "program/decisions/meeting.html", context, status=422 if posted(request) is not None else 200
    )


def seats_of(rows: Any) -> list[actions.Seat]:
    """The rows that were filled and not taken away."""
    kept = [row.cleaned_data for row in rows.forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]
    return [
        actions.Seat(row["name"], row["capacity"], Attended(row["attended"]), row["reason"]) for row in kept
    ]


@require_POST
def prepare(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.prepare_batch(shown, revision=number_in(request, "revision"), by=request.user)
    messages.success(request, _("The batch waits for a director's signature."))
    return redirect(shown)


@require_POST
def send_back(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        actions.return_batch(shown, **form.cleaned_data, by=request.user)
        messages.success(request, _("The batch went back to whoever drafted it."))
        return redirect(shown)
    return render(
        request,
        "program/decisions/batch.html",
        {**batch_page(shown, request.user), "return_form": form},
        status=422,
    )


@require_POST
def sign(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.sign_batch(shown, revision=number_in(request, "revision"), by=request.user)
    messages.success(request, _("Signed. The cases are now being decided one by one."))
    return redirect(shown)


@require_POST
def discard(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.discard_batch(shown, by=request.user)
    messages.success(request, _("The draft was discarded; its cases can stand in another."))
    return redirect("decisions:batches")

"""The office's pages for calls and rubrics."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program import clock
from program.calls import actions, rules
from program.calls.forms import CallForm, CriterionRows, DocumentRows, ExtensionForm, RubricForm, rows
from program.calls.models import Call, Deadline, Rubric
from program.journal.models import Line
from program.people.http import SignedIn, known_parameters, say, status_of
from program.people.models import READING_ROLES, Role
from program.people.rules import require_role, standing
from program.process.models import Outcomes, StageName
from program.refusals import Refused


def office_call(request: SignedIn, pk: int) -> Call:
    """A call on the office's pages; 404 for everybody else."""
    reach = Call.objects.with_lists().select_related(
        "rule_set", "rubric", "drafted_by", "opened_by", "closed_by"
    )
    return get_object_or_404(reach if standing(request.user).has(*READING_ROLES) else reach.none(), pk=pk)


@require_safe
def manage(request: SignedIn) -> HttpResponse:
    """All calls with their state and counts."""
    known_parameters(request)
    held = standing(request.user)
    if not held.has(*READING_ROLES):
        raise Http404
    calls = Call.objects.with_lists().annotate(
        begun=Count("applications"),
        submitted=Count("applications", filter=Q(applications__first_submitted_at__isnull=False)),
        listed=Count("applications", filter=Q(applications__outcome=Outcomes.LISTED)),
    )
    moment = clock.now()
    lines = [(call, rules.state(call, moment)) for call in calls]
    rubrics = Rubric.objects.annotate(size=Count("criteria"))
    return render(
        request,
        "program/calls/manage.html",
        {"lines": lines, "rubrics": rubrics, "drafts": held.has(Role.CLERK)},
    )


@require_safe
def detail(
    request: SignedIn, pk: int, extension: ExtensionForm | None = None, status: int = 200
) -> HttpResponse:
    """One call as the office sees it: dates, stages, cases by stage, and what can be done."""
    call = office_call(request, pk)
    counts = dict(call.applications.order_by().values_list("stage").annotate(Count("pk")))
    held, moment = standing(request.user), clock.now()
    state, asked = rules.state(call, moment), extension or ExtensionForm(call=call)
    context = {
        "call": call,
        "state": state,
        "stages": rules.stages(call),
        "counts": [(label, counts[stage]) for stage, label in StageName.choices if stage in counts],
        "total": sum(counts.values()),
        "documents": call.documents.all(),
        "criteria": call.rubric.criteria.all(),
        "extensions": call.extensions.select_related("by"),
        "lists": call.lists,
        "gaps": rules.gaps(call, clock.today()) if state == rules.State.DRAFT else [],
        "may_change": state == rules.State.DRAFT and held.has(Role.CLERK),
        "may_open": state == rules.State.DRAFT and held.has(Role.DIRECTOR),
        "may_extend": rules.runs(call) and held.has(Role.DIRECTOR),
        "may_close": rules.runs(call) and held.is_office and moment > call.recommend_until,
        "extension": asked,
        "extension_effects": moves_of(asked),
        "extension_shown": asked.is_bound,
        "lines": Line.objects.filter(subject=call.subject).order_by("-pk"),
        "opening_effects": [
            _(
                "The call and its dates appear on the public pages; managing bodies can begin their applications."
            ),
            _("Rule set %(rules)s and the weights of the rubric are frozen.") % {"rules": call.rule_set.code},
        ],
        "closing_effects": [_("Drafts that were never submitted end; cases in review go on.")],
    }
    return render(request, "program/calls/detail.html", context, status=status)


def edit(request: SignedIn, pk: int | None = None) -> HttpResponse:
    """Draft or change a call."""
    call = office_call(request, pk) if pk else None
    require_role(request.user, Role.CLERK)
    given: Any = request.POST if request.method == "POST" else None
    form = CallForm(
        given, instance=call, initial={"revision": call.revision if call else 0, "code": next_code()}
    )
    asked = DocumentRows(given, prefix="documents", initial=documents_of(call))
    if request.method == "POST" and form.is_valid() and asked.is_valid():
        try:
            saved = save(call, form, rows(asked), request)
        except Refused as refusal:
            say(form, refusal)
        else:
            messages.success(request, _("The call was saved as a draft."))
            return redirect("calls:detail", saved.pk)
    status = status_of(form)
    if status == 200 and given and not asked.is_valid():
        status = 422
    return render(
        request, "program/calls/edit.html", {"call": call, "form": form, "asked": asked}, status=status
    )


def save(call: Call | None, form: CallForm, documents: list[dict[str, Any]], request: SignedIn) -> Call:
    if call is None:
        return actions.draft(fields=form.facts(), documents=documents, by=request.user)
    revision = form.cleaned_data["revision"]
    fresh = Call.objects.get(pk=call.pk)  # the form has written on `call`
    return actions.change(fresh, fields=form.facts(), documents=documents, revision=revision, by=request.user)


def next_code() -> str:
    """A free number for a call of this year."""
    year = clock.today().year
    return f"{year}-{Call.objects.filter(code__startswith=f'{year}-').count() + 1}"


def documents_of(call: Call | None) -> list[dict[str, Any]]:
    if call is None:
        return []
    return [dict(row) for row in call.documents.values("title_zh", "title_en", "note_zh", "required")]


@require_POST
def open_call(request: SignedIn, pk: int) -> HttpResponse:
    call = office_call(request, pk)
    actions.open_call(call, by=request.user)
    messages.success(request, _("The call is open; its rules and weights are frozen."))
    return redirect("calls:detail", pk)


@require_POST
def extend(request: SignedIn, pk: int) -> HttpResponse:
    """Move a deadline: what would move is shown first, and done when it is sent once more."""
    call = office_call(request, pk)
    require_role(request.user, Role.DIRECTOR)
    form, status = ExtensionForm(request.POST, call=call), 422
    if form.is_valid() and not form.was_shown():
        form, status = form.again(), 200
    elif form.is_valid():
        given = form.cleaned_data
        try:
            actions.extend(
                call, Deadline(given["deadline"]), given["becomes"], reason=given["reason"], by=request.user
            )
        except Refused as refusal:
            say(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("The deadline was extended for all."))
            return redirect("calls:detail", pk)
    request.method = "GET"
    return detail(request, pk, form, status)


def moves_of(form: ExtensionForm) -> list[str]:
    """What an extension does; of one that is asked for, deadline by deadline."""
    if not form.is_bound or not form.is_valid():
        return [
            _("With the window for applications the deadlines that follow it move by as many days."),
            _("Before anything is moved, this page shows what would be."),
        ]
    moved = [
        _("%(deadline)s: %(was)s → %(becomes)s")
        % {
            "deadline": each.label,
            "was": rules.long_day(clock.beijing_date(getattr(form.call, each.value))),
            "becomes": rules.long_day(clock.beijing_date(later)),
        }
        for each, later in form.moved().items()
    ]
    return [*moved, _("Due dates of drafts and recommendations follow; whoever holds them is told.")]


@require_POST
def close(request: SignedIn, pk: int) -> HttpResponse:
    actions.close(office_call(request, pk), by=request.user)
    messages.success(request, _("The call is closed."))
    return redirect("calls:detail", pk)


def rubric(request: SignedIn, pk: int | None = None) -> HttpResponse:
    """Draft a rubric, or change one that no open call uses."""
    reads = standing(request.user).has(*READING_ROLES)
    known = (
        get_object_or_404(Rubric.objects.filter(pk=pk) if reads else Rubric.objects.none()) if pk else None
    )
    require_role(request.user, Role.CLERK)
    given: Any = request.POST if request.method == "POST" else None
    names = ("name_zh", "name_en", "weight", "guidance_zh", "guidance_en")
    initial = list(known.criteria.values(*names)) if known else []
    form = RubricForm(given, initial={"title": known.title if known else ""})
    criteria = CriterionRows(given, prefix="criteria", initial=initial)
    if request.method == "POST" and form.is_valid() and criteria.is_valid():
        try:
            if known is None:
                actions.draft_rubric(form.cleaned_data["title"], rows(criteria), by=request.user)
            else:
                actions.change_rubric(known, rows(criteria), by=request.user)
        except Refused as refusal:
            say(form, refusal)
        else:
            messages.success(request, _("The rubric was saved."))
            return redirect("calls:manage")
    context = {"rubric": known, "form": form, "criteria": criteria}
    return render(request, "program/calls/rubric.html", context, status=status_of(form))

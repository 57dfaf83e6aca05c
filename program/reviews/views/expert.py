"""The expert's pages: what is assigned, the two declarations, the file beside its score sheet."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program import clock
from program.applications.models import Application
from program.applications.rules import sections
from program.calls.models import Criterion
from program.people.autosave import Unsaved, revision_of, unsaved_answer, wants_json
from program.people.http import SignedIn, known_parameters, say, status_of
from program.people.models import Role
from program.people.rules import standing
from program.refusals import Overtaken, Refused
from program.reviews import actions, rules
from program.reviews.forms import (
    ConfidentialityForm,
    ConflictForm,
    NoConflictForm,
    SheetForm,
    differences,
    initial,
)
from program.reviews.models import Assignment, Bundle, PanelMember, Score, ScoreSheet
from program.reviews.rules import State

WRITING = {State.NOT_BEGUN, State.DRAFT}
OPEN = {State.CONFIDENTIALITY, State.DECLARATION, *WRITING}


def own(request: SignedIn) -> QuerySet[Assignment]:
    """The person's own assignments; nobody else's, whatever else the person may read."""
    within: QuerySet[Assignment] = Assignment.objects.visible_to(request.user)
    return within.filter(expert__user=request.user)


def reachable(request: SignedIn, pk: int) -> Assignment:
    # In several questions: the database plans one of a dozen tables for longer than it answers them all.
    rows = own(request).select_related("case", "member__panel__round", "version")
    cases = Application.objects.select_related("zone", "applicant", "call")
    return get_object_or_404(rows.prefetch_related(Prefetch("application", cases), "proceeding"), pk=pk)


@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """What is assigned to me: to do first, then done."""
    known_parameters(request)
    if not standing(request.user).has(Role.EXPERT):
        raise Http404
    found = rules.readings(own(request))
    waiting = [reading for reading in found if reading.state in OPEN]
    done = [reading for reading in found if reading.state not in OPEN]
    return render(request, "program/reviews/mine.html", {"waiting": waiting, "done": done})


@require_safe
def sheet(request: SignedIn, pk: int) -> HttpResponse:
    """An expert's file. The office is led to its own page of the case."""
    if standing(request.user).reads_everything:
        return redirect(get_object_or_404(Assignment.objects.visible_to(request.user), pk=pk).case)
    assignment = reachable(request, pk)
    if rules.Reading(assignment, None).state in {State.CONFIDENTIALITY, State.DECLARATION}:
        return declarations(request, assignment)
    return scoring(request, assignment)


def declarations(request: SignedIn, assignment: Assignment, status: int = 200, **forms: Any) -> HttpResponse:
    """What comes before the file: confidentiality once a panel, then no conflict for each case."""
    shown = {
        "assignment": assignment,
        "confidentiality": forms.get("confidentiality", ConfidentialityForm()),
        "no_conflict": forms.get("no_conflict", NoConflictForm()),
        "conflict": forms.get("conflict", ConflictForm()),
        "conflict_effects": conflict_effects(),
    }
    return render(request, "program/reviews/declare.html", shown, status=status)


def conflict_effects() -> list[str]:
    return [
        _("This case is taken from you at once; the office looks for a replacement."),
        _("A score sheet that you have written no longer counts."),
    ]


def scoring(
    request: SignedIn,
    assignment: Assignment,
    form: SheetForm | None = None,
    conflict: ConflictForm | None = None,
    unsaved: Unsaved | None = None,
    status: int = 200,
) -> HttpResponse:
    """The file left, the sheet right; read-only once it is submitted or scoring has closed.

    What could not be saved any more is shown once again, to be copied out (`closed`).
    """
    standing_sheet = sheet_with_scores(assignment)
    reading = rules.Reading(assignment, standing_sheet)
    state = reading.state
    criteria = list(Criterion.objects.filter(rubric=assignment.application.call.rubric_id))
    writes = state in WRITING or unsaved is not None
    open_still = assignment.proceeding.closed_at is None
    shown = {
        "assignment": assignment,
        "sheet": standing_sheet,
        "state": state,
        "tag": reading.tag,
        "writes": writes,
        "unsaved": unsaved,
        "closed": state not in WRITING,
        "form": form or (SheetForm(initial=initial(standing_sheet), criteria=criteria) if writes else None),
        "weights": sum(criterion.weight for criterion in criteria),
        "readable": open_still,
        "revised": rules.revised(assignment) if open_still else None,
        "bundle": Bundle.objects.filter(version=assignment.version_id).select_related("file").first(),
        "attachments": assignment.version.files.select_related("file"),
        "sections": sections(assignment.version.data),
        "conflict": conflict or ConflictForm(),
        "conflict_effects": conflict_effects(),
        "submit_effects": [
            _("The sheet can no longer be changed."),
            _("The office sees your scores and your opinion."),
        ],
        **neighbours(request, assignment),
    }
    return render(request, "program/reviews/sheet.html", shown, status=status)


def sheet_with_scores(assignment: Assignment) -> ScoreSheet | None:
    """The standing sheet, its scores and their criteria read at once."""
    found = rules.standing_sheet(assignment)
    if found is not None:
        prefetch_related_objects([found], Prefetch("scores", Score.objects.select_related("criterion")))
    return found


def neighbours(request: SignedIn, assignment: Assignment) -> dict[str, Any]:
    """The expert's other cases of the round: which comes before, which after."""
    beside = own(request).filter(member__panel__round=assignment.member.panel.round_id).order_by("pk")
    pks = list(beside.values_list("pk", flat=True))
    place = pks.index(assignment.pk)
    return {
        "previous": pks[place - 1] if place else None,
        "next": pks[place + 1] if place + 1 < len(pks) else None,
        "place": place + 1,
        "count": len(pks),
    }


@require_POST
def confidentiality(request: SignedIn, pk: int) -> HttpResponse:
    """Sign confidentiality for a panel; back to the case from which it was asked."""
    assignments = own(request).filter(member=pk)
    asked = request.POST.get("assignment", "")
    known = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    assignment = get_object_or_404(assignments, pk=known)
    form = ConfidentialityForm(request.POST)
    if not form.is_valid():
        return declarations(request, reachable(request, assignment.pk), status=422, confidentiality=form)
    actions.sign_confidentiality(get_object_or_404(PanelMember, pk=pk), by=request.user)
    return redirect(assignment)


@require_POST
def declare(request: SignedIn, pk: int) -> HttpResponse:
    """No conflict of interest: the file opens."""
    assignment = reachable(request, pk)
    form = NoConflictForm(request.POST)
    if form.is_valid():
        try:
            actions.declare(assignment, no_conflict=True, by=request.user)
        except Refused as refusal:
            say(form, refusal)
        else:
            return redirect(assignment)
    return declarations(request, assignment, status=status_of(form), no_conflict=form)


@require_POST
def conflict(request: SignedIn, pk: int) -> HttpResponse:
    """A conflict of interest, before or after scoring: the case is taken away."""
    assignment = reachable(request, pk)
    form = ConflictForm(request.POST)
    if form.is_valid():
        actions.declare(assignment, no_conflict=False, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(
            request, _("Thank you for declaring it. The case was taken from you and the office told.")
        )
        return redirect("reviews:mine")
    if assignment.declaration:
        return scoring(request, assignment, conflict=form, status=422)
    return declarations(request, assignment, status=422, conflict=form)


def bound(request: SignedIn, assignment: Assignment, **changes: str) -> SheetForm:
    """The sheet as it was posted."""
    criteria = list(Criterion.objects.filter(rubric=assignment.application.call.rubric_id))
    return SheetForm({**request.POST.dict(), **changes}, criteria=criteria)


@require_POST
def save(request: SignedIn, pk: int) -> HttpResponse:
    """Keep what is valid; what is not is said at its field. The autosave gets JSON, the button the page again."""
    assignment, opened_at = reachable(request, pk), revision_of(request)
    form = bound(request, assignment)
    form.is_valid()
    try:
        saved = actions.save_sheet(assignment, form.entry(), revision=opened_at, by=request.user)
    except Refused as refusal:
        return not_saved(request, pk, form, refusal)
    at = f"{saved.saved_at.astimezone(clock.BEIJING):%H:%M:%S}"
    if wants_json(request):
        return JsonResponse({"revision": saved.revision, "saved_at": at, "errors": form.errors})
    if not form.is_valid():
        again = bound(request, assignment, revision=str(saved.revision))
        return scoring(request, assignment, again, status=422)
    messages.success(request, _("Saved at %(time)s.") % {"time": at})
    return redirect(assignment)


def not_saved(request: SignedIn, pk: int, form: SheetForm, refusal: Refused) -> HttpResponse:
    """What was typed stays on the page; where another text was saved meanwhile, the expert chooses between the two."""
    assignment = own(request).filter(pk=pk).first()
    if assignment is None:  # taken away meanwhile
        raise refusal
    assignment = reachable(request, pk)
    stored = rules.standing_sheet(assignment)
    state = rules.Reading(assignment, stored).state
    unsaved = Unsaved(
        str(refusal), stored=assignment.get_absolute_url(), save=reverse("reviews:save", args=[pk])
    )
    if isinstance(refusal, Overtaken):
        revision = stored.revision if stored else 0
        unsaved = replace(unsaved, differences=differences(form, stored), revision=revision)
    elif state in OPEN:
        if state not in WRITING or wants_json(
            request
        ):  # the file is not open yet; or there is no page to say it on
            raise refusal
        say(form, refusal)
        return scoring(request, assignment, form, status=refusal.status)
    if wants_json(request):
        return unsaved_answer(request, unsaved, refusal.status)
    return scoring(request, assignment, form, unsaved=unsaved, status=refusal.status)


@require_POST
def submit(request: SignedIn, pk: int) -> HttpResponse:
    """Hand the sheet in; what is missing is said at its field, and nothing that was written is lost."""
    assignment, opened_at = reachable(request, pk), revision_of(request)
    form = bound(request, assignment)
    if not form.is_valid():
        return scoring(request, assignment, form, status=422)
    try:
        actions.submit_sheet(assignment, form.entry(), revision=opened_at, by=request.user)
    except Refused as refusal:
        return not_saved(request, pk, form, refusal)
    messages.success(request, _("Your score sheet was submitted."))
    return redirect("reviews:mine")

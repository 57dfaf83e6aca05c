"""Writing a report: begun, chapter by chapter, the table of tasks, checked as a whole, handed in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program.applications.rules import canonical
from program.people.autosave import Unsaved, revision_of
from program.people.http import SignedIn, number_in, posted, say
from program.people.rules import standing
from program.refusals import Invalid, NotYours, Overtaken, Refused, SomebodyWasFaster
from program.reports import actions, rules
from program.reports.forms import BeginForm, ChapterForm, DiscardForm, TasksForm
from program.reports.models import Piece, Report, Section
from program.reports.rules import Reading, ToDo
from program.reports.views.frame import duty_reachable, get_or_post, reading_of, state_of, to_write
from program.supervision.models import Obligation

BESIDE = {
    Piece.ENERGY: Piece.MIX, Piece.EMISSIONS: Piece.YEARS, Piece.PEAK: Piece.YEARS, Piece.CUTS: Piece.LEDGER,
    Piece.OVERVIEW: Piece.YEARS, Piece.ENVIRONMENT: Piece.POLLUTANTS, Piece.TECHNOLOGY: Piece.LEDGER,
    Piece.INDUSTRY: Piece.LEDGER, Piece.SERVICES: Piece.LEDGER, Piece.MECHANISM: Piece.LEDGER,
    Piece.PROGRESS: Piece.TARGETS, Piece.FUNDS: Piece.TARGETS, Piece.DEVIATIONS: Piece.TASKS,
}  # fmt: skip
"""The table that whoever writes a chapter wants to have before them."""


# ---------------------------------------------------------------- the report of a duty
@require_safe
def of_duty(request: SignedIn, pk: int) -> HttpResponse:
    """All versions of a duty's report, and what can be done next."""
    return show_duty(request, duty_reachable(request, pk), BeginForm(prefix="begin"))


def show_duty(request: SignedIn, duty: Obligation, form: BeginForm, status: int = 200) -> HttpResponse:
    rows = duty.reports.select_related("handed_in__submitted_by", "handed_in__file", "begun_by").defer(
        "content"
    )
    held = standing(request.user)
    context = {
        "duty": duty,
        "versions": [(each, state_of(each)) for each in rows.order_by("-pk")],
        "written": next((each for each in rows if each.handed_in is None), None),
        "moves": rules.report_moves(duty, held),
        "publishes": rules.is_published(duty),
        "form": form,
        "effects": [_("The accepted version stays as it is until the corrected one is accepted beside it.")],
    }
    return render(request, "program/reports/duty.html", context, status=status)


@require_POST
def begin(request: SignedIn, pk: int) -> HttpResponse:
    """Begin the next version; a correction of what was accepted says why."""
    duty = duty_reachable(request, pk)
    form = BeginForm(request.POST, prefix="begin")
    form.fields["reason"].required = rules.accepted_last(duty) is not None
    if not form.is_valid():
        return show_duty(request, duty, form, 422)
    try:
        made = actions.begin(duty, reason=form.cleaned_data["reason"], by=request.user)
    except Invalid as refusal:
        say(form, refusal)
        return show_duty(request, duty, form, refusal.status)
    messages.success(request, _("Begun, and filled with what the platform knows already."))
    return redirect("reports:edit", made.pk)


# ---------------------------------------------------------------- what is written
@require_safe
def edit(request: SignedIn, pk: int) -> HttpResponse:
    """The chapters, done and to do."""
    report = to_write(request, pk)
    before = rules.returned_before(report)
    remarks = rules.remarks_on(before)
    todo = rules.to_do(report, remarks)
    known = {each.piece for each in todo}
    context = {
        "report": report,
        "todo": todo,
        "done": sum(1 for each in todo if each.is_done),
        "remarks": [(labelled(place), text) for place, text in remarks if place not in known],
        "before": before,
        "hands_in": rules.submits_for(report.obligation.zone, standing(request.user)),
        "discard_form": DiscardForm(initial={"seen": rules.saves(report)}),
        "discard_effects": discard_effects(report),
    }
    return render(request, "program/reports/edit.html", context)


def discard_effects(report: Report) -> list[str]:
    """What is lost, and what is not."""
    found = [_("What is written in this version is thrown away and cannot be brought back.")]
    if report.corrects is not None:
        return [*found, _("The accepted version stays as it is, published or not.")]
    return [*found, _("The report is owed as before; it can be begun anew.")]


@require_POST
def discard(request: SignedIn, pk: int) -> HttpResponse:
    """Throw away what was never handed in, as the page showed it."""
    report = to_write(request, pk)
    actions.discard(report, seen=number_in(request, "seen"), by=request.user)
    messages.success(request, _("The version was discarded."))
    return redirect("reports:of_duty", report.obligation_id)


def labelled(place: str) -> str:
    return str(Piece(place).label) if place in Piece.values else ""


@dataclass
class Attempt:
    """What came of sending a page: the revision that it stands on, and what became of it."""

    revision: int
    status: int = 200
    unsaved: Unsaved | None = None
    done: bool = False


def attempt(
    request: SignedIn,
    section: Section,
    form: ChapterForm | TasksForm,
    verb: Callable[[int], object],
    stored: Any,
) -> Attempt:
    """Save what was sent, on top of the revision that was read; where that was overtaken, both texts are shown."""
    if request.method != "POST":
        return Attempt(section.revision)
    tried = Attempt(revision_of(request), status=422)
    if not form.is_valid():
        return tried
    try:
        verb(tried.revision)
    except NotYours:
        raise
    except Overtaken as refusal:
        tried.status = refusal.status
        tried.unsaved = Unsaved(
            str(refusal), stored=request.path, save=request.path,
            differences=form.differences(stored), revision=section.revision,
        )  # fmt: skip
    except Refused as refusal:
        say(form, refusal)
        tried.status = refusal.status
    else:
        tried.done = True
        messages.success(request, _("Saved."))
    return tried


def to_do_of(report: Report, code: str) -> ToDo:
    """The page of that chapter, or of the tasks, with what was remarked on it."""
    remarks = rules.remarks_on(rules.returned_before(report))
    found = next((each for each in rules.to_do(report, remarks) if each.piece == code), None)
    if found is None:
        raise Http404
    return found


@get_or_post
def chapter(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """One chapter, with the table beside it that its writer wants to see."""
    report = to_write(request, pk)
    todo = to_do_of(report, code)
    if todo.asked is None:
        raise Http404
    section = todo.section
    initial = {"text": section.text, "trade_secret": section.trade_secret}
    form = ChapterForm(todo.piece, posted(request), initial=initial)
    tried = attempt(
        request, section, form,
        lambda seen: actions.write(report, todo.piece, **form.cleaned_data, revision=seen, by=request.user), section,
    )  # fmt: skip
    if tried.done:
        return redirect("reports:edit", pk)
    context = {"report": report, "todo": todo, "form": form, "tried": tried, **beside(report, todo.piece)}
    return render(request, "program/reports/chapter.html", context, status=tried.status)


def beside(report: Report, piece: Piece) -> dict[str, Any]:
    if piece not in BESIDE:
        return {}
    reading = Reading(rules.content(report))
    return {
        "reading": reading,
        "table": next((one for one in reading.pieces if one.piece == BESIDE[piece]), None),
    }


@get_or_post
def tasks(request: SignedIn, pk: int) -> HttpResponse:
    """The tasks of the plan: state, result, money of each; saved together."""
    report = to_write(request, pk)
    todo, rows = to_do_of(report, Piece.TASKS), list(report.tasks.all())
    form = TasksForm(rows, posted(request))
    tried = attempt(
        request, todo.section, form,
        lambda seen: actions.write_tasks(report, form.told(), revision=seen, by=request.user), rows,
    )  # fmt: skip
    if tried.done:
        return redirect("reports:edit", pk)
    context = {"report": report, "todo": todo, "form": form, "tried": tried}
    return render(request, "program/reports/tasks.html", context, status=tried.status)


# ---------------------------------------------------------------- checked and handed in
@require_safe
def check(request: SignedIn, pk: int) -> HttpResponse:
    """Everything as it would be handed in now."""
    return show_check(request, to_write(request, pk))


def show_check(request: SignedIn, report: Report, refusal: Refused | None = None) -> HttpResponse:
    reading = reading_of(report)
    context = {
        "report": report,
        "reading": reading,
        "lacking": [each for each in rules.to_do(report) if each.missing],
        "sha256": canonical(reading.said)[1],
        "hands_in": rules.submits_for(report.obligation.zone, standing(request.user)),
        "publishes": rules.is_published(report.obligation),
        "refusal": refusal,
    }
    return render(request, "program/reports/check.html", context, status=refusal.status if refusal else 200)


@require_POST
def hand_in(request: SignedIn, pk: int) -> HttpResponse:
    """What changed since the page was read is shown again before it is handed in."""
    report = to_write(request, pk)
    try:
        handed_in = actions.hand_in(report, seen=request.POST.get("sha256", ""), by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        if Report.objects.open().filter(pk=pk).exists():
            return show_check(request, to_write(request, pk), refusal)
        raise SomebodyWasFaster from refusal
    messages.success(request, _("Handed in. A clerk of the office checks it next."))
    return redirect(handed_in)

"""Writing a report: begun, chapter by chapter, the table of tasks, checked as a whole, handed in."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program.applications.rules import canonical
from program.people.autosave import Unsaved, revision_of
from program.people.http import SignedIn, posted, say
from program.people.rules import standing
from program.refusals import NotYours, Overtaken, Refused, SomebodyWasFaster
from program.reports import actions, rules
from program.reports.forms import BeginForm, ChapterForm, TasksForm
from program.reports.models import CHAPTERS, Piece, Report
from program.reports.rules import Reading
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
    made = actions.begin(duty, reason=form.cleaned_data["reason"], by=request.user)
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
    }
    return render(request, "program/reports/edit.html", context)


def labelled(place: str) -> str:
    return str(Piece(place).label) if place in Piece.values else ""


@get_or_post
def chapter(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """One chapter, saved by itself on top of the revision that was read."""
    report = to_write(request, pk)
    todo = {each.piece: each for each in rules.to_do(report, rules.remarks_on(rules.returned_before(report)))}
    if code not in todo or code not in CHAPTERS:
        raise Http404
    piece, section = Piece(code), todo[Piece(code)].section
    form = ChapterForm(
        piece, posted(request), initial={"text": section.text, "trade_secret": section.trade_secret}
    )
    revision, unsaved, status = section.revision, None, 200
    if request.method == "POST":
        revision, status = revision_of(request), 422
        if form.is_valid():
            try:
                actions.write(report, piece, **form.cleaned_data, revision=revision, by=request.user)
            except Overtaken as refusal:
                unsaved = overtaken(request, refusal, form.differences(section), section.revision)
                status = refusal.status
            except Refused as refusal:
                if isinstance(refusal, NotYours):
                    raise
                say(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("Saved."))
                return redirect("reports:edit", pk)
    beside = BESIDE.get(piece)
    reading = Reading(rules.content(report)) if beside else None
    context = {
        "report": report, "todo": todo[piece], "form": form, "revision": revision, "unsaved": unsaved,
        "reading": reading, "table": next((one for one in reading.pieces if one.piece == beside), None) if reading else None,
    }  # fmt: skip
    return render(request, "program/reports/chapter.html", context, status=status)


def overtaken(request: SignedIn, refusal: Overtaken, differences: list, revision: int) -> Unsaved:  # type: ignore[type-arg]
    found = Unsaved(str(refusal), stored=request.path, save=request.path)
    return replace(found, differences=differences, revision=revision)


@get_or_post
def tasks(request: SignedIn, pk: int) -> HttpResponse:
    """The tasks of the plan: state, result, money of each; saved together."""
    report = to_write(request, pk)
    todo = {each.piece: each for each in rules.to_do(report, rules.remarks_on(rules.returned_before(report)))}
    if Piece.TASKS not in todo:
        raise Http404
    section, rows = todo[Piece.TASKS].section, list(report.tasks.all())
    form = TasksForm(rows, posted(request))
    revision, unsaved, status = section.revision, None, 200
    if request.method == "POST":
        revision, status = revision_of(request), 422
        if form.is_valid():
            try:
                actions.write_tasks(report, form.told(), revision=revision, by=request.user)
            except Overtaken as refusal:
                unsaved = overtaken(request, refusal, form.differences(rows), section.revision)
                status = refusal.status
            else:
                messages.success(request, _("Saved."))
                return redirect("reports:edit", pk)
    context = {
        "report": report, "todo": todo[Piece.TASKS], "form": form, "revision": revision, "unsaved": unsaved,
    }  # fmt: skip
    return render(request, "program/reports/tasks.html", context, status=status)


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

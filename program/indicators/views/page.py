"""The page of a declaration: read, written, saved by itself; how energy is counted; its versions."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program import clock
from program.figures import plain
from program.indicators import actions, rules
from program.indicators.forms import Grid, differences
from program.indicators.models import Declaration, State
from program.indicators.views.frame import Sheet, Shown, reachable, sheet_for, show
from program.people.autosave import Unsaved, revision_of, unsaved_answer, wants_json
from program.people.http import SignedIn
from program.refusals import NotYours, Overtaken, Refused

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def declaration(request: SignedIn, pk: int) -> HttpResponse:
    """One declaration: its grid for whoever writes in it, else what was handed in."""
    found = reachable(request, pk)
    sheet = sheet_for(request, found)
    if request.method == "POST":
        return save(request, sheet)
    return show(request, sheet)


def save(request: SignedIn, sheet: Sheet) -> HttpResponse:
    """Store what is valid. The autosave gets JSON; the button gets the page again."""
    found, opened_at = sheet.declaration, revision_of(request)
    grid = Grid(request.POST, sheet.known, rules.cells_of(found), month=sheet.month)
    written = grid.written
    try:
        actions.enter(
            found, written.cells, revision=opened_at, price_base=written.price_base,
            value_added_final=written.value_added_final, by=request.user,
        )  # fmt: skip
    except NotYours:
        raise
    except Refused as refusal:
        return not_saved(request, grid, opened_at, refusal)
    explain(request, found, grid)
    saved = sheet_for(request, reachable(request, found.pk))
    if wants_json(request):
        return said(request, saved, grid)
    if written.errors:
        return show(request, saved, Shown(grid=grid, status=422))
    messages.success(request, _("Saved at %(time)s.") % {"time": now()})
    return redirect(f"{found.get_absolute_url()}{query(request)}")


def explain(request: SignedIn, found: Declaration, grid: Grid) -> None:
    """Each explanation that was written or changed on the page; one that stood there for another figure is none any more."""
    totals = {place: plain(value) for place, value in rules.totals_of(grid.stored).items()}
    told: Any = found.explanations.all()
    valid = {(one.rule, one.place): one.text for one in told if one.figure == totals.get(one.place)}
    for rule, place, text in grid.written.explanations:
        if text == valid.get((rule.value, place), ""):
            continue
        try:
            actions.explain(found, rule, place, text, by=request.user)
        except Refused as refusal:
            grid.blame(f"explain:{rule.value}:{place}", str(refusal))


def said(request: SignedIn, sheet: Sheet, grid: Grid) -> JsonResponse:
    """For the autosave: the new revision, what is wrong, the sums, and what was found at each cell."""
    found = {
        line.place: fragment(request, "_said", line=line, writes=True)
        for line in sheet.sections()
        if line.findings or line.remarks
    }
    answer = {
        "revision": sheet.declaration.revision,
        "saved_at": now(),
        "errors": grid.written.errors,
        "panels": {
            "totals": fragment(request, "_totals", sheet=sheet),
            "steps": fragment(request, "_steps", sheet=sheet),
            "changed": fragment(request, "_changed", sheet=sheet),
            "points": fragment(request, "_points", sheet=sheet),
        },
        "findings": found,
        "cells": {line.place: shown_beside(line) for line in sheet.sections()},
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def shown_beside(line: rules.GridLine) -> dict[str, str]:
    """The sum of the year and the change to last year, as the grid shows them."""
    return {
        "total": "–" if line.total is None else f"{Decimal(plain(line.total)):,f}",
        "change": "–" if line.change is None else f"{line.change:+}%",
    }


def fragment(request: HttpRequest, name: str, **context: Any) -> str:
    return render_to_string(f"program/indicators/{name}.html", context, request)


def not_saved(request: SignedIn, grid: Grid, opened_at: int, refusal: Refused) -> HttpResponse:
    """What was typed stays on the page; where another text was saved meanwhile, the person chooses between the two."""
    pk = request.resolver_match.kwargs["pk"] if request.resolver_match else 0
    sheet = sheet_for(request, reachable(request, pk))
    here = request.get_full_path()
    unsaved = Unsaved(str(refusal), stored=here, save=here)
    if isinstance(refusal, Overtaken):
        unequal = differences(request.POST, sheet.known, rules.cells_of(sheet.declaration), sheet.month)
        unsaved = replace(unsaved, differences=unequal, revision=sheet.declaration.revision)
    if wants_json(request):
        return unsaved_answer(request, unsaved, refusal.status)
    return show(request, sheet, Shown(grid=grid, unsaved=unsaved, status=refusal.status))


def now() -> str:
    """By the clock on the wall in Beijing."""
    return f"{clock.now().astimezone(clock.BEIJING):%H:%M:%S}"


def query(request: SignedIn) -> str:
    """The address's query; a row that was asked for with the button is added to it."""
    kept = [(name, value) for name in ("month", "row") for value in request.GET.getlist(name)]
    anchor = ""
    if "add" in request.POST:
        place = f"energy:{request.POST.get('carrier', '')}:{request.POST.get('use', '')}"
        kept, anchor = [*kept, ("row", place)], f"#id_{place}"
    if request.POST.get("month", "") in {str(month) for month in range(1, 13)}:
        kept = [("month", request.POST["month"]), *(pair for pair in kept if pair[0] != "month")]
    return f"?{urlencode(kept)}{anchor}" if kept else ""


@require_POST
def count_by(request: SignedIn, pk: int) -> HttpResponse:
    """Enter energy by months from now on, or by the year."""
    found = reachable(request, pk)
    wanted = request.POST.get("by_month", "")
    if wanted not in ("0", "1"):
        raise BadRequest("by_month")
    actions.count_by(found, by_month=wanted == "1", revision=revision_of(request), by=request.user)
    words = (
        _("Energy is entered month by month from now on.")
        if wanted == "1"
        else _("The months were added up: energy is entered by the year from now on.")
    )
    messages.success(request, words)
    return redirect(found)


@require_safe
def versions(request: SignedIn, pk: int) -> HttpResponse:
    """What this version says otherwise than another (`?against=`), the one before it unless told."""
    found = reachable(request, pk)
    sheet = sheet_for(request, found)
    others = [row for row in sheet.versions if row.pk != found.pk and row.state == State.ACCEPTED]
    asked = request.GET.get("against", "")
    earlier = [row for row in others if row.version < found.version]
    other = next((row for row in others if str(row.version) == asked), next(iter(earlier), None))
    changes: list[rules.FigureChange] = []
    if other is not None and not sheet.is_hidden:
        changes = rules.changes_between(sheet.known, rules.stated_in(other.data), sheet.stated)
    context = {
        "declaration": found, "sheet": sheet, "other": other, "others": others, "changes": changes,
        "back": reverse("indicators:declaration", args=[found.pk]),
    }  # fmt: skip
    return render(request, "program/indicators/versions.html", context)

"""One form, and what the enterprise does with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from demonstrations.enterprises.yearly import actions, rules
from demonstrations.enterprises.yearly.forms import FillForm, ReasonForm, typed
from demonstrations.enterprises.yearly.models import COLUMNS, FIGURES, WRITABLE, YearlyFigures, YearlyForm
from demonstrations.enterprises.yearly.views.frame import reachable, remarks_of, show
from program.files.http import keep_uploads, uploads
from program.people.http import SignedIn, number_in, posted, say
from program.people.rules import standing
from program.refusals import Incomplete, NotYours, Refused, SomebodyWasFaster

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def form(request: SignedIn, pk: int) -> HttpResponse:
    """Where it stands, what it says beside last year and the declarations, what can be done."""
    return show(request, reachable(request, pk))


@require_safe
def version(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """An accepted version, as it was frozen."""
    shown = reachable(request, pk)
    kept = get_object_or_404(shown.accepted.select_related("evidence", "accepted_by"), version=number)
    said = kept.data["figures"]
    context = {
        "form_of": shown, "kept": kept, "figures": figures_of(said), "words": words_of(said),
        "newest": shown.accepted.first() == kept,
    }  # fmt: skip
    return render(request, "demonstrations/yearly/version.html", context)


def figures_of(said: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
    """Label, unit, figure, in the order of the form."""
    columns: Any = YearlyFigures._meta
    fields = [columns.get_field(name) for name in FIGURES]
    return [(field.verbose_name, field.unit, said.get(field.name)) for field in fields]


def words_of(said: dict[str, Any]) -> list[tuple[Any, Any]]:
    """What is no figure, as it is read: a question with its answer, a text with its words."""
    columns: Any = YearlyFigures._meta
    fields = [columns.get_field(name) for name in COLUMNS if name not in FIGURES and said.get(name)]
    return [
        (each.verbose_name, dict(each.choices or ()).get(said[each.name], said[each.name])) for each in fields
    ]


@get_or_post
def fill(request: SignedIn, pk: int) -> HttpResponse:
    """Written as far as it is known; what does not fit yet is said on the page of the form."""
    shown = reachable(request, pk)
    if not rules.fills(shown, standing(request.user)):
        raise NotYours
    row = YearlyFigures.objects.get(form=shown)
    given = FillForm(
        posted(request), uploads(request), form=shown, instance=row, initial=prefilled(shown, row)
    )
    if request.method != "POST":
        return fill_page(request, shown, given) if shown.state in WRITABLE else redirect(shown)
    if not given.is_valid():
        keep_uploads(request, given)
        return fill_page(request, shown, given, status=422)
    said = given.cleaned_data
    try:
        actions.fill(
            shown, given.values(), by=request.user, seen=said["revision"] or 0, upload=said.get("evidence"),
            without_file=bool(said.get("without_file")),
        )  # fmt: skip
    except (Incomplete, SomebodyWasFaster) as refusal:
        say(given, refusal)
        return fill_page(request, shown, given, status=refusal.status)
    messages.success(request, _("The form is saved."))
    return redirect(shown)


def prefilled(shown: YearlyForm, row: YearlyFigures) -> dict[str, Any]:
    """What the accepted declarations of all its sites state, where nothing is written yet."""
    stated = rules.declared(shown)
    return {name: figure for name, figure in stated.sums.items() if getattr(row, name) is None}


def fill_page(request: SignedIn, shown: YearlyForm, given: FillForm, *, status: int = 200) -> HttpResponse:
    row, remarks, stated = given.instance, remarks_of(shown), rules.declared(shown)
    lines = rules.shown({}, rules.before(shown), stated.sums, remarks)
    context = {
        "form": given, "form_of": shown, "lines": list(given.lines(lines)), "changes": list(given.changes()),
        "texts": list(given.texts()), "declared": stated, "whole": remarks.get("", []), "row": row,
    }  # fmt: skip
    return render(request, "demonstrations/yearly/fill.html", context, status=status)


@require_POST
def submit(request: SignedIn, pk: int) -> HttpResponse:
    """What is missing or does not fit is said at its field."""
    shown = reachable(request, pk)
    try:
        actions.submit(shown, seen=number_in(request, "revision"), by=request.user)
    except Incomplete as refusal:
        shown = reachable(request, pk)
        row = YearlyFigures.objects.get(form=shown)
        given = FillForm(typed(row, shown), form=shown, instance=row)
        given.is_valid()
        say(given, refusal)
        return fill_page(request, shown, given, status=refusal.status)
    messages.success(request, _("The form was handed in."))
    return redirect(shown)


@require_POST
def correct(request: SignedIn, pk: int) -> HttpResponse:
    shown, given = reachable(request, pk), ReasonForm(request.POST, prefix="correct")
    if not given.is_valid():
        return show(request, shown, forms={"correct": given}, status=422)
    said = given.cleaned_data
    try:
        actions.correct(shown, reason=said["reason"], seen=said["revision"] or 0, by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(shown)
    messages.success(request, _("A new version is begun."))
    return redirect(shown)


@require_POST
def drop(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.drop(shown, seen=number_in(request, "revision"), by=request.user)
    messages.success(request, _("The correction was given up."))
    return redirect(shown)

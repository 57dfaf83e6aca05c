"""Evidence of a record; many records from one file."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from demonstrations.served import actions, importing, rules, spreadsheet
from demonstrations.served.forms import DESCRIPTION, EvidenceForm, ImportForm
from demonstrations.served.importing import MOST_ROWS, WIDTH, Row
from demonstrations.served.models import RecordFile
from demonstrations.served.views.frame import Place, place, reachable, show
from demonstrations.served.views.records import choose
from program.files.http import keep_uploads, uploads
from program.files.models import MediaType
from program.files.spreadsheet import rows_of_upload
from program.indicators.rules import split
from program.people.http import SignedIn, say
from program.people.rules import standing
from program.refusals import Invalid, NotYours, Refused


@require_POST
def attach(request: SignedIn, pk: int) -> HttpResponse:
    """Attach a file; what is wrong with it is said beside the others."""
    shown, form = reachable(request, pk), EvidenceForm(request.POST, uploads(request))
    if not rules.writes(shown, standing(request.user)):
        raise NotYours
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.attach(shown, given["file"], about=given["about"], by=request.user)
        except Invalid as refusal:
            say(form, refusal)
        else:
            messages.success(request, _("The file was attached."))
            return redirect(shown)
    keep_uploads(request, form)
    return show(request, shown, forms={"evidence": form}, status=422)


@require_POST
def take_off(request: SignedIn, pk: int, file_pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    attached = get_object_or_404(RecordFile.objects.attached().filter(record=shown), pk=file_pk)
    actions.take_off(attached, by=request.user)
    messages.success(request, _("The file was taken off."))
    return redirect(shown)


# ---------------------------------------------------------------- many at once
@require_safe
def template(request: SignedIn) -> HttpResponse:
    """The columns that are read, and the words for services, outputs and price bases."""
    place(request)
    response = HttpResponse(spreadsheet.template(), content_type=MediaType.XLSX.value)
    response["Content-Disposition"] = 'attachment; filename="served.xlsx"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: SignedIn) -> HttpResponse:
    """A file; what its rows would open, each cell that is wrong with its sentence; then all of them, or the good ones."""
    where = place(request)
    if where.zone is None:
        return choose(request, where, _("Records from a file"))
    if request.method != "POST":
        return form_page(request, where, ImportForm())
    if "confirm" in request.POST:
        return confirmed(request, where)
    form = ImportForm(request.POST, uploads(request))
    if form.is_valid():
        try:
            given = rows_of_upload(form.cleaned_data["file"], columns=WIDTH, characters=DESCRIPTION + 1)
            return preview(request, where, read(where, given))
        except Invalid as refusal:
            say(form, refusal)
    keep_uploads(request, form)
    return form_page(request, where, form, status=422)


def read(where: Place, given: Any) -> list[Row]:
    assert where.zone is not None
    rows = importing.rows_of(where.zone, where.provider, given)
    if not rows:
        raise Invalid(_("No row was found below the headings."), field="file")
    if len(rows) > MOST_ROWS:
        words = _("At most %(count)d rows at once: hand the others in as a second file.")
        raise Invalid(words % {"count": MOST_ROWS}, field="file")
    return rows


def confirmed(request: SignedIn, where: Place) -> HttpResponse:
    """The rows that were looked at, read again; those with something wrong are left out only where that was asked for."""
    assert where.zone is not None
    try:
        rows = read(where, split(request.POST.get("lines", "")))
        values = [row.values for row in rows if row.values is not None]
        if not values or (len(values) < len(rows) and request.POST["confirm"] != "good"):
            return preview(request, where, rows, status=422)
        made = actions.open_many(where.zone, values, by=request.user, provider=where.provider)
    except NotYours:
        raise
    except Refused as refusal:
        form = ImportForm(request.POST)
        form.full_clean()
        say(form, refusal)
        return form_page(request, where, form, status=refusal.status)
    messages.success(
        request,
        _("%(count)d records were opened. Submit them once they are complete.") % {"count": len(made)},
    )
    return redirect(f"{reverse('served:records')}?state=draft")


def preview(request: SignedIn, where: Place, rows: list[Row], *, status: int = 200) -> HttpResponse:
    bad = sum(1 for row in rows if row.values is None)
    context = {
        "where": where, "rows": rows, "columns": importing.labels(), "bad": bad, "good": len(rows) - bad,
        "lines": "\n".join(row.line for row in rows),
    }  # fmt: skip
    return render(request, "demonstrations/served/preview.html", context, status=status)


def form_page(request: SignedIn, where: Place, form: ImportForm, *, status: int = 200) -> HttpResponse:
    context = {
        "where": where, "form": form, "most": MOST_ROWS, "submit": _("Look through the file"),
        "back": reverse("served:records"),
    }  # fmt: skip
    return render(request, "demonstrations/served/import.html", context, status=status)

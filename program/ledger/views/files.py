"""Evidence of an entry; many entries from one file."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program.files.http import keep_uploads, uploads
from program.files.models import MediaType
from program.files.spreadsheet import rows_of_upload
from program.indicators.rules import split
from program.ledger import actions, importing, rules, spreadsheet
from program.ledger.forms import DESCRIPTION, EvidenceForm, ImportForm
from program.ledger.importing import COLUMNS, MOST_ROWS, Row
from program.ledger.models import LedgerFile
from program.ledger.views.frame import own_zone, own_zones, reachable, show
from program.people.http import SignedIn, say
from program.people.rules import standing
from program.refusals import Invalid, NotYours, Refused
from program.zones.models import Zone


@require_POST
def attach(request: SignedIn, pk: int) -> HttpResponse:
    """Attach a file; what is wrong with it is said beside the others."""
    shown, form = reachable(request, pk), EvidenceForm(request.POST, uploads(request))
    if not rules.writes_for(shown.zone, standing(request.user)):
        raise NotYours
    if form.is_valid():
        try:
            actions.attach(shown, form.cleaned_data["file"], by=request.user)
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
    attached = get_object_or_404(LedgerFile.objects.attached().filter(entry=shown), pk=file_pk)
    actions.take_off(attached, by=request.user)
    messages.success(request, _("The file was taken off."))
    return redirect(shown)


# ---------------------------------------------------------------- many at once
@require_safe
def template(request: SignedIn) -> HttpResponse:
    """The columns that are read, and the words for clauses and kinds of work."""
    own_zone(request)
    response = HttpResponse(spreadsheet.template(), content_type=MediaType.XLSX.value)
    response["Content-Disposition"] = 'attachment; filename="ledger.xlsx"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: SignedIn) -> HttpResponse:
    """A file; what its rows would enter, each cell that is wrong with its sentence; then all of them, or none."""
    zone = own_zone(request)
    if request.method != "POST":
        return form_page(request, zone, ImportForm())
    if "confirm" in request.POST:
        return confirmed(request, zone)
    form = ImportForm(request.POST, uploads(request))
    if form.is_valid():
        try:
            given = rows_of_upload(
                form.cleaned_data["file"], columns=len(COLUMNS), characters=DESCRIPTION + 1
            )
            return preview(request, zone, read(zone, given))
        except Invalid as refusal:
            say(form, refusal)
    keep_uploads(request, form)
    return form_page(request, zone, form, status=422)


def read(zone: Zone | None, given: Any) -> list[Row]:
    rows = importing.rows_of(zone, given)
    if not rows:
        raise Invalid(_("No row was found below the headings."), field="file")
    if len(rows) > MOST_ROWS:
        words = _("At most %(count)d rows at once: hand the others in as a second file.")
        raise Invalid(words % {"count": MOST_ROWS}, field="file")
    return rows


def confirmed(request: SignedIn, zone: Zone | None) -> HttpResponse:
    """The rows that were looked at, read again: somebody may have entered the same work meanwhile."""
    try:
        rows = read(zone, split(request.POST.get("lines", "")))
        values = [row.values for row in rows if row.values is not None]
        if len(values) < len(rows):
            return preview(request, zone, rows, status=422)
        made = actions.enter_many(zone, values, by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        form = ImportForm(request.POST)
        form.full_clean()
        say(form, refusal)
        return form_page(request, zone, form, status=refusal.status)
    messages.success(
        request,
        _("%(count)d entries were made. Attach what shows them, then submit them.") % {"count": len(made)},
    )
    return redirect("ledger:list")


def preview(request: SignedIn, zone: Zone | None, rows: list[Row], *, status: int = 200) -> HttpResponse:
    context = {
        "zone": zone, "rows": rows, "columns": [label for _name, label in COLUMNS],
        "bad": sum(1 for row in rows if row.values is None),
        "lines": "\n".join(row.line for row in rows),
    }  # fmt: skip
    return render(request, "program/ledger/preview.html", context, status=status)


def form_page(request: SignedIn, zone: Zone | None, form: ImportForm, *, status: int = 200) -> HttpResponse:
    context = {
        "zone": zone, "zones": own_zones(request), "form": form, "most": MOST_ROWS,
        "submit": _("Look through the file"), "back": reverse("ledger:list"),
    }  # fmt: skip
    return render(request, "program/ledger/import.html", context, status=status)

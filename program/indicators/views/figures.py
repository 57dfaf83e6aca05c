"""Many figures at once: the template as a spreadsheet, a filled one, pasted lines; first looked at, then written."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from program.files.models import MediaType
from program.files.rules import examine
from program.indicators import actions, rules, spreadsheet
from program.indicators.forms import PasteForm, UploadForm
from program.indicators.models import Missing
from program.indicators.rules import Cell, Pasted
from program.indicators.views.frame import Sheet, reachable, sheet_for, writing
from program.people.autosave import revision_of
from program.people.http import SignedIn, say
from program.refusals import NotYours, Refused


@require_safe
def template(request: SignedIn, pk: int) -> HttpResponse:
    """The template of this declaration: codes, names, units, last year's figures, and what is declared already."""
    found = reachable(request, pk)
    sheet = writing(sheet_for(request, found))
    content = spreadsheet.template(found, sheet.sections(), sheet.cells)
    name = f"{found.subject_code}-{found.year}.xlsx"
    response = HttpResponse(content, content_type=MediaType.XLSX.value)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: SignedIn, pk: int) -> HttpResponse:
    """A file or pasted lines; what they would write, with every row that is wrong; then the writing."""
    sheet = writing(sheet_for(request, reachable(request, pk)))
    if request.method != "POST":
        return form_page(request, sheet, UploadForm(), PasteForm())
    if "file" in request.FILES or "upload" in request.POST:
        return uploaded(request, sheet)
    form = PasteForm(request.POST)
    if not form.is_valid():
        return form_page(request, sheet, UploadForm(), form, status=422)
    read = rules.read_lines(sheet.known, rules.split(form.cleaned_data["lines"]), month=sheet.month)
    if "confirm" not in request.POST:
        return preview(request, sheet, read)
    if read.errors:
        return preview(request, sheet, read, status=422)
    return write(request, sheet, read)


def uploaded(request: SignedIn, sheet: Sheet) -> HttpResponse:
    """The rows of a filled template, read in a child process."""
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            rows = spreadsheet.filled(examine(form.cleaned_data["file"]).content)
        except Refused as refusal:
            say(form, refusal)
        else:
            return preview(request, sheet, rules.read_lines(sheet.known, rows, month=sheet.month))
    return form_page(request, sheet, form, PasteForm(), status=422)


def write(request: SignedIn, sheet: Sheet, read: Pasted) -> HttpResponse:
    """The rows that were looked at are written, unless somebody saved meanwhile."""
    try:
        actions.enter(sheet.declaration, read.cells, revision=revision_of(request), by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        return preview(request, sheet, read, refused=str(refusal), status=refusal.status)
    messages.success(request, _("%(count)d figures were taken in.") % {"count": len(read.cells)})
    month = f"?month={sheet.month}" if sheet.month else ""
    return redirect(f"{sheet.declaration.get_absolute_url()}{month}")


def preview(
    request: SignedIn, sheet: Sheet, read: Pasted, *, refused: str = "", status: int = 200
) -> HttpResponse:
    """Row by row: what stands there, what would stand there; and the rows that cannot be taken."""
    stored = rules.cells_of(sheet.declaration)
    context = {
        **context_of(sheet),
        "rows": [(named(sheet, cell), stored.get((cell.place, cell.month)), cell) for cell in read.cells],
        "errors": read.errors,
        "refused": refused,
        "lines": as_text(read.cells),
    }
    return render(request, "program/indicators/preview.html", context, status=status)


def named(sheet: Sheet, cell: Cell) -> dict[str, str]:
    month = _("month %(number)d") % {"number": cell.month} if cell.month else ""
    return {
        "name": " · ".join(filter(None, (sheet.known.names.place(cell.place), month))),
        "unit": rules.unit_label(sheet.known.catalogue.unit(cell.place)),
        "missing": str(Missing(cell.missing).label) if cell.missing else "",
    }


def as_text(cells: Sequence[Cell]) -> str:
    """The valid rows as lines that are read again when they are confirmed, in their base units."""
    return "\n".join("\t".join(line_of(cell)) for cell in cells)


def line_of(cell: Cell) -> list[str]:
    note, month = cell.note.replace("\t", " "), str(cell.month or "")
    return [cell.place, rules.text_of(cell), "", rules.torch_of(cell), note, month]


def form_page(
    request: SignedIn, sheet: Sheet, upload: UploadForm, form: PasteForm, *, status: int = 200
) -> HttpResponse:
    context = {**context_of(sheet), "upload": upload, "form": form}
    return render(request, "program/indicators/paste.html", context, status=status)


def context_of(sheet: Sheet) -> dict[str, Any]:
    return {
        "declaration": sheet.declaration, "sheet": sheet, "month": sheet.month,
        "revision": sheet.declaration.revision,
    }  # fmt: skip

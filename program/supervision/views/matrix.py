"""The matrix of zones against duties, what the person's own zones must do next, and the matrix as a spreadsheet."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from program import clock
from program.applications.views.listing import XLSX
from program.people.http import SignedIn, known_parameters
from program.people.rules import standing
from program.supervision import actions, rules
from program.supervision.forms import MatrixFilter
from program.supervision.tables import Saying, as_csv, as_xlsx, part, tallies

FILTERS = ("year", "province", "duty")


def shown(request: SignedIn) -> tuple[rules.Matrix, MatrixFilter]:
    """What the address asks for, within reach."""
    known_parameters(request, filters=FILTERS)
    filter_ = MatrixFilter(request.GET)
    return rules.matrix(request.user, moment=clock.now(), **filter_.chosen()), filter_


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Who has handed in what of a year."""
    matrix, filter_ = shown(request)
    context: dict[str, Any] = {
        "matrix": matrix,
        "filter": filter_,
        "mine": list(rules.mine(standing(request.user))),
        "moment": clock.now(),
        **cells(matrix),
    }
    return render(request, "program/supervision/matrix.html", context)


def cells(matrix: rules.Matrix) -> dict[str, Any]:
    """Everything in cells that are written already: a thousand of them are too many for a template's loops."""
    saying = Saying()
    totals = [matrix.tally(duty=duty) for duty in matrix.duties]
    years = {duty: [matrix.tally(year=year, duty=duty) for year in matrix.years] for duty in matrix.duties}
    return {
        "rows": [(row, saying.cells(matrix, row)) for row in matrix.rows],
        "rates": saying.line(matrix, [part(each.rate, each.handed_in, each.owed) for each in totals]),
        "punctualities": saying.line(
            matrix, [part(each.punctuality, each.on_time, each.due) for each in totals]
        ),
        "strip": [(duty, tallies(found)) for duty, found in years.items()],
        "all": tallies(matrix.tally(year=year) for year in matrix.years),
        "provinces": [(province, tallies([*found, both])) for province, found, both in matrix.provinces],
    }


@require_POST
def export(request: SignedIn) -> HttpResponse:
    """What is shown, as csv or xlsx; that it was taken out is journalled."""
    matrix, _filter = shown(request)
    wanted = "csv" if request.POST.get("format") == "csv" else "xlsx"
    filters = ", ".join(f"{name}={value}" for name, value in sorted(request.GET.items()) if value)
    actions.export_matrix(len(matrix.rows), filters=filters, by=request.user)
    content, kind = (
        (as_csv(matrix), "text/csv; charset=utf-8") if wanted == "csv" else (as_xlsx(matrix), XLSX)
    )
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="duties-{matrix.year}.{wanted}"'
    return response

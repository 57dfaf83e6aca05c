"""The matrix of zones against duties, what the person's own zones must do next, and the matrix as a spreadsheet."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from program import clock
from program.exports.http import as_file
from program.exports.models import Listing, Taken
from program.people.http import SignedIn, known_parameters
from program.people.models import Role, User
from program.people.rules import standing
from program.supervision import rules
from program.supervision.forms import MatrixFilter
from program.supervision.tables import Saying, part, table_of, tallies
from program.zones.models import Zone

FILTERS = ("year", "province", "duty")
ROWS = 30


def shown(request: SignedIn) -> tuple[rules.Matrix, MatrixFilter]:
    """What the address asks for, within reach."""
    known_parameters(request, filters=FILTERS)
    filter_ = MatrixFilter(request.GET)
    return matrix_of(request.user, filter_), filter_


def matrix_of(user: User, filter_: MatrixFilter) -> rules.Matrix:
    return rules.matrix(user, moment=clock.now(), **filter_.chosen())


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Who has handed in what of a year."""
    matrix, filter_ = shown(request)
    held = standing(request.user)
    page = Paginator(matrix.zones, ROWS).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "matrix": matrix,
        "filter": filter_,
        "page": page,
        "mine": list(rules.mine(held)),
        "reads": held.reads_everything or held.has(Role.SUPERVISOR),
        "moment": matrix.moment,
        **cells(matrix, page),
    }
    return render(request, "program/supervision/matrix.html", context)


def cells(matrix: rules.Matrix, zones: Iterable[Zone]) -> dict[str, Any]:
    """Everything in cells that are written already: they are too many for a template's loops."""
    saying = Saying()
    totals = [matrix.tally(duty) for duty in matrix.duties]
    return {
        "rows": [(row.zone, saying.cells(matrix, row)) for row in matrix.rows(zones)],
        "rates": saying.line(matrix, [part(each.rate, each.handed_in, each.owed) for each in totals]),
        "punctualities": saying.line(
            matrix, [part(each.punctuality, each.on_time, each.due) for each in totals]
        ),
        "strip": [
            (duty, tallies(matrix.tally(duty, year) for year in matrix.years)) for duty in matrix.duties
        ],
        "all": tallies(matrix.tally(year=year) for year in matrix.years),
        "provinces": [(province, tallies(found)) for province, found in matrix.provinces],
    }


def taken(user: User, asked: QueryDict) -> Taken:
    """The matrix as rows of a file."""
    matrix = matrix_of(user, MatrixFilter(asked))
    heads, *rows = table_of(matrix, matrix.rows(matrix.zones))
    return Taken(f"duties-{matrix.year}", len(matrix.zones), heads, rows)


DUTIES = Listing(
    "program.supervision.views.matrix.DUTIES", "duties", gettext_lazy("Duties"), frozenset(Role), taken
)


@require_POST
def export(request: SignedIn) -> HttpResponse:
    """What is shown, as csv or xlsx; that it was taken out is journalled."""
    known_parameters(request, filters=FILTERS)
    return as_file(request, DUTIES)

"""The board: a page, and open data. All read one count."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from program import clock
from program.people.http import known_parameters
from program.people.rules import standing
from program.progress import rules, tables
from program.progress.models import Board


def newest() -> Board:
    """The board as counted last; 404 before there is one."""
    found = Board.objects.select_related("pdf").first()
    if found is None:
        raise Http404
    return found


@require_safe
@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """How far the program is: counters, targets, provinces."""
    known_parameters(request)
    board = Board.objects.select_related("pdf").first()
    page = rules.page(board.data, clock.today().year) if board else None
    if page is not None:
        page["counters"] = rules.with_addresses(page["counters"], request.user)
    context = {
        "board": board,
        "page": page,
        "reads": standing(request.user).reads_everything,
    }
    return render(request, "program/progress/board.html", context)


@require_safe
@login_not_required
def as_csv(request: HttpRequest) -> HttpResponse:
    board = newest()
    response = HttpResponse(tables.as_csv(board), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="progress-{board}.csv"'
    return response


@require_safe
@login_not_required
def as_json(request: HttpRequest) -> HttpResponse:
    """The count itself, byte for byte as its hash is of it."""
    board = newest()
    response = HttpResponse(board.content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="progress-{board}.json"'
    return response


@require_safe
@login_not_required
def definitions(request: HttpRequest) -> HttpResponse:
    """What each figure means, how it is counted, what is not published."""
    known_parameters(request)
    board = Board.objects.first()
    counted = board.data if board else {}
    context = {name: counted.get(name) for name in ("zones", "limits")} | {"columns": tables.HEAD}
    return render(request, "program/progress/definitions.html", context)

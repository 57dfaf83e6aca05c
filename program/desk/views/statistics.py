"""The office's statistics as a page."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from program import clock
from program.desk import statistics
from program.desk.forms import StatisticsFilter
from program.people.http import SignedIn, known_parameters
from program.people.rules import standing


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Stages and how long they take, what is late, the clerks' work; by track and call."""
    held = standing(request.user)
    if not held.has(*statistics.READERS):
        raise Http404
    known_parameters(request, filters=StatisticsFilter.base_fields)
    form = StatisticsFilter(request.GET)
    if not form.is_valid():
        raise BadRequest("no such track or call")
    asked = statistics.Asked(held, clock.now(), **form.cleaned_data)
    context = {"filter": form, "asked": asked, **statistics.page(asked)}
    return render(request, "program/desk/statistics.html", context)

"""The directory of demonstration parks, and the profile of a zone."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from program import clock
from program.people.http import known_parameters
from program.portal import rules
from program.portal.forms import DirectoryFilter

ROWS = 30


@login_not_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Zones that are or were listed, narrowed down by the address."""
    known_parameters(request, filters=DirectoryFilter.names())
    narrowed = DirectoryFilter(request.GET, queryset=rules.in_directory())
    page = Paginator(narrowed.qs, ROWS).get_page(request.GET.get("page"))
    return render(request, "program/portal/parks.html", {"page": page, "filter": narrowed})


@login_not_required
@require_safe
def park(request: HttpRequest, code: str) -> HttpResponse:
    """What documents, published reports and the rules let everybody read of one zone."""
    known_parameters(request)
    shown = get_object_or_404(rules.read_by_everybody(), code=code)
    return render(
        request,
        "program/portal/park.html",
        {"profile": rules.profile(shown), "zone": shown, "today": clock.today()},
    )

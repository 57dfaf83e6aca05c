"""The published reports, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from program.people.http import known_parameters
from program.reports import rules
from program.reports.forms import PublicFilter
from program.reports.models import Report
from program.reports.rules import Reading

ROWS = 30


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The newest version of each, narrowed down by the address."""
    known_parameters(request, filters=PublicFilter.names())
    rows = Report.objects.newest().select_related("obligation__zone", "pdf").defer("content")
    narrowed = PublicFilter(request.GET, queryset=rows.order_by("-obligation__year", "-published_at", "-pk"))
    page = Paginator(narrowed.qs, ROWS).get_page(request.GET.get("page"))
    return render(request, "program/reports/public.html", {"page": page, "filter": narrowed})


@login_not_required
@require_safe
def published(request: HttpRequest, number: str) -> HttpResponse:
    """One version: what of it is public, how it is verified, and which one has replaced it."""
    rows = Report.objects.published().select_related("obligation__zone", "handed_in", "pdf", "corrects")
    shown = get_object_or_404(rows, number=number)
    versions = Report.objects.published().filter(obligation=shown.obligation_id).defer("content")
    replaced = versions.filter(corrects=shown).first()
    context = {
        "report": shown,
        "reading": Reading(rules.public_part(shown, replaced=replaced is not None), public=True),
        "replaced": replaced,
        "versions": versions.order_by("published_at", "pk"),
    }
    return render(request, "program/reports/published.html", context)

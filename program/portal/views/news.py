"""News as everybody reads it: what the office has released, and nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from program.people.http import known_parameters
from program.portal import rules
from program.portal.forms import NewsFilter
from program.portal.models import News

ROWS = 20


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The newest first, narrowed down by the address."""
    known_parameters(request, filters=NewsFilter.names())
    narrowed = NewsFilter(request.GET, queryset=News.objects.released().select_related("zone"))
    page = Paginator(narrowed.qs, ROWS).get_page(request.GET.get("page"))
    return render(request, "program/portal/news_list.html", {"page": page, "filter": narrowed})


@login_not_required
@require_safe
def news(request: HttpRequest, number: str) -> HttpResponse:
    """One piece of news; what is not released, or not any more, is nowhere."""
    shown = get_object_or_404(News.objects.released().select_related("zone", "picture"), number=number)
    return render(request, "program/portal/news.html", {"news": shown, "html": rules.as_html(shown.text)})

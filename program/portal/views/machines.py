"""What machines read of the site: feeds, map, robots, open data."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from program.people.http import known_parameters
from program.portal.feeds import SITEMAPS, NewsFeed, NoticeFeed
from program.portal.open_data import DATASETS

MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
CLOSED = (
    "/desk/",
    "/applications/",
    "/declarations/",
    "/files/",
    "/newsroom/",
    "/find/",
    "/sign-in/",
    "/invitations/",
    "/objections/",
)
"""Where no search engine has anything to find; whoever is not signed in finds no page there, or what stands elsewhere too."""


@require_safe
@login_not_required
def feed(request: HttpRequest) -> HttpResponse:
    """The newest public notices, as Atom."""
    known_parameters(request)
    answer: HttpResponse = NoticeFeed()(request)
    return answer


@require_safe
@login_not_required
def news_feed(request: HttpRequest) -> HttpResponse:
    """The newest news, as Atom."""
    known_parameters(request)
    answer: HttpResponse = NewsFeed()(request)
    return answer


@require_safe
@login_not_required
def site_map(request: HttpRequest) -> HttpResponse:
    """Every page that everybody reads."""
    return sitemap(request, SITEMAPS)


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone, and where the map of the site is."""
    lines = ["User-agent: *", *(f"Disallow: {each}" for each in CLOSED)]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('portal:sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@login_not_required
def open_data(request: HttpRequest) -> HttpResponse:
    """What may be taken away as tables, and what their columns mean."""
    known_parameters(request)
    return render(request, "program/portal/open_data.html", {"datasets": DATASETS.values()})


@require_safe
@login_not_required
def dataset(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """One table, as CSV or JSON."""
    known_parameters(request)
    found = DATASETS.get(name)
    if found is None or kind not in MEDIA:
        raise Http404
    content = found.as_csv() if kind == "csv" else found.as_json()
    response = HttpResponse(content, content_type=MEDIA[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response

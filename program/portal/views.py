"""The public site: what is open, what is on notice, who was listed."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from program import clock, tracks
from program.calls.models import Call
from program.calls.rules import State, expected_end, stages, state
from program.decisions.models import Designation
from program.monitoring.models import MonitoringRun
from program.people.http import known_parameters
from program.portal import rules
from program.portal.archive import source_archive
from program.portal.feeds import SITEMAPS, NoticeFeed
from program.portal.open_data import DATASETS
from program.progress.models import Board
from program.progress.rules import counters
from program.reports.models import Report
from program.rulesets.models import Audience, Key
from program.rulesets.rules import SPECS

PAGE = 30
MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
CLOSED = (
    "/desk/",
    "/applications/",
    "/declarations/",
    "/files/",
    "/sign-in/",
    "/invitations/",
    "/objections/",
)
"""Where no search engine has anything to find; whoever is not signed in finds no page there either."""


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """What is open, how far the program is, who was listed last."""
    moment, board = clock.now(), Board.objects.first()
    context = {
        "counters": counters(board.data, clock.beijing_date(moment).year) if board else [],
        "calls": rules.with_state(
            Call.objects.published().with_lists().filter(closed_at=None, recommend_until__gte=moment)[:5],
            moment,
        ),
        "notices": rules.notices(moment)[:5],
        "reports": Report.objects.newest()
        .select_related("obligation__zone")
        .defer("content")
        .order_by("-published_at", "-pk")[:5],
        "designations": Designation.objects.current()
        .select_related("zone", "organization", "document")
        .order_by("-since", "letter_number")[:6],
        "results": MonitoringRun.objects.in_force().read_by(Audience.PUBLIC).exists(),
    }
    return render(request, "program/portal/home.html", context)


@require_safe
@login_not_required
def calls(request: HttpRequest) -> HttpResponse:
    """All published calls, the open ones first."""
    moment = clock.now()
    rows = Call.objects.published().with_lists().open_first(moment)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "program/portal/calls.html", {"page": page, "calls": rules.with_state(page, moment)}
    )


@require_safe
@login_not_required
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: dates, rules, rubric, documents, the stages drawn, and how to begin."""
    reach = Call.objects.published().with_lists().select_related("rule_set", "rubric", "indicator_set")
    reach = reach.prefetch_related("rule_set__parameters")
    shown = get_object_or_404(reach, pk=pk)
    moment = clock.now()
    context = {
        "call": shown,
        "state": state(shown, moment),
        "stages": stages(shown),
        "expected": expected_end(shown),
        "criteria": shown.rubric.criteria.all(),
        "documents": shown.documents.all(),
        "extensions": shown.extensions.all(),
        "lists": shown.lists,
        "parameters": [(row, SPECS.get(Key(row.key))) for row in shown.rule_set.parameters.all()],
        "conditions": rules.conditions(shown),
        "beginnings": rules.beginnings(shown, request.user),
        "for_zones": tracks.get(shown.track).for_zones,
        "takes": state(shown, moment) == State.OPEN,
    }
    return render(request, "program/portal/call.html", context)


@require_safe
@login_not_required
def source(request: HttpRequest) -> HttpResponse | FileResponse:
    """AGPL-3.0: the source of what runs here, as one archive."""
    archive = source_archive(settings.BASE_DIR, settings.VAR_DIR, Path(settings.FILES_DIR))
    return FileResponse(archive.open("rb"), as_attachment=True, filename=archive.name)


# ---------------------------------------------------------------- for machines
@require_safe
@login_not_required
def feed(request: HttpRequest) -> HttpResponse:
    """The newest public notices, as Atom."""
    known_parameters(request)
    answer: HttpResponse = NoticeFeed()(request)
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

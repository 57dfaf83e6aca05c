"""The public site: what is open, what is on notice, who was listed."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from program import clock, tracks
from program.calls.models import Call, Extension
from program.calls.rules import State, expected_end, stages, state
from program.decisions.models import Designation
from program.monitoring.models import MonitoringRun
from program.people.http import known_parameters
from program.portal import rules
from program.portal.archive import source_archive
from program.portal.models import News
from program.progress.models import Board
from program.progress.rules import counters
from program.reports.models import Report
from program.rulesets.models import Audience, Key
from program.rulesets.rules import SPECS

PAGE = 30


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """What is open, how far the program is, who was listed last."""
    known_parameters(request)
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
        "news": News.objects.released().select_related("zone")[:5],
        "results": MonitoringRun.objects.in_force().read_by(Audience.PUBLIC).exists(),
    }
    return render(request, "program/portal/home.html", context)


@require_safe
@login_not_required
def calls(request: HttpRequest) -> HttpResponse:
    """All published calls, the open ones first."""
    known_parameters(request)
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
    reach = reach.annotate(extended=Exists(Extension.objects.filter(call=OuterRef("pk"))))
    shown: Any = get_object_or_404(reach, pk=pk)
    moment = clock.now()
    context = {
        "call": shown,
        "state": state(shown, moment),
        "stages": stages(shown),
        "expected": None if shown.has_list else expected_end(shown),  # then it is over
        "criteria": shown.rubric.criteria.all(),
        "documents": shown.documents.all(),
        "extensions": shown.extensions.all() if shown.extended else (),
        "lists": shown.lists,
        "listed": rules.listed(shown),
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

"""The results that the rules let everybody read."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from program.monitoring import rules
from program.monitoring.models import MonitoringRun
from program.monitoring.tables import rows_of
from program.people.http import known_parameters
from program.rulesets.models import Audience


@require_safe
@login_not_required
def results(request: HttpRequest) -> HttpResponse:
    """Of each year the evaluation in force, if its rules say that it is public."""
    known_parameters(request)
    runs: Any = MonitoringRun.objects.in_force().read_by(Audience.PUBLIC)
    shown = [
        (run, rows_of(rules.Frame(run), run.lines.select_related("zone"), ranks=True, links=False))
        for run in runs[:5]
    ]
    return render(request, "program/monitoring/results.html", {"shown": shown})

"""What the declared figures say under a call's indicator set: of a case, and as a self-test before one is begun."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from program.applications import rules
from program.applications.models import Application
from program.applications.views.frame import reachable
from program.calls.models import Call
from program.indicators.rules import (
    Record,
    basis,
    failing,
    failure,
    figure_rows,
    figure_years,
    lines,
    measure_zone,
    trajectory,
)
from program.people.http import SignedIn
from program.people.rules import standing
from program.zones.models import Zone


@require_safe
def indicators(request: SignedIn, pk: int) -> HttpResponse:
    """Line by line: of a draft as it would be handed in now, of everything else as its latest version froze it."""
    application = reachable(request, pk)
    found, version = measured(request, application)
    if found is None:
        raise Http404
    return page(request, found, application=application, zone=application.zone, version=version)


def measured(request: SignedIn, application: Application) -> tuple[Record | None, int | None]:
    """The measurement that this reader sees, and the version that froze it; none while it is written."""
    writes = application.stage in rules.WRITING_STAGES
    if writes and application.applicant_id in standing(request.user).organizations():
        return rules.measurement(application), None
    version = application.latest_version()
    return (version.data.get(rules.INDICATORS), version.number) if version else (None, None)


@require_safe
def self_test(request: SignedIn, call_pk: int) -> HttpResponse:
    """自测: whether the zone would meet the basic conditions today, before anything is written."""
    call = get_object_or_404(
        Call.objects.visible_to(request.user)
        .filter(indicator_set__isnull=False)
        .select_related("indicator_set"),
        pk=call_pk,
    )
    zone = Zone.objects.managed_by(request.user).first()
    if zone is None or call.indicator_set is None or call.indicator_year is None:
        raise Http404
    return page(request, measure_zone(zone, call.indicator_set, call.indicator_year), call=call, zone=zone)


def page(request: SignedIn, found: Record, **facts: object) -> HttpResponse:
    """The table, what keeps from submitting, and what the figures are based on."""
    unmet = failing(found)
    if not found["decides"]:
        verdict = _("This set is shown for orientation: none of its conditions keeps anybody from applying.")
    elif unmet:
        verdict = _(
            "The basic conditions are not met, or cannot be judged yet: an application cannot be submitted."
        )
    else:
        verdict = _("All basic conditions are met.")
    zone_name = facts.get("zone", "")
    context = {
        "lines": lines(found),
        "basis": basis(found),
        "figures": figure_rows(found),
        "years": figure_years(found),
        "trajectory": [(str(zone_name), trajectory(found))],
        "failures": [failure(found, row) for row in unmet],
        "verdict": verdict,
        "holds": found["decides"] and not unmet,
        "year": found["year"],
        **facts,
    }
    return render(request, "program/applications/indicators.html", context)

"""Pages of one zone: its result in a run with every derivation; its targets against its figures."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from program import clock
from program.indicators.rules import codes
from program.measures.models import Effect
from program.monitoring import rules
from program.monitoring.models import MonitoringLine, evaluates
from program.monitoring.tables import course_rows, criterion_rows
from program.monitoring.views.runs import reachable
from program.people.http import SignedIn
from program.rulesets.rules import newest
from program.supervision.models import Alert
from program.supervision.rules import what_is_wrong
from program.supervision.tables import level_tag
from program.zones.models import Zone


@require_safe
def line(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """How each point came about, what was deducted by which decision, and the tier that is left."""
    run = reachable(request, pk)
    lines = run.lines.visible_to(request.user).select_related("zone")
    shown: MonitoringLine = get_object_or_404(lines, zone__code=code)
    frame, given = rules.Frame(run), shown.given
    effects = Effect.objects.filter(pk__in=[row["effect"] for row in given["deductions"]])
    context: dict[str, Any] = {
        "run": run,
        "line": shown,
        "zone": shown.zone,
        "rows": criterion_rows(frame, shown, codes()),
        "deductions": given["deductions"],
        "effects": effects.select_related("measure", "letter") if evaluates(request.user) else [],
        "tier": frame.tier(shown.tier),
        "final_tier": frame.tier(shown.final_tier),
        "ranks": rules.shows_ranks(run, request.user),
        "median": rules.median_of(run.lines.values_list("final", flat=True)),
        "reads": evaluates(request.user),
    }
    return render(request, "program/monitoring/line.html", context)


@require_safe
def zone(request: SignedIn, code: str) -> HttpResponse:
    """What the zone set out to reach, how far it is, and what warns of it; its results."""
    shown: Zone = get_object_or_404(Zone.objects.visible_to(request.user), code=code)
    found = rules.courses([shown], clock.today().year - 1, newest()).get(shown.pk, [])
    alerts = (
        Alert.objects.open().filter(zone=shown, rule__in=rules.RULES).select_related("zone", "obligation")
    )
    lines = MonitoringLine.objects.visible_to(request.user).filter(zone=shown).select_related("run", "zone")
    context: dict[str, Any] = {
        "zone": shown,
        "courses": [(course, course_rows(course)) for course in found],
        "alerts": [(alert, level_tag(alert.level), what_is_wrong(alert, clock.now())) for alert in alerts],
        "results": [
            (each, rules.Frame(each.run).tier(each.final_tier))
            for each in lines.order_by("-run__year", "-run__number")
        ],
    }
    return render(request, "program/monitoring/zone.html", context)

"""What the pages of reports share."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from program.people.http import SignedIn
from program.people.rules import standing
from program.refusals import NotYours, SomebodyWasFaster
from program.reports import rules
from program.reports.models import Report
from program.reports.rules import Reading, ReportState
from program.supervision.models import Obligation
from program.supervision.rules import reads_papers

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
STATE_COLOURS = {
    ReportState.WRITTEN: "", ReportState.HANDED_IN: "info", ReportState.RETURNED: "wait", ReportState.ACCEPTED: "ok",
    ReportState.PUBLISHED: "ok",
}  # fmt: skip
WITH = (
    "obligation__zone",
    "obligation__rule_set",
    "handed_in__submitted_by",
    "handed_in__file",
    "begun_by",
    "corrects",
)


def reachable(request: SignedIn, pk: int) -> Report:
    found: Report = get_object_or_404(Report.objects.visible_to(request.user).select_related(*WITH), pk=pk)
    return found


def duty_reachable(request: SignedIn, pk: int) -> Obligation:
    """Of a report, for those who read it in every state; who recommends the zone sees the duty, not the report."""
    rows = Obligation.objects.visible_to(request.user).select_related("zone", "rule_set")
    found: Obligation = get_object_or_404(rows, pk=pk)
    if not found.is_reported or not reads_papers(found.zone, standing(request.user)):
        raise Http404
    return found


def to_write(request: SignedIn, pk: int) -> Report:
    """A report that the person may write in, now."""
    found = reachable(request, pk)
    if not rules.writes_for(found.obligation.zone, standing(request.user)):
        raise NotYours
    if found.handed_in is not None:
        raise SomebodyWasFaster
    return found


def state_of(report: Report) -> dict[str, Any]:
    state = rules.state_of(report)
    return {"state": state.label, "state_kind": STATE_COLOURS[state]}


def reading_of(report: Report) -> Reading:
    """As it was handed in, with what was remarked on it and what changed since it was returned before; else as it stands."""
    before = rules.returned_before(report)
    if report.handed_in is None:
        return Reading(rules.content(report), rules.remarks_on(before), before.data if before else None)
    return Reading(report.data, rules.remarks_on(report), before.data if before else None)

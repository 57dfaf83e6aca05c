"""A report that was handed in, as the zone and the office read it; accepted, or returned item by item."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program.journal.models import Line
from program.people.http import SignedIn, posted
from program.people.models import Role
from program.people.rules import require_role, standing
from program.refusals import SomebodyWasFaster
from program.registers.views.frame import form_page
from program.reports import actions, rules
from program.reports.forms import RemarksForm
from program.reports.rules import Reading
from program.reports.views.frame import get_or_post, reachable, reading_of, state_of


@require_safe
def report(request: SignedIn, pk: int) -> HttpResponse:
    """One version, whole; remarks beside the chapters, and what changed since it was returned."""
    shown = reachable(request, pk)
    held, duty = standing(request.user), shown.obligation
    context = {
        "report": shown,
        "reading": reading_of(shown),
        **state_of(shown),
        "waits": shown.handed_in is not None
        and not shown.handed_in.accepted_at
        and not shown.handed_in.returned_at,
        "moves": rules.report_moves(duty, held),
        "writes": shown.handed_in is None and rules.writes_for(duty.zone, held),
        "publishes": rules.is_published(duty),
        "lines": Line.objects.filter(subject=str(duty)).order_by("-pk"),
    }
    return render(request, "program/reports/report.html", context)


@require_POST
def accept(request: SignedIn, pk: int) -> HttpResponse:
    accepted = actions.accept(reachable(request, pk), by=request.user)
    done = _("Accepted and published as %(number)s; the zone is told.") % {"number": accepted.number}
    messages.success(request, done if accepted.number else _("Accepted; the zone is told."))
    return redirect(accepted)


@get_or_post
def send_back(request: SignedIn, pk: int) -> HttpResponse:
    """Remarks on the whole, and beside each chapter and table."""
    shown = reachable(request, pk)
    require_role(request.user, Role.CLERK)
    handed_in = shown.handed_in
    if handed_in is None or handed_in.accepted_at or handed_in.returned_at:
        raise SomebodyWasFaster
    form = RemarksForm(Reading(shown.data).pieces, posted(request))
    return form_page(
        request, form, lambda: actions.send_back(shown, form.remarks(), by=request.user), to=shown,
        done=_("Returned; the zone is told what is to be changed."), title=_("Return the report for change"),
        lead=_("Write beside each chapter or table what is to be changed; what is left empty stands."),
        submit=_("Return for change"), back=shown.get_absolute_url(), back_label=_("The report"),
    )  # fmt: skip

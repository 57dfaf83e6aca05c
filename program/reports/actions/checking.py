"""A clerk accepts a report, which may publish it, or returns it item by item."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from program.people.models import User
from program.refusals import Invalid, SomebodyWasFaster
from program.reports import rules, steps
from program.reports.models import PIECES, Report
from program.supervision import steps as duties
from program.supervision.models import Return


@transaction.atomic(durable=True)
def accept(report: Report, *, by: User) -> Report:
    """The duty is met; where the rules publish the kind, the report is public from now on, under its number."""
    report, handed_in = to_check(report, by)
    if rules.is_published(report.obligation):
        steps.publish(report)
    duties.accept_version(
        handed_in, by=by, path=report.get_absolute_url(), publication=report.number, sha256=report.sha256
    )
    return report


@transaction.atomic(durable=True)
def send_back(report: Report, remarks: Sequence[tuple[str, str]], *, by: User) -> Report:
    """Return it item by item: (chapter or table, what is to be changed); an empty place means the whole."""
    report, handed_in = to_check(report, by)
    known = {"", *PIECES[report.obligation.duty]}
    if any(place not in known for place, text in remarks if text.strip()):
        raise Invalid(_("This kind of report has no such chapter."))
    duties.give_back(handed_in, remarks, by=by, path=report.get_absolute_url())
    return report


def to_check(report: Report, by: User) -> tuple[Report, Return]:
    """Read again under the lock of its obligation, with its return as it stands now."""
    if report.handed_in is None:
        raise SomebodyWasFaster
    handed_in = duties.to_check(report.handed_in, by)
    found: Report = Report.objects.select_related("corrects").get(pk=report.pk)
    found.handed_in, found.obligation = handed_in, handed_in.obligation
    return found, handed_in

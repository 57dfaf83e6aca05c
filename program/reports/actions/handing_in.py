"""The manager hands a report in: everything in it is frozen, and with it the duty is met."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from program.background.steps import promise
from program.files.documents import require_printable
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.people.models import Role, User
from program.people.rules import fresh_standing, people_with
from program.refusals import Incomplete, NotYours, Refused, SomebodyWasFaster
from program.reports import rules, steps
from program.reports.models import Report
from program.supervision import steps as duties


@transaction.atomic(durable=True)
def hand_in(report: Report, *, seen: str, by: User) -> Report:
    """Freeze figures and words as they were `seen` (their sha256), and a random part; hang them on a return; print them later."""
    report = steps.lock(report)
    obligation = report.obligation
    if not rules.submits_for(obligation.zone, fresh_standing(by)):
        raise NotYours
    if obligation.release:
        raise Refused(_("This duty is owed no more."))
    if lacking := [each.missing for each in rules.to_do(report) if each.missing]:
        raise Incomplete(findings=[(None, sentence) for sentence in lacking])
    content, sha256 = rules.frozen(report)
    if sha256 != seen:
        raise SomebodyWasFaster(
            _("Figures or words have changed since you read them. Read the report again, then hand it in.")
        )
    require_printable(content)
    report.content, report.sha256 = rules.sealed(content, secrets.token_hex(16))
    report.handed_in = duties.submit(obligation, by=by)
    report.save(update_fields=["content", "sha256", "handed_in"])
    journal.record(
        Verb.HAND_IN_RETURN, by=by, subject=obligation, on_behalf=obligation.zone.name_zh,
        version=report.handed_in.number, sha256=report.sha256,
    )  # fmt: skip
    promise("program.reports.tasks.make_report", report.pk)
    duties.tell_about(obligation, people_with(Role.CLERK), Text.RETURN_TO_CHECK, report.get_absolute_url())
    return report

"""Verbs of whoever reports a change of its own organisation: written, handed in by a manager, taken back before it is decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.alterations import rules, steps
from program.alterations.models import (
    WRITABLE_STATES,
    ChangeKind,
    ChangeReport,
    ChangeState,
)
from program.files.models import File
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import APPLICANT_ROLES, Organization, Role, User
from program.people.rules import people_with, require_role
from program.process.steps import next_number
from program.refusals import Incomplete, Invalid, Refused
from program.registers.actions.entries import SCANS

OF_KIND: Mapping[str, tuple[str, ...]] = {
    ChangeKind.RENAMING: ("name_zh", "name_en"),
    ChangeKind.MERGER: ("into_code", "into_name"),
}
"""What one kind of change says beside what every kind does."""
NEEDED = ("name_zh", "into_code", "into_name")
WITHOUT_NOTICE = (ChangeKind.BUSINESS, ChangeKind.OTHER)


@dataclass(frozen=True)
class Reported:
    """A change as it was typed; `scan`: none where a report keeps the one it has. What is of another kind is left out."""

    kind: ChangeKind
    values: Mapping[str, Any]  # changed_on, authority, notice_number, explanation; names or successor
    scan: "UploadedFile[bytes] | None" = None

    def columns(self) -> dict[str, Any]:
        said = dict.fromkeys(("name_zh", "name_en", "into_code", "into_name"), "")
        for name in OF_KIND.get(self.kind, ()):
            said[name] = self.values.get(name, "")
        for name in ("changed_on", "authority", "notice_number", "explanation"):
            said[name] = self.values.get(name, "")
        return {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}

    def stored(self, organization: Organization, kept: File | None, *, by: User) -> File:
        file = store(self.scan, by=by, organization=organization, types=SCANS) if self.scan else kept
        if file is None:
            raise Incomplete(_("The notice is missing."), field="notice")
        return file


@transaction.atomic(durable=True)
def open_report(organization: Organization, said: Reported, *, by: User) -> ChangeReport:
    """Begin a report for an organisation that holds, or applies for, something of its own; one at a time."""
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    require_role(by, *APPLICANT_ROLES, organization=organization)
    if not rules.concerned(organization):
        raise Refused(_("This organisation neither holds nor applies for anything of its own."))
    series = f"ZTBG-{clock.today().year}"
    made = ChangeReport(
        organization=organization, number=f"{series}-{next_number(series):04d}", opened_by=by,
        opened_at=clock.now(),
    )  # fmt: skip
    return write(made, said, by=by)


@transaction.atomic(durable=True)
def change_report(report: ChangeReport, said: Reported, *, by: User, seen: int | None = None) -> ChangeReport:
    """Write it anew, before it is handed in or after it was returned."""
    report = steps.lock_change(report, *WRITABLE_STATES, seen=seen)
    require_role(by, *APPLICANT_ROLES, organization=report.organization)
    report.revision += 1
    return write(report, said, by=by)


def write(report: ChangeReport, said: Reported, *, by: User) -> ChangeReport:
    """What was typed, stored if nothing is wrong with it."""
    report.kind = said.kind
    for name, value in said.columns().items():
        setattr(report, name, value)
    require_whole(report)
    steps.require_reportable(report, clock.today())
    report.notice = said.stored(report.organization, report.notice if report.pk else None, by=by)
    steps.stored_change(report)
    journal.record(
        Verb.WRITE_CHANGE, by=by, subject=report, on_behalf=report.organization.name_zh, version=report.revision,
        audience=Audience.OFFICE, change=report.kind, since=report.changed_on, sha256=report.notice.sha256,
    )  # fmt: skip
    return report


def require_whole(report: ChangeReport) -> None:
    """Each sentence at its field."""
    wanted = [name for name in OF_KIND.get(report.kind, ()) if name in NEEDED] + ["changed_on", "explanation"]
    found = [(name, _("Fill this in.")) for name in wanted if not getattr(report, name)]
    if report.kind not in WITHOUT_NOTICE or report.authority or report.notice_number:
        sentence = _("Name the registration authority and the number of its notice.")
        found += [(name, sentence) for name in ("authority", "notice_number") if not getattr(report, name)]
    if found:
        raise Invalid(findings=found)


@transaction.atomic(durable=True)
def submit_report(report: ChangeReport, *, by: User, seen: int | None = None) -> ChangeReport:
    """Hand it in. Whether that was in time counts from the first time; too late is said, and never refused."""
    report = steps.lock_change(report, *WRITABLE_STATES, seen=seen)
    require_role(by, Role.MANAGER, organization=report.organization)
    today = clock.today()
    steps.require_reportable(report, today)
    if report.reported_on is None:
        report.reported_on, report.within_days = today, rules.report_within()
    report.state, report.submitted_by, report.submitted_at = ChangeState.SUBMITTED, by, clock.now()
    report.save(update_fields=["state", "submitted_by", "submitted_at", "reported_on", "within_days"])
    report.zones.set(rules.told_zones(report.organization, today))
    journal.record(
        Verb.SUBMIT_CHANGE, by=by, subject=report, on_behalf=report.organization.name_zh, version=report.revision,
        change=report.kind, since=report.changed_on, in_time=report.in_time,
        audience=Audience.OFFICE,
    )  # fmt: skip
    said = {
        "number": report.number,
        "organization": report.organization.name_zh,
        "kind": report.get_kind_display(),
    }
    tell(people_with(Role.CLERK), Text.CHANGE_REPORTED, path=report.get_absolute_url(), **said)
    steps.tell_zones(report, Text.CHANGE_REPORTED, **said)
    return report


@transaction.atomic(durable=True)
def withdraw_report(report: ChangeReport, *, by: User) -> ChangeReport:
    """Take it back before a decision is drafted; its number is not given again."""
    report = steps.lock_change(report, *WRITABLE_STATES, ChangeState.SUBMITTED)
    require_role(by, Role.MANAGER, organization=report.organization)
    was_told = report.state == ChangeState.SUBMITTED
    report.state, report.withdrawn_by, report.withdrawn_at = ChangeState.WITHDRAWN, by, clock.now()
    report.save(update_fields=["state", "withdrawn_by", "withdrawn_at"])
    journal.record(
        Verb.WITHDRAW_CHANGE, by=by, subject=report, on_behalf=report.organization.name_zh,
        audience=Audience.OFFICE,
    )  # fmt: skip
    if was_told:
        said = {"number": report.number, "organization": report.organization.name_zh}
        tell(people_with(Role.CLERK), Text.CHANGE_WITHDRAWN, path=report.get_absolute_url(), **said)
        steps.tell_zones(report, Text.CHANGE_WITHDRAWN, **said)
    return report

"""What happens to an organisation that has changed, and to what it holds, inside the transaction of the signature."""

from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from program import clock
from program.alterations import rules
from program.alterations.models import ChangeDecision, ChangeKind, ChangeReport, ChangeState
from program.alterations.steps.cases import give_up_case
from program.decisions.models import Designation, Standing
from program.decisions.steps import turn as turn_designation
from program.journal import steps as journal
from program.journal.models import Verb
from program.measures.models import Measure
from program.notify.models import Text
from program.notify.steps import tell
from program.people import steps as people
from program.people.models import Organization, OrganizationKind, Role, User
from program.people.rules import people_with
from program.refusals import Invalid, SomebodyWasFaster
from program.zones.models import Zone, managing_organization
from program.zones.steps import Joining, join, pass_sites

MERGED = "单位并入{into}（{document}）。"
"""The office's word, in Chinese whoever reads it."""


def lock_change(report: ChangeReport, *states: ChangeState, seen: int | None = None) -> ChangeReport:
    """The report, locked and read again, in one of the states that the verb needs and as the page showed it.

    With it all that wait to give somebody else the same name: of two at once the second finds it taken.
    """
    assert connection.in_atomic_block
    twins = Q(kind=ChangeKind.RENAMING, state=ChangeState.TO_SIGN, name_zh=report.name_zh) & ~Q(name_zh="")
    rows = ChangeReport.objects.select_for_update(of=("self",)).select_related("organization", "notice")
    locked = {row.pk: row for row in rows.filter(Q(pk=report.pk) | twins).order_by("pk")}
    found: ChangeReport | None = locked.get(report.pk)
    if found is None or found.state not in states:
        raise SomebodyWasFaster
    if seen is not None and seen != found.revision:
        raise SomebodyWasFaster(
            _("This report was changed since you opened the page. Reload it to see it as it is.")
        )
    return found


def lock_organizations(report: ChangeReport) -> None:
    """Both in the order of their keys, and read again into the report: neither applies, is renamed or merged meanwhile."""
    codes = [report.organization.credit_code, *filter(None, [report.into_code])]
    rows = Organization.objects.select_for_update(of=("self",)).filter(credit_code__in=codes)
    found = {each.pk: each for each in rows.order_by("pk")}
    report.organization = found[report.organization_id]


def require_reportable(report: ChangeReport, today: date) -> None:
    if found := rules.change_findings(report, today):
        raise Invalid(findings=found)


def stored_change(report: ChangeReport) -> ChangeReport:
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        if "one_open_change_report" not in str(error) and "organization_id" not in str(error):
            raise
        words = _("This organisation has an open report of a change already.")
        raise SomebodyWasFaster(words) from error
    return report


# ---------------------------------------------------------------- what a signature does
def change_take_effect(decision: ChangeDecision, *, by: User) -> None:
    """Do what was planned; report, cases and organisations are locked."""
    assert connection.in_atomic_block
    report = decision.report
    require_reportable(report, clock.today())
    match report.kind:
        case ChangeKind.RENAMING:
            rename(report, by=by)
        case ChangeKind.MERGER:
            merge(decision, by=by)
        case _:
            judge(decision, by=by)


def rename(report: ChangeReport, *, by: User) -> None:
    firm, before = report.organization, report.organization.name_zh
    people.rename(
        firm, name_zh=report.name_zh, name_en=report.name_en, until=report.last_day,
        registration=report.notice_number,
    )  # fmt: skip
    journal.record(
        Verb.RENAME_ORGANIZATION, by=by, subject=firm.credit_code, before=before, after=firm.name_zh,
        until=report.last_day, number=report.notice_number,
    )  # fmt: skip
    said = {"before": before, "after": firm.name_zh, "document": report.notice_number}
    tell_people(report, Text.ORGANIZATION_RENAMED, **said)


def judge(decision: ChangeDecision, *, by: User) -> None:
    """The conditions still hold: recorded. They do not: all that it holds is revoked from the day of the change."""
    report = decision.report
    lost = (
        []
        if decision.holds
        else list(rules.designations(report.organization).select_for_update(of=("self",)))
    )
    for designation in lost:
        revoke(decision, designation, by=by)
    if not lost:
        tell_people(report, Text.CHANGE_RECORDED, number=report.number)


def revoke(decision: ChangeDecision, designation: Designation, *, by: User) -> None:
    report, since = decision.report, rules.lost_since(decision.report, designation)
    turn_designation(
        designation, Standing.REVOKED, authority=decision.authority, number=decision.document_number, since=since, by=by,
    )  # fmt: skip
    tell_people(
        report, Text.DESIGNATION_LOST, letter=designation.letter_number, since=since,
        document=decision.document_number,
    )  # fmt: skip


def merge(decision: ChangeDecision, *, by: User) -> None:
    report, gone = decision.report, decision.report.organization
    into = successor(report)
    if decision.holds and (found := list(rules.being_decided(gone, into))):
        raise Invalid(found[0])
    said = {"organization": gone.name_zh, "into": into.name_zh, "document": report.notice_number}
    tell_people(report, Text.ORGANIZATION_MERGED, **said)
    tell(people_with(Role.MANAGER, into), Text.ORGANIZATION_MERGED, path=report.get_absolute_url(), **said)
    reason = MERGED.format(into=into.name_zh, document=report.notice_number)
    for case in rules.open_cases(gone):
        give_up_case(case, reason, by=by)
    # Before the designations: whoever signs a measure locks them in this order.
    Measure.objects.filter(pk__in=rules.measures_of(gone).order_by().values("pk")).update(organization=into)
    for designation in rules.designations(gone).select_for_update(of=("self",)):
        if decision.holds and rules.passes(designation, into):
            passed_on(decision, designation, into, by=by)
        else:
            revoke(decision, designation, by=by)
    pass_sites(gone, into)
    people.end(gone, into, report.changed_on, by=by)
    report.into = into
    for each, other in ((gone, into), (into, gone)):
        journal.record(
            Verb.MERGE_ORGANIZATION, by=by, subject=each.credit_code, organization=other.credit_code,
            into=into.name_zh, number=report.notice_number, since=report.changed_on,
        )  # fmt: skip


def successor(report: ChangeReport) -> Organization:
    """The organisation that goes on, registered now by its code if nobody knew it; one that is known keeps its name."""
    known = rules.successor_of(report)
    if known is not None:
        return known
    gone = report.organization
    joining = Joining(report.into_code, report.into_name, "", "")
    return join(joining, kind=OrganizationKind(gone.kind), province=gone.province, by=None)


def passed_on(decision: ChangeDecision, designation: Designation, into: Organization, *, by: User) -> None:
    """As it stands, suspended or not; letter, term and document stay its own."""
    before = designation.organization
    designation.organization = into
    designation.save(update_fields=["organization"])
    decision.passed.add(designation)
    journal.record(
        Verb.PASS_DESIGNATION, by=by, subject=designation, application=designation.application,
        before=before.name_zh, after=into.name_zh, issuer=decision.authority, document=decision.document_number,
    )  # fmt: skip


# ---------------------------------------------------------------- who is told
def tell_people(report: ChangeReport, text: Text, **facts: object) -> None:
    """The managers of the organisation, and the zones that were told of the report. Whoever's role ends reads no page of it."""
    address = "" if report.kind == ChangeKind.MERGER else report.get_absolute_url()
    tell(people_with(Role.MANAGER, report.organization), text, path=address, **facts)
    tell_zones(report, text, **facts)


def tell_zones(report: ChangeReport, text: Text, **facts: object) -> None:
    for zone in Zone.objects.filter(change_reports=report).order_by("pk"):
        body = managing_organization(zone)
        if body is not None:
            tell(people_with(Role.ZONE_REVIEWER, body), text, path=report.get_absolute_url(), **facts)

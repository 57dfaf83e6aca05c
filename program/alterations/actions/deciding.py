"""Verbs of the office on a reported change: returned, or decided by two, with all effects at once."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import clock
from program.alterations import rules, steps
from program.alterations.models import ChangeDecision, ChangeKind, ChangeReport, ChangeState
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import people_with, require_role
from program.process.steps import lock_all
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster
from program.registers.actions import Given
from program.registers.steps import Basis, require_sound

NUMBERED = gettext_lazy("What is revoked is revoked by a numbered document: enter it with the decision.")


@transaction.atomic(durable=True)
def return_change(report: ChangeReport, *, reason: str, by: User, seen: int | None = None) -> ChangeReport:
    """Give it back to be changed, with the reason; it stays in time if it was."""
    report = steps.lock_change(report, ChangeState.SUBMITTED, seen=seen)
    require_role(by, Role.CLERK)
    if not reason.strip():
        raise Invalid(_("Say why it is returned."), field="reason")
    report.state, report.returned_by, report.returned_at = ChangeState.RETURNED, by, clock.now()
    report.returned_because = reason.strip()
    report.save(update_fields=["state", "returned_by", "returned_at", "returned_because"])
    journal.record(
        Verb.RETURN_CHANGE, by=by, subject=report, on_behalf=report.organization.name_zh,
        audience=Audience.OFFICE, reason=report.returned_because,
    )  # fmt: skip
    tell(
        people_with(Role.MANAGER, report.organization), Text.CHANGE_RETURNED, path=report.get_absolute_url(),
        number=report.number, reason=report.returned_because,
    )  # fmt: skip
    return report


@transaction.atomic(durable=True)
def draft_change(
    report: ChangeReport, given: Given | None, *, holds: bool | None, reason: str, by: User, seen: int | None = None
) -> ChangeDecision:  # fmt: skip
    """Draft what is decided on it; nothing changes before a director who had no hand in it signs.

    `given`: the office's document; none where nothing is taken away and the registration authority's notice is enough.
    """
    report = steps.lock_change(report, ChangeState.SUBMITTED, seen=seen)
    require_role(by, Role.CLERK)
    if report.kind == ChangeKind.RENAMING:
        holds = None
    elif holds is None:
        raise Invalid(_("Say whether the conditions still hold."), field="holds")
    basis = basis_of(report, given, holds=holds, by=by)
    made = ChangeDecision(
        report=report,
        holds=holds,
        **basis.columns,
        reason=reason.strip(),
        drafted_by=by,
        drafted_at=clock.now(),
    )
    require_sound(made)
    steps.require_reportable(report, clock.today())
    made.save()
    report.state = ChangeState.TO_SIGN
    report.save(update_fields=["state"])
    journal.record(
        Verb.DRAFT_CHANGE_DECISION, by=by, subject=report, audience=Audience.OFFICE,
        issuer=made.authority, document=made.document_number, holds=holds,
    )  # fmt: skip
    tell(
        people_with(Role.DIRECTOR), Text.CHANGE_TO_SIGN, path=report.get_absolute_url(),
        number=report.number, organization=report.organization.name_zh,
    )  # fmt: skip
    return made


def basis_of(report: ChangeReport, given: Given | None, *, holds: bool | None, by: User) -> Basis:
    """The office's own document; without one the notice, if there is one and nothing is taken away."""
    if given is not None:
        return given.stored(by)
    if rules.takes_away(report, holds):
        raise Incomplete(NUMBERED, field="document_number")
    if not report.notice_number:
        raise Incomplete(_("There is no notice: enter the office's document."), field="document_number")
    return Basis(report.authority, report.notice_number, report.changed_on, report.notice)


@transaction.atomic(durable=True)
def discard_change(report: ChangeReport, *, by: User) -> ChangeReport:
    """Throw the draft of the decision away; the report is checked anew."""
    report = steps.lock_change(report, ChangeState.TO_SIGN)
    require_role(by, Role.CLERK, Role.DIRECTOR)
    decision = ChangeDecision.objects.get(report=report)
    journal.record(
        Verb.DISCARD_CHANGE_DECISION, by=by, subject=report, audience=Audience.OFFICE,
        document=decision.document_number,
    )  # fmt: skip
    decision.delete()
    report.state = ChangeState.SUBMITTED
    report.save(update_fields=["state"])
    return report


@transaction.atomic(durable=True)
def sign_change(report: ChangeReport, *, effects: str, by: User) -> ChangeReport:
    """Sign what somebody else drafted: the effects that the page showed (their fingerprint) and no others, all at once."""
    report = steps.lock_change(report, ChangeState.TO_SIGN)
    require_role(by, Role.DIRECTOR)
    decision = ChangeDecision.objects.get(report=report)
    if decision.drafted_by_id == by.pk:
        raise NotYours(_("Whoever drafted or changed a decision does not sign it."))
    # The cases before the organisations: whoever begins one locks its applicant, and would be seen by the fingerprint.
    lock_all(rules.cases_of(report))
    steps.lock_organizations(report)
    decision.report = report
    if effects != rules.fingerprint(rules.change_planned(report, decision, clock.now())):
        raise SomebodyWasFaster(
            _("The effects have changed since you opened the page. Read them again, then sign.")
        )
    if decision.document_id == report.notice_id and rules.takes_away(report, decision.holds):
        raise Refused(NUMBERED)
    journal.record(
        Verb.SIGN_CHANGE_DECISION, by=by, subject=report, on_behalf=report.organization.name_zh,
        audience=Audience.OFFICE, issuer=decision.authority, document=decision.document_number,
        since=report.changed_on,
    )  # fmt: skip
    report.state = ChangeState.SETTLED
    steps.change_take_effect(decision, by=by)
    report.save(update_fields=["state", "into"])
    decision.signed_by, decision.signed_at = by, clock.now()  # last: from here on neither can be changed
    decision.save(update_fields=["signed_by", "signed_at"])
    return report

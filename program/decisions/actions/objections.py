"""异议处理: taken up or not by a clerk, settled by a director. Settling leads the case on at once if it waited for it."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from program import clock
from program.applications.steps import tell_applicant
from program.decisions import steps
from program.decisions.models import Objection, ObjectionOutcome, ObjectionState
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.people.models import Role, User
from program.people.rules import require_role
from program.process.models import StageName
from program.process.steps import settle
from program.refusals import Invalid, NotYours, SomebodyWasFaster
from program.rulesets.models import Key
from program.rulesets.rules import limit


def take_in_hand(objection: Objection, state: ObjectionState, role: Role, *, by: User) -> Objection:
    """The objection, locked after its case, in the state that the verb needs."""
    locked = steps.lock_objection(objection)
    require_role(by, role)
    if locked.state != state:
        raise SomebodyWasFaster
    return locked


def lead_on(objection: Objection) -> None:
    """If the case rests at its objections, ask now whether any is left open; then that one is waited for."""
    application = objection.item.application
    if application.stage == StageName.OBJECTIONS and not settle(application, StageName.OBJECTIONS):
        steps.follow_objections(application)


@transaction.atomic(durable=True)
def accept_objection(objection: Objection, *, summary: str, by: User) -> Objection:
    """Take an objection up. The party is told that one is being examined, in the office's own words."""
    objection = take_in_hand(objection, ObjectionState.RECEIVED, Role.CLERK, by=by)
    if not summary.strip():
        raise Invalid(_("Write what the party is told, without a hint at who objected."), field="summary")
    application = objection.item.application
    due = limit(application.rule_set, Key.OBJECTION_SETTLEMENT_DAYS, clock.today())
    objection.accepted_by, objection.accepted_at, objection.summary = by, clock.now(), summary.strip()
    objection.settlement_due, objection.due_provisional = due.moment, due.provisional
    objection.save()
    steps.follow_objections(application)
    journal.record(
        Verb.ACCEPT_OBJECTION,
        by=by,
        subject=application,
        application=application,
        receipt=objection.number,
        due=due.day,
    )
    tell_applicant(application, Text.OBJECTION_AGAINST)
    steps.write_to_objector(objection, "objection_accepted.txt", due=due)
    return objection


@transaction.atomic(durable=True)
def refuse_objection(objection: Objection, *, reason: str, by: User) -> Objection:
    """不予受理, with the reason: it no longer holds its item."""
    objection = take_in_hand(objection, ObjectionState.RECEIVED, Role.CLERK, by=by)
    if not reason.strip():
        raise Invalid(_("Say why the objection is not taken up."), field="reason")
    application = objection.item.application
    objection.refused_by, objection.refused_at, objection.reason = by, clock.now(), reason.strip()
    objection.save()
    lead_on(objection)
    journal.record(
        Verb.REFUSE_OBJECTION,
        by=by,
        subject=application,
        application=application,
        audience=Audience.OFFICE,
        receipt=objection.number,
        reason=objection.reason,
    )
    steps.write_to_objector(objection, "objection_refused.txt")
    return objection


@transaction.atomic(durable=True)
def uphold_objection(objection: Objection, *, finding: str, by: User) -> Objection:
    """成立: once its notice has ended the case goes back to deliberation."""
    return decide(objection, ObjectionOutcome.UPHELD, Verb.UPHOLD_OBJECTION, finding=finding, by=by)


@transaction.atomic(durable=True)
def dismiss_objection(objection: Objection, *, finding: str, by: User) -> Objection:
    """不成立: the case goes on."""
    return decide(objection, ObjectionOutcome.DISMISSED, Verb.DISMISS_OBJECTION, finding=finding, by=by)


def decide(
    objection: Objection, outcome: ObjectionOutcome, verb: Verb, *, finding: str, by: User
) -> Objection:
    """Settle one way or the other; somebody else than who took it up."""
    objection = take_in_hand(objection, ObjectionState.ACCEPTED, Role.DIRECTOR, by=by)
    if objection.accepted_by_id == by.pk:
        raise NotYours(_("Whoever took an objection up does not settle it."))
    if not finding.strip():
        raise Invalid(_("Write what was found."), field="finding")
    application = objection.item.application
    objection.settled_by, objection.settled_at = by, clock.now()
    objection.outcome, objection.finding = outcome, finding.strip()
    objection.save()
    lead_on(objection)
    journal.record(verb, by=by, subject=application, application=application, receipt=objection.number)
    with translation.override(settings.LANGUAGE_CODE):
        result = str(outcome.label)
    tell_applicant(application, Text.OBJECTION_SETTLED, result=result)
    steps.write_to_objector(objection, "objection_settled.txt")
    return objection


@transaction.atomic(durable=True)
def recount_objection(objection: Objection) -> bool:
    """Fix a provisional limit (暂定) once the calendar of its year is published; the case follows."""
    objection = steps.lock_objection(objection)
    application = objection.item.application
    begun = objection.accepted_at or objection.confirmed_at
    if begun is None or objection.due is None or not objection.due_provisional:
        return False
    key = Key.OBJECTION_SETTLEMENT_DAYS if objection.accepted_at else Key.OBJECTION_ACCEPTANCE_DAYS
    due = limit(application.rule_set, key, clock.beijing_date(begun))
    if due.provisional:
        return False
    column = "settlement_due" if objection.accepted_at else "acceptance_due"
    setattr(objection, column, due.moment)
    objection.due_provisional = False
    objection.save(update_fields=[column, "due_provisional"])
    steps.follow_objections(application)
    journal.record(
        Verb.RECOUNT,
        by=None,
        subject=application,
        application=application,
        audience=Audience.OFFICE,
        receipt=objection.number,
        due=due.fact,
    )
    return True

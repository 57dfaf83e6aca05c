"""Verbs on leads: written down, then verified or dismissed by the supervisor."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.measures import rules, steps
from program.measures.models import AccidentFinding, Grade, Lead, LeadState
from program.measures.steps import Said
from program.people.models import Role, User
from program.people.rules import require_role
from program.refusals import Incomplete, Invalid
from program.registers.actions import Given


@transaction.atomic(durable=True)
def record(said: Said, *, by: User) -> Lead:
    """Write a lead down. It has no effect whatever before it is verified."""
    require_role(by, *rules.RECORDERS)
    require_sound(said)
    return steps.write_down(said, by=by)


def require_sound(said: Said) -> None:
    """Each sentence at its field."""
    found: list[tuple[str | None, Any]] = []
    if said.happened_on > clock.today():
        found.append(("happened_on", _("The day is in the future.")))
    if said.zone is None and not said.credit_code:
        found.append(("zone", _("Name the zone or the organisation that the lead is about.")))
    if bool(said.credit_code) != bool(said.owner.strip()):
        found.append(("owner", _("An organisation has a credit code and a name.")))
    if not said.text.strip():
        found.append(("text", _("Say what is known.")))
    if found:
        raise Invalid(findings=found)


@dataclass(frozen=True)
class Accident:
    """What the ecology authority's document says."""

    given: Given
    grade: Grade
    responsible: str


@transaction.atomic(durable=True)
def verify(lead: Lead, *, verdict: str, by: User, accident: Accident | None = None) -> Lead:
    """It is true. An accident needs the ecology authority's document, from which alone its grade comes."""
    lead = steps.lock_lead(lead, LeadState.OPEN)
    require_role(by, Role.SUPERVISOR)
    if rules.needs_finding(lead) and accident is None:
        raise Incomplete(_("An accident is verified by the ecology authority's document."), field="document")
    lead.finding = found(accident, by) if accident and rules.needs_finding(lead) else None
    return settled(
        lead, LeadState.VERIFIED, Verb.VERIFY_LEAD, verdict, by=by,
        grade=lead.finding.grade if lead.finding else None,
        document=lead.finding.document_number if lead.finding else None,
    )  # fmt: skip


def found(accident: Accident, by: User) -> AccidentFinding:
    if accident.given.day > clock.today():
        raise Invalid(_("The document bears a date in the future."), field="document_date")
    if not accident.responsible.strip():
        raise Invalid(_("Name who is responsible, as the document does."), field="responsible")
    made: AccidentFinding = steps.stored(
        AccidentFinding(
            **accident.given.stored(by).columns, grade=accident.grade, responsible=accident.responsible.strip(),
            entered_by=by, entered_at=clock.now(),
        ),
        _("This document has been entered already."), "document_number",
    )  # fmt: skip
    return made


@transaction.atomic(durable=True)
def dismiss(lead: Lead, *, verdict: str, by: User) -> Lead:
    """It is not true, or nothing that this program measures."""
    lead = steps.lock_lead(lead, LeadState.OPEN)
    require_role(by, Role.SUPERVISOR)
    return settled(lead, LeadState.DISMISSED, Verb.DISMISS_LEAD, verdict, by=by)


def settled(lead: Lead, state: LeadState, verb: Verb, verdict: str, *, by: User, **facts: Any) -> Lead:
    if not verdict.strip():
        raise Invalid(_("Say what was found."), field="verdict")
    lead.state, lead.verdict, lead.settled_by, lead.settled_at = state, verdict.strip(), by, clock.now()
    lead.save()
    journal.record(verb, by=by, subject=lead, audience=Audience.OFFICE, **facts)
    return lead

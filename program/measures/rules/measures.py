"""What may be done with a lead or a measure now, and by whom; the verbs ask again, with the row locked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from program import clock
from program.journal.models import Line, Verb
from program.measures.models import (
    Appeal,
    Ground,
    Lead,
    LeadState,
    Measure,
    MeasureState,
    Rectification,
    RectificationState,
    Reversal,
)
from program.measures.rules.proposals import LIGHT, Rules
from program.people.models import APPLICANT_ROLES, Role, User
from program.people.rules import Standing
from program.refusals import NotYours
from program.rulesets.models import Key, MeasureKind
from program.rulesets.rules import SPECS, Calendar, Limit, value

RECORDERS = (Role.SUPERVISOR, Role.CLERK)
"""Who writes leads and measures down; only the supervisor verifies, only a director signs."""


@dataclass(frozen=True)
class LeadMoves:
    verify: bool
    dismiss: bool
    propose: bool


def lead_moves(lead: Lead, held: Standing) -> LeadMoves:
    verifies = lead.state == LeadState.OPEN and held.has(Role.SUPERVISOR)
    return LeadMoves(verifies, verifies, lead.state == LeadState.VERIFIED and held.has(*RECORDERS))


def needs_finding(lead: Lead) -> bool:
    """An accident is verified by the ecology authority's document alone."""
    return lead.ground == Ground.INCIDENT


def may_answer(measure: Measure | Rectification, held: Standing) -> bool:
    """The manager of the organisation that answers now; where it is not on the platform, the supervisor, who has it on paper."""
    body = measure.answering
    return held.has(Role.SUPERVISOR) if body is None else body.pk in held.organizations(Role.MANAGER)


def acting_for(about: Measure | Rectification) -> str:
    """The organisation on whose behalf somebody acts now; it need not be the one that the measure names."""
    return about.answering.name_zh if about.answering is not None else about.owner


def answer_limit(measure: Measure) -> Limit:
    """Until when an announced measure may be answered; a provisional day is counted again once its year's calendar is known."""
    assert measure.announced_at is not None
    assert measure.answer_by is not None
    if not measure.answer_provisional:
        return Limit(measure.answer_by, provisional=False)
    days = value(measure.rule_set, Key.DEFENCE_DAYS) if measure.rule_set else SPECS[Key.DEFENCE_DAYS].default
    return Calendar().after(clock.beijing_date(measure.announced_at), days)


def heard(measure: Measure, moment: datetime) -> bool:
    """Whether the organisation has answered, or has had its time to."""
    if MeasureKind(measure.kind) in LIGHT:
        return True
    if getattr(measure, "defence", None) is not None:
        return True
    if measure.announced_at is None:
        return False
    limit = answer_limit(measure)
    return not limit.provisional and moment > limit.moment


def appeal_until(measure: Measure, rules: Rules) -> datetime:
    """The end of the last day on which the organisation may appeal: natural days from the day after the signature."""
    signed = measure.decision.signed_at
    assert signed is not None
    return clock.end_of(clock.beijing_date(signed) + timedelta(days=rules.days(Key.APPEAL_DAYS)))


def had_a_hand_in(measure: Measure, user: User) -> bool:
    """Drafted or changed the measure, or entered its decision."""
    decision = getattr(measure, "decision", None)
    if user.pk in {measure.drafted_by_id, decision.drafted_by_id if decision else None}:
        return True
    return Line.objects.filter(verb=Verb.CHANGE_MEASURE, subject=str(measure), actor=user).exists()


def require_no_hand_in(measure: Measure, user: User) -> None:
    if had_a_hand_in(measure, user):
        raise NotYours(_("Whoever drafted or changed a decision does not sign it."))


@dataclass(frozen=True)
class MeasureMoves:
    change: bool
    announce: bool
    drop: bool
    answer: bool
    decide: bool
    discard_decision: bool
    sign: bool
    appeal: bool
    dismiss_appeal: bool
    reverse: bool
    discard_reversal: bool
    sign_reversal: bool


def measure_moves(measure: Measure, held: Standing, moment: datetime, rules: Rules) -> MeasureMoves:
    state, drafts, signs = MeasureState(measure.state), held.has(*RECORDERS), held.has(Role.DIRECTOR)
    light = MeasureKind(measure.kind) in LIGHT
    draft, announced = state == MeasureState.DRAFT, state == MeasureState.ANNOUNCED
    lasting = state in {MeasureState.IN_FORCE, MeasureState.CLOSED}
    appeal: Appeal | None = getattr(measure, "appeal", None)
    reversal: Reversal | None = getattr(measure, "reversal", None)
    open_appeal = appeal is not None and appeal.answered_at is None
    open_reversal = reversal is not None and reversal.signed_at is None
    return MeasureMoves(
        change=(draft or announced) and drafts,
        announce=draft and drafts and not light,
        drop=state in {MeasureState.DRAFT, MeasureState.ANNOUNCED} and drafts,
        answer=announced and not hasattr(measure, "defence") and not heard(measure, moment) and may_answer(measure, held),
        decide=((draft and light) or announced) and drafts and heard(measure, moment),
        discard_decision=state == MeasureState.TO_SIGN and (drafts or signs),
        sign=state == MeasureState.TO_SIGN and signs and not had_a_hand_in(measure, held.user),
        appeal=lasting and appeal is None and may_answer(measure, held) and moment <= appeal_until(measure, rules),
        dismiss_appeal=open_appeal and signs and not open_reversal and measure.decision.signed_by_id != held.user.pk,
        reverse=lasting and drafts and reversal is None,
        discard_reversal=open_reversal and (drafts or signs),
        sign_reversal=reversal is not None and open_reversal and signs and reversal.drafted_by_id != held.user.pk,
    )  # fmt: skip


@dataclass(frozen=True)
class RectificationMoves:
    write: bool
    hand_in: bool
    check: bool
    extend: bool


def may_write(shown: Rectification, held: Standing) -> bool:
    """Anybody of the organisation; where it is not on the platform, the supervisor, who has it on paper."""
    body = shown.answering
    return held.has(Role.SUPERVISOR) if body is None else body.pk in held.organizations(*APPLICANT_ROLES)


def rectification_moves(shown: Rectification, held: Standing) -> RectificationMoves:
    """Contacts write, the manager hands in, the supervisor checks, a director gives more time."""
    state = RectificationState(shown.state)
    being = state == RectificationState.OPEN
    return RectificationMoves(
        write=being and may_write(shown, held),
        hand_in=being and may_answer(shown, held),
        check=state == RectificationState.HANDED_IN and held.has(Role.SUPERVISOR),
        extend=being and held.has(Role.DIRECTOR),
    )


def due_of(shown: Rectification, calendar: Calendar) -> Limit:
    """Of a renewal: within the days of its call's rules from the day on which it was opened."""
    assert shown.designation is not None
    days = value(shown.designation.application.rule_set, Key.RECTIFICATION_DAYS)
    return calendar.after(clock.beijing_date(shown.opened_at), days)


def unready(shown: Rectification, items: Any) -> list[str]:
    """What still keeps a rectification from being handed in; items with their evidence."""
    found = []
    for item in items:
        if item.passed:
            continue
        if not item.done:
            found.append(_("%(number)s. Say what was done.") % {"number": item.position})
        if not item.evidence.all():
            found.append(_("%(number)s. Add a file that shows it.") % {"number": item.position})
    return found

"""核减 and its undoing: a clerk proposes, a director who did not signs or declines. The board falls at its next count."""

from django.db import transaction
from django.utils.translation import gettext as _

from demonstrations.served import rules, steps
from demonstrations.served.models import STANDING, ServiceRecord, State, StrikeOut, Turn
from program import clock
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import people_with, require_role
from program.refusals import Invalid, NotYours, SomebodyWasFaster

STATES = {Turn.STRIKE: STANDING, Turn.RESTORE: (State.STRUCK_OUT,)}
DONE = {
    Turn.STRIKE: (Verb.STRIKE_RECORD, Text.RECORD_STRUCK_OUT),
    Turn.RESTORE: (Verb.RESTORE_RECORD, Text.RECORD_RESTORED),
}


@transaction.atomic(durable=True)
def propose(record: ServiceRecord, *, turn: Turn, reason: str, by: User) -> StrikeOut:
    """A clerk proposes to strike a checked record out, or to restore one; nothing changes before the signature."""
    record = steps.lock_enterprise(record)
    require_role(by, Role.CLERK)
    if not reason.strip():
        raise Invalid(_("Say why."), field="reason")
    steps.require_state(record, *STATES[turn])
    if rules.open_decision(record) is not None:
        raise SomebodyWasFaster(_("A decision on this record waits for its signature already."))
    made: StrikeOut = StrikeOut.objects.create(
        number=steps.next_in("HJ"), record=record, turn=turn, reason=reason.strip(), proposed_by=by, proposed_at=clock.now()
    )  # fmt: skip
    journal.record(
        Verb.PROPOSE_STRIKE, by=by, subject=record, audience=Audience.OFFICE, number=made.number, decision=turn,
        reason=made.reason,
    )  # fmt: skip
    tell(people_with(Role.DIRECTOR), Text.ENTRY_TO_SIGN, path=record.get_absolute_url(), number=made.number)
    return made


@transaction.atomic(durable=True)
def sign(decision: StrikeOut, *, by: User) -> StrikeOut:
    """In force at once: the record counts no more, or again; another that reaches the threshold takes its place."""
    held, record = to_sign(decision, by)
    turn = Turn(held.turn)
    steps.require_state(record, *STATES[turn])
    held.signed_by, held.signed_at = by, clock.now()
    held.save(update_fields=["signed_by", "signed_at"])
    record.state = State.STRUCK_OUT if turn == Turn.STRIKE else State.ACCEPTED
    record.save(update_fields=["state"])
    heir = steps.settle(record.enterprise)
    verb, text = DONE[turn]
    journal.record(
        verb, by=by, subject=record, number=held.number, reason=held.reason,
        counts=heir.number if heir is not None else None,
    )  # fmt: skip
    steps.tell_about(record, text, reason=held.reason)
    return held


@transaction.atomic(durable=True)
def decline(decision: StrikeOut, *, reason: str, by: User) -> StrikeOut:
    """The director does not sign; the record stays as it is, and may be proposed anew."""
    held, record = to_sign(decision, by)
    if not reason.strip():
        raise Invalid(_("Say why."), field="reason")
    held.declined_by, held.declined_at, held.decline_reason = by, clock.now(), reason.strip()
    held.save(update_fields=["declined_by", "declined_at", "decline_reason"])
    journal.record(
        Verb.DECLINE_STRIKE, by=by, subject=record, audience=Audience.OFFICE, number=held.number,
        reason=held.decline_reason,
    )  # fmt: skip
    return held


def to_sign(decision: StrikeOut, by: User) -> tuple[StrikeOut, ServiceRecord]:
    """The locked decision that waits, and its record."""
    record = steps.lock_enterprise(decision.record)
    require_role(by, Role.DIRECTOR)
    held = StrikeOut.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if not held.is_open:
        raise SomebodyWasFaster
    if held.proposed_by_id == by.pk:
        raise NotYours(_("Whoever proposed a decision does not sign it."))
    return held, record

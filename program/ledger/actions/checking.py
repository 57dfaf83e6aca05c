"""Verbs of the clerk: take an entry into the ledger, return it, strike it out."""

from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.journal import steps as journal
from program.journal.models import Verb
from program.ledger import rules, steps
from program.ledger.models import WRITING_ROLES, LedgerEntry, State
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import people_with, require_role
from program.refusals import Invalid, NotYours, SomebodyWasFaster
from program.zones.models import managing_organization


@transaction.atomic(durable=True)
def accept(entry: LedgerEntry, *, by: User, seen: int | None = None) -> LedgerEntry:
    """It counts from now on; what it corrects does not count any more."""
    entry = to_check(entry, by, seen)
    if rules.had_a_hand_in(entry, by):
        raise NotYours(_("Whoever entered, changed or submitted an entry does not check it."))
    if entry.supersedes is not None:
        corrected = steps.lock(entry.supersedes)
        if corrected.state != State.ACCEPTED:
            words = _(
                "The entry that this one corrects does not count any more: %(number)s. Return this one."
            )
            raise SomebodyWasFaster(words % {"number": corrected.number})
        corrected.state = State.CORRECTED
        corrected.save(update_fields=["state"])
    entry.state, entry.checked_by, entry.checked_at = State.ACCEPTED, by, clock.now()
    entry.save(update_fields=["state", "checked_by", "checked_at"])
    journal.record(
        Verb.ACCEPT_WORK, by=by, subject=entry, version=entry.revision,
        entry=entry.supersedes.number if entry.supersedes else None,
    )  # fmt: skip
    return entry


@transaction.atomic(durable=True)
def send_back(entry: LedgerEntry, *, reason: str, by: User, seen: int | None = None) -> LedgerEntry:
    """退回修改."""
    entry = to_check(entry, by, seen)
    entry.return_reason = said(reason)
    entry.state, entry.checked_by, entry.checked_at = State.RETURNED, by, clock.now()
    entry.save(update_fields=["state", "checked_by", "checked_at", "return_reason"])
    journal.record(Verb.RETURN_WORK, by=by, subject=entry, version=entry.revision, reason=entry.return_reason)
    tell_owner(entry, Text.WORK_RETURNED, entry.return_reason)
    return entry


@transaction.atomic(durable=True)
def strike_out(entry: LedgerEntry, *, reason: str, by: User, seen: int | None = None) -> LedgerEntry:
    """核减: what was found untrue counts no more; it stays to be read, with the reason."""
    entry = steps.lock(entry)
    require_role(by, Role.CLERK)
    steps.require_state(entry, State.ACCEPTED, seen=seen)
    entry.strike_reason = said(reason)
    entry.state, entry.struck_by, entry.struck_at = State.STRUCK_OUT, by, clock.now()
    entry.save(update_fields=["state", "struck_by", "struck_at", "strike_reason"])
    journal.record(Verb.STRIKE_WORK, by=by, subject=entry, version=entry.revision, reason=entry.strike_reason)
    tell_owner(entry, Text.WORK_STRUCK_OUT, entry.strike_reason)
    return entry


# ---------------------------------------------------------------- what they share
def to_check(entry: LedgerEntry, by: User, seen: int | None) -> LedgerEntry:
    entry = steps.lock(entry)
    require_role(by, Role.CLERK)
    steps.require_state(entry, State.SUBMITTED, seen=seen)
    return entry


def said(reason: str) -> str:
    if not reason.strip():
        raise Invalid(_("Say why."), field="reason")
    return reason.strip()


def tell_owner(entry: LedgerEntry, text: Text, reason: str) -> None:
    """The people of the zone; of the office's own work whoever entered it."""
    body = None if entry.zone is None else managing_organization(entry.zone)
    people = [person for role in WRITING_ROLES for person in people_with(role, body)] if body else []
    tell(
        people if entry.zone is not None else [entry.entered_by],
        text, path=entry.get_absolute_url(), number=entry.number, reason=reason,
    )  # fmt: skip

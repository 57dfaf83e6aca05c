"""Verbs on extensions and waivers: asked for, approved or declined by a director who did not ask."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from program import clock
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.people.models import Role, User
from program.people.rules import fresh_standing, people_with, require_role
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.supervision import rules, steps
from program.supervision.models import Dispensation, DispensationKind, Ending, Obligation, Release

LONGEST_EXTENSION = timedelta(days=366)


@transaction.atomic(durable=True)
def ask_extension(obligation: Obligation, *, until: date, reason: str, by: User) -> Dispensation:
    """The zone asks for a later day, or a clerk proposes one; a director decides."""
    obligation = steps.lock(obligation)
    held = fresh_standing(by)
    if not (held.has(Role.CLERK) or rules.hands_in_for(obligation.zone, held)):
        raise NotYours
    require_unmet(obligation)
    require_later(obligation, until)
    made = ask(obligation, DispensationKind.EXTENSION, reason, by, until=until)
    journal.record(Verb.ASK_EXTENSION, by=by, subject=obligation, until=until, reason=made.reason)
    return made


@transaction.atomic(durable=True)
def propose_waiver(obligation: Obligation, *, reason: str, by: User) -> Dispensation:
    """A clerk proposes that a zone need not meet a duty this year; a director decides."""
    obligation = steps.lock(obligation)
    require_role(by, Role.CLERK)
    require_unmet(obligation)
    made = ask(obligation, DispensationKind.WAIVER, reason, by)
    journal.record(Verb.PROPOSE_WAIVER, by=by, subject=obligation, reason=made.reason)
    return made


@transaction.atomic(durable=True)
def approve(dispensation: Dispensation, *, by: User) -> Dispensation:
    """The new day counts from now on, or the duty is owed no more; an alert for its lateness closes."""
    dispensation = to_decide(dispensation, by)
    obligation = dispensation.obligation
    facts: dict[str, Any] = {"reason": dispensation.reason}
    if dispensation.kind == DispensationKind.EXTENSION:
        assert dispensation.until is not None  # by constraint
        if dispensation.until < clock.today():
            raise Refused(_("The new day has passed: decline the request, and let a later day be asked for."))
        require_later(obligation, dispensation.until)
        dispensation.before = obligation.expected
        facts |= {"before": clock.beijing_date(dispensation.before), "until": dispensation.until}
        extend(obligation, dispensation.until)
    decided(dispensation, True, "", by)
    if dispensation.kind == DispensationKind.WAIVER:
        steps.released(obligation, Release.WAIVED, dispensation.reason[:500])
    waived = dispensation.kind == DispensationKind.WAIVER
    journal.record(Verb.WAIVE_DUTY if waived else Verb.EXTEND_DUTY, by=by, subject=obligation, **facts)
    steps.tell_zone(
        obligation, Text.DUTY_WAIVED if waived else Text.DUTY_EXTENDED,
        **({} if waived else {"due": dispensation.until}),
    )  # fmt: skip
    return dispensation


@transaction.atomic(durable=True)
def decline(dispensation: Dispensation, *, words: str, by: User) -> Dispensation:
    """Everything stays as it is; whoever asked is told why."""
    dispensation = to_decide(dispensation, by)
    if not words.strip():
        raise Invalid(_("Say why."), field="words")
    decided(dispensation, False, words.strip(), by)
    obligation = dispensation.obligation
    journal.record(Verb.DECLINE_DISPENSATION, by=by, subject=obligation, reason=dispensation.words)
    steps.tell_zone(obligation, Text.DISPENSATION_DECLINED, reason=dispensation.words)
    return dispensation


# ---------------------------------------------------------------- what they share
def ask(
    obligation: Obligation, kind: DispensationKind, reason: str, by: User, until: date | None = None
) -> Dispensation:
    if not reason.strip():
        raise Invalid(_("Say why."), field="reason")
    try:
        with transaction.atomic():
            made: Dispensation = Dispensation.objects.create(
                obligation=obligation, kind=kind, until=until, reason=reason.strip(), asked_by=by, asked_at=clock.now()
            )  # fmt: skip
    except IntegrityError as error:
        raise SomebodyWasFaster(_("A request waits for its decision already.")) from error
    with translation.override(settings.LANGUAGE_CODE):
        said = str(kind.label)
    steps.tell_about(obligation, people_with(Role.DIRECTOR), Text.DISPENSATION_TO_DECIDE, kind=said)
    return made


def require_unmet(obligation: Obligation) -> None:
    if obligation.release or obligation.handed_in_at is not None:
        raise SomebodyWasFaster(_("This duty is met, or owed no more."))


def require_later(obligation: Obligation, until: date) -> None:
    """An extension shortens nothing, and does not run for ever."""
    now_due = clock.beijing_date(obligation.expected)
    if until <= now_due:
        raise Invalid(_("The new day lies after the one on which it is due now."), field="until")
    if until > now_due + LONGEST_EXTENSION:
        raise Invalid(_("An extension is for a year at most."), field="until")


def extend(obligation: Obligation, until: date) -> None:
    """The day stands as the director signed it, on a working day or not."""
    moment = clock.end_of(until)
    if obligation.again_due is not None:
        obligation.again_due = moment
    else:
        obligation.due = moment
    obligation.due_provisional, obligation.extended_at = False, clock.now()
    obligation.save(update_fields=["due", "again_due", "due_provisional", "extended_at"])
    steps.close_of(obligation, Ending.EXTENDED)


def to_decide(dispensation: Dispensation, by: User) -> Dispensation:
    """The open request, read again under the lock of its obligation, for a director who did not ask."""
    obligation = steps.lock(dispensation.obligation)
    require_role(by, Role.DIRECTOR)
    found: Dispensation = Dispensation.objects.get(pk=dispensation.pk)
    found.obligation = obligation
    if found.decided_at is not None or found.lapsed_at is not None:
        raise SomebodyWasFaster
    if found.asked_by_id == by.pk:
        raise NotYours(_("Nobody decides a request of their own."))
    return found


def decided(dispensation: Dispensation, approved: bool, words: str, by: User) -> None:
    dispensation.approved, dispensation.words = approved, words
    dispensation.decided_by, dispensation.decided_at = by, clock.now()
    dispensation.save(update_fields=["approved", "words", "before", "decided_by", "decided_at"])

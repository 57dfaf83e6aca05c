"""Verbs on renamings and mergers: drafted on the approval, signed by another, in effect with the signature or on their day."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.alterations import rules, steps
from program.alterations.models import Alteration, AlterationKind, AlterationState
from program.claims.steps import lock_claims
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import people_with, require_role
from program.process.steps import lock_all, next_number
from program.refusals import Invalid, NotYours, SomebodyWasFaster, TooEarly
from program.registers.actions import Given
from program.registers.steps import require_sound
from program.zones.models import Zone


@transaction.atomic(durable=True)
def draft(
    kind: AlterationKind, zone: Zone, given: Given, values: Mapping[str, Any], *, reason: str, by: User
) -> Alteration:
    """Draft it on the approval; nothing changes before a director who had no hand in it signs.

    `values`: `effective`, and `name_zh`, `name_en` of a renaming or `into` of a merger.
    """
    require_role(by, Role.CLERK)
    series = f"QBG-{clock.today().year}"
    made = Alteration(
        kind=kind, zone=zone, **values, **given.stored(by).columns, reason=reason.strip(),
        number=f"{series}-{next_number(series):04d}", drafted_by=by, drafted_at=clock.now(),
    )  # fmt: skip
    require_sound(made)
    steps.lock_zones(made)
    steps.require_possible(made)
    steps.stored(made)
    journal.record(
        Verb.DRAFT_ALTERATION, by=by, subject=made, audience=Audience.OFFICE, zone=zone.code,
        issuer=made.authority, document=made.document_number, since=made.effective,
    )  # fmt: skip
    directors = people_with(Role.DIRECTOR)
    tell(
        directors,
        Text.ALTERATION_TO_SIGN,
        path=made.get_absolute_url(),
        number=made.number,
        zone=zone.name_zh,
    )
    return made


@transaction.atomic(durable=True)
def discard(alteration: Alteration, *, by: User) -> None:
    """Throw a draft away; the journal keeps that there was one, and its number is not given again."""
    alteration = steps.lock(alteration)
    require_role(by, Role.CLERK, Role.DIRECTOR)
    require_draft(alteration)
    journal.record(
        Verb.DISCARD_ALTERATION, by=by, subject=alteration, audience=Audience.OFFICE,
        document=alteration.document_number,
    )  # fmt: skip
    alteration.delete()


def require_draft(alteration: Alteration) -> None:
    if alteration.state != AlterationState.DRAFT:
        raise SomebodyWasFaster


@transaction.atomic(durable=True)
def sign(alteration: Alteration, *, effects: str, by: User) -> Alteration:
    """Sign what somebody else drafted: the effects that the page showed (their fingerprint) and no others, all at once.

    A renaming for a day to come waits for it; a merger is signed on its day or later.
    """
    alteration = steps.lock(alteration)
    require_role(by, Role.DIRECTOR)
    require_draft(alteration)
    if alteration.drafted_by_id == by.pk:
        raise NotYours(_("Whoever drafted or changed a decision does not sign it."))
    # The cases before the zones: whoever begins one locks the zone, and would be seen by the fingerprint.
    lock_all(rules.cases_reached(alteration))
    if alteration.into is not None:
        lock_claims(alteration.zone, alteration.into)
    steps.lock_zones(alteration)
    if effects != rules.fingerprint(rules.planned(alteration, clock.now())):
        raise SomebodyWasFaster(
            _("The effects have changed since you opened the page. Read them again, then sign.")
        )
    ripe = alteration.effective <= clock.today()
    if alteration.kind == AlterationKind.MERGER and not ripe:
        raise TooEarly(_("A merger is signed on its day or later: its effects are those of that day."))
    steps.require_possible(alteration)
    alteration.signed_by, alteration.signed_at = by, clock.now()
    alteration.save(update_fields=["signed_by", "signed_at"])
    journal.record(
        Verb.SIGN_ALTERATION, by=by, subject=alteration, audience=Audience.OFFICE, zone=alteration.zone.code,
        issuer=alteration.authority, document=alteration.document_number, since=alteration.effective,
    )  # fmt: skip
    if ripe:
        steps.take_effect(alteration, by=by)
    return alteration


@transaction.atomic(durable=True)
def withdraw(alteration: Alteration, *, reason: str, by: User) -> Alteration:
    """Take back what was signed for a day to come, before that day: it never takes effect, and the zone may be changed anew."""
    alteration = steps.lock(alteration)
    require_role(by, Role.DIRECTOR)
    if not rules.may_be_withdrawn(alteration, clock.today()):
        raise SomebodyWasFaster(_("Only a change that is signed for a day to come is withdrawn."))
    if not reason.strip():
        raise Invalid(_("Say why the change is withdrawn."), field="reason")
    alteration.withdrawn_by, alteration.withdrawn_at = by, clock.now()
    alteration.withdrawn_because = reason.strip()
    alteration.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])
    said = {"number": alteration.number, "reason": alteration.withdrawn_because}
    journal.record(
        Verb.WITHDRAW_ALTERATION, by=by, subject=alteration, audience=Audience.OFFICE, zone=alteration.zone.code,
        document=alteration.document_number, reason=alteration.withdrawn_because,
    )  # fmt: skip
    steps.tell_managers(
        alteration, Text.ALTERATION_WITHDRAWN, alteration.zone, **said, zone=alteration.zone.name_zh
    )
    return alteration


@transaction.atomic(durable=True)
def act(alteration: Alteration) -> bool:
    """Let a signed renaming take effect on its day; done once, however often it is asked for."""
    alteration = steps.lock(alteration)
    signer = alteration.signed_by
    if alteration.state != AlterationState.SIGNED or signer is None or alteration.effective > clock.today():
        return False
    steps.lock_zones(alteration)
    steps.take_effect(alteration, by=signer)
    return True

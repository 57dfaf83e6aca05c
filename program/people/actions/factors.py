"""What is done about second factors: set up, remove, renew, reset; and the answer at the second step of signing in."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from program import clock
from program.journal.models import Audience, Verb
from program.journal.steps import record
from program.people import steps
from program.people.models import Role, User
from program.people.rules import (
    APP,
    PASSKEY,
    WRONG_AT_MOST,
    factors_of,
    needs_second_factor,
    require_role,
    second_step_closed,
)
from program.people.steps import Answer
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster, TooOften

CLOSED = _("Too many wrong codes: the second step is closed for 15 minutes. A passkey still opens it.")


@transaction.atomic(durable=True)
def set_up_app(person: User, *, secret: str, code: str, by: User) -> list[str]:
    """Set up the authenticator app that holds the secret, as its code shows; answers recovery codes with the first factor."""
    person, first = _own(person, by)
    if factors_of(person).filter(type=APP).exists():
        raise SomebodyWasFaster(
            _("You have an authenticator app already. Remove it before you set up another.")
        )
    counter = steps.counter_of(secret, code, clock.now())
    if counter is None:
        raise Invalid(_("This is not the code that the app shows now."), field="code")
    steps.set_up_app(person, secret, counter)
    return _set_up(person, first, APP, _("An authenticator app was set up for your account."))


@transaction.atomic(durable=True)
def add_passkey(person: User, *, name: str, credential: dict[str, Any], by: User) -> list[str]:
    """Register a passkey whose ceremony was verified; answers recovery codes with the first factor."""
    person, first = _own(person, by)
    WebAuthn.add(person, name, credential)
    return _set_up(person, first, PASSKEY, _("A passkey was added to your account."))


def _own(person: User, by: User) -> tuple[User, bool]:
    """The person, locked, and whether this will be the first factor."""
    if by.pk != person.pk:
        raise NotYours
    person = steps.lock(person)
    return person, not factors_of(person).exists()


def _set_up(person: User, first: bool, kind: str, what: Any) -> list[str]:
    codes = steps.begin_recovery_codes(person) if first else []
    steps.end_sessions(person)
    record(Verb.SET_UP_FACTOR, by=person, subject=person.username, audience=Audience.OFFICE, kind=kind)
    steps.tell_change(person, what)
    return codes


@transaction.atomic(durable=True)
def remove_factor(factor: Authenticator, *, by: User) -> User:
    """Remove one's own app or passkey; with the last one the recovery codes go too. All sessions end."""
    person, _first = _own(factor.user, by)
    mine = factors_of(person)
    if not mine.filter(pk=factor.pk).exists():
        raise SomebodyWasFaster(_("This has been removed already."))
    last = mine.count() == 1
    if last and needs_second_factor(person):
        raise Refused(_("Your role needs a second factor. Set up another one before you remove this one."))
    kind = factor.type
    if last:
        steps.drop_factors(person)
    else:
        mine.filter(pk=factor.pk).delete()
    steps.end_sessions(person)
    record(Verb.REMOVE_FACTOR, by=person, subject=person.username, audience=Audience.OFFICE, kind=kind)
    steps.tell_change(person, _("An authenticator app or a passkey of your account was removed."))
    return person


@transaction.atomic(durable=True)
def renew_recovery_codes(person: User, *, by: User) -> list[str]:
    """Ten new recovery codes; the old ones are dead from now on."""
    person, without = _own(person, by)
    if without:
        raise Refused(_("Recovery codes go with a second factor: set one up first."))
    codes = steps.begin_recovery_codes(person)
    record(Verb.RENEW_CODES, by=person, subject=person.username, audience=Audience.OFFICE)
    steps.tell_change(person, _("New recovery codes were made for your account."))
    return codes


@transaction.atomic(durable=True)
def reset_factors(person: User, *, reason: str, by: User | None) -> User:
    """Throw somebody's lost second factor away, so that it can be set up anew. `by=None`: from the machine itself.

    The reason says how the person was recognised: whoever asks for this may be somebody else.
    """
    if by is not None:
        require_role(by, Role.SECURITY)
        if by.pk == person.pk:
            raise NotYours(_("Nobody resets a second factor of their own."))
    person = steps.lock(person)
    if not steps.drop_factors(person):
        raise SomebodyWasFaster(_("This person has no second factor."), field="username")
    User.objects.filter(pk=person.pk).update(wrong_codes=0, wrong_code_at=None)
    steps.end_sessions(person)
    record(Verb.RESET_FACTORS, by=by, subject=person.username, audience=Audience.OFFICE, reason=reason)
    steps.tell_change(person, _("The second factor of your account was reset. You set up a new one."))
    return person


@transaction.atomic(durable=True)
def answer_code(person: User, code: str) -> Answer:
    """Judge the code of the second step: of the app, or a recovery code. Wrong ones are counted, and close it for a while."""
    person = steps.lock(person)
    moment = clock.now()
    if second_step_closed(person, moment):
        raise TooOften(CLOSED)
    answer = steps.take_app_code(person, code, moment)
    if answer is Answer.WRONG:
        answer = _recovery(person, code)
    if answer is Answer.RIGHT:
        person.wrong_codes, person.wrong_code_at = 0, None
    else:
        again = person.wrong_codes % WRONG_AT_MOST
        person.wrong_codes, person.wrong_code_at = again + 1, moment
        if person.wrong_codes == WRONG_AT_MOST:
            record(Verb.CLOSE_SECOND_STEP, by=None, subject=person.username, audience=Audience.OFFICE)
            steps.tell_change(person, _("Somebody who knows your password gave wrong codes. Change it now."))
    person.save(update_fields=["wrong_codes", "wrong_code_at"])
    return answer


def _recovery(person: User, code: str) -> Answer:
    left = steps.take_recovery_code(person, code)
    if left is None:
        return Answer.WRONG
    record(Verb.USE_RECOVERY_CODE, by=person, subject=person.username, audience=Audience.OFFICE, left=left)
    steps.tell_change(person, _("A recovery code was used to sign in to your account."))
    return Answer.RIGHT


@transaction.atomic(durable=True)
def use_passkey(passkey: Authenticator) -> None:
    """Note when a passkey last opened the second step."""
    passkey.last_used_at = clock.now()
    passkey.save(update_fields=["last_used_at"])

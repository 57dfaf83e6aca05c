"""Second factors inside somebody else's transaction: set up, take a code once, throw away, tell the person."""

from datetime import datetime
from enum import Enum

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.db import connection
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _

from program import clock
from program.notify.steps import write
from program.people.adapter import Adapter
from program.people.models import User
from program.people.rules import APP, CODES, has_second_factor

adapter = Adapter()
LAST = "last_counter"
"""In an app's row: the 30-second step of the last code that was taken. allauth remembers codes in the cache, which our
processes do not share."""


def new_secret() -> str:
    """160 random bits in base 32, as authenticator apps take them."""
    secret: str = generate_totp_secret()
    return secret


class Answer(Enum):
    """How a code was answered."""

    RIGHT = "right"
    USED = "used"
    WRONG = "wrong"


def counter_of(secret: str, code: str, moment: datetime) -> int | None:
    """The 30-second step of which this is the code, one early or late included (RFC 6238); none if of none."""
    now, off = int(moment.timestamp()) // app_settings.TOTP_PERIOD, app_settings.TOTP_TOLERANCE
    for counter in range(now - off, now + off + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            return counter
    return None


def set_up_app(person: User, secret: str, counter: int) -> None:
    """Keep the secret; the code that showed it counts as taken."""
    assert connection.in_atomic_block
    data = {"secret": adapter.encrypt(secret), LAST: counter}
    Authenticator.objects.create(user=person, type=APP, data=data, created_at=clock.now())


def take_app_code(person: User, code: str, moment: datetime) -> Answer:
    """Each code counts once, and none that is older than the last. The person is locked."""
    assert connection.in_atomic_block
    app = Authenticator.objects.filter(user=person, type=APP).first()
    counter = app and counter_of(adapter.decrypt(app.data["secret"]), code, moment)
    if app is None or counter is None:
        return Answer.WRONG
    if counter <= app.data[LAST]:
        return Answer.USED
    app.data[LAST], app.last_used_at = counter, moment
    app.save(update_fields=["data", "last_used_at"])
    return Answer.RIGHT


def begin_recovery_codes(person: User) -> list[str]:
    """Ten fresh codes in place of any older ones."""
    assert connection.in_atomic_block
    Authenticator.objects.filter(user=person, type=CODES).delete()
    codes: list[str] = RecoveryCodes.activate(person).generate_codes()
    return codes


def take_recovery_code(person: User, code: str) -> int | None:
    """How many are left after this one; none if it is no code, or was taken before. The person is locked."""
    assert connection.in_atomic_block
    row = Authenticator.objects.filter(user=person, type=CODES).first()
    codes = row and RecoveryCodes(row)
    if codes is None or not codes.validate_code(code):
        return None
    return len(codes.get_unused_codes())


def drop_factors(person: User) -> bool:
    """Whether there was anything to drop."""
    assert connection.in_atomic_block
    had = has_second_factor(person)
    Authenticator.objects.filter(user=person).delete()
    return had


def tell_change(person: User, what: LazyText) -> None:
    """A letter about every change of how one signs in: whoever did not make it must hear of it."""
    with translation.override(person.language):
        write(
            person.email,
            _("How you sign in was changed"),
            render_to_string("program/people/sign_in_changed.txt", {"person": person, "what": str(what)}),
        )

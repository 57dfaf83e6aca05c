"""The second factor: who has one, who needs one, and when the second step is closed."""

from datetime import datetime, timedelta

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from program.people.models import STAFF_ROLES, MembershipQuerySet, User
from program.people.rules.standing import standing

APP, PASSKEY, CODES = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES
WRONG_AT_MOST = 5
CLOSED_FOR = timedelta(minutes=15)
"""So many wrong codes in a row close the second step for so long, from wherever they came: who guesses knows the password."""


def factors_of(user: User) -> "QuerySet[Authenticator]":
    """The authenticator app and the passkeys of a person, the oldest first; recovery codes are no factor of their own."""
    factors: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type__in=(APP, PASSKEY))
    return factors.order_by("pk")


def recovery_codes_left(user: User) -> int:
    """How many recovery codes were not used yet."""
    row = Authenticator.objects.filter(user=user, type=CODES).first()
    made: int = app_settings.RECOVERY_CODE_COUNT
    return made - int(row.data["used_mask"]).bit_count() if row else 0


def has_second_factor(user: User) -> bool:
    return factors_of(user).exists()


def second_factor_set_up(memberships: MembershipQuerySet) -> MembershipQuerySet:
    """Each with `has_factor`: whether its person has one."""
    theirs = Authenticator.objects.filter(user=OuterRef("user"), type__in=(APP, PASSKEY))
    return memberships.annotate(has_factor=Exists(theirs))


def needs_second_factor(user: User) -> bool:
    """Who holds a role of the office, where a second factor is required at all."""
    return settings.SECOND_FACTOR_REQUIRED and standing(user).has(*STAFF_ROLES)


def second_step_closed(user: User, moment: datetime) -> bool:
    """Whether too many wrong codes were given a short while ago."""
    last = user.wrong_code_at
    return last is not None and user.wrong_codes >= WRONG_AT_MOST and moment < last + CLOSED_FOR

"""People come and go inside somebody else's transaction: invite, let in, give a role, end sessions."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from program import clock
from program.notify.steps import write
from program.people.models import Invitation, Membership, Organization, Role, User
from program.people.rules import (
    WHY_GONE,
    InvitationState,
    fresh_standing,
    hashed,
    invitation_state,
    kept_apart,
)
from program.refusals import Gone, Refused, SomebodyWasFaster


@dataclass(frozen=True)
class Newcomer:
    """Somebody who makes an account. The password is hashed before the transaction: hashing takes half a second."""

    username: str
    name: str
    phone: str
    password: str
    language: str = "zh-hans"


def link(token: str) -> str:
    """The address that an invitation's letter carries."""
    return f"{settings.SITE_URL}{reverse('people:invitation', args=[token])}"


def open_invitation(
    *, email: str, name: str, role: Role, organization: Organization | None, into: object, by: User
) -> tuple[Invitation, str]:
    """Make a one-time link into `into` and promise its letter; answers the token, which is kept nowhere else."""
    assert connection.in_atomic_block
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    invitation = Invitation.objects.create(
        token_hash=hashed(token),
        email=email,
        name=name,
        role=role,
        organization=organization,
        invited_by=by,
        invited_at=moment,
        expires_at=moment + timedelta(days=settings.INVITATION_DAYS),
    )
    with translation.override(settings.LANGUAGE_CODE):
        facts = {"invitation": invitation, "into": str(into), "by": by, "link": link(token)}
        write(
            email,
            _("Invitation to the green development platform"),
            render_to_string("program/people/invitation.txt", facts),
        )
    return invitation, token


def take_invitation(token: str) -> Invitation:
    """Lock an invitation that is still open, or refuse with the reason; of two at once the second finds it used."""
    assert connection.in_atomic_block
    invitation = Invitation.objects.select_for_update().filter(token_hash=hashed(token)).first()
    if invitation is None:
        raise Gone
    state = invitation_state(invitation, clock.now())
    if state is not InvitationState.OPEN:
        raise Gone(WHY_GONE[state])
    return invitation


def let_in(invitation: Invitation, *, by: User | None, newcomer: Newcomer | None) -> User:
    """The person who enters by the invitation: the one signed in, or a new account at the invited address."""
    person = by or _register(newcomer, invitation.email)
    invitation.accepted_by, invitation.accepted_at = person, clock.now()
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    return person


def _register(newcomer: Newcomer | None, email: str) -> User:
    if newcomer is None:
        raise Refused(_("Sign in or make an account first."))
    taken = SomebodyWasFaster(_("This user name is taken."), field="username")
    if User.objects.filter(username__iexact=newcomer.username).exists():
        raise taken
    try:
        with transaction.atomic():
            return User.objects.create(
                username=newcomer.username,
                name=newcomer.name,
                phone=newcomer.phone,
                password=newcomer.password,
                language=newcomer.language,
                email=email,
            )
    except IntegrityError as error:  # somebody took the name between the question and the insert
        raise taken from error


def lock(person: User) -> User:
    """The person as the database has it, until the end of the transaction; rows that merely point at it go on being written."""
    assert connection.in_atomic_block
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def require_room(user: User, organization: Organization, role: Role) -> None:
    """Refuse a role that the person has, or that must stay apart from one that the person has."""
    held = fresh_standing(user)
    if organization.pk in held.organizations(role):
        raise Refused(_("This person has this role already."))
    other = kept_apart(held.roles, role)
    if other is not None:
        raise Refused(
            _("Nobody can be %(one)s and %(other)s at the same time.")
            % {"one": other.label, "other": role.label}
        )


def give_role(user: User, organization: Organization, role: Role, *, by: User | None) -> Membership:
    """A membership from now on, if there is room for it; of two roles given at once the second meets the first."""
    user = lock(user)
    require_room(user, organization, role)
    return Membership.objects.create(
        user=user, organization=organization, role=role, granted_by=by, granted_at=clock.now()
    )


def end_sessions(user: User) -> None:
    """Whoever is signed in as this person is so no more, from the next request on."""
    assert connection.in_atomic_block
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)

"""What is done about people. Each verb: lock, ask again, write, one journal line."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from program import clock
from program.journal.models import Audience, Verb
from program.journal.steps import record
from program.notify.models import Letter
from program.notify.steps import write
from program.people import steps
from program.people.models import (
    Invitation,
    Membership,
    Organization,
    OrganizationKind,
    Role,
    User,
    check_credit_code,
)
from program.people.rules import (
    WHY_GONE,
    InvitationState,
    fresh_standing,
    invitation_state,
    leading_role,
    may_revoke,
    roles_to_give,
)
from program.people.steps import Newcomer
from program.refusals import Gone, Invalid, NotYours, Refused

RESET_PAUSE = timedelta(minutes=5)
"""One reset letter an account in this time: nobody's mailbox is flooded from our page."""


@transaction.atomic(durable=True)
def invite(
    organization: Organization, *, email: str, name: str, role: Role, by: User
) -> tuple[Invitation, str]:
    """Invite somebody into an organisation that has joined; answers the invitation and its one-time token."""
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if role not in roles_to_give(fresh_standing(by), organization):
        raise NotYours
    mine = Membership.objects.current().filter(organization=organization, role=role)
    if mine.filter(user__email__iexact=email).exists():
        raise Invalid(_("This person has this role already."), field="email")
    moment = clock.now()
    waiting = organization.invitations.open(moment).filter(email__iexact=email, role=role).first()
    if waiting is not None:
        raise Invalid(
            _("An invitation to this address is open already. Take it back before you send another."),
            field="email",
        )
    invitation, token = steps.open_invitation(
        email=email, name=name, role=role, organization=organization, into=organization, by=by
    )
    record(
        Verb.INVITE,
        by=by,
        subject=organization,
        on_behalf=organization,
        audience=Audience.OFFICE,
        email=email,
        role=role,
    )
    return invitation, token


@transaction.atomic(durable=True)
def revoke(invitation: Invitation, *, by: User) -> Invitation:
    """Take an open invitation back: its link is dead from now on."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not may_revoke(fresh_standing(by), invitation):
        raise NotYours
    moment = clock.now()
    state = invitation_state(invitation, moment)
    if state in (InvitationState.ACCEPTED, InvitationState.REVOKED):
        raise Gone(WHY_GONE[state])
    invitation.revoked_by, invitation.revoked_at = by, moment
    invitation.save(update_fields=["revoked_by", "revoked_at"])
    record(
        Verb.REVOKE_INVITATION,
        by=by,
        subject=invitation.organization or invitation.email,
        on_behalf=invitation.organization or "",
        audience=Audience.OFFICE,
        email=invitation.email,
        role=invitation.role,
    )
    return invitation


@transaction.atomic(durable=True)
def accept(token: str, *, by: User | None = None, newcomer: Newcomer | None = None) -> Membership:
    """Enter an organisation by its one-time link: as the person signed in, or with a new account."""
    invitation = steps.take_invitation(token)
    if invitation.organization is None:
        raise Refused(_("This invitation is for an organisation that has yet to join: enter its data first."))
    person = steps.let_in(invitation, by=by, newcomer=newcomer)
    membership = steps.give_role(
        person, invitation.organization, Role(invitation.role), by=invitation.invited_by
    )
    record(
        Verb.ACCEPT_INVITATION,
        by=person,
        subject=invitation.organization,
        on_behalf=invitation.organization,
        audience=Audience.OFFICE,
        email=invitation.email,
        role=invitation.role,
    )
    return membership


@transaction.atomic(durable=True)
def end_membership(membership: Membership, *, by: User) -> Membership:
    """End a role now; with the last role of a person all its sessions end."""
    organization = Organization.objects.select_for_update().get(pk=membership.organization_id)
    membership = Membership.objects.select_related("user").get(pk=membership.pk)
    if membership.role not in roles_to_give(fresh_standing(by), organization):
        raise NotYours
    if membership.ended_at is not None:
        raise Refused(_("This membership has ended already."))
    current = Membership.objects.current().exclude(pk=membership.pk)
    leading = leading_role(organization.kind)
    if membership.role == leading and not current.filter(organization=organization, role=leading).exists():
        raise Refused(
            _(
                "Nobody else looks after the people of this organisation. Invite a successor first, then end this role."
            )
        )
    membership.ended_by, membership.ended_at = by, clock.now()
    membership.save(update_fields=["ended_by", "ended_at"])
    if not current.filter(user=membership.user).exists():
        User.objects.filter(pk=membership.user_id).update(session_epoch=F("session_epoch") + 1)
    record(
        Verb.END_MEMBERSHIP,
        by=by,
        subject=organization,
        on_behalf=organization,
        audience=Audience.OFFICE,
        person=membership.user.name,
        role=membership.role,
    )
    return membership


@transaction.atomic(durable=True)
def found_office(
    *, credit_code: str, name: str, province: str, username: str, person: str, email: str, password: str
) -> Membership:
    """Set up a real installation: the special office and its first system administrator. `password` is hashed."""
    try:
        check_credit_code(credit_code)
    except ValidationError as error:
        raise Invalid(error.messages[0], field="credit_code") from error
    if Organization.objects.filter(kind=OrganizationKind.SPECIAL_OFFICE).exists():
        raise Refused(_("There is one special office only."))
    if Organization.objects.filter(credit_code=credit_code).exists():
        raise Invalid(_("An organisation with this credit code is registered already."), field="credit_code")
    if User.objects.filter(username__iexact=username).exists():
        raise Invalid(_("This user name is taken."), field="username")
    office = Organization.objects.create(
        credit_code=credit_code,
        name_zh=name,
        kind=OrganizationKind.SPECIAL_OFFICE,
        province=province,
        joined_at=clock.now(),
    )
    user = User.objects.create(username=username, name=person, email=email, password=password)
    membership = steps.give_role(user, office, Role.ADMIN, by=None)
    record(Verb.FOUND_OFFICE, by=user, subject=office, on_behalf=office, audience=Audience.OFFICE)
    return membership


@transaction.atomic(durable=True)
def change_profile(user: User, *, name: str, phone: str, email: str, language: str, by: User) -> User:
    """Change one's own data; a change of e-mail is told to the old address."""
    if by.pk != user.pk:
        raise NotYours
    user = User.objects.select_for_update().get(pk=user.pk)
    before = user.email
    user.name, user.phone, user.email, user.language = name, phone, email, language
    user.save(update_fields=["name", "phone", "email", "language"])
    if before.casefold() != email.casefold():
        with translation.override(language):
            write(
                before,
                _("Your e-mail address was changed"),
                render_to_string("program/people/email_changed.txt", {"person": user}),
            )
    record(Verb.CHANGE_PROFILE, by=user, subject=user.username, audience=Audience.OFFICE)
    return user


@transaction.atomic(durable=True)
def change_password(user: User, *, password: str, by: User) -> User:
    """Set one's own password (`password` is hashed); all other sessions end with the old one."""
    if by.pk != user.pk:
        raise NotYours
    user = User.objects.select_for_update().get(pk=user.pk)
    user.password = password
    user.save(update_fields=["password"])
    record(Verb.CHANGE_PASSWORD, by=user, subject=user.username, audience=Audience.OFFICE)
    return user


@transaction.atomic(durable=True)
def send_password_reset(email: str) -> None:
    """Promise a reset link to the accounts of an address; for an unknown one nothing happens, and nobody can tell."""
    recently = clock.now() - RESET_PAUSE
    for user in User.objects.filter(email__iexact=email, is_active=True):
        with translation.override(user.language):
            subject = _("Set a new password: %(username)s") % {"username": user.username}
            if (
                user.has_usable_password()
                and not Letter.objects.filter(subject=subject, written_at__gt=recently).exists()
            ):
                arguments = [
                    urlsafe_base64_encode(force_bytes(user.pk)),
                    default_token_generator.make_token(user),
                ]
                address = settings.SITE_URL + reverse("people:password_reset_confirm", args=arguments)
                body = render_to_string(
                    "program/people/password_reset.txt", {"person": user, "link": address}
                )
                write(user.email, subject, body)

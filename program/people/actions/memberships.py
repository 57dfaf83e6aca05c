"""What is done about roles: invite, accept, confirm, end. Each verb: lock, ask again, write, one journal line."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from program import clock
from program.journal.models import Audience, Verb
from program.journal.steps import record
from program.notify.models import Text
from program.notify.steps import tell
from program.people import steps
from program.people.models import STAFF_ROLES, Invitation, Membership, Organization, Role, User
from program.people.rules import (
    InvitationState,
    fresh_standing,
    invitation_state,
    invited_already,
    irreplaceable_roles,
    may_confirm,
    may_revoke,
    people_with,
    roles_to_end,
    roles_to_invite,
)
from program.people.steps import Newcomer
from program.refusals import NotYours, Refused, SomebodyWasFaster


@transaction.atomic(durable=True)
def invite(
    organization: Organization, *, email: str, name: str, role: Role, by: User
) -> tuple[Invitation, str]:
    """Invite somebody into an organisation that has joined; answers the invitation and its one-time token."""
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if role not in roles_to_invite(fresh_standing(by), organization):
        raise NotYours
    if organization.ended_on is not None:
        raise Refused(_("This organisation is part of another one now."))
    if found := invited_already(organization, email, role, clock.now()):
        raise SomebodyWasFaster(found, field="email")
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
        raise SomebodyWasFaster(_("This invitation was used or taken back already."))
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
def accept(token: str, *, by: User | None = None, newcomer: Newcomer | None = None) -> Invitation:
    """Enter an organisation by its one-time link: as the person signed in, or with a new account.

    A role of the office begins with its confirmation only; any other begins now.
    """
    invitation = steps.take_invitation(token)
    if invitation.organization is None:
        raise Refused(_("This invitation is for an organisation that has yet to join: enter its data first."))
    person = steps.let_in(invitation, by=by, newcomer=newcomer)
    organization, role = invitation.organization, Role(invitation.role)
    if role in STAFF_ROLES:
        steps.require_room(person, organization, role)
        keepers = people_with(Role.SECURITY, organization)
        tell(keepers, Text.ROLE_TO_CONFIRM, path=reverse("people:members"), person=person.name)
    else:
        steps.give_role(person, organization, role, by=invitation.invited_by)
    record(
        Verb.ACCEPT_INVITATION,
        by=person,
        subject=organization,
        on_behalf=organization,
        audience=Audience.OFFICE,
        email=invitation.email,
        role=invitation.role,
    )
    return invitation


@transaction.atomic(durable=True)
def confirm_role(invitation: Invitation, *, by: User) -> Membership:
    """Put a role of the office into effect that somebody was invited to and has accepted."""
    invitation = _to_confirm(invitation, by)
    organization, person = invitation.organization, invitation.accepted_by
    assert organization is not None
    assert person is not None
    membership = steps.give_role(person, organization, Role(invitation.role), by=by)
    invitation.confirmed_by, invitation.confirmed_at = by, clock.now()
    invitation.save(update_fields=["confirmed_by", "confirmed_at"])
    tell([person], Text.ROLE_CONFIRMED, path=reverse("people:profile"))
    record(
        Verb.CONFIRM_ROLE,
        by=by,
        subject=organization,
        on_behalf=organization,
        audience=Audience.OFFICE,
        person=person.name,
        role=invitation.role,
    )
    return membership


@transaction.atomic(durable=True)
def decline_role(invitation: Invitation, *, by: User) -> Invitation:
    """Refuse a role of the office; the account stays, without the role."""
    invitation = _to_confirm(invitation, by)
    assert invitation.accepted_by is not None
    invitation.declined_by, invitation.declined_at = by, clock.now()
    invitation.save(update_fields=["declined_by", "declined_at"])
    tell([invitation.accepted_by], Text.ROLE_DECLINED, path=reverse("people:profile"))
    record(
        Verb.DECLINE_ROLE,
        by=by,
        subject=str(invitation.organization),
        on_behalf=str(invitation.organization),
        audience=Audience.OFFICE,
        person=invitation.accepted_by.name,
        role=invitation.role,
    )
    return invitation


def _to_confirm(invitation: Invitation, by: User) -> Invitation:
    """Locked and still unanswered, or refused; of two answers at once the second comes too late."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not may_confirm(fresh_standing(by), invitation):
        raise NotYours
    if not Invitation.objects.to_confirm().filter(pk=invitation.pk).exists():
        raise SomebodyWasFaster
    return invitation


@transaction.atomic(durable=True)
def end_membership(membership: Membership, *, by: User) -> Membership:
    """End a role now, and all sessions of the person with it: whoever has other roles signs in again."""
    organization = Organization.objects.select_for_update().get(pk=membership.organization_id)
    membership = Membership.objects.select_related("user").get(pk=membership.pk)
    if membership.role not in roles_to_end(fresh_standing(by), organization):
        raise NotYours
    if membership.ended_at is not None:
        raise SomebodyWasFaster(_("This membership has ended already."))
    others = Membership.objects.current().exclude(pk=membership.pk)
    if (
        membership.role in irreplaceable_roles(organization.kind)
        and not others.filter(organization=organization, role=membership.role).exists()
    ):
        raise Refused(
            _(
                "Nobody else looks after the people of this organisation. Invite a successor first, then end this role."
            )
        )
    membership.ended_by, membership.ended_at = by, clock.now()
    membership.save(update_fields=["ended_by", "ended_at"])
    steps.end_sessions(membership.user)
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

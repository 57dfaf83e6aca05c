"""One-time links: how they stand, and who may take them back."""

from datetime import datetime
from enum import Enum
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program.people.models import STAFF_ROLES, Invitation, Membership, Organization, Role
from program.people.rules.granting import roles_to_invite
from program.people.rules.standing import Standing


class InvitationState(Enum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


WHY_GONE = {
    InvitationState.ACCEPTED: gettext_lazy(
        "This invitation has been used already. If it was you, sign in; if not, ask for a new one."
    ),
    InvitationState.REVOKED: gettext_lazy(
        "This invitation was taken back. Ask those who invited you for a new one."
    ),
    InvitationState.EXPIRED: gettext_lazy(
        "This invitation has expired. Ask those who invited you for a new one."
    ),
}


def invitation_state(invitation: Invitation, moment: datetime) -> InvitationState:
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.revoked_at is not None:
        return InvitationState.REVOKED
    return InvitationState.OPEN if moment < invitation.expires_at else InvitationState.EXPIRED


def hashed(token: str) -> str:
    """What is kept of a one-time token."""
    return sha256(token.encode()).hexdigest()


def invited_already(organization: Organization, email: str, role: Role, moment: datetime) -> str:
    """Why this address need not be invited to this role; empty if it may be."""
    mine = Membership.objects.current().filter(organization=organization, role=role)
    if mine.filter(user__email__iexact=email).exists():
        return _("This person has this role already.")
    if organization.invitations.open(moment).filter(email__iexact=email, role=role).exists():
        return _("An invitation to this address is open already. Take it back before you send another.")
    if organization.invitations.to_confirm().filter(accepted_by__email__iexact=email, role=role).exists():
        return _("This person waits for the confirmation of this role already.")
    return ""


def may_revoke(held: Standing, invitation: Invitation) -> bool:
    """Who may invite to the role may take its invitation back; the office's for bodies that have yet to join."""
    if invitation.organization is None:
        return held.is_office
    return invitation.role in roles_to_invite(held, invitation.organization)


def may_confirm(held: Standing, invitation: Invitation) -> bool:
    """The security administrator confirms roles of the office: nobody their own, nor one that they asked for themselves."""
    return (
        invitation.organization_id in held.organizations(Role.SECURITY)
        and invitation.role in STAFF_ROLES
        and held.user.pk not in (invitation.accepted_by_id, invitation.invited_by_id)
    )

"""One-time links: how they stand, and who may take them back."""

from datetime import datetime
from enum import Enum
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from program.people.models import STAFF_ROLES, Invitation, Role
from program.people.rules.granting import roles_to_invite
from program.people.rules.standing import Standing


class InvitationState(Enum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


WHY_GONE = {
    InvitationState.ACCEPTED: _(
        "This invitation has been used already. If it was you, sign in; if not, ask for a new one."
    ),
    InvitationState.REVOKED: _("This invitation was taken back. Ask those who invited you for a new one."),
    InvitationState.EXPIRED: _("This invitation has expired. Ask those who invited you for a new one."),
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

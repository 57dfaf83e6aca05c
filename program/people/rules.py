"""Who may do what: pure questions about memberships."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum
from functools import cached_property
from hashlib import sha256

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from program.people.models import (
    APPLICANT_ROLES,
    DECIDING_ROLES,
    READING_ROLES,
    Invitation,
    InvitationQuerySet,
    Membership,
    MembershipQuerySet,
    Organization,
    OrganizationKind,
    Role,
    User,
)
from program.refusals import NotYours

OFFICE = OrganizationKind.SPECIAL_OFFICE


# ---------------------------------------------------------------- what somebody is
class Standing:
    """A person's current roles, read once: `standing(user).is_office`, `.organizations(Role.MANAGER)`."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def roles(self) -> dict[str, frozenset[int]]:
        """Role → ids of the organisations in which it is held now."""
        if self.user.pk is None:
            return {}
        held: dict[str, set[int]] = {}
        for role, organization in (
            Membership.objects.current().filter(user=self.user).values_list("role", "organization_id")
        ):
            held.setdefault(role, set()).add(organization)
        return {role: frozenset(ids) for role, ids in held.items()}

    def has(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)

    def organizations(self, *roles: Role) -> frozenset[int]:
        """Ids of the organisations in which the person holds one of the roles (any role if none is named)."""
        wanted: Iterable[str] = roles or self.roles.keys()
        return frozenset().union(*(self.roles.get(role, frozenset()) for role in wanted))

    @property
    def is_office(self) -> bool:
        """Clerk or director: works on every case."""
        return self.has(*DECIDING_ROLES)

    @property
    def reads_everything(self) -> bool:
        """Clerk, director or auditor."""
        return self.has(*READING_ROLES)

    @property
    def is_applicant(self) -> bool:
        return self.has(*APPLICANT_ROLES)


def standing(user: object) -> Standing:
    """The roles of a person, remembered on the object for the length of a request. Anonymous people have none."""
    if not isinstance(user, User):
        return Standing(User())
    known: Standing | None = getattr(user, "_standing", None)
    if known is None:
        known = Standing(user)
        user._standing = known  # type: ignore[attr-defined]
    return known


def fresh_standing(user: User) -> Standing:
    """As the database has it now: what a verb asks after its lock."""
    return Standing(user)


def require_role(user: User, *roles: Role, organization: Organization | None = None) -> None:
    """Refuse unless the person holds one of the roles now (in that organisation, where one is named)."""
    held = fresh_standing(user)
    if organization is None:
        if not held.has(*roles):
            raise NotYours
    elif organization.pk not in held.organizations(*roles):
        raise NotYours


def people_with(role: Role, organization: Organization | None = None) -> QuerySet[User]:
    """Those who hold the role now: the addressees of messages."""
    memberships = Membership.objects.current().filter(role=role)
    if organization is not None:
        memberships = memberships.filter(organization=organization)
    return User.objects.filter(pk__in=memberships.values("user")).order_by("pk")


# ---------------------------------------------------------------- who gives which role to whom
Grants = Mapping[Role, frozenset[Role]]
"""Holder's role → the roles that the holder gives and ends in the same organisation."""

_OF_OFFICE: Grants = {
    Role.ADMIN: frozenset(
        {Role.CLERK, Role.DIRECTOR, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN, Role.SECURITY}
    ),
    Role.CLERK: frozenset({Role.EXPERT, Role.INSPECTOR}),
    Role.DIRECTOR: frozenset({Role.EXPERT, Role.INSPECTOR}),
}
_OF_MANAGING_BODY: Grants = {Role.MANAGER: frozenset({Role.CONTACT, Role.MANAGER, Role.ZONE_REVIEWER})}
_OF_RECOMMENDING_BODY: Grants = {Role.RECOMMENDER: frozenset({Role.RECOMMENDER})}
_OF_APPLICANT: Grants = {Role.MANAGER: frozenset({Role.CONTACT, Role.MANAGER})}

APART: tuple[frozenset[Role], ...] = (
    # The three administrators of GB/T 22239 are three people, and none of them works on cases.
    *(
        frozenset({one, other})
        for one in (Role.ADMIN, Role.SECURITY, Role.AUDITOR)
        for other in (Role.CLERK, Role.DIRECTOR)
    ),
    frozenset({Role.ADMIN, Role.SECURITY}),
    frozenset({Role.ADMIN, Role.AUDITOR}),
    frozenset({Role.SECURITY, Role.AUDITOR}),
    # Office staff do not score.
    *(
        frozenset({one, other})
        for one in (Role.EXPERT, Role.INSPECTOR)
        for other in (Role.CLERK, Role.DIRECTOR)
    ),
)
"""Pairs of roles that one person cannot hold at the same time."""


def grants_within(organization: Organization) -> Grants:
    match organization.kind:
        case OrganizationKind.SPECIAL_OFFICE:
            return _OF_OFFICE
        case OrganizationKind.MANAGING_BODY:
            return _OF_MANAGING_BODY
        case OrganizationKind.RECOMMENDING_BODY:
            return _OF_RECOMMENDING_BODY
        case _:
            return _OF_APPLICANT


def leading_role(kind: str) -> Role:
    """Who looks after an organisation's people: the last one of them can never be ended."""
    match kind:
        case OrganizationKind.SPECIAL_OFFICE:
            return Role.ADMIN
        case OrganizationKind.RECOMMENDING_BODY:
            return Role.RECOMMENDER
        case _:
            return Role.MANAGER


def roles_to_give(held: Standing, organization: Organization) -> list[Role]:
    """The roles of the organisation that the person may give and end, in the order of the enum."""
    given: set[Role] = set()
    for role, gives in grants_within(organization).items():
        if organization.pk in held.organizations(role):
            given |= gives
    if held.is_office and organization.kind != OFFICE:
        given.add(leading_role(organization.kind))  # an organisation that has lost its manager is not lost
    return [role for role in Role if role in given]


def kept_apart(roles: Iterable[str], role: str) -> Role | None:
    """The first of the roles held that cannot go together with `role`; none if all can."""
    return next(
        (
            Role(held)
            for held in sorted(roles)
            if held != role and frozenset({Role(held), Role(role)}) in APART
        ),
        None,
    )


# ---------------------------------------------------------------- invitations
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
    """Who may give the role may take its invitation back; the office's for bodies that have yet to join."""
    if invitation.organization is None:
        return held.is_office
    return invitation.role in roles_to_give(held, invitation.organization)


# ---------------------------------------------------------------- reach
def organizations_within_reach(user: User) -> QuerySet[Organization]:
    """Organisations whose people the person may see: one's own, and for the office's readers all."""
    held = standing(user)
    if held.reads_everything:
        return Organization.objects.all()
    return Organization.objects.filter(pk__in=held.organizations())


def memberships_within_reach(user: User) -> MembershipQuerySet:
    """Memberships of colleagues; in the office only of the roles one gives, because experts do not know each other."""
    held = standing(user)
    if held.has(Role.AUDITOR):
        return Membership.objects.all()
    seen = Q(user=user) | _own_office_roles(held)
    seen |= ~Q(organization__kind=OFFICE) & (
        Q() if held.reads_everything else Q(organization__in=held.organizations())
    )
    return Membership.objects.filter(seen)


def invitations_within_reach(user: User) -> InvitationQuerySet:
    """Invitations that one could have sent oneself."""
    held = standing(user)
    if held.has(Role.AUDITOR):
        return Invitation.objects.all()
    seen = _own_office_roles(held)
    if held.is_office:
        seen |= ~Q(organization__kind=OFFICE) | Q(organization=None)
    leading = held.organizations(Role.MANAGER, Role.RECOMMENDER)
    return Invitation.objects.filter(seen | Q(organization__in=leading))


def _own_office_roles(held: Standing) -> Q:
    given = frozenset().union(*(gives for role, gives in _OF_OFFICE.items() if held.has(role)))
    return Q(organization__kind=OFFICE, role__in=given)


def cast() -> QuerySet[Membership]:
    """Whom the sign-in page of the demo lists: the office and everybody of an organisation called 示例."""
    demo = Q(organization__name_zh__contains="示例") | Q(organization__kind=OFFICE)
    return Membership.objects.current().filter(demo).select_related("user", "organization").order_by("pk")

"""Who gives and ends which role, and which roles one person cannot hold together."""

from collections.abc import Iterable, Mapping

from program.people.models import (
    ADMINISTRATORS,
    DECIDING_ROLES,
    STAFF_ROLES,
    Organization,
    OrganizationKind,
    Role,
)
from program.people.rules.standing import Standing

Grants = Mapping[Role, frozenset[Role]]
"""Holder's role → the roles that the holder gives, or ends, in the same organisation."""

OFFICE = OrganizationKind.SPECIAL_OFFICE
CALLED_IN = frozenset({Role.EXPERT, Role.INSPECTOR})
"""Roles in the office's name that are no office: those who work on cases call them in."""

# The office's own roles take two people: the system administrator invites, the security administrator confirms and ends.
_INVITED_IN_OFFICE: Grants = {Role.ADMIN: STAFF_ROLES, Role.CLERK: CALLED_IN, Role.DIRECTOR: CALLED_IN}
_ENDED_IN_OFFICE: Grants = {Role.SECURITY: STAFF_ROLES, Role.CLERK: CALLED_IN, Role.DIRECTOR: CALLED_IN}
_OF_MANAGING_BODY: Grants = {Role.MANAGER: frozenset({Role.CONTACT, Role.MANAGER, Role.ZONE_REVIEWER})}
_OF_RECOMMENDING_BODY: Grants = {Role.RECOMMENDER: frozenset({Role.RECOMMENDER})}
_OF_APPLICANT: Grants = {Role.MANAGER: frozenset({Role.CONTACT, Role.MANAGER})}

APART: tuple[frozenset[Role], ...] = (
    # The three administrators are three people, and none of them works on cases.
    *(frozenset({one, other}) for one in ADMINISTRATORS for other in ADMINISTRATORS if one != other),
    *(frozenset({one, other}) for one in ADMINISTRATORS for other in DECIDING_ROLES),
    # Office staff do not score.
    *(frozenset({one, other}) for one in CALLED_IN for other in DECIDING_ROLES),
)
"""Pairs of roles that one person cannot hold at the same time."""


def _outside_office(kind: str) -> Grants:
    match kind:
        case OrganizationKind.MANAGING_BODY:
            return _OF_MANAGING_BODY
        case OrganizationKind.RECOMMENDING_BODY:
            return _OF_RECOMMENDING_BODY
        case _:
            return _OF_APPLICANT


def leading_role(kind: str) -> Role:
    """Who looks after the people of an organisation outside the office."""
    return Role.RECOMMENDER if kind == OrganizationKind.RECOMMENDING_BODY else Role.MANAGER


def irreplaceable_roles(kind: str) -> frozenset[Role]:
    """Roles whose last holder can never be ended: nobody could be let in any more."""
    return frozenset({Role.ADMIN, Role.SECURITY}) if kind == OFFICE else frozenset({leading_role(kind)})


def roles_to_invite(held: Standing, organization: Organization) -> list[Role]:
    """The roles of the organisation to which the person may invite, in the order of the enum."""
    return _given(held, organization, _INVITED_IN_OFFICE)


def roles_to_end(held: Standing, organization: Organization) -> list[Role]:
    """The roles of the organisation that the person may end, in the order of the enum."""
    return _given(held, organization, _ENDED_IN_OFFICE)


def _given(held: Standing, organization: Organization, in_office: Grants) -> list[Role]:
    given: set[Role] = set()
    grants = in_office if organization.kind == OFFICE else _outside_office(organization.kind)
    for role, gives in grants.items():
        if organization.pk in held.organizations(role):
            given |= gives
    if held.is_office and organization.kind != OFFICE:
        given.add(leading_role(organization.kind))  # an organisation that has lost its manager is not lost
    return [role for role in Role if role in given]


def office_roles_seen(held: Standing) -> frozenset[Role]:
    """The roles of the office whose people one looks after: those to which one invites, or that one ends."""
    grants = (*_INVITED_IN_OFFICE.items(), *_ENDED_IN_OFFICE.items())
    return frozenset().union(*(gives for role, gives in grants if held.has(role)))


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

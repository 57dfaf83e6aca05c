"""What somebody is: current roles, read once a request, and again by a verb after its lock."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cached_property

from django.db.models import QuerySet

from program.people.models import (
    APPLICANT_ROLES,
    DECIDING_ROLES,
    READING_ROLES,
    Membership,
    Organization,
    Role,
    User,
)
from program.refusals import NotYours

LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""When nobody in particular came: the database is not asked for the time on account of the public."""


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
    if isinstance(user, Standing):
        return user
    if not isinstance(user, User):
        return Standing(User(created_at=LONG_AGO))
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

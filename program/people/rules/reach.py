"""Whom somebody sees: reach is a queryset."""

from django.db.models import Q, QuerySet

from program.people.models import (
    Invitation,
    InvitationQuerySet,
    Membership,
    MembershipQuerySet,
    Organization,
    Role,
    User,
)
from program.people.rules.granting import OFFICE, office_roles_seen
from program.people.rules.standing import Standing, standing


def organizations_within_reach(user: User) -> QuerySet[Organization]:
    """Organisations whose people the person may see: one's own, and for the office's readers all."""
    held = standing(user)
    if held.reads_everything:
        return Organization.objects.all()
    return Organization.objects.filter(pk__in=held.organizations())


def memberships_within_reach(user: User) -> MembershipQuerySet:
    """Memberships of colleagues; in the office only of the roles one looks after, because experts do not know each other."""
    held = standing(user)
    if held.has(Role.AUDITOR):
        return Membership.objects.all()
    seen = Q(user=user) | _own_office_roles(held)
    seen |= ~Q(organization__kind=OFFICE) & (
        Q() if held.reads_everything else Q(organization__in=held.organizations())
    )
    return Membership.objects.filter(seen)


def invitations_within_reach(user: User) -> InvitationQuerySet:
    """Invitations that one could have sent oneself, or whose role one confirms."""
    held = standing(user)
    if held.has(Role.AUDITOR):
        return Invitation.objects.all()
    seen = _own_office_roles(held)
    if held.is_office:
        seen |= ~Q(organization__kind=OFFICE) | Q(organization=None)
    leading = held.organizations(Role.MANAGER, Role.RECOMMENDER)
    return Invitation.objects.filter(seen | Q(organization__in=leading))


def _own_office_roles(held: Standing) -> Q:
    return Q(organization__kind=OFFICE, role__in=office_roles_seen(held))


def cast() -> QuerySet[Membership]:
    """Whom the sign-in page of the demo lists: the office and everybody of an organisation called 示例."""
    demo = Q(organization__name_zh__contains="示例") | Q(organization__kind=OFFICE)
    return Membership.objects.current().filter(demo).select_related("user", "organization").order_by("pk")

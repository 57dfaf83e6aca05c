"""Organisations change their names and end, inside somebody else's transaction."""

from datetime import date

from django.db import connection

from program import clock
from program.people.models import FormerOrganizationName, Invitation, Membership, Organization, User
from program.people.steps.entering import end_sessions


def rename(
    organization: Organization, *, name_zh: str, name_en: str, until: date, registration: str
) -> FormerOrganizationName:
    """Called otherwise from the day after `until` on; what it was called stays, with the notice that changed it."""
    assert connection.in_atomic_block
    former = FormerOrganizationName.objects.create(
        organization=organization, name_zh=organization.name_zh, until=until, registration=registration,
        recorded_at=clock.now(),
    )  # fmt: skip
    organization.name_zh, organization.name_en = name_zh, name_en or organization.name_en
    organization.save(update_fields=["name_zh", "name_en"])
    return former


def end(organization: Organization, into: Organization, day: date, *, by: User) -> None:
    """Part of another from that day on: its links are dead, its roles over; whoever held them stays recorded."""
    assert connection.in_atomic_block
    moment = clock.now()
    # Links before roles: one that is being accepted at this moment is waited for, and its role is ended too.
    Invitation.objects.open(moment).filter(organization=organization).update(revoked_by=by, revoked_at=moment)
    roles = Membership.objects.current().filter(organization=organization).select_related("user")
    for role in roles.order_by("user", "pk"):
        role.ended_by, role.ended_at = by, moment
        role.save(update_fields=["ended_by", "ended_at"])
        end_sessions(role.user)
    Organization.objects.filter(goes_on_as=organization).update(goes_on_as=into)
    organization.ended_on, organization.goes_on_as = day, into
    organization.save(update_fields=["ended_on", "goes_on_as"])

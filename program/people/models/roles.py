"""What somebody may do for which organisation, and how one is let in."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.people.models.organizations import Organization
from program.people.models.users import User


class Role(models.TextChoices):
    CONTACT = "contact", _("applicant's contact")
    MANAGER = "manager", _("applicant's manager")
    ZONE_REVIEWER = "zone_reviewer", _("zone reviewer")
    RECOMMENDER = "recommender", _("recommending body")
    EXPERT = "expert", _("expert")
    INSPECTOR = "inspector", _("site inspector")
    CLERK = "clerk", _("clerk")
    DIRECTOR = "director", _("director")
    SUPERVISOR = "supervisor", _("supervisor")
    AUDITOR = "auditor", _("auditor")
    ADMIN = "admin", _("system administrator")
    SECURITY = "security", _("security administrator")


APPLICANT_ROLES = frozenset({Role.CONTACT, Role.MANAGER})
DECIDING_ROLES = frozenset({Role.CLERK, Role.DIRECTOR})
"""The office as it works on cases."""
READING_ROLES = frozenset({Role.CLERK, Role.DIRECTOR, Role.AUDITOR})
"""Those who read every case, its scores and experts' names."""
STAFF_ROLES = DECIDING_ROLES | {Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN, Role.SECURITY}
"""The office's own people: their roles are confirmed by the security administrator, they sign in with a second factor."""
OFFICE_ROLES = STAFF_ROLES | {Role.EXPERT, Role.INSPECTOR}
"""Roles that are held in the special office's name."""
ADMINISTRATORS = (Role.ADMIN, Role.SECURITY, Role.AUDITOR)
"""The three administrators of GB/T 22239: users and operation, roles and security, oversight. Three people."""


def together(done: str) -> Q:
    """Who did it and when are both known, or neither."""
    return Q(**{f"{done}_by": None, f"{done}_at": None}) | Q(
        **{f"{done}_by__isnull": False, f"{done}_at__isnull": False}
    )


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        return self.filter(ended_at=None, user__is_active=True)


class Membership(models.Model):
    """A person's role in an organisation, for a period."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+"
    )  # none: the first office account, made by command
    granted_at = models.DateTimeField(default=clock.now)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_current_membership_per_role",
                fields=["user", "organization", "role"],
                condition=Q(ended_at=None),
                violation_error_message=_("This person has this role already."),
            ),
            models.UniqueConstraint(
                name="one_administrator_role_per_person",
                fields=["user"],
                condition=Q(ended_at=None, role__in=ADMINISTRATORS),
                violation_error_message=_(
                    "System administrator, security administrator and auditor are three people."
                ),
            ),
            models.CheckConstraint(
                name="membership_ended_by_and_at",
                condition=together("ended"),
                violation_error_message=_("Who ended a membership and when belong together."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization} · {self.get_role_display()}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, moment: datetime) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=moment)

    def to_confirm(self) -> "InvitationQuerySet":
        """Accepted, into a role of the office that has yet to be confirmed."""
        return self.filter(
            accepted_at__isnull=False, role__in=STAFF_ROLES, confirmed_at=None, declined_at=None
        )


class Invitation(models.Model):
    """A one-time link. Only the hash of its token is kept; the organisation is none while it has yet to join.

    Into a role of the office it leads only as far as the security administrator's confirmation.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("full name"), max_length=80, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="invitations")
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invitation_accepted_by_and_at",
                condition=together("accepted"),
                violation_error_message=_("Who accepted an invitation and when belong together."),
            ),
            models.CheckConstraint(
                name="invitation_revoked_by_and_at",
                condition=together("revoked"),
                violation_error_message=_("Who took an invitation back and when belong together."),
            ),
            models.CheckConstraint(
                name="invitation_accepted_or_revoked",
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                violation_error_message=_("An invitation that was accepted cannot be taken back."),
            ),
            models.CheckConstraint(
                name="invitation_confirmed_by_and_at",
                condition=together("confirmed"),
                violation_error_message=_("Who confirmed a role and when belong together."),
            ),
            models.CheckConstraint(
                name="invitation_declined_by_and_at",
                condition=together("declined"),
                violation_error_message=_("Who declined a role and when belong together."),
            ),
            models.CheckConstraint(
                name="invitation_answered_once_accepted",
                condition=Q(confirmed_at=None, declined_at=None)
                | (Q(accepted_at__isnull=False) & (Q(confirmed_at=None) | Q(declined_at=None))),
                violation_error_message=_(
                    "A role is confirmed or declined once its invitation has been accepted, and not both."
                ),
            ),
            models.CheckConstraint(
                name="invitation_confirmed_by_somebody_else",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("accepted_by")),
                violation_error_message=_("Nobody confirms a role of their own."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()}"

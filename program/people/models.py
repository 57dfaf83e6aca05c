"""People, organisations and what somebody may do for which of them."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as BadNumber

from program import clock
from program.people.provinces import Province


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(username, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What the person may do follows from memberships, not from flags."""

    username = models.CharField(
        _("user name"), max_length=60, unique=True, error_messages={"unique": _("This user name is taken.")}
    )
    name = models.CharField(_("full name"), max_length=80)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    weekly_digest = models.BooleanField(_("a mail each Monday with what waits for me"), default=True)
    is_active = models.BooleanField(default=True)
    session_epoch = models.PositiveIntegerField(default=0)  # counting it up ends all sessions of the person
    wrong_codes = models.PositiveSmallIntegerField(default=0)  # at the second step, since the last right one
    wrong_code_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "email"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions end with the password, as Django does it, and with the epoch."""
        return salted_hmac(
            "program.people.session",
            f"{self.session_epoch}:{self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class OrganizationKind(models.TextChoices):
    SPECIAL_OFFICE = "special_office", _("special office")
    MANAGING_BODY = "managing_body", _("zone managing body")
    RECOMMENDING_BODY = "recommending_body", _("recommending body")
    ENTERPRISE = "enterprise", _("enterprise")
    INCUBATOR = "incubator", _("incubator operator")
    UNIVERSITY = "university", _("university")
    INSTITUTE = "institute", _("research institute")
    NEW_RD_INSTITUTION = "new_rd_institution", _("new-type R&D institution")
    INVESTOR = "investor", _("investor")
    OTHER = "other", _("other")


CREDIT_CODE_LENGTH = 18


def check_credit_code(value: str) -> None:
    """GB 32100-2015: 18 characters with a check character; spaces and small letters are not quietly mended."""
    length = len("".join(value.split()))
    if length != CREDIT_CODE_LENGTH:
        sentence = _("A unified social credit code has 18 characters; this one has %(count)s.")
        raise ValidationError(sentence % {"count": length})
    try:
        if uscc.validate(value) != value:
            raise ValidationError(_("Write the code as 18 digits and capital letters without spaces."))
    except BadNumber as error:
        raise ValidationError(
            _("This is not a valid unified social credit code: its check character does not fit.")
        ) from error


class Organization(models.Model):
    """One row per unified social credit code; it joins when it onboards."""

    credit_code = models.CharField(
        _("unified social credit code"),
        max_length=18,
        unique=True,
        validators=[check_credit_code],
        error_messages={"unique": _("An organisation with this credit code is registered already.")},
    )
    name_zh = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=OrganizationKind.choices)
    province = models.CharField(_("province"), max_length=2, choices=Province.choices)
    address = models.CharField(_("address"), max_length=200, blank=True)
    joined_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                name="one_special_office",
                fields=["kind"],
                condition=Q(kind="special_office"),
                violation_error_message=_("There is one special office only."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return named(self)


def in_language(thing: object, field: str) -> str:
    """`field`_en on an English page where it is filled, else `field`_zh."""
    english: str = getattr(thing, f"{field}_en", "")
    chinese: str = getattr(thing, f"{field}_zh")
    return english if english and (get_language() or "").startswith("en") else chinese


def named(thing: object) -> str:
    """The name in the reader's language."""
    return in_language(thing, "name")


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

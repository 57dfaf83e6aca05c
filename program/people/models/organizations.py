"""Organisations: one row a credit code, with the names that it bears and has borne."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as BadNumber

from program import clock
from program.people.provinces import Province


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


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def called(self, text: str) -> "OrganizationQuerySet":
        """By a part of a name that they bear or have borne, or of one that was merged into them."""
        former = FormerOrganizationName.objects.filter(name_zh__icontains=text).values("organization")
        named = Q(name_zh__icontains=text) | Q(name_en__icontains=text) | Q(pk__in=former)
        absorbed = self.model._default_manager.filter(named, ended_on__isnull=False).values("goes_on_as")
        return self.filter(named | Q(pk__in=absorbed))


class Organization(models.Model):
    """One row per unified social credit code; it joins when it onboards. `ended_on`: from that day on it is part of another."""

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
    ended_on = models.DateField(_("merged on"), null=True)
    goes_on_as = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="absorbed", verbose_name=_("goes on as")
    )  # whatever it is part of by now, after a merger of that one too

    objects: ClassVar[Any] = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                name="one_special_office",
                fields=["kind"],
                condition=Q(kind="special_office"),
                violation_error_message=_("There is one special office only."),
            ),
            models.CheckConstraint(
                name="organization_ended_into_another",
                condition=Q(ended_on=None, goes_on_as=None)
                | Q(ended_on__isnull=False, goes_on_as__isnull=False) & ~Q(goes_on_as=F("pk")),
                violation_error_message=_("An organisation ends on a day, as a part of another."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return named(self)

    @property
    def public_url(self) -> str:
        """Where everybody reads of it, once it was certified."""
        return reverse("portal:enterprise", args=[self.credit_code])

    def name_on(self, day: date) -> str:
        """What it was called on that day, in Chinese; prefetch `former_names` where there are many."""
        borne = [former for former in self.former_names.all() if former.until >= day]
        return min(borne, key=lambda former: former.until).name_zh if borne else self.name_zh

    def name_in_papers_of(self, day: date) -> str:
        """What papers of that day call it: a change of name that was recorded here later is not in them yet."""
        borne = [
            former
            for former in self.former_names.all()
            if former.until >= day
            or (former.recorded_at is not None and clock.beijing_date(former.recorded_at) > day)
        ]
        return min(borne, key=lambda former: former.until).name_zh if borne else self.name_zh


class FormerOrganizationName(models.Model):
    """What an organisation was called until a day, with the notice of the registration authority that changed it."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="former_names")
    name_zh = models.CharField(_("name"), max_length=120)
    until = models.DateField(_("until"))
    registration = models.CharField(_("notice of the change of registration"), max_length=60)
    recorded_at = models.DateTimeField(null=True)  # none: it was known from the first

    class Meta:
        ordering = ["-until"]

    def __str__(self) -> str:
        return self.name_zh


def in_language(thing: object, field: str) -> str:
    """`field`_en on an English page where it is filled, else `field`_zh."""
    english: str = getattr(thing, f"{field}_en", "")
    chinese: str = getattr(thing, f"{field}_zh")
    return english if english and (get_language() or "").startswith("en") else chinese


def named(thing: object) -> str:
    """The name in the reader's language."""
    return in_language(thing, "name")

"""Zones have a life of their own: names, managing bodies and subzones come and go; the zone stays."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.labels import Labelled
from program.people.models import APPLICANT_ROLES, Invitation, Organization, Role, User, named
from program.people.provinces import Province
from program.people.rules import standing
from program.prepared import Keys

REVIEWING_ROLES = (Role.ZONE_REVIEWER, Role.MANAGER)
"""Who, in a zone's managing body, checks what the zone's enterprises declare."""


class Certainty(models.TextChoices):
    SEEN = "A", _("seen in a source")
    NAME_SEEN = "B", _("name seen, detail from memory")
    MEMORY = "C", _("from memory, unverified")


class RecommendingBodyQuerySet(models.QuerySet["RecommendingBody"]):
    def visible_to(self, user: User) -> "RecommendingBodyQuerySet":
        """All for those who read everything, one's own for a recommending body."""
        held = standing(user)
        if held.reads_everything:
            return self.all()
        return self.filter(organization__in=held.organizations(Role.RECOMMENDER))


class RecommendingBody(models.Model):
    """One of the 37 that recommend parks: 31 provinces, 5 cities of the state plan, the Xinjiang Corps."""

    code = models.CharField(max_length=10, unique=True)
    name_zh = models.CharField(_("name"), max_length=80, unique=True)
    name_en = models.CharField(_("English name"), max_length=120)
    province = models.CharField(_("province"), max_length=2, choices=Province.choices)
    organization = models.OneToOneField(
        Organization, models.PROTECT, null=True, related_name="recommending_body"
    )  # when it has joined
    is_demo = models.BooleanField(default=False)

    objects = RecommendingBodyQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("recommending body")
        verbose_name_plural = _("recommending bodies")

    def __str__(self) -> str:
        return named(self)


class ZoneQuerySet(models.QuerySet["Zone"]):
    def real(self) -> "ZoneQuerySet":
        return self.filter(is_demo=False)

    def reporting(self) -> "ZoneQuerySet":
        """Those of which figures are waited for: in a demonstration the real ones stand in the register and carry none."""
        return self.filter(is_demo=bool(settings.DEMO))

    def managed_by(self, user: User) -> "ZoneQuerySet":
        """Zones whose managing body the person works for now."""
        return self.filter(
            managements__organization__in=standing(user).organizations(), managements__until=None
        )

    def answered_for(self, bodies: Keys) -> "ZoneQuerySet":
        """Zones that these organisations manage now, and those that are part of them by now: what is open there is theirs."""
        managed = Management.objects.filter(organization__in=bodies, until=None).values("zone")
        return self.filter(Q(pk__in=managed) | Q(goes_on_as__in=managed))

    def visible_to(self, user: User) -> "ZoneQuerySet":
        """All for the office's readers and the supervisor; those one recommends; those for which one's organisation answers."""
        held = standing(user)
        if held.reads_everything or held.has(Role.SUPERVISOR):
            return self.all()
        own = Zone.objects.answered_for(held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER))
        recommended = Q(recommending_body__organization__in=held.organizations(Role.RECOMMENDER))
        return self.filter(recommended | Q(pk__in=own.values("pk")))

    def open(self) -> "ZoneQuerySet":
        """Those that are no part of another."""
        return self.filter(closed_on=None)

    def called(self, text: str) -> "ZoneQuerySet":
        """By a part of the name it bears or has borne."""
        borne = FormerName.objects.filter(zone=OuterRef("pk"), name_zh__icontains=text)
        return self.filter(Q(name_zh__icontains=text) | Q(name_en__icontains=text) | Exists(borne))

    def and_merged_into(self) -> set[int]:
        """Keys of these, and of all that they are part of by now: one query, and one more for each merger after a merger."""
        found: set[int] = set()
        rows: models.QuerySet[Zone] = self
        while here := dict(rows.values_list("pk", "merged_into")):
            found |= here.keys()
            rows = Zone.objects.filter(pk__in={into for into in here.values() if into} - found)
        return found

    def joined(self, joined: bool = True) -> "ZoneQuerySet":
        """Those with (without) a managing body on the platform."""
        managed = Exists(Management.objects.filter(zone=OuterRef("pk"), until=None))
        return self.filter(managed if joined else ~managed)

    def with_managers(self) -> "ZoneQuerySet":
        """Each with `.managed_now`: its current Management rows with their organisation, at most one."""
        current = Management.objects.filter(until=None).select_related("organization")
        return self.prefetch_related(Prefetch("managements", current, to_attr="managed_now"))


class Zone(Labelled):
    """A national high-tech zone. `code` is the program's own; certainty and source say how its row is known."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name_zh = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=160)
    province = models.CharField(_("province"), max_length=2, choices=Province.choices)
    city = models.CharField(_("city"), max_length=40)
    recommending_body = models.ForeignKey(
        RecommendingBody, models.PROTECT, related_name="zones", verbose_name=_("recommending body")
    )
    approved_year = models.PositiveSmallIntegerField(_("approved in"))
    cohort = models.CharField(max_length=20)
    certainty = models.CharField(_("certainty"), max_length=1, choices=Certainty.choices)
    source = models.CharField(_("source"), max_length=400, blank=True)
    is_demo = models.BooleanField(default=False)
    closed_on = models.DateField(
        _("closed on"), null=True
    )  # from that day on it is part of another; its row stays
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", verbose_name=_("merged into")
    )
    goes_on_as = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="absorbed",
        verbose_name=_("zone of which it is part now"),
    )  # the open zone of which it is part by now, after a merger of the other one too

    objects = ZoneQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        indexes = [models.Index(name="zone_province", fields=["province", "code"])]
        constraints = [
            models.CheckConstraint(
                name="zone_closed_into_another",
                condition=Q(closed_on=None, merged_into=None, goes_on_as=None)
                | Q(closed_on__isnull=False, merged_into__isnull=False, goes_on_as__isnull=False)
                & ~Q(merged_into=F("pk"))
                & ~Q(goes_on_as=F("pk")),
                violation_error_message=_("A zone closes on a day, into another zone."),
            ),
        ]

    def __str__(self) -> str:
        return named(self)

    @property
    def name(self) -> str:
        return named(self)

    def get_absolute_url(self) -> str:
        return reverse("zones:detail", args=[self.code])

    @property
    def public_url(self) -> str:
        """Where everybody reads of it."""
        return reverse("portal:park", args=[self.code])

    def name_on(self, day: date) -> str:
        """What it was called on that day, in Chinese; prefetch `former_names` where there are many."""
        borne = [former for former in self.former_names.all() if former.until >= day]
        return min(borne, key=lambda former: former.until).name_zh if borne else self.name_zh


class FormerName(models.Model):
    """What a zone was called until a day, with the approval that renamed it."""

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="former_names")
    name_zh = models.CharField(_("name"), max_length=80)
    until = models.DateField(_("until"))
    approval_number = models.CharField(_("approval number"), max_length=60)

    class Meta:
        ordering = ["-until"]

    def __str__(self) -> str:
        return self.name_zh


class Management(models.Model):
    """An organisation manages a zone for a period; one at a time."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="managements")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="managements")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_managing_body_at_a_time",
                fields=["zone"],
                condition=Q(until=None),
                violation_error_message=_("This zone has a managing body already."),
            ),
            models.CheckConstraint(
                name="management_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message=_("A period ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone} · {self.organization}"


class SubzoneKind(models.TextChoices):
    APPROVED = "approved", _("approved subzone")
    ENTRUSTED = "entrusted", _("entrusted subzone")


class Subzone(models.Model):
    """One zone, several subzones (一区多园)."""

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="subzones")
    name_zh = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=SubzoneKind.choices)
    area_km2 = models.DecimalField(_("area"), max_digits=9, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="subzone_once",
                fields=["zone", "name_zh"],
                violation_error_message=_("This subzone is listed already."),
            ),
            models.CheckConstraint(
                name="subzone_area_positive",
                condition=Q(area_km2__gt=0),
                violation_error_message=_("An area is greater than zero."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh


class Onboarding(models.Model):
    """What an invitation without an organisation is for: the managing body of a zone, or a recommending body."""

    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="onboarding")
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, related_name="onboardings")
    recommending_body = models.ForeignKey(
        RecommendingBody, models.PROTECT, null=True, related_name="onboardings"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="onboarding_of_zone_or_body",
                condition=Q(zone=None, recommending_body__isnull=False)
                | Q(zone__isnull=False, recommending_body=None),
                violation_error_message=_("An invitation is for a zone or for a recommending body."),
            )
        ]

    def __str__(self) -> str:
        return str(self.zone or self.recommending_body)


def managing_organization(zone: Zone, moment: datetime | None = None) -> Organization | None:
    """Who managed the zone then; or who answers for it now: of a closed one, who manages the zone of which it is part."""
    if moment is None:
        rows: Any = Management.objects.filter(zone=zone.goes_on_as_id or zone.pk, until=None)
    else:
        rows = zone.managements.filter(Q(until=None) | Q(until__gt=moment), since__lte=moment)
    row = rows.select_related("organization").first()
    return row.organization if row else None

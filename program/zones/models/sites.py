"""厂区: where an enterprise works, and in whose statistics it stands."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.people.models import APPLICANT_ROLES, Organization, User
from program.people.rules import standing
from program.zones.models.zones import Zone


class SiteQuerySet(models.QuerySet["Site"]):
    def within(self, zone: Zone, year: int) -> "SiteQuerySet":
        """The sites that stood in the zone in that year."""
        there = Affiliation.objects.filter(zone=zone).in_year(year)
        return self.filter(Exists(there.filter(site=OuterRef("pk"))))

    def of(self, user: User) -> "SiteQuerySet":
        """The sites of the organisations for which the person declares."""
        return self.filter(organization__in=standing(user).organizations(*APPLICANT_ROLES))


class Site(models.Model):
    """厂区: where an enterprise works. A legal person with plants in two zones has a site in each."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="sites", verbose_name=_("enterprise")
    )
    name_zh = models.CharField(_("site"), max_length=120)
    industry = models.CharField(
        _("industry"),
        max_length=2,
        help_text=_("The two digits of the division in GB/T 4754, for example 39."),
    )
    added_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+"
    )  # none: imported by command
    added_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["organization__credit_code", "pk"]
        verbose_name = _("site")
        constraints = [
            models.UniqueConstraint(
                name="site_once",
                fields=["organization", "name_zh"],
                violation_error_message=_("This site is listed already."),
            )
        ]

    def __str__(self) -> str:
        return self.name_zh


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def in_year(self, year: int) -> "AffiliationQuerySet":
        return self.filter(Q(until_year=None) | Q(until_year__gte=year), since_year__lte=year)


class Affiliation(models.Model):
    """A site stands in a zone's statistics for some years; what it declared for past years stays with the old zone."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="affiliations")
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="affiliations")
    since_year = models.PositiveSmallIntegerField(_("since"))
    until_year = models.PositiveSmallIntegerField(_("until"), null=True, blank=True)

    objects: ClassVar = AffiliationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_zone_at_a_time",
                fields=["site"],
                condition=Q(until_year=None),
                violation_error_message=_("This site belongs to a zone already."),
            ),
            models.CheckConstraint(
                name="affiliation_ends_after_it_begins",
                condition=Q(until_year=None) | Q(until_year__gte=F("since_year")),
                violation_error_message=_("A period ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} · {self.zone}"

"""What a site, or a zone for what is not listed, declares for a year: quantities of energy and other figures."""

import json
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.indicators.models.factors import FactorSet
from program.people.models import APPLICANT_ROLES, Role, User, together
from program.people.rules import Standing, standing
from program.zones.models import Site, Zone

FIRST_YEAR, LAST_YEAR = 2015, 2035


class State(models.TextChoices):
    """Where a declaration stands. 未报 is no state: there is none yet, or only a draft."""

    DRAFT = "draft", _("being filled in")
    SUBMITTED = "submitted", _("to be checked")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")


OPEN_STATES = (State.DRAFT, State.SUBMITTED, State.RETURNED)
WRITABLE_STATES = (State.DRAFT, State.RETURNED)


class Source(models.TextChoices):
    FORM = "form", _("entered here")
    COMMAND = "command", _("imported by the operator")


class PriceBase(models.IntegerChoices):
    """Prices in which value added is counted: two years are compared on one base only."""

    CURRENT = 0, _("current prices")
    OF_2015 = 2015, _("prices of 2015")
    OF_2019 = 2019, _("prices of 2019")
    OF_2020 = 2020, _("prices of 2020")
    OF_2025 = 2025, _("prices of 2025")


def _own_sites(held: Standing) -> Q:
    return Q(site__organization__in=held.organizations(*APPLICANT_ROLES))


def _managed(held: Standing) -> models.QuerySet[Zone, Any]:
    """The zones for whose managing body the person works."""
    bodies = held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER)
    return Zone.objects.answered_for(bodies).values("pk")


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    def visible_to(self, user: object) -> "DeclarationQuerySet":
        """The office's readers and the supervisor: all; a zone's managing body: the zone's; an enterprise: its own."""
        held = standing(user)
        if held.reads_everything or held.has(Role.SUPERVISOR):
            return self
        return self.filter(_own_sites(held) | Q(zone__in=_managed(held)))

    def written_by(self, user: object) -> "DeclarationQuerySet":
        """Those in which the person writes, if they can be written: the enterprise's own, the zone's own."""
        held = standing(user)
        return self.filter(_own_sites(held) | Q(site=None, zone__in=_managed(held)))

    def without_statements(self) -> "DeclarationQuerySet":
        """For lists: what was handed in is long, and read one by one."""
        return self.defer("statement", "returned_statement")

    def in_force(self) -> "DeclarationQuerySet":
        """The accepted version of each: what is added up and judged."""
        return self.filter(state=State.ACCEPTED, superseded_at=None)

    def open(self) -> "DeclarationQuerySet":
        return self.filter(state__in=OPEN_STATES)

    def newest(self) -> "DeclarationQuerySet":
        """The newest version of each."""
        return self.filter(is_newest=True)


class Declaration(models.Model):
    """A version of what one site declares for one year; without a site, what the zone adds that no listed site declares.

    `statement` is canonical JSON of all that was submitted with its derivation and findings: a record, never a source.
    `returned_statement` is the one that was returned last: what is handed in next is held against it.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="declarations")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="declarations")
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    version = models.PositiveSmallIntegerField(default=1)
    is_newest = models.BooleanField(default=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.FORM)
    by_month = models.BooleanField(_("month by month"), default=False)
    price_base = models.PositiveSmallIntegerField(
        _("price base of value added"), choices=PriceBase.choices, default=PriceBase.OF_2019
    )
    value_added_final = models.BooleanField(_("value added is final"), default=False)
    revision = models.PositiveIntegerField(default=0)  # counts saves: an older page overwrites nothing
    opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+"
    )  # none: imported by command
    opened_at = models.DateTimeField(default=clock.now)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    factor_set = models.ForeignKey(FactorSet, models.PROTECT, null=True, related_name="declarations")
    statement = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    returned_statement = models.TextField(blank=True)
    reopening_reason = models.CharField(_("reason"), max_length=300, blank=True)
    reopening_asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reopening_asked_at = models.DateTimeField(null=True)

    objects: ClassVar = DeclarationQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "zone__code", "site_id", "-version"]
        verbose_name = _("declaration")
        indexes = [
            models.Index(name="declaration_of_zone", fields=["zone", "year", "state"]),
            models.Index(name="declaration_of_year", fields=["year", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="declaration_version_once",
                fields=["site", "year", "version"],
                condition=Q(site__isnull=False),
                violation_error_message=_("This version exists already."),
            ),
            models.UniqueConstraint(
                name="zone_declaration_version_once",
                fields=["zone", "year", "version"],
                condition=Q(site=None),
                violation_error_message=_("This version exists already."),
            ),
            models.UniqueConstraint(
                name="one_newest_declaration",
                fields=["site", "year"],
                condition=Q(site__isnull=False, is_newest=True),
                violation_error_message=_("A declaration of this site for this year has been begun already."),
            ),
            models.UniqueConstraint(
                name="one_newest_zone_declaration",
                fields=["zone", "year"],
                condition=Q(site=None, is_newest=True),
                violation_error_message=_("A declaration of this zone for this year has been begun already."),
            ),
            models.UniqueConstraint(
                name="one_declaration_in_force",
                fields=["site", "year"],
                condition=Q(site__isnull=False, state="accepted", superseded_at=None),
                violation_error_message=_("One version of a declaration is in force."),
            ),
            models.UniqueConstraint(
                name="one_zone_declaration_in_force",
                fields=["zone", "year"],
                condition=Q(site=None, state="accepted", superseded_at=None),
                violation_error_message=_("One version of a declaration is in force."),
            ),
            models.CheckConstraint(
                name="declaration_submitted_by_and_at",
                condition=together("submitted") | Q(source="command"),
                violation_error_message=_("Who submitted and when belong together."),
            ),
            models.CheckConstraint(
                name="declaration_checked_by_and_at",
                condition=together("checked") | Q(source="command"),
                violation_error_message=_("Who checked and when belong together."),
            ),
            models.CheckConstraint(
                name="declaration_reopening_by_and_at",
                condition=together("reopening_asked"),
                violation_error_message=_("Who asked for the reopening and when belong together."),
            ),
            models.CheckConstraint(
                name="declaration_accepted_is_whole",
                condition=~Q(state__in=["submitted", "accepted"])
                | Q(submitted_at__isnull=False, factor_set__isnull=False) & ~Q(sha256=""),
                violation_error_message=_("What was handed in is frozen with its factors."),
            ),
            models.CheckConstraint(
                name="declaration_not_checked_by_its_author",
                condition=Q(checked_by=None) | ~Q(checked_by=F("submitted_by")),
                violation_error_message=_("Nobody checks a declaration of their own."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_code} {self.year}"

    @property
    def subject_code(self) -> str:
        """The credit code of the enterprise, or the zone's code."""
        return self.zone.code if self.site is None else self.site.organization.credit_code

    @property
    def declarant(self) -> str:
        """Who declares, in the reader's language."""
        return str(self.zone if self.site is None else self.site.organization)

    @property
    def data(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.statement)
        return loaded

    def get_absolute_url(self) -> str:
        return reverse("indicators:declaration", args=[self.pk])

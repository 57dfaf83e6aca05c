"""服务机构名录 and 供需对接: who offers which service where, who needs it, and what came of it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from demonstrations.served.models.records import ServiceRecord, reads_records
from demonstrations.served.models.words import Follow, Release, Service, Side
from program import clock
from program.labels import Labelled
from program.people.models import APPLICANT_ROLES, Organization, Role, User, together
from program.people.provinces import Province
from program.people.rules import standing
from program.registers.models import GreenField


class ReleasableQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "ReleasableQuerySet":
        """What is released everybody; the rest its organisation and the office."""
        held = standing(user)
        if reads_records(held):
            return self.all()
        own = held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER)
        return self.filter(Q(organization__in=own) | Q(state=Release.RELEASED))

    def released(self) -> "ReleasableQuerySet":
        return self.filter(state=Release.RELEASED)


class Releasable(Labelled):
    """What an organisation says of itself and the office releases: to everybody without the contact."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    contact_name = models.CharField(_("contact person"), max_length=60)
    contact_phone = models.CharField(_("telephone"), max_length=30)
    state = models.CharField(_("state"), max_length=10, choices=Release.choices, default=Release.WAITING)
    revision = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    return_reason = models.TextField(_("reason"), max_length=1000, blank=True)

    objects: ClassVar = ReleasableQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="served_%(class)s_released_by_and_at",
                condition=together("released")
                & (Q(state="released", released_at__isnull=False) | Q(state__in=["waiting", "returned", "withdrawn"])),
                violation_error_message=_("Who released an entry and when belong together."),
            ),
            models.CheckConstraint(
                name="served_%(class)s_returned_for_a_reason",
                condition=~Q(state="returned") | ~Q(return_reason=""),
                violation_error_message=_("Whoever returns an entry says why."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Provider(Releasable):
    """An organisation that serves enterprises; its fields, services and regions are rows of Scope."""

    organization = models.OneToOneField(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    introduction = models.TextField(_("what it does"), max_length=2000)

    class Meta(Releasable.Meta):
        verbose_name = _("service provider")
        constraints = [*Releasable.Meta.constraints]

    def get_absolute_url(self) -> str:
        return reverse("served:provider", args=[self.pk])

    def codes(self, kind: str) -> list[str]:
        """Its fields, services or regions; prefetch `scopes` where there are many."""
        return [row.code for row in self.scopes.all() if row.kind == kind]


class ScopeKind(models.TextChoices):
    FIELD = "field", _("field")
    SERVICE = "service", _("service")
    REGION = "region", _("region")


class Scope(models.Model):
    """A field, a service or a province of a provider."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="scopes")
    kind = models.CharField(max_length=8, choices=ScopeKind.choices)
    code = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="served_scope_once",
                fields=["provider", "kind", "code"],
                violation_error_message=_("This field, service or region is named already."),
            ),
            models.CheckConstraint(
                name="served_scope_known",
                condition=Q(kind="field", code__in=GreenField.values)
                | Q(kind="service", code__in=Service.values)
                | Q(kind="region", code__in=Province.values),
                violation_error_message=_("A field, service or region that there is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.code}"


class Posting(Releasable):
    """A need of an enterprise or a zone, or an offer of a provider. No province: an offer for the whole country."""

    side = models.CharField(_("need or offer"), max_length=8, choices=Side.choices)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("description"), max_length=2000)
    field = models.CharField(_("field"), max_length=20, choices=GreenField.choices)
    service = models.CharField(_("kind of service"), max_length=20, choices=Service.choices)
    province = models.CharField(_("region"), max_length=2, choices=Province.choices, blank=True)

    class Meta(Releasable.Meta):
        verbose_name = _("need or offer")
        indexes = [models.Index(name="served_posting_found", fields=["side", "state", "field", "service"])]
        constraints = [
            *Releasable.Meta.constraints,
            models.CheckConstraint(
                name="served_posting_known",
                condition=Q(field__in=GreenField.values, service__in=Service.values)
                & (Q(side="offer") | Q(side="need") & ~Q(province="")),
                violation_error_message=_(
                    "A need says in which province; field and service are such that there are."
                ),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("served:posting", args=[self.pk])


class MatchQuerySet(models.QuerySet["Match"]):
    def visible_to(self, user: object) -> "MatchQuerySet":
        """Both sides, and the office."""
        held = standing(user)
        if reads_records(held):
            return self.all()
        own = held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER)
        return self.filter(Q(need__organization__in=own) | Q(offer__organization__in=own))


class Match(Labelled):
    """Somebody's interest in a need or an offer, and how far it was followed up."""

    need = models.ForeignKey(Posting, models.PROTECT, related_name="matched_offers")
    offer = models.ForeignKey(Posting, models.PROTECT, related_name="matched_needs")
    step = models.CharField(_("state"), max_length=10, choices=Follow.choices, default=Follow.NOTED)
    note = models.CharField(_("note"), max_length=300, blank=True)
    record = models.ForeignKey(ServiceRecord, models.PROTECT, null=True, related_name="+")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=clock.now)
    followed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    followed_at = models.DateTimeField(null=True)

    objects: ClassVar = MatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("match")
        constraints = [
            models.UniqueConstraint(
                name="served_match_once",
                fields=["need", "offer"],
                violation_error_message=_("Interest was noted already."),
            ),
            models.CheckConstraint(
                name="served_match_of_two",
                condition=~Q(need=F("offer")) & Q(step__in=Follow.values),
                violation_error_message=_("A need meets an offer."),
            ),
            models.CheckConstraint(
                name="served_match_followed_by_and_at",
                condition=together("followed") & (Q(step="noted") | Q(followed_at__isnull=False)),
                violation_error_message=_("Who followed it up and when belong together."),
            ),
            models.CheckConstraint(
                name="served_match_recorded",
                condition=Q(step="recorded", record__isnull=False) | ~Q(step="recorded") & Q(record=None),
                violation_error_message=_("A service is recorded by its record."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.need_id}–{self.offer_id}"

    def get_absolute_url(self) -> str:
        return reverse("served:match", args=[self.pk])

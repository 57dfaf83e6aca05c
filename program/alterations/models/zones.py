"""变更: a zone's new name, or its merger into another, each by an approval.

The house stands above supervision and measures, because a merger reaches into all that hangs on a zone (cases, designations,
duties, sites), and zones themselves know nothing of these. A renaming needs the same draft and the same signature, so it
lives here too, and not twice.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program.decisions.models import Designation
from program.people.models import APPLICANT_ROLES, Role, User, together
from program.people.rules import standing
from program.registers.models import Decided
from program.zones.models import Management, Zone


class AlterationKind(models.TextChoices):
    RENAMING = "renaming", _("renaming")
    MERGER = "merger", _("merger into another zone")


class AlterationState(models.TextChoices):
    """Read from its dates, stored nowhere."""

    DRAFT = "draft", _("waits for signature")
    SIGNED = "signed", _("signed, not yet in effect")
    IN_EFFECT = "in_effect", _("has taken effect")
    WITHDRAWN = "withdrawn", _("withdrawn before its day")


class AlterationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "AlterationQuerySet":
        """All for the office's readers and the supervisor; what is signed for whoever manages or managed one of the zones."""
        held = standing(user)
        if held.reads_everything or held.has(Role.SUPERVISOR):
            return self.all()
        own = held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER)
        zones = Management.objects.filter(organization__in=own).values("zone")
        return self.exclude(signed_at=None).filter(Q(zone__in=zones) | Q(into__in=zones))

    def under_way(self) -> "AlterationQuerySet":
        """Neither in effect nor withdrawn."""
        return self.filter(applied_at=None, withdrawn_at=None)


class Alteration(Decided):
    """Drafted on the approval by one, signed by a director who had no hand in it; withdrawn before its day, or never undone.

    `effective`: the first day of the new name, or the day from which the zone is part of the other one.
    """

    number = models.CharField(
        _("number"), max_length=20, unique=True
    )  # QBG-2026-0001 (区变更): BG- are reports
    kind = models.CharField(_("kind"), max_length=10, choices=AlterationKind.choices)
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="alterations", verbose_name=_("zone"))
    into = models.ForeignKey(
        Zone, models.PROTECT, null=True, related_name="mergers", verbose_name=_("merged into")
    )
    name_zh = models.CharField(_("new name"), max_length=80, blank=True)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    effective = models.DateField(_("in effect from"))
    applied_at = models.DateTimeField(
        null=True
    )  # when it took effect here: with the signature, or on its day
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)
    passed = models.ManyToManyField(
        Designation, related_name="passages"
    )  # designations that went to the other zone

    objects: ClassVar[Any] = AlterationQuerySet.as_manager()

    class Meta(Decided.Meta):
        ordering = ["-pk"]
        verbose_name = _("renaming or merger")
        constraints = [
            *Decided.Meta.constraints,
            models.UniqueConstraint(
                name="one_open_alteration_per_zone",
                fields=["zone"],
                condition=Q(applied_at=None, withdrawn_at=None),
                violation_error_message=_("A change of this zone is under way already."),
            ),
            models.CheckConstraint(
                name="alteration_bears_its_kind",
                condition=Q(kind="renaming", into=None) & ~Q(name_zh="") & ~Q(name_en="")
                | Q(kind="merger", into__isnull=False, name_zh="", name_en=""),
                violation_error_message=_("A renaming has a name, a merger the other zone."),
            ),
            models.CheckConstraint(
                name="alteration_merges_two",
                condition=Q(into=None) | ~Q(into=F("zone")),
                violation_error_message=_("A zone is merged into another one."),
            ),
            models.CheckConstraint(
                name="alteration_takes_effect_when_signed",
                condition=Q(applied_at=None) | Q(signed_at__isnull=False),
                violation_error_message=_("Only what is signed takes effect."),
            ),
            models.CheckConstraint(
                name="alteration_withdrawn_by_and_at",
                condition=together("withdrawn"),
                violation_error_message=_("Who withdrew a change and when belong together."),
            ),
            models.CheckConstraint(
                name="alteration_withdrawn_before_its_day",
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False, signed_at__isnull=False, applied_at=None)
                & ~Q(withdrawn_because=""),
                violation_error_message=_(
                    "What is signed is withdrawn before it takes effect, with a reason."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("alterations:alteration", args=[self.pk])

    @property
    def state(self) -> AlterationState:
        if self.applied_at is not None:
            return AlterationState.IN_EFFECT
        if self.withdrawn_at is not None:
            return AlterationState.WITHDRAWN
        return AlterationState.DRAFT if self.signed_at is None else AlterationState.SIGNED

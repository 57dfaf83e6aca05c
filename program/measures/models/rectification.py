"""整改: what a measure or a re-examination asks for, item by item; done and shown by the organisation, checked after it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.decisions.models import Designation
from program.files.models import File
from program.measures.models.leads import supervises
from program.measures.models.measures import Measure
from program.people.models import Organization, Role, User
from program.people.rules import standing
from program.prepared import Keys
from program.zones.models import Zone, managing_organization


class RectificationState(models.TextChoices):
    OPEN = "open", _("being rectified")
    HANDED_IN = "handed_in", _("handed in: to be checked")
    PASSED = "passed", _("check passed: closed")
    CANCELLED = "cancelled", _("cancelled with its measure or designation")


def held_by(organizations: Keys) -> models.QuerySet[Designation]:
    """Designations of the zones for which they answer now."""
    zones = Zone.objects.answered_for(organizations).values("pk")
    return Designation.objects.filter(zone__in=zones).order_by()


class RectificationQuerySet(models.QuerySet["Rectification"]):
    def visible_to(self, user: object) -> "RectificationQuerySet":
        if supervises(user):
            return self.all()
        own = standing(user).organizations(Role.CONTACT, Role.MANAGER)
        renewed = Q(designation__organization__in=own) | Q(designation__in=held_by(own))
        return self.filter(Q(measure__in=Measure.objects.visible_to(user)) | renewed)

    def answered_by(self, organizations: Keys) -> "RectificationQuerySet":
        """Those for which they answer now, as for their measures."""
        of_measures = Measure.objects.answered_by(organizations)
        return self.filter(Q(measure__in=of_measures) | Q(designation__in=held_by(organizations)))

    def for_pages(self) -> "RectificationQuerySet":
        """With what they stand on."""
        return self.select_related(
            "measure__organization", "measure__zone", "designation__organization", "designation__zone"
        )


class Rectification(models.Model):
    """One a measure, opened by its signature; or one a designation, opened with it, that was renewed with rectification."""

    measure = models.OneToOneField(Measure, models.PROTECT, null=True, related_name="rectification")
    designation = models.OneToOneField(Designation, models.PROTECT, null=True, related_name="rectification")
    due = models.DateTimeField(_("due"))
    due_provisional = models.BooleanField(default=False)  # counted in a year whose calendar is not published
    state = models.CharField(
        _("state"), max_length=10, choices=RectificationState.choices, default=RectificationState.OPEN
    )
    turn = models.PositiveSmallIntegerField(default=1)  # how often it has been asked for
    revision = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = RectificationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("rectification")
        indexes = [models.Index(name="rectification_open", fields=["due"], condition=Q(closed_at=None))]
        constraints = [
            models.CheckConstraint(
                name="rectification_stands_on_one",
                condition=Q(measure=None, designation__isnull=False)
                | Q(measure__isnull=False, designation=None),
                violation_error_message=_("A rectification stands on a measure or on a designation."),
            ),
            models.CheckConstraint(
                name="rectification_closed_in_its_state",
                condition=Q(state__in=["open", "handed_in"], closed_at=None)
                | Q(state__in=["passed", "cancelled"], closed_at__isnull=False),
                violation_error_message=_(
                    "A rectification is closed when its check is passed, or cancelled."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("measures:rectification", args=[self.pk])

    @property
    def number(self) -> str:
        """Of the measure, or of the letter."""
        if self.measure is not None:
            return self.measure.number
        assert self.designation is not None  # by constraint
        return self.designation.letter_number

    @property
    def answering(self) -> Organization | None:
        """Who answers for it now; none: nobody on the platform."""
        if self.measure is not None:
            return self.measure.answering
        assert self.designation is not None
        zone = self.designation.zone
        return managing_organization(zone) if zone else self.designation.organization

    @property
    def owner(self) -> str:
        if self.measure is not None:
            return self.measure.owner
        assert self.designation is not None
        return self.designation.organization.name_zh


class RectificationItem(models.Model):
    """One thing to rectify. `passed`: none until it was checked."""

    rectification = models.ForeignKey(Rectification, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    requirement = models.CharField(_("to be rectified"), max_length=1000)
    plan = models.TextField(_("plan"), max_length=1000, blank=True)
    done = models.TextField(_("what was done"), max_length=2000, blank=True)
    passed = models.BooleanField(null=True)
    remark = models.CharField(_("remark"), max_length=1000, blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("item of a rectification")
        constraints = [
            models.UniqueConstraint(
                name="rectification_item_position",
                fields=["rectification", "position"],
                violation_error_message=_("Items are numbered once."),
            ),
            models.CheckConstraint(
                name="rectification_item_fails_with_a_remark",
                condition=Q(passed=None) | Q(passed=True) | ~Q(remark=""),
                violation_error_message=_("Say what is still missing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rectification}.{self.position}"


class ItemEvidence(models.Model):
    """A file that shows what was done."""

    item = models.ForeignKey(RectificationItem, models.PROTECT, related_name="evidence")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.file)


class FollowUp(models.Model):
    """复查: what the supervisor found, each time."""

    rectification = models.ForeignKey(Rectification, models.PROTECT, related_name="follow_ups")
    turn = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    remark = models.TextField(_("remark"), max_length=2000)
    again_by = models.DateField(_("to be rectified again by"), null=True)
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["turn"]
        verbose_name = _("follow-up check")
        constraints = [
            models.UniqueConstraint(
                name="followed_up_once_a_turn",
                fields=["rectification", "turn"],
                violation_error_message=_("This has been checked already."),
            ),
            models.CheckConstraint(
                name="followed_up_again_by_a_day",
                condition=Q(passed=True, again_by=None) | Q(passed=False, again_by__isnull=False),
                violation_error_message=_("What did not pass is rectified again by a day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rectification} {self.turn}"

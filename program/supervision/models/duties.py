"""报送义务: what a zone owes the office of a year, until when; and by whose leave later, or not at all."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.indicators.models import FIRST_YEAR, LAST_YEAR
from program.labels import Labelled
from program.people.models import Role, User, together
from program.people.rules import standing
from program.rulesets.models import RuleSet, Scope
from program.zones.models import Zone


class Duty(models.TextChoices):
    """What is owed, each about a natural year, in the order of the days on which it is due in the next."""

    PROGRESS = "progress", _("yearly progress report")
    LEDGER = "ledger", _("work ledger of the year")
    DECLARATIONS = "declarations", _("energy declarations checked by the zone")
    ZONE_FIGURES = "zone_figures", _("the zone's own figures")
    CARBON_PEAK_REPORT = "carbon_peak_report", _("annual carbon-peak report")
    GREEN_REPORT = "green_report", _("annual green development report")


BY_FIGURES = (Duty.DECLARATIONS, Duty.ZONE_FIGURES)
"""Met by what is declared; all others are met by a return."""
REPORTED = (Duty.PROGRESS, Duty.CARBON_PEAK_REPORT, Duty.GREEN_REPORT)
"""Met by a report that is written on the platform (program/reports): it hangs one to one on its return."""


class Release(models.TextChoices):
    """Why a duty is owed no more, though nothing was handed in."""

    WAIVED = "waived", _("waived")
    WITHDRAWN = "withdrawn", _("no longer owed")


class DutyState(models.TextChoices):
    """Where an obligation stands at a moment; read from its dates, stored nowhere."""

    NOT_DUE = "not_due", _("not due yet")
    EXTENDED = "extended", _("extended")
    SENT_BACK = "sent_back", _("sent back")
    LATE = "late", _("late")
    HANDED_IN = "handed_in", _("reported")
    ACCEPTED = "accepted", _("report accepted")
    WAIVED = "waived", _("waived")
    WITHDRAWN = "withdrawn", _("no longer owed")


class ObligationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "ObligationQuerySet":
        """Those of the zones that the person sees: all, those one recommends, those for which one's organisation answers."""
        held = standing(user)
        if held.reads_everything or held.has(Role.SUPERVISOR):
            return (
                self.all()
            )  # the matrix asks five times: whether a zone is among all zones costs as much as the rest
        return self.filter(zone__in=Zone.objects.visible_to(held.user))

    def owed(self) -> "ObligationQuerySet":
        return self.filter(release="")

    def open(self) -> "ObligationQuerySet":
        """Owed, and not handed in (or sent back)."""
        return self.owed().filter(handed_in_at=None)

    def late(self, moment: datetime) -> "ObligationQuerySet":
        """Open, and their certain day has passed: a provisional one (暂定) is never overdue."""
        passed = Q(again_due=None, due__lt=moment) | Q(again_due__lt=moment)
        return self.open().filter(passed, due_provisional=False)


class Obligation(Labelled):
    """A zone owes a duty of a year through the last moment of `due`; what was sent back through that of `again_due`.

    Withdrawn or waived it stays as a row. `handed_in_at` is none again after it was sent back.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="obligations", verbose_name=_("zone"))
    duty = models.CharField(_("duty"), max_length=20, choices=Duty.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    due = models.DateTimeField(_("due"))
    due_provisional = models.BooleanField(default=False)  # of `again_due`, where there is one
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, null=True, related_name="+")  # none: the defaults
    authority = models.CharField(_("authority"), max_length=200)
    scope = models.PositiveSmallIntegerField(_("owed by"), choices=Scope.choices)  # whom the rules named
    arisen_at = models.DateTimeField(default=clock.now)
    extended_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    was_late = models.BooleanField(default=False)  # handed in after its day, once or again
    accepted_at = models.DateTimeField(null=True)
    sent_back_at = models.DateTimeField(null=True)
    again_due = models.DateTimeField(null=True)
    release = models.CharField(max_length=10, choices=Release.choices, blank=True)
    released_at = models.DateTimeField(null=True)
    release_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects: ClassVar = ObligationQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "due", "zone__code"]
        verbose_name = _("obligation")
        indexes = [models.Index(name="obligation_year", fields=["year", "duty"])]
        constraints = [
            models.UniqueConstraint(
                name="obligation_once",
                fields=["zone", "duty", "year"],
                violation_error_message=_("A zone owes a duty once a year."),
            ),
            models.CheckConstraint(
                name="obligation_year_is_one",
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                violation_error_message=_("This is no year of the program."),
            ),
            models.CheckConstraint(
                name="obligation_accepted_once_handed_in",
                condition=Q(accepted_at=None) | Q(handed_in_at__isnull=False),
                violation_error_message=_("Only what was handed in is accepted."),
            ),
            models.CheckConstraint(
                name="obligation_sent_back_with_a_day",
                condition=Q(sent_back_at=None, again_due=None)
                | Q(sent_back_at__isnull=False, again_due__isnull=False),
                violation_error_message=_("What is sent back is due again on a day."),
            ),
            models.CheckConstraint(
                name="obligation_released_for_a_reason",
                condition=Q(release="", released_at=None, release_reason="")
                | Q(release__in=Release.values, released_at__isnull=False) & ~Q(release_reason=""),
                violation_error_message=_("A duty is waived or withdrawn at a moment, for a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone.code} {self.year} {self.duty}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:duty", args=[self.pk])

    @property
    def is_reported(self) -> bool:
        """Whether it is met by a report that is written on the platform."""
        return self.duty in REPORTED

    @property
    def expected(self) -> datetime:
        """The last moment: of the day it is due, or due again."""
        return self.again_due or self.due

    def stands(self, moment: datetime) -> DutyState:
        return state_of(self, moment)


def state_of(one: Any, moment: datetime) -> DutyState:
    """Where an obligation, or a row of its columns, stands at that moment."""
    if one.release:
        return DutyState(one.release)
    if one.accepted_at is not None:
        return DutyState.ACCEPTED
    if one.handed_in_at is not None:
        return DutyState.HANDED_IN
    if (one.again_due or one.due) < moment and not one.due_provisional:
        return DutyState.LATE
    if one.again_due is not None:
        return DutyState.SENT_BACK
    return DutyState.NOT_DUE if one.extended_at is None else DutyState.EXTENDED


# ---------------------------------------------------------------- later, or not at all
class DispensationKind(models.TextChoices):
    EXTENSION = "extension", _("extension")
    WAIVER = "waiver", _("waiver")


class DispensationQuerySet(models.QuerySet[Any]):
    def open(self) -> "DispensationQuerySet":
        return self.filter(decided_at=None, lapsed_at=None)


class Dispensation(models.Model):
    """延期或免报: asked for by the zone (a waiver by a clerk), decided by a director; an extension shortens nothing.

    What is handed in before that needs none any more: the request lapses.
    """

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="dispensations")
    kind = models.CharField(_("kind"), max_length=10, choices=DispensationKind.choices)
    until = models.DateField(_("new day"), null=True)  # as asked for; it stands as written
    before = models.DateTimeField(null=True)  # what was due until it was approved
    reason = models.TextField(_("reason"), max_length=1000)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    words = models.CharField(_("reason of the decision"), max_length=500, blank=True)
    lapsed_at = models.DateTimeField(null=True)

    objects: ClassVar = DispensationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("extension or waiver")
        constraints = [
            models.UniqueConstraint(
                name="one_open_dispensation",
                fields=["obligation"],
                condition=Q(decided_at=None, lapsed_at=None),
                violation_error_message=_("A request waits for its decision already."),
            ),
            models.CheckConstraint(
                name="extension_names_its_day",
                condition=Q(kind="extension", until__isnull=False) | Q(kind="waiver", until=None),
                violation_error_message=_("An extension, and only that, names a new day."),
            ),
            models.CheckConstraint(
                name="dispensation_decided_by_and_at",
                condition=together("decided")
                & (Q(decided_at=None, approved=None) | Q(decided_at__isnull=False, approved__isnull=False)),
                violation_error_message=_("Who decided, how and when belong together."),
            ),
            models.CheckConstraint(
                name="dispensation_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                violation_error_message=_("Nobody decides a request of their own."),
            ),
            models.CheckConstraint(
                name="dispensation_decided_or_lapsed",
                condition=Q(decided_at=None) | Q(lapsed_at=None),
                violation_error_message=_("What was decided does not lapse."),
            ),
            models.CheckConstraint(
                name="dispensation_gives_its_reason",
                condition=~Q(reason="") & (~Q(approved=False) | ~Q(words="")),
                violation_error_message=_("Whoever asks says why, and so does whoever declines."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} {self.kind}"

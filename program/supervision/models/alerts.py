"""预警: something is late or off the path, in one of four colours, until it is dealt with."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.labels import Labelled
from program.people.models import User, together
from program.people.rules import standing
from program.rulesets.models import Level
from program.supervision.models.duties import Obligation
from program.zones.models import Zone


class AlertRule(models.TextChoices):
    LATE = "late", _("late")
    OFF_TRACK = "off_track", _("off the expected path")
    RED_LINE = "red_line", _("below a red line")


class Ending(models.TextChoices):
    """How an alert was closed; all but the last by themselves."""

    HANDED_IN = "handed_in", _("reported")
    EXTENDED = "extended", _("extended")
    WAIVED = "waived", _("waived")
    WITHDRAWN = "withdrawn", _("no longer owed")
    ON_TRACK = "on_track", _("on track again")
    NO_LINE = "no_line", _("the scheme has no such red line any more")
    NO_TARGET = "no_target", _("the zone no longer has this target")
    MERGED = "merged", _("the zone is part of another one now")
    SETTLED = "settled", _("settled")


class AlertQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "AlertQuerySet":
        """Those of the zones that the person sees."""
        return self.filter(zone__in=Zone.objects.visible_to(standing(user).user))

    def open(self) -> "AlertQuerySet":
        return self.filter(closed_at=None)


class Alert(Labelled):
    """One for a zone, rule, year and subject (a duty, or the code of an indicator): what comes again opens the same row again.

    Its level only rises while it is open; each rise is a line of the journal.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="alerts", verbose_name=_("zone"))
    rule = models.CharField(_("rule"), max_length=10, choices=AlertRule.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    subject = models.CharField(_("subject of the alert"), max_length=60)
    title_zh = models.CharField(max_length=120)  # what the subject is called
    title_en = models.CharField(max_length=160)
    obligation = models.OneToOneField(Obligation, models.PROTECT, null=True, related_name="alert")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    words = models.CharField(_("what is wrong"), max_length=300, blank=True)
    opened_at = models.DateTimeField(default=clock.now)  # anew each time that it opens again
    risen_at = models.DateTimeField(default=clock.now)
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("looked after by")
    )
    acknowledged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    plan = models.TextField(_("what will be done"), max_length=1000, blank=True)
    ending = models.CharField(_("closed because"), max_length=10, choices=Ending.choices, blank=True)
    ending_words = models.CharField(_("reason"), max_length=500, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+"
    )  # none: it closed by itself
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-level", "opened_at", "pk"]
        verbose_name = _("alert")
        indexes = [models.Index(name="alert_open", fields=["closed_at", "-level"])]
        constraints = [
            models.UniqueConstraint(
                name="one_alert_a_cause",
                fields=["zone", "rule", "year", "subject"],
                violation_error_message=_("There is an alert for this already."),
            ),
            models.CheckConstraint(
                name="alert_level_is_a_colour",
                condition=Q(level__lt=Level.NEVER),
                violation_error_message=_("An alert is blue, yellow, orange or red."),
            ),
            models.CheckConstraint(
                name="alert_for_lateness_has_its_duty",
                condition=Q(rule="late", obligation__isnull=False) | ~Q(rule="late") & Q(obligation=None),
                violation_error_message=_("An alert for lateness, and only that, is about an obligation."),
            ),
            models.CheckConstraint(
                name="alert_acknowledged_by_and_at",
                condition=together("acknowledged")
                & (Q(acknowledged_at=None, plan="") | Q(acknowledged_at__isnull=False) & ~Q(plan="")),
                violation_error_message=_("Whoever acknowledges an alert says what will be done."),
            ),
            models.CheckConstraint(
                name="alert_closed_by_and_at",
                condition=Q(closed_at=None, closed_by=None, ending="", ending_words="")
                | Q(closed_at__isnull=False, closed_by=None, ending__in=Ending.values[:-1])
                | Q(closed_at__isnull=False, closed_by__isnull=False, ending="settled") & ~Q(ending_words=""),
                violation_error_message=_("Whoever closes an alert says why."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.zone.code} {self.year} {self.rule} {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:alert", args=[self.pk])

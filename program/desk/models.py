"""What the desk remembers: who was reminded of which day, which workers are alive, what ails them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from program import clock
from program.people.models import User


class ReminderKind(models.TextChoices):
    BEFORE = "before", _("before the day")
    AFTER = "after", _("after the day")
    CHIEF = "chief", _("to the chief, after the day")
    WEEK = "week", _("what waits, at the beginning of the week")


class Reminder(models.Model):
    """Somebody was reminded of what is due on a day, or at the beginning of a week: once. The row decides who sends it."""

    recipient = models.ForeignKey(User, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10, choices=ReminderKind.choices)
    day = models.DateField()  # the due day, in Beijing; of a week its Monday
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="reminded_once_of_a_day",
                fields=["recipient", "kind", "day"],
                violation_error_message=_("This reminder has been sent already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.kind} · {self.day}"


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def silent(self) -> "HeartbeatQuerySet":
        """Workers that have not been heard of for as long as no sweep may take."""
        return self.filter(seen_at__lt=clock.now() - Heartbeat.PATIENCE)


class Heartbeat(models.Model):
    """A worker's last sweep, and what came of it."""

    PATIENCE = clock.minutes(10)

    worker = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    error = models.TextField(blank=True)  # of the last sweep; empty if it went through

    objects: ClassVar = HeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.worker


class Alarm(models.Model):
    """Something is wrong with the engine: told to the administrators when it begins, closed when it has gone."""

    ail = models.CharField(max_length=120)  # "given-up 12", "silent a1b2": see health.ails
    since = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_alarm",
                fields=["ail"],
                condition=models.Q(ended_at=None),
                violation_error_message=_("This alarm is open already."),
            )
        ]

    def __str__(self) -> str:
        return self.ail

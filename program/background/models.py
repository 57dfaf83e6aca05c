"""A promise: work that was promised inside a transaction and is kept after it, at least once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program import clock


class PromiseQuerySet(models.QuerySet["Promise"]):
    def open(self) -> "PromiseQuerySet":
        return self.filter(kept_at=None, given_up_at=None)

    def given_up(self) -> "PromiseQuerySet":
        return self.exclude(given_up_at=None)


class Promise(models.Model):
    """Attempts are counted *before* the work starts, so a task that kills its worker is given up, not repeated for ever."""

    name = models.CharField(max_length=200)  # dotted path of a function in some tasks.py
    arguments = models.JSONField(default=list)
    promised_at = models.DateTimeField(default=clock.now)
    queued_at = models.DateTimeField(
        default=clock.now
    )  # last put into the queue; long ago and nobody works on it: it was lost there
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(
        null=True
    )  # somebody works on it until then; afterwards it counts as lost
    kept_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="promise_kept_or_given_up",
                condition=Q(kept_at=None) | Q(given_up_at=None),
                violation_error_message=_("A task is either done or given up."),
            )
        ]
        indexes = [
            models.Index(
                name="promise_open", fields=["queued_at"], condition=Q(kept_at=None, given_up_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}{tuple(self.arguments)}"

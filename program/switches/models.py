"""Switches for a rush: what the system administrator has turned on, from when to when, and why."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.people.models import User, in_language, together


class Name(models.TextChoices):
    """What can be switched; each label says what holds while it is on."""

    EXPORTS_OFF = "exports_off", _("taking lists out is switched off")
    PRINTING_PAUSED = "printing_paused", _("printing is paused")
    READ_ONLY = "read_only", _("the platform can only be read")


class SwitchQuerySet(models.QuerySet["Switch"]):
    def on(self) -> "SwitchQuerySet":
        return self.filter(off_at=None)


class Switch(models.Model):
    """One time that something was switched on, until it was switched off again."""

    name = models.CharField(max_length=20, choices=Name.choices)
    text_zh = models.CharField(_("banner in Chinese"), max_length=200, blank=True)  # of a read-only platform
    text_en = models.CharField(_("banner in English"), max_length=300, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    on_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    on_at = models.DateTimeField(default=clock.now)
    off_reason = models.CharField(max_length=300, blank=True)
    off_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    off_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = SwitchQuerySet.as_manager()

    class Meta:
        ordering = ["-on_at", "-pk"]
        verbose_name = _("switch")
        constraints = [
            models.UniqueConstraint(
                name="switched_on_once",
                fields=["name"],
                condition=Q(off_at=None),
                violation_error_message=_("This is switched on already."),
            ),
            models.CheckConstraint(
                name="switch_off_by_and_at",
                condition=together("off"),
                violation_error_message=_("Who switched it off and when belong together."),
            ),
            models.CheckConstraint(
                name="read_only_says_so",
                condition=~Q(name=Name.READ_ONLY) | ~Q(text_zh="") & ~Q(text_en=""),
                violation_error_message=_("Say in both languages that the platform can only be read."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_name_display())

    @property
    def text(self) -> str:
        return in_language(self, "text")

"""归档: everything of a case in one file, with an index and the record of what happened."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.models import Application
from program.files.models import File
from program.journal.models import BearsHead, Line
from program.people.models import User
from program.people.rules import standing


class ArchiveQuerySet(models.QuerySet["Archive"]):
    def visible_to(self, user: object) -> "ArchiveQuerySet":
        """It holds opinions, records and everything else of the office: nobody outside sees it."""
        return self.all() if standing(user).reads_everything else self.none()


class Archive(BearsHead):
    """One archive of a case; its record reaches up to `line`, with which it was asked for. Frozen once made (trigger)."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="archives")
    number = models.PositiveSmallIntegerField()
    line = models.OneToOneField(Line, models.PROTECT, related_name="+")
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="archives")  # the ZIP
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = ArchiveQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("archive")
        verbose_name_plural = _("archives")
        constraints = [
            models.UniqueConstraint(
                name="archive_numbered_once",
                fields=["application", "number"],
                violation_error_message=_("This archive exists already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application.number}-归档{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("papers:of_case", args=[self.application_id])

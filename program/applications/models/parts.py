"""The draft: parts of typed columns that tracks define, and attachments. Frozen copies are versions."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.models.case import Application
from program.calls.models import RequestedDocument
from program.files.models import File
from program.people.models import User


class Part(models.Model):
    """One page of the form. Every column may be empty while drafting; those not marked `blank` must be filled before submitting.

    `revision` counts saves: a page that was opened at an older revision may not overwrite a newer one.
    """

    application = models.OneToOneField(Application, models.CASCADE, related_name="%(app_label)s_%(class)s")
    revision = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(default=clock.now)

    ROWS: ClassVar[dict[str, int]] = {}
    """Related name of each table of rows → fewest rows."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.application} · {self._meta.verbose_name}"

    def findings(self) -> list[tuple[str, Any]]:
        """(column, sentence) for what is wrong across columns or rows; tracks override it."""
        return []


class Row(models.Model):
    """A row of a table inside a part, written anew whenever the part is saved.

    Subclasses add `part = ForeignKey(ThePart, related_name=…)`.
    """

    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Attachment(models.Model):
    """A file of the draft, answering a requested document or added freely."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        RequestedDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    title = models.CharField(_("title"), max_length=120)
    file = models.ForeignKey(File, models.PROTECT, related_name="attachments")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["document__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="attachment_once",
                fields=["application", "document", "file"],
                violation_error_message=_("This file is attached already."),
            )
        ]

    def __str__(self) -> str:
        return self.title

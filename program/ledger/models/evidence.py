"""Files by which an entry is shown to be true, and who may open them."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.files.models import Anyone, File
from program.files.rules import register_reach
from program.ledger.models.entries import LedgerEntry
from program.people.models import User


class LedgerFileQuerySet(models.QuerySet["LedgerFile"]):
    def attached(self) -> "LedgerFileQuerySet":
        """What the entries have now."""
        return self.filter(taken_off=False)


class LedgerFile(models.Model):
    """Evidence of an entry. Once the entry was submitted, a file that is taken off is only marked: the office had read it."""

    entry = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="files")
    file = models.ForeignKey(File, models.PROTECT, related_name="ledger")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    taken_off = models.BooleanField(default=False)

    objects: ClassVar = LedgerFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("evidence of a ledger entry")
        constraints = [
            models.UniqueConstraint(
                name="ledger_file_once",
                fields=["entry", "file"],
                violation_error_message=_("This file is attached already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.file}"


def ledger_evidence(user: Anyone) -> Q:
    """Whoever sees the entry."""
    files = LedgerFile.objects.filter(entry__in=LedgerEntry.objects.visible_to(user))
    return Q(Exists(files.filter(file=OuterRef("pk"))))


register_reach("ledger", ledger_evidence)

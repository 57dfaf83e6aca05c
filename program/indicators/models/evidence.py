"""Files by which a figure is shown to be right, and who may open them."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.files.models import Anyone, File
from program.files.rules import register_reach
from program.indicators.models.declarations import Declaration, State
from program.people.models import User


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def attached(self) -> "EvidenceQuerySet":
        """What the declaration has now."""
        return self.filter(taken_off=False)


class Evidence(models.Model):
    """A file for a data item. One that was handed in is only marked when it is taken off: whoever checked it can open it."""

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="evidence")
    item = models.CharField(_("data item"), max_length=40)
    file = models.ForeignKey(File, models.PROTECT, related_name="item_evidence")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    handed_in = models.BooleanField(default=False)
    taken_off = models.BooleanField(default=False)

    objects: ClassVar = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="evidence_once",
                fields=["declaration", "item", "file"],
                violation_error_message=_("This file is attached already."),
            ),
            models.CheckConstraint(
                name="evidence_is_kept_once_handed_in",
                condition=Q(taken_off=False) | Q(handed_in=True),
                violation_error_message=_("What was never handed in is not kept once it is taken off."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.file}"


def evidence_of_figures(user: Anyone) -> Q:
    """What was handed in: whoever reads the declaration. What is only being gathered: whoever declares."""
    of_file = Evidence.objects.filter(file=OuterRef("pk"))
    read = Declaration.objects.visible_to(user).exclude(state=State.DRAFT)
    written = Declaration.objects.written_by(user)
    return Q(Exists(of_file.filter(handed_in=True, declaration__in=read))) | Q(
        Exists(of_file.filter(declaration__in=written))
    )


register_reach("evidence of figures", evidence_of_figures)

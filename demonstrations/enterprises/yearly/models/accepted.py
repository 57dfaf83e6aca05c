"""What was accepted, word by word and for good; what was said about a form that went back."""

import json
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from demonstrations.enterprises.yearly.models.figures import COLUMNS
from demonstrations.enterprises.yearly.models.form import YearlyForm
from demonstrations.enterprises.yearly.models.words import HANDED_IN
from program import clock
from program.files.models import Anyone, File
from program.files.rules import register_reach
from program.people.models import APPLICANT_ROLES, User
from program.people.rules import standing


class AcceptedForm(models.Model):
    """An accepted version: canonical JSON with its SHA-256, frozen by trigger. The newest is the one in force."""

    form = models.ForeignKey(YearlyForm, models.PROTECT, related_name="accepted")
    version = models.PositiveSmallIntegerField(_("version"))
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    evidence = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    passed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    passed_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                name="yearly_version_accepted_once",
                fields=["form", "version"],
                violation_error_message=_("This version was accepted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} v{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("yearly:version", args=[self.form_id, self.version])

    @property
    def data(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.content)
        return loaded


class Remark(models.Model):
    """Why a form went back: of one item, or of the whole. It stands until the form is handed in again."""

    form = models.ForeignKey(YearlyForm, models.PROTECT, related_name="remarks")
    item = models.CharField(_("item"), max_length=30, blank=True)  # a column; none: the whole form
    text = models.CharField(_("what is to be changed"), max_length=500)
    version = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="yearly_remark_of_an_item",
                condition=Q(item__in=["", *COLUMNS]) & ~Q(text=""),
                violation_error_message=_("A remark says something, of an item of the form or of the whole."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.item}"


def evidence_of_forms(user: Anyone) -> Q:
    """The enterprise's people; whoever else sees the form, once it was handed in or accepted."""
    seen, file = YearlyForm.objects.visible_to(user), OuterRef("pk")
    own = YearlyForm.objects.filter(organization__in=standing(user).organizations(*APPLICANT_ROLES))
    return (
        Q(Exists(own.filter(evidence=file)))
        | Q(Exists(seen.filter(evidence=file, state__in=HANDED_IN)))
        | Q(Exists(AcceptedForm.objects.filter(evidence=file, form__in=seen)))
    )


register_reach("evidence of yearly forms", evidence_of_forms)

"""How a case comes back or changes hands: a check undone, a refused case reopened, open work handed over."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.models.case import Application
from program.applications.models.verdicts import FormalityCheck
from program.people.models import User
from program.people.rules import standing
from program.process.models import Proceeding, StageName, Verdict


class CheckUndone(Verdict):
    """A clerk takes the own formality check back before anybody has acted on it. Its task is the one it brought the case to."""

    check_row = models.OneToOneField(FormalityCheck, models.PROTECT, related_name="undone")
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="check_undone_with_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Whoever undoes a check says why."),
            )
        ]

    def __str__(self) -> str:
        return self.reason


class ResumedAt(models.TextChoices):
    """Where a reopened case may go on."""

    RECOMMENDATION = StageName.RECOMMENDATION.value, StageName.RECOMMENDATION.label
    FORMALITY_CHECK = StageName.FORMALITY_CHECK.value, StageName.FORMALITY_CHECK.label
    EXPERT_REVIEW = StageName.EXPERT_REVIEW.value, StageName.EXPERT_REVIEW.label


class Reopening(models.Model):
    """A director reopens a refused case: a new proceeding of the same case; nothing of the old one is changed."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="reopenings")
    number = models.PositiveSmallIntegerField()  # of the proceeding that it begins
    ended = models.OneToOneField(
        Proceeding, models.PROTECT, related_name="reopening"
    )  # the one that was refused
    stage = models.CharField(_("goes on at"), max_length=20, choices=ResumedAt.choices)
    until = models.DateTimeField(
        _("recommendation until"), null=True
    )  # where it goes back to its recommending body
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="reopening_numbered_once",
                fields=["application", "number"],
                violation_error_message=_("This case has been reopened already."),
            ),
            models.CheckConstraint(
                name="reopening_complete",
                condition=~Q(reason="")
                & (
                    Q(stage=ResumedAt.RECOMMENDATION, until__isnull=False)
                    | ~Q(stage=ResumedAt.RECOMMENDATION) & Q(until=None)
                ),
                violation_error_message=_(
                    "A reopening says why; one that goes back to the recommendation says until when."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.number}"


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, user: object) -> "HandoverQuerySet":
        return self.all() if standing(user).reads_everything else self.none()


class Handover(models.Model):
    """交接: all open cases of one clerk given to another, with the list of what was given. Frozen by trigger."""

    giver = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("hands over"))
    taker = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("takes over"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects: ClassVar = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="handed_over_to_somebody_else",
                condition=~Q(giver=F("taker")) & ~Q(reason=""),
                violation_error_message=_("Work is handed over to somebody else, and for a reason."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"

    def get_absolute_url(self) -> str:
        return reverse("applications:handover", args=[self.pk])


class HandoverItem(models.Model):
    """A case that was handed over, and where it stood."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="items")
    application = models.ForeignKey(Application, models.PROTECT, related_name="handovers")
    stage = models.CharField(max_length=20, choices=StageName.choices)

    class Meta:
        ordering = ["application__number"]
        constraints = [
            models.UniqueConstraint(
                name="handed_over_once",
                fields=["handover", "application"],
                violation_error_message=_("This case is on the list already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.application)

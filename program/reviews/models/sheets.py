"""Score sheets: drafts while they are filled, frozen once submitted, set aside by a withdrawal, never changed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.models import Version
from program.calls.models import Criterion
from program.files.models import File
from program.people.models import User
from program.people.rules import standing
from program.reviews.models.panels import Assignment


class Advice(models.TextChoices):
    RECOMMEND = "recommend", _("recommended")
    RESERVED = "reserved", _("recommended with reservations")
    NOT_RECOMMEND = "not_recommend", _("not recommended by the expert")


class ScoreSheetQuerySet(models.QuerySet["ScoreSheet"]):
    def visible_to(self, user: object) -> "ScoreSheetQuerySet":
        """One's own; the office's readers all. Nobody else, at no time."""
        if standing(user).reads_everything:
            return self.all()
        return self.filter(assignment__in=Assignment.objects.visible_to(user))

    def standing(self) -> "ScoreSheetQuerySet":
        """Neither withdrawn nor under a voided assignment."""
        return self.filter(withdrawal=None, assignment__voided_at=None)

    def counted(self) -> "ScoreSheetQuerySet":
        """What a result is made of. A conflict voids its assignment, so nothing scored under one is among them."""
        return self.standing().exclude(submitted_at=None)


class ScoreSheet(models.Model):
    """One expert's scores for the version that was read. Frozen by trigger from the moment it is submitted.

    The first sheet of an assignment follows nothing, each further one a withdrawal of its own: so one stands at a time.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="sheets")
    after = models.OneToOneField(
        "program.SheetWithdrawal", models.PROTECT, null=True, related_name="successor"
    )
    version = models.ForeignKey(Version, models.PROTECT, related_name="score_sheets")
    revision = models.PositiveIntegerField(default=0)
    advice = models.CharField(_("recommendation"), max_length=15, choices=Advice.choices, blank=True)
    opinion = models.TextField(_("opinion"), max_length=4000, blank=True)
    saved_at = models.DateTimeField(default=clock.now)
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=2, null=True)
    submitted_at = models.DateTimeField(null=True)

    objects: ClassVar = ScoreSheetQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_first_sheet_per_assignment",
                fields=["assignment"],
                condition=Q(after=None),
                violation_error_message=_("This assignment has a score sheet already."),
            ),
            models.CheckConstraint(
                name="sheet_submitted_whole",
                condition=Q(submitted_at=None, total=None)
                | Q(submitted_at__isnull=False, total__gte=0, total__lte=100)
                & ~Q(advice="")
                & ~Q(opinion=""),
                violation_error_message=_("A submitted sheet has a total, a recommendation and an opinion."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} · v{self.version.number}"


class Score(models.Model):
    """One criterion's score and comment. Frozen with its sheet."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    value = models.DecimalField(_("score"), max_digits=5, decimal_places=1, null=True)
    comment = models.CharField(_("comment"), max_length=1000, blank=True)

    class Meta:
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(
                name="criterion_scored_once",
                fields=["sheet", "criterion"],
                violation_error_message=_("This criterion is scored already."),
            ),
            models.CheckConstraint(
                name="score_from_0_to_100",
                condition=Q(value=None) | Q(value__gte=0, value__lte=100),
                violation_error_message=_("Scores run from 0 to 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"


class SheetWithdrawal(models.Model):
    """A submitted sheet set aside by a clerk, with the reason. The sheet stays as it is; append-only (trigger)."""

    sheet = models.OneToOneField(
        ScoreSheet,
        models.PROTECT,
        related_name="withdrawal",
        error_messages={"unique": _("This sheet has been withdrawn already.")},
    )
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="withdrawal_with_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Whoever withdraws a sheet says why."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet} · {self.reason}"


class Bundle(models.Model):
    """All of a version that can be printed, as one PDF for its readers; made once, in the background."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="bundle")
    file = models.ForeignKey(File, models.PROTECT, related_name="bundles")
    left_out = models.JSONField(default=list)  # ids of the version's files that could not be merged
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.version)

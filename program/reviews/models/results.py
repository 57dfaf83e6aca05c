"""What reviews come to: the conclusion of a case, and rankings that can be made again from their inputs."""

import json
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.models import Application, Version
from program.people.models import User
from program.process.models import Verdict
from program.reviews.models.panels import OfficeQuerySet, Round


class ReviewConclusion(Verdict):
    """The panel's result as it stood when the case went on. Append-only (trigger); what counts later is the latest ranking."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="review_conclusions")
    counted = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField()
    score = models.DecimalField(_("final score"), max_digits=5, decimal_places=2)
    opinion = models.TextField(_("opinion of the panel"), max_length=2000)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="conclusion_reaches_its_quorum",
                condition=Q(counted__gte=models.F("quorum")) & ~Q(opinion=""),
                violation_error_message=_(
                    "A review is concluded with a quorum of sheets and the panel's opinion."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.score}"


class Method(models.TextChoices):
    """How scores become a final score. Calibration between experts will be a second member."""

    TRIMMED_MEAN = "trimmed_mean", _("mean without one highest and one lowest score")


class RankingRun(models.Model):
    """A frozen, replayable ranking: method, parameters, inputs and their hash. Append-only (trigger).

    `inputs` is canonical JSON text of all counted sheets; a run is current while the same text would be written today.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="runs")
    method = models.CharField(_("method"), max_length=20, choices=Method.choices)
    parameters = models.JSONField(default=dict)
    inputs = models.TextField()
    inputs_sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = OfficeQuerySet["RankingRun"].as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.round} · {self.made_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:ranking", args=[self.pk])


class RankingLine(models.Model):
    """One case of a run. Too few sheets: no score and no rank. Equal scores share a rank, the next is skipped (1, 1, 3)."""

    run = models.ForeignKey(RankingRun, models.PROTECT, related_name="lines")
    application = models.ForeignKey(Application, models.PROTECT, related_name="ranking_lines")
    counted = models.PositiveSmallIntegerField()
    raw = models.TextField()  # JSON list of the sheets' totals as strings, highest first
    score = models.DecimalField(_("final score"), max_digits=5, decimal_places=2, null=True)
    spread = models.DecimalField(
        _("spread"), max_digits=5, decimal_places=2, null=True
    )  # highest less lowest
    standard_error = models.DecimalField(_("standard error"), max_digits=5, decimal_places=2, null=True)
    rank = models.PositiveIntegerField(_("rank"), null=True)

    class Meta:
        ordering = [models.F("rank").asc(nulls_last=True), "application__number"]
        constraints = [
            models.UniqueConstraint(
                name="ranked_once_per_run",
                fields=["run", "application"],
                violation_error_message=_("This case is in the ranking already."),
            ),
            models.CheckConstraint(
                name="rank_with_score",
                condition=Q(rank=None, score=None) | Q(rank__gte=1, score__isnull=False),
                violation_error_message=_("Whoever has a rank has a score."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.application}"

    @property
    def raw_scores(self) -> list[Decimal]:
        loaded: list[Any] = json.loads(self.raw)
        return [Decimal(text) for text in loaded]

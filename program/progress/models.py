"""What the program as a whole aims at, in versions; and how far it is, day by day."""

import json
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from program import clock
from program.calls.models import Call
from program.files.models import Anyone, File
from program.files.rules import register_reach
from program.indicators.models import IndicatorSet, Versioned, VersionedQuerySet
from program.journal.models import Verb
from program.people.models import in_language
from program.process.models import StageName


class Tier(models.TextChoices):
    """十, 百, 千: the words by which tracks say where their designations count."""

    TEN = "ten", pgettext_lazy("tier", "Green development demonstration parks")
    HUNDRED = "hundred", pgettext_lazy("tier", "Leading enterprises in green technology")
    THOUSAND = "thousand", pgettext_lazy("tier", "Enterprises served that save energy and cut discharge")


def wanted(label: Any) -> Any:
    """How many the office wants; none while it has not said."""
    return models.PositiveIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )


class GoalSet(Versioned):
    """The targets of a period: how many of each tier, and an indicator set whose targets hold for all zones together.

    The circular names targets of 2025 for the figures and no numbers of parks and enterprises: those are the office's own.
    """

    VERBS = (Verb.DRAFT_GOALS, Verb.CHANGE_GOALS, Verb.SIGN_GOALS)

    first_year = models.PositiveSmallIntegerField(_("first year of the period"))
    last_year = models.PositiveSmallIntegerField(_("last year of the period"))
    ten = wanted(_("demonstration parks wanted"))
    hundred = wanted(_("leading enterprises wanted"))
    thousand = wanted(_("served enterprises wanted"))
    authority_zh = models.CharField(_("authority of the numbers"), max_length=120, blank=True)
    authority_en = models.CharField(_("authority in English"), max_length=160, blank=True)
    indicator_set = models.ForeignKey(
        IndicatorSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="goals",
        verbose_name=_("indicator set"),
    )  # none: no targets are set for the figures of the period yet

    objects: ClassVar = VersionedQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("targets of the program")
        constraints = [
            *Versioned.Meta.constraints,
            models.CheckConstraint(
                name="goal_period",
                condition=Q(first_year__gte=2021, last_year__gt=F("first_year"), last_year__lte=2060),
                violation_error_message=_("A period begins in 2021 or later and ends after it begins, by 2060."),
            ),
            models.CheckConstraint(
                name="goal_numbers_rest_on_something",
                condition=Q(ten=None, hundred=None, thousand=None) | ~Q(authority_zh=""),
                violation_error_message=_("Say on which authority the numbers rest."),
            ),
        ]  # fmt: skip

    def get_absolute_url(self) -> str:
        return reverse("progress:goals_one", args=[self.code])

    @property
    def authority(self) -> str:
        return in_language(self, "authority")

    def wanted(self, tier: str) -> int | None:
        found: int | None = getattr(self, tier)
        return found


class Board(models.Model):
    """The board of a day, as everybody sees it: counted in the background, the last count of the day stays.

    `content`: canonical JSON as `rules.count` makes it. `counted_from`: what it was counted from, to see that something changed.
    """

    day = models.DateField(unique=True)
    made_at = models.DateTimeField(default=clock.now)
    content = models.TextField(default="{}")
    sha256 = models.CharField(max_length=64, blank=True)
    counted_from = models.CharField(max_length=64, blank=True)
    pdf = models.ForeignKey(
        File, models.PROTECT, null=True, related_name="+"
    )  # of this content, made in the background

    class Meta:
        ordering = ["-day"]
        verbose_name = _("board")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.content)
        return found


class StageMedian(models.Model):
    """How long cases of a track, or of one of its calls, have rested at a stage; counted each night.

    Calendar days, by the journal of the last two years; `cases`: how many times a stage was over.
    """

    track = models.CharField(max_length=20)
    call = models.ForeignKey(
        Call, models.PROTECT, null=True, related_name="+"
    )  # none: all calls of the track
    stage = models.CharField(max_length=20, choices=StageName.choices)
    lower = models.DecimalField(max_digits=6, decimal_places=1, default=0)  # the first quartile
    days = models.DecimalField(max_digits=6, decimal_places=1)  # the median
    upper = models.DecimalField(max_digits=6, decimal_places=1, default=0)  # the third quartile
    cases = models.PositiveIntegerField()
    counted_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_median_per_track_and_stage",
                fields=["track", "stage"],
                condition=Q(call=None),
                violation_error_message=_("This median exists already."),
            ),
            models.UniqueConstraint(
                name="one_median_per_call_and_stage",
                fields=["call", "stage"],
                violation_error_message=_("This median exists already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track} · {self.stage} · {self.days}"


def printed_boards(user: Anyone) -> Q:
    """The board as PDF is everybody's."""
    return Q(Exists(Board.objects.filter(pdf=OuterRef("pk"))))


register_reach("boards", printed_boards)

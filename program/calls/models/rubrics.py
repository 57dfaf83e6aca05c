"""The criteria of a review."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.people.models import User, named


class Rubric(models.Model):
    """The criteria of a review with their weights; frozen with the call that uses it."""

    title = models.CharField(_("title"), max_length=120)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("rubric")

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """One criterion: scores from `minimum` to `maximum` in steps of `step`; total = Σ weight · score / Σ weight."""

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name_zh = models.CharField(_("criterion"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120)
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2)
    minimum = models.DecimalField(_("lowest"), max_digits=5, decimal_places=1, default=Decimal(0))
    maximum = models.DecimalField(_("highest"), max_digits=5, decimal_places=1, default=Decimal(100))
    step = models.DecimalField(_("step"), max_digits=4, decimal_places=1, default=Decimal(1))
    guidance_zh = models.TextField(_("guidance"), blank=True)  # a line for each level: "90–100　…"
    guidance_en = models.TextField(_("English guidance"), blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("criterion")
        constraints = [
            models.UniqueConstraint(
                name="criterion_position_once",
                fields=["rubric", "position"],
                violation_error_message=_("Two criteria stand at one place."),
            ),
            models.CheckConstraint(
                name="criterion_weight_positive",
                condition=Q(weight__gt=0),
                violation_error_message=_("A weight is greater than zero."),
            ),
            models.CheckConstraint(
                name="criterion_range",
                condition=Q(minimum__gte=0)
                & Q(maximum__lte=100)
                & Q(maximum__gt=F("minimum"))
                & Q(step__gt=0),
                violation_error_message=_("Scores run from at least 0 to at most 100 in positive steps."),
            ),
        ]

    def __str__(self) -> str:
        return named(self)

    @property
    def guidance(self) -> str:
        return self.guidance_en if named(self) == self.name_en and self.guidance_en else self.guidance_zh

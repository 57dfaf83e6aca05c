"""监测评价方案: by what zones are evaluated. A version: drafted by one, signed by another, frozen by its first run."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program.indicators.models import Indicator, Versioned
from program.indicators.models.sets import is_code
from program.indicators.models.versions import VersionedQuerySet
from program.journal.models import Verb
from program.people.models import in_language, named
from program.supervision.models import Duty


class Source(models.TextChoices):
    """Where the value of a criterion comes from."""

    INDICATOR = "indicator", _("an indicator")
    PUNCTUALITY = "punctuality", _("share of duties met by their day")
    REPORTING = "reporting", _("share of duties met")
    LEDGER = "ledger", _("share of the zone's clauses with work in the ledger")


class Direction(models.TextChoices):
    HIGHER = "higher", _("the higher, the better")
    LOWER = "lower", _("the lower, the better")


class Method(models.TextChoices):
    LINEAR = "linear", _("in a straight line from nought at the floor to 100 at the full mark")
    WHOLE = "whole", _("100 from the full mark on, else nought")


class Scheme(Versioned):
    """A version of criteria whose weights come to 100, and of tiers."""

    VERBS = (Verb.DRAFT_SCHEME, Verb.CHANGE_SCHEME, Verb.SIGN_SCHEME)

    objects: ClassVar = VersionedQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("monitoring scheme")

    def get_absolute_url(self) -> str:
        return reverse("monitoring:scheme", args=[self.code])


class SchemeCriterion(models.Model):
    """One criterion: 0 to 100 points from the value, by floor and full mark in the value's unit; counted with its weight.

    `no_data`: the points where there is no value. `coverage`: per cent of sites that must have declared for an indicator.
    `red_line`: beyond it, to the worse side, an alert is red at once, whatever the points.
    """

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("code"), max_length=40, validators=[is_code])
    name_zh = models.CharField(_("criterion"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=120)
    is_green = models.BooleanField(_("green development"), default=False)
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2)
    source = models.CharField(_("value from"), max_length=12, choices=Source.choices)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("indicator")
    )
    duty = models.CharField(
        _("duty"), max_length=20, choices=Duty.choices, blank=True
    )  # of a share of duties; none: all of them
    direction = models.CharField(_("direction"), max_length=6, choices=Direction.choices)
    method = models.CharField(_("method"), max_length=6, choices=Method.choices, default=Method.LINEAR)
    floor = models.DecimalField(_("floor"), max_digits=12, decimal_places=4, null=True, blank=True)
    full = models.DecimalField(_("full mark at"), max_digits=12, decimal_places=4)
    no_data = models.DecimalField(
        _("points without data"), max_digits=5, decimal_places=2, default=Decimal(0)
    )
    coverage = models.PositiveSmallIntegerField(_("coverage needed, %"), default=0)
    red_line = models.DecimalField(_("red line"), max_digits=12, decimal_places=4, null=True, blank=True)
    authority_zh = models.CharField(_("authority"), max_length=120)
    authority_en = models.CharField(_("authority in English"), max_length=160, blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("criterion of a scheme")
        constraints = [
            models.UniqueConstraint(
                name="scheme_criterion_once",
                fields=["scheme", "code"],
                violation_error_message=_("This criterion is in the scheme already."),
            ),
            models.CheckConstraint(
                name="scheme_criterion_points_and_shares",
                condition=Q(weight__gte=0, weight__lte=100, no_data__gte=0, no_data__lte=100, coverage__lte=100),
                violation_error_message=_("Weight, points and coverage lie between 0 and 100."),
            ),
            models.CheckConstraint(
                name="scheme_criterion_reads_its_source",
                condition=Q(source="indicator", indicator__isnull=False, duty="")
                | Q(source__in=["punctuality", "reporting"], indicator=None)
                | Q(source="ledger", indicator=None, duty=""),
                violation_error_message=_("A criterion names the indicator or the duty that it reads, and no other."),
            ),
            models.CheckConstraint(
                name="scheme_criterion_runs_its_way",
                condition=Q(method="whole", floor=None)
                | Q(method="linear", direction="higher", floor__lt=F("full"))
                | Q(method="linear", direction="lower", floor__gt=F("full")),
                violation_error_message=_("From the floor to the full mark it gets better."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return named(self)

    @property
    def authority(self) -> str:
        return in_language(self, "authority")

    @property
    def unit(self) -> str:
        """Of value, floor, full mark and red line: a share is one of a hundred."""
        return self.indicator.unit if self.indicator is not None else "%"


class SchemeTier(models.Model):
    """档次, the best first: from `minimum` points on. The last one takes whatever is left."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="tiers")
    position = models.PositiveSmallIntegerField()  # from 1
    name_zh = models.CharField(_("tier"), max_length=20)
    name_en = models.CharField(_("English name"), max_length=40)
    minimum = models.DecimalField(_("from points"), max_digits=5, decimal_places=2)
    authority_zh = models.CharField(_("authority"), max_length=120)
    authority_en = models.CharField(_("authority in English"), max_length=160, blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("tier")
        constraints = [
            models.UniqueConstraint(
                name="scheme_tier_once",
                fields=["scheme", "position"],
                violation_error_message=_("There is a tier at this place already."),
            ),
            models.CheckConstraint(
                name="scheme_tier_within_points",
                condition=Q(position__gte=1, minimum__gte=0, minimum__lte=100),
                violation_error_message=_("A tier begins between 0 and 100 points."),
            ),
        ]

    def __str__(self) -> str:
        return named(self)

    @property
    def authority(self) -> str:
        return in_language(self, "authority")


def with_rows(schemes: Any) -> Any:
    """Schemes with their criteria, what these read, and their tiers: three queries more."""
    return schemes.prefetch_related("criteria__indicator__set", "tiers")

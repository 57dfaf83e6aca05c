"""Data items, indicators and the sets that judge by them: data, not code."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program.figures import plain
from program.indicators.models.versions import Certainty, Versioned, VersionedQuerySet
from program.journal.models import Verb
from program.people.models import in_language, named

is_code = RegexValidator(
    r"^[a-z][a-z0-9_]*\Z", _("A code is written in small letters, digits and underscores.")
)


class ItemKind(models.TextChoices):
    FLOW = "flow", _("a year's total")
    STOCK = "stock", _("at the end of the year")
    COUNT = "count", _("number")
    YES_NO = "yes_no", _("yes or no")


class Level(models.TextChoices):
    """Who declares an item: a zone of itself, or each enterprise, which the zone adds up."""

    ZONE = "zone", _("the zone")
    BOTH = "both", _("enterprises and the zone")


class DataItem(models.Model):
    """A figure that is declared: what an indicator's formula names. A unit stays once figures were declared in it."""

    position = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(_("code"), max_length=40, unique=True, validators=[is_code])
    name_zh = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=100)
    unit = models.CharField(_("unit"), max_length=12, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=ItemKind.choices)
    level = models.CharField(_("declared by"), max_length=6, choices=Level.choices)
    evidence = models.BooleanField(_("evidence required"), default=False)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("data item")

    def __str__(self) -> str:
        return named(self)


class Formula(models.TextChoices):
    """The eight kinds of formula. There is no expression language."""

    DIRECT = "direct", _("the figure itself")
    RATIO = "ratio", _("ratio")
    SHARE = "share", _("share")
    AVERAGE_ANNUAL_GROWTH = "average_annual_growth", _("average annual growth")
    AVERAGE_ANNUAL_CUT = "average_annual_cut", _("average annual cut")
    ELASTICITY = "elasticity", _("elasticity")
    YES_NO = "yes_no", _("yes or no")
    COUNT = "count", _("number over some years")


class Comparison(models.TextChoices):
    AT_MOST = "<=", "≤"
    BELOW = "<", "<"
    AT_LEAST = ">=", "≥"
    ABOVE = ">", ">"
    EXACTLY = "=", "="


class Requirement(models.TextChoices):
    MANDATORY = "mandatory", _("basic condition")
    GROUP = "group", _("so many of a group")
    TARGET = "target", _("target for all zones together")
    MONITORED = "monitored", _("monitored")


class Scope(models.TextChoices):
    ZONE = "zone", _("each zone")
    ALL_ZONES = "all_zones", _("all zones together")


class IndicatorSet(Versioned):
    """A version of a list of indicators. What may not veto is shown with its result and keeps nobody from submitting."""

    VERBS = (Verb.DRAFT_INDICATORS, Verb.CHANGE_INDICATORS, Verb.SIGN_INDICATORS)

    base_year = models.PositiveSmallIntegerField(_("base year"), default=2019)
    may_veto = models.BooleanField(_("its conditions decide"), default=False)

    objects: ClassVar = VersionedQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("indicator set")
        constraints = [
            *Versioned.Meta.constraints,
            models.CheckConstraint(
                name="base_year_plausible",
                condition=Q(base_year__gte=2015, base_year__lte=2035),
                violation_error_message=_("The base year lies between 2015 and 2035."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("indicators:set", args=[self.code])


class Indicator(models.Model):
    """One indicator of a set: formula over data items, threshold, what it demands and on which authority.

    `years`: over how many years a change is taken or a number counted; 0: since the set's base year, or the year itself.
    `bound`: for a share of zones, the value below which a zone counts.
    """

    set = models.ForeignKey(IndicatorSet, models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("code"), max_length=40, validators=[is_code])
    name_zh = models.CharField(_("indicator"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=120)
    unit = models.CharField(_("unit"), max_length=16, blank=True)
    kind = models.CharField(_("formula"), max_length=24, choices=Formula.choices)
    operands = models.CharField(_("data items"), max_length=160)  # codes; several only where each must hold
    per = models.CharField(_("divided by, or held against"), max_length=40, blank=True)
    years = models.PositiveSmallIntegerField(_("over years"), default=0)
    bound = models.DecimalField(
        _("a zone counts below"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    comparison = models.CharField(_("comparison"), max_length=2, choices=Comparison.choices)
    threshold = models.DecimalField(_("threshold"), max_digits=12, decimal_places=4)
    words_zh = models.CharField(_("in words"), max_length=80, blank=True)
    words_en = models.CharField(_("in English words"), max_length=120, blank=True)
    requirement = models.CharField(_("requirement"), max_length=10, choices=Requirement.choices)
    group = models.CharField(_("group"), max_length=4, blank=True)
    group_minimum = models.PositiveSmallIntegerField(_("of the group at least"), null=True, blank=True)
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.ZONE)
    fixed_factor = models.BooleanField(_("judged by the fixed grid factor"), default=False)
    sign_rule = models.BooleanField(_("the comparison turns where value added falls"), default=False)
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2, null=True, blank=True)
    authority_zh = models.CharField(_("authority"), max_length=120)
    authority_en = models.CharField(_("authority in English"), max_length=160, blank=True)
    certainty = models.CharField(max_length=1, choices=Certainty.choices, blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("indicator")
        constraints = [
            models.UniqueConstraint(
                name="indicator_once_a_set",
                fields=["set", "code"],
                violation_error_message=_("This indicator is in the set already."),
            ),
            models.CheckConstraint(
                name="group_says_how_many",
                condition=Q(requirement="group", group_minimum__gte=1) & ~Q(group="")
                | ~Q(requirement="group") & Q(group="", group_minimum=None),
                violation_error_message=_(
                    "A group has a name and says how many of it must hold; nothing else has."
                ),
            ),
        ]

    def __str__(self) -> str:
        return named(self)

    @property
    def operand_codes(self) -> list[str]:
        return str(self.operands).split()

    @property
    def words(self) -> str:
        """The threshold in the words of its source, or as sign and figure."""
        said = in_language(self, "words")
        return said or f"{Comparison(self.comparison).label} {plain(self.threshold)}"

    @property
    def authority(self) -> str:
        return in_language(self, "authority")

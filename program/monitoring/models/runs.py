"""测算: a frozen evaluation of all zones for a year, which can be computed again from its own inputs."""

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.indicators.models import FIRST_YEAR, LAST_YEAR
from program.monitoring.models.schemes import Scheme
from program.people.models import APPLICANT_ROLES, Role, User, together
from program.people.rules import Standing, standing
from program.rulesets.models import Audience, Key, Parameter, RuleSet
from program.rulesets.rules import SPECS
from program.zones.models import Zone


def evaluates(user: object) -> bool:
    """Whoever reads all results: the office's readers and the supervisor."""
    held = standing(user)
    return held.reads_everything or held.has(Role.SUPERVISOR)


def said_by(key: Key) -> Any:
    """What the rule set of a run says of a whole number; what it does not say yet, the office's default."""
    rows = Parameter.objects.filter(rule_set=OuterRef("rule_set"), key=key)
    return models.functions.Coalesce(
        Subquery(rows.values("value")[:1]), models.Value(SPECS[key].default), output_field=models.DecimalField()
    )  # fmt: skip


class MonitoringRunQuerySet(models.QuerySet[Any]):
    def signed(self) -> "MonitoringRunQuerySet":
        return self.exclude(signed_at=None)

    def in_force(self) -> "MonitoringRunQuerySet":
        """Of each year the signed run that was signed last."""
        later = MonitoringRun.objects.signed().filter(year=OuterRef("year"), number__gt=OuterRef("number"))
        return self.signed().filter(~Exists(later))

    def read_by(self, audience: Audience) -> "MonitoringRunQuerySet":
        """Those whose rules let the whole result be read at least by so many."""
        found: MonitoringRunQuerySet = self.annotate(told=said_by(Key.RESULT_READ_BY)).filter(
            told__gte=audience
        )
        return found

    def visible_to(self, user: object) -> "MonitoringRunQuerySet":
        """All for the office and the supervisor; for others what is signed, if a line of it is theirs to read."""
        if evaluates(user):
            return self.all()
        return self.signed().filter(pk__in=MonitoringLine.objects.visible_to(user).values("run"))


class MonitoringRun(models.Model):
    """An evaluation of a year by a scheme; the next of a year replaces the one before, with its reason.

    Frozen once signed (trigger). `basis` is canonical JSON of the year and all of the scheme that counts; `sha256` is that of the
    basis and of all lines' inputs.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="runs")
    rule_set = models.ForeignKey(
        RuleSet, models.PROTECT, null=True, related_name="+"
    )  # who reads the result; none: the defaults
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("version"))  # from 1 each year
    reason = models.CharField(_("why it is evaluated anew"), max_length=1000, blank=True)
    basis = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    computed_at = models.DateTimeField(null=True)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = MonitoringRunQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        verbose_name = _("evaluation of a year")
        constraints = [
            models.UniqueConstraint(
                name="run_version_once",
                fields=["year", "number"],
                violation_error_message=_("This version exists already."),
            ),
            models.UniqueConstraint(
                name="one_unsigned_run_a_year",
                fields=["year"],
                condition=Q(signed_at=None),
                violation_error_message=_("An evaluation of this year waits for its signature already."),
            ),
            models.CheckConstraint(
                name="run_year_is_one",
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                violation_error_message=_("This is no year of the program."),
            ),
            models.CheckConstraint(
                name="run_again_for_a_reason",
                condition=Q(number=1) | Q(number__gt=1) & ~Q(reason=""),
                violation_error_message=_("Say why the year is evaluated anew."),
            ),
            models.CheckConstraint(
                name="run_computed_whole",
                condition=Q(computed_at=None, basis="", sha256="")
                | Q(computed_at__isnull=False) & ~Q(basis="") & ~Q(sha256=""),
                violation_error_message=_("What is computed is kept with its inputs."),
            ),
            models.CheckConstraint(
                name="run_signed_by_and_at",
                condition=together("signed") & (Q(signed_at=None) | Q(computed_at__isnull=False)),
                violation_error_message=_("Who signed and when belong together, and only what is computed is signed."),
            ),
            models.CheckConstraint(
                name="run_signed_by_another",
                condition=Q(signed_by=None) | ~Q(signed_by=F("drafted_by")),
                violation_error_message=_("Whoever began an evaluation does not sign it."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.year}.{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:run", args=[self.pk])


class ResultQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "ResultQuerySet":
        """All for the office and the supervisor; of what is signed a zone its own, others what the rules say."""
        if evaluates(user):
            return self.all()
        held, signed = standing(user), MonitoringRun.objects.signed()
        recommended = self._of_recommended(held)
        mine = Q(zone__in=own_zones(held), run__in=signed.values("pk"))
        everybody = Q(run__in=signed.read_by(Audience.PUBLIC).values("pk"))
        zones = (
            Q(run__in=signed.read_by(Audience.ZONES).values("pk"))
            if own_zones(held).exists()
            else Q(pk__in=[])
        )
        return self.filter(mine | recommended | everybody | zones)

    def _of_recommended(self, held: Standing) -> Q:
        said = (
            MonitoringRun.objects.signed()
            .annotate(told=said_by(Key.RESULT_TO_RECOMMENDERS))
            .filter(told__gt=0)
        )
        return Q(
            zone__recommending_body__organization__in=held.organizations(Role.RECOMMENDER),
            run__in=said.values("pk"),
        )


def own_zones(held: Standing) -> Any:
    """Keys of the zones for which the person's organisation answers."""
    bodies = held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER)
    return Zone.objects.answered_for(bodies).values("pk")


class MonitoringLine(models.Model):
    """One zone of a run. `inputs` is canonical JSON of every value with its derivation, and of the deductions; the rest follows.

    Points and scores are 0 to 100 with two decimals. Tiers by their place, 1 the best. Equal final scores share a rank (1, 1, 3).
    """

    run = models.ForeignKey(MonitoringRun, models.CASCADE, related_name="lines")
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="monitoring_lines", verbose_name=_("zone"))
    inputs = models.TextField()
    points = models.TextField()  # JSON: criterion → points as text
    green = models.DecimalField(_("green part"), max_digits=5, decimal_places=2)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2)
    deduction = models.DecimalField(_("points deducted"), max_digits=6, decimal_places=2)
    final = models.DecimalField(_("final score"), max_digits=5, decimal_places=2)
    rank = models.PositiveSmallIntegerField(_("rank"))
    tier = models.PositiveSmallIntegerField(_("tier"))
    tiers_lost = models.PositiveSmallIntegerField(_("tiers lost"), default=0)
    final_tier = models.PositiveSmallIntegerField(_("final tier"))

    objects: ClassVar[Any] = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "zone__code"]
        verbose_name = _("result of a zone")
        constraints = [
            models.UniqueConstraint(
                name="monitored_once_per_run",
                fields=["run", "zone"],
                violation_error_message=_("This zone is in the evaluation already."),
            ),
            models.CheckConstraint(
                name="monitored_within_points",
                condition=Q(score__gte=0, score__lte=100, final__gte=0, final__lte=F("score"), deduction__gte=0, rank__gte=1),
                violation_error_message=_("Scores lie between 0 and 100, the final one not above the other."),
            ),
            models.CheckConstraint(
                name="monitored_tier_only_falls",
                condition=Q(tier__gte=1, final_tier__gte=F("tier")),
                violation_error_message=_("A tier is only lost."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.run_id} {self.zone_id}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:line", args=[self.run_id, self.zone.code])

    @property
    def given(self) -> dict[str, Any]:
        """The inputs, read: `criteria` and `deductions`."""
        read: dict[str, Any] = json.loads(self.inputs)
        return read

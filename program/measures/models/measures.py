"""处理措施: proposed on a verified lead, announced and answered, signed on a document, undone only by another decision."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.decisions.models import Designation, Standing
from program.files.models import File
from program.measures.models.leads import Lead, supervises
from program.papers.models import Paper
from program.people.models import Organization, Role, User, check_credit_code, together
from program.people.rules import standing
from program.prepared import Keys
from program.registers.models import Decided, Restriction
from program.rulesets.models import MeasureKind, RuleSet
from program.zones.models import Zone, managing_organization


class MeasureState(models.TextChoices):
    DRAFT = "draft", _("being drafted")
    ANNOUNCED = "announced", _("announced: may be answered")
    TO_SIGN = "to_sign", _("waits for signature")
    IN_FORCE = "in_force", _("in force")
    CLOSED = "closed", _("rectified and closed")
    REVERSED = "reversed", _("reversed")
    DROPPED = "dropped", _("dropped")


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, user: object) -> "MeasureQuerySet":
        """All for the office's readers and the supervisor; what was announced for whomever it is against, then and now."""
        if supervises(user):
            return self.all()
        own = standing(user).organizations(Role.CONTACT, Role.MANAGER)
        concerned = Q(organization__in=own) | Q(zone__in=Zone.objects.answered_for(own).values("pk"))
        return self.filter(concerned, announced_at__isnull=False)

    def answered_by(self, organizations: Keys) -> "MeasureQuerySet":
        """Those for which they answer now: against a zone, whoever manages it today or the zone of which it is part."""
        zones = Zone.objects.answered_for(organizations).values("pk")
        return self.filter(Q(zone__in=zones) | Q(zone=None, organization__in=organizations))


class Measure(models.Model):
    """One measure against one organisation; where the zone itself is meant, against its managing body."""

    number = models.CharField(_("number"), max_length=20, unique=True)  # CL-2026-0001
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="measures")
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, related_name="measures", verbose_name=_("zone")
    )  # none: an organisation alone
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="measures"
    )  # none: not on the platform, told on paper
    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, validators=[check_credit_code]
    )
    owner = models.CharField(_("name of the organisation"), max_length=120)
    kind = models.CharField(_("measure"), max_length=12, choices=MeasureKind.choices)
    facts = models.TextField(_("facts found"), max_length=4000)
    restriction_years = models.PositiveSmallIntegerField(_("may not take part for (years)"), null=True)
    points = models.DecimalField(_("points deducted"), max_digits=5, decimal_places=1, null=True)
    tiers = models.PositiveSmallIntegerField(_("tiers lost"), null=True)
    evaluated_year = models.PositiveSmallIntegerField(_("in the evaluation of"), null=True)
    rectify_by = models.DateField(_("to be rectified by"), null=True)
    requirements = models.TextField(_("what is to be rectified"), max_length=4000, blank=True)  # a line each
    departure = models.TextField(_("why it departs from the rules"), max_length=1000, blank=True)
    rule_set = models.ForeignKey(
        RuleSet, models.PROTECT, null=True, related_name="+"
    )  # none: the office's defaults
    state = models.CharField(
        _("state"), max_length=10, choices=MeasureState.choices, default=MeasureState.DRAFT
    )
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    announced_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    announced_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(_("may be answered until"), null=True)
    answer_provisional = models.BooleanField(default=False)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_because = models.CharField(max_length=1000, blank=True)

    objects: ClassVar[Any] = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("measure")
        indexes = [models.Index(name="measure_state", fields=["state", "-id"])]
        constraints = [
            models.UniqueConstraint(
                name="one_measure_per_lead_and_organisation",
                fields=["lead", "credit_code"],
                condition=~Q(state__in=["dropped", "reversed"]),
                violation_error_message=_(
                    "There is a measure against this organisation on this lead already."
                ),
            ),
            models.CheckConstraint(
                name="measure_deducts_whole",
                condition=Q(points=None, tiers=None, evaluated_year=None)
                | Q(points__gt=0, tiers__isnull=False, evaluated_year__isnull=False, zone__isnull=False),
                violation_error_message=_(
                    "Points and tiers are lost together, by a zone, in the evaluation of a year."
                ),
            ),
            models.CheckConstraint(
                name="measure_rectified_by_a_day",
                condition=Q(rectify_by=None, requirements="")
                | Q(rectify_by__isnull=False) & ~Q(requirements=""),
                violation_error_message=_("What is to be rectified, and by when, belong together."),
            ),
            models.CheckConstraint(
                name="measure_suspends_until_rectified",
                condition=~Q(kind__in=["rectify", "suspend"]) | Q(rectify_by__isnull=False),
                violation_error_message=_(
                    "This measure ends with its rectification: say what is to be rectified, and by when."
                ),
            ),
            models.CheckConstraint(
                name="measure_announced_by_and_at",
                condition=together("announced"),
                violation_error_message=_("Who announced a measure and when belong together."),
            ),
            models.CheckConstraint(
                name="measure_dropped_by_and_at",
                condition=together("dropped"),
                violation_error_message=_("Who dropped a measure and when belong together."),
            ),
            models.CheckConstraint(
                name="measure_dropped_in_its_state",
                condition=Q(state="dropped", dropped_at__isnull=False) & ~Q(dropped_because="")
                | ~Q(state="dropped") & Q(dropped_at=None),
                violation_error_message=_("A measure is dropped with a reason."),
            ),
            models.CheckConstraint(
                name="measure_announced_before_it_weighs",
                condition=Q(state__in=["draft", "dropped"])
                | Q(kind__in=["remind", "talk"])
                | Q(announced_at__isnull=False),
                violation_error_message=_("Who is to be measured is heard first."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("measures:measure", args=[self.pk])

    @property
    def answering(self) -> Organization | None:
        """Who answers for it now; none: nobody on the platform."""
        return self.organization if self.zone is None else managing_organization(self.zone)

    @property
    def required(self) -> list[str]:
        """What is to be rectified, item by item."""
        return [line.strip() for line in self.requirements.splitlines() if line.strip()]


class Defence(models.Model):
    """陈述申辩, once a measure; never changed."""

    measure = models.OneToOneField(Measure, models.PROTECT, related_name="defence")
    text = models.TextField(_("statement"), max_length=4000)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("file"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.measure}: {self.made_at:%Y-%m-%d}"


class Decision(Decided):
    """处理决定: the document by which a measure takes effect, with what the office says to the defence (`reason`)."""

    measure = models.OneToOneField(Measure, models.PROTECT, related_name="decision")

    class Meta(Decided.Meta):
        verbose_name = _("decision on a measure")

    def __str__(self) -> str:
        return self.document_number


class Reversal(Decided):
    """撤销处理决定: a decision of its own that undoes every effect of a measure; nothing of the measure is erased."""

    measure = models.OneToOneField(Measure, models.PROTECT, related_name="reversal")

    class Meta(Decided.Meta):
        verbose_name = _("reversal of a measure")

    def __str__(self) -> str:
        return self.document_number


class AppealOutcome(models.TextChoices):
    DISMISSED = "dismissed", _("dismissed: the measure stands")
    UPHELD = "upheld", _("upheld: the measure is reversed")


class Appeal(models.Model):
    """申诉, once a measure and in time: upheld by its reversal, or dismissed by a director who did not sign the measure."""

    measure = models.OneToOneField(Measure, models.PROTECT, related_name="appeal")
    text = models.TextField(_("grounds"), max_length=4000)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("file"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(_("outcome"), max_length=10, choices=AppealOutcome.choices, blank=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="appeal_answered_by_and_at",
                condition=together("answered"),
                violation_error_message=_("Who answered an appeal and when belong together."),
            ),
            models.CheckConstraint(
                name="appeal_answered_whole",
                condition=Q(answered_at=None, outcome="", answer="")
                | Q(answered_at__isnull=False) & ~Q(outcome="") & ~Q(answer=""),
                violation_error_message=_("An appeal is answered with its outcome and the reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.made_at:%Y-%m-%d}"


class EffectKind(models.TextChoices):
    SUSPENSION = "suspension", _("designation suspended")
    REVOCATION = "revocation", _("designation revoked")
    RESTRICTION = "restriction", _("may not take part")
    DEDUCTION = "deduction", _("points deducted, tiers lost")


class EffectQuerySet(models.QuerySet["Effect"]):
    def lasting(self) -> "EffectQuerySet":
        return self.filter(undone_at=None)


class Effect(models.Model):
    """What a signed measure has done. `held`: the standing of the designation without any measure."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="effects")
    kind = models.CharField(max_length=12, choices=EffectKind.choices)
    designation = models.ForeignKey(Designation, models.PROTECT, null=True, related_name="effects")
    held = models.CharField(max_length=12, choices=Standing.choices, blank=True)
    restriction = models.OneToOneField(Restriction, models.PROTECT, null=True, related_name="effect")
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, related_name="deductions")
    points = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    tiers = models.PositiveSmallIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)  # of the evaluation
    letter = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="effect")  # 扣分降档建议函
    applied_at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = EffectQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(name="effect_deduction", fields=["year", "zone"], condition=Q(kind="deduction"))
        ]
        constraints = [
            models.UniqueConstraint(
                name="effect_once_a_designation",
                fields=["measure", "kind", "designation"],
                nulls_distinct=False,
                violation_error_message=_("This effect has been applied already."),
            ),
            models.CheckConstraint(
                name="effect_bears_what_it_did",
                condition=Q(
                    kind__in=["suspension", "revocation"],
                    designation__isnull=False,
                    restriction=None,
                    points=None,
                    letter=None,
                )
                & ~Q(held="")
                | Q(kind="restriction", designation=None, restriction__isnull=False, points=None, letter=None)
                | Q(
                    kind="deduction",
                    designation=None,
                    restriction=None,
                    points__gt=0,
                    tiers__isnull=False,
                    year__isnull=False,
                    zone__isnull=False,
                ),
                violation_error_message=_("An effect bears what it did, and nothing else."),
            ),
            models.CheckConstraint(
                name="effect_undone_later",
                condition=Q(undone_at=None) | Q(undone_at__gte=F("applied_at")),
                violation_error_message=_("An effect is undone after it was applied."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.kind}"

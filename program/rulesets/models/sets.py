"""Rule sets: every procedural number, with the authority it rests on; and the statutory working days."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.labels import Labelled
from program.people.models import User
from program.people.rules import standing
from program.rulesets.models.keys import AuthorityKind, Key, MeasureKind


class State(models.TextChoices):
    """Where a version stands; read from its dates, stored nowhere."""

    DRAFT = "draft", _("being drafted")
    SIGNED = "signed", _("signed")
    IN_USE = "in_use", _("in use")


class RuleSetQuerySet(models.QuerySet["RuleSet"]):
    def visible_to(self, user: object) -> "RuleSetQuerySet":
        """Rule sets are the office's; applicants meet their numbers in a call and in every limit."""
        return self.all() if standing(user).reads_everything else self.none()

    def signed(self) -> "RuleSetQuerySet":
        return self.exclude(signed_at=None)


class RuleSet(models.Model):
    """A version of the rules: drafted by a clerk, signed by a director, frozen when a call that uses it opens."""

    code = models.CharField(
        _("version"),
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(r"^20[0-9]{2}\.[1-9][0-9]?\Z", _("Write the version as year and number: 2026.1"))
        ],
        error_messages={"unique": _("There is a rule set of this version already.")},
    )
    title = models.CharField(_("title"), max_length=120)
    revision = models.PositiveIntegerField(
        default=1
    )  # counts the changes of a draft: a second tab cannot overwrite the first
    cloned_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)  # the first call that uses it has opened

    objects: ClassVar = RuleSetQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at"]
        verbose_name = _("rule set")
        constraints = [
            models.CheckConstraint(
                name="ruleset_signed_by_and_at",
                condition=Q(signed_by=None, signed_at=None)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                violation_error_message=_("Who signed and when belong together."),
            ),
            models.CheckConstraint(
                name="ruleset_signed_by_another",
                condition=Q(signed_by=None) | ~Q(signed_by=models.F("drafted_by")),
                violation_error_message=_("Whoever drafted a rule set does not sign it."),
            ),
            models.CheckConstraint(
                name="ruleset_frozen_only_when_signed",
                condition=Q(frozen_at=None) | Q(signed_at__isnull=False),
                violation_error_message=_("Only a signed rule set can be used by a call."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.code}"

    def get_absolute_url(self) -> str:
        return reverse("rulesets:detail", args=[self.pk])

    @property
    def state(self) -> State:
        if self.frozen_at is not None:
            return State.IN_USE
        return State.DRAFT if self.signed_at is None else State.SIGNED


class Parameter(Labelled):
    """One number of a rule set and what it rests on."""

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="parameters")
    key = models.CharField(_("parameter"), max_length=40, choices=Key.choices)
    value = models.DecimalField(_("value"), max_digits=9, decimal_places=2)
    authority_kind = models.CharField(_("kind of authority"), max_length=12, choices=AuthorityKind.choices)
    authority = models.CharField(_("authority"), max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="parameter_once",
                fields=["rule_set", "key"],
                violation_error_message=_("This parameter is in the rule set already."),
            ),
            models.CheckConstraint(
                name="parameter_not_negative",
                condition=Q(value__gte=0),
                violation_error_message=_("A rule's number is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()}: {self.value}"

    @property
    def measure(self) -> MeasureKind:
        """Of a parameter that names a measure."""
        return MeasureKind.at(int(self.value))


class CalendarYear(models.Model):
    """A year whose holidays the State Council has published. Dates in other years are provisional (暂定)."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    document = models.CharField(_("document"), max_length=200)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # none: seeded
    published_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class SpecialDay(models.Model):
    """A day that differs from its weekday: a holiday on a weekday, or a working Saturday or Sunday (调休)."""

    date = models.DateField(primary_key=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days")
    is_working = models.BooleanField()
    name = models.CharField(max_length=40)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"

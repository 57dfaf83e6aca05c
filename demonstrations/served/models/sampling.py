"""抽查与核减: which counted records the office looks at, what it finds, and the signed decisions that follow."""

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from demonstrations.served.models.records import ServiceRecord, reads_records
from demonstrations.served.models.words import Turn, Verdict
from program import clock
from program.labels import Labelled
from program.people.models import User, together
from program.people.rules import standing


class SampleQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "SampleQuerySet":
        """The office's, and nobody else's: what is drawn is not announced."""
        return self.all() if reads_records(standing(user)) else self.none()


class Sample(models.Model):
    """A drawing: `population` is the JSON list of the numbers drawn from; whoever has it and the seed draws the same again."""

    number = models.CharField(_("number"), max_length=20, unique=True)  # CJ-2026-0001
    seed = models.CharField(_("seed"), max_length=64)
    share = models.PositiveSmallIntegerField(_("share"))  # per cent
    population = models.TextField()
    size = models.PositiveIntegerField(_("drawn"))
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = SampleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("sample")
        constraints = [
            models.CheckConstraint(
                name="served_sample_sound",
                condition=Q(share__gte=1, share__lte=100, size__gte=1) & ~Q(seed=""),
                violation_error_message=_("A sample has a seed and draws at least one record."),
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("served:sample", args=[self.pk])

    @property
    def numbers(self) -> list[str]:
        loaded: list[str] = json.loads(self.population)
        return loaded


class Inspection(models.Model):
    """A drawn record, and what the office found."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="inspections")
    record = models.ForeignKey(ServiceRecord, models.PROTECT, related_name="inspections")
    verdict = models.CharField(_("result"), max_length=10, choices=Verdict.choices, blank=True)
    finding = models.TextField(_("what was found"), max_length=2000, blank=True)
    inspected_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    inspected_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="served_drawn_once",
                fields=["record"],
                violation_error_message=_("This record has been drawn already."),
            ),
            models.CheckConstraint(
                name="served_inspected_by_and_at",
                condition=together("inspected")
                & (
                    Q(inspected_at=None, verdict="", finding="")
                    | Q(inspected_at__isnull=False, verdict__in=Verdict.values) & ~Q(finding="")
                ),
                violation_error_message=_("An inspection has its result, what was found, who found it and when."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.sample} {self.record}"


class StrikeOut(Labelled):
    """核减 or its undoing: proposed by a clerk with reasons, signed or declined by a director."""

    number = models.CharField(_("number"), max_length=20, unique=True)  # HJ-2026-0001
    record = models.ForeignKey(ServiceRecord, models.PROTECT, related_name="decisions")
    turn = models.CharField(_("decision"), max_length=8, choices=Turn.choices)
    reason = models.TextField(_("reason"), max_length=2000)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)
    decline_reason = models.TextField(_("reason"), max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("decision on a service record")
        constraints = [
            models.UniqueConstraint(
                name="served_one_open_decision",
                fields=["record"],
                condition=Q(signed_at=None, declined_at=None),
                violation_error_message=_("A decision on this record waits for its signature already."),
            ),
            models.CheckConstraint(
                name="served_decision_signed_by_and_at",
                condition=together("signed") & (Q(signed_by=None) | ~Q(signed_by=F("proposed_by"))),
                violation_error_message=_("Whoever proposed a decision does not sign it."),
            ),
            models.CheckConstraint(
                name="served_decision_declined_by_and_at",
                condition=together("declined")
                & (Q(declined_at=None, decline_reason="") | Q(declined_at__isnull=False, signed_at=None) & ~Q(decline_reason="")),
                violation_error_message=_("A decision is signed, or declined with a reason."),
            ),
            models.CheckConstraint(
                name="served_decision_has_a_reason",
                condition=Q(turn__in=Turn.values) & ~Q(reason=""),
                violation_error_message=_("A decision says why."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.signed_at is None and self.declined_at is None

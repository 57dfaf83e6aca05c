"""Where a case rests, and the proceedings that brought it there."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process

from program import clock
from program.labels import Labelled
from program.people.models import Organization, Role, User


class StageName(models.TextChoices):
    """The stages of all tracks. Values are the flows' node names and never change; a flow uses those it needs."""

    DRAFT = "draft", _("drafting")
    RECOMMENDATION = "recommendation", _("recommendation")
    FORMALITY_CHECK = "formality_check", _("formality check")
    CORRECTION = "correction", _("correction")
    EXPERT_REVIEW = "expert_review", _("expert review")
    SITE_VISIT = "site_visit", _("site visit")
    DELIBERATION = "deliberation", _("deliberation")
    UNLISTED = "unlisted", _("not chosen, not yet told")
    PUBLIC_NOTICE = "public_notice", _("public notice")
    OBJECTIONS = "objections", _("objections")
    PUBLICATION = "publication", _("publication")
    LISTED = "listed", _("listed")
    REFUSED = "refused", _("not listed")
    ABANDONED = "abandoned", _("given up")


class Outcomes(models.TextChoices):
    LISTED = "listed", _("listed")
    REFUSED = "refused", _("not listed")
    ABANDONED = "abandoned", _("given up")


CLOSED_STAGES = frozenset({StageName.LISTED, StageName.REFUSED, StageName.ABANDONED})


class Staged(Labelled):
    """The projection of the flow that everything reads. Only program.process writes these columns."""

    stage = models.CharField(_("stage"), max_length=20, choices=StageName.choices, editable=False)
    stage_since = models.DateTimeField(default=clock.now, editable=False)
    waiting_role = models.CharField(max_length=20, choices=Role.choices, blank=True, editable=False)
    waiting_org = models.ForeignKey(Organization, models.PROTECT, null=True, editable=False, related_name="+")
    due = models.DateTimeField(_("due"), null=True, editable=False)
    due_provisional = models.BooleanField(default=False, editable=False)
    outcome = models.CharField(max_length=10, choices=Outcomes.choices, blank=True, editable=False)

    PROJECTION: ClassVar = [
        "stage",
        "stage_since",
        "waiting_role",
        "waiting_org",
        "due",
        "due_provisional",
        "outcome",
    ]

    class Meta:
        abstract = True


class ProceedingQuerySet(models.QuerySet["Proceeding"]):
    def open(self) -> "ProceedingQuerySet":
        return self.filter(closed_at=None)


class Proceeding(Process):
    """One run of a case's flow. Reopening a refused case makes another; nothing of the first is erased."""

    application = models.ForeignKey("program.Application", models.PROTECT, related_name="proceedings")
    number = models.PositiveSmallIntegerField(default=1)
    closed_at = models.DateTimeField(
        null=True
    )  # viewflow's `finished` sits in the parent table and cannot carry the constraint

    objects: ClassVar = ProceedingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_proceeding_per_application",
                fields=["application"],
                condition=Q(closed_at=None),
                violation_error_message=_("This case is open already."),
            ),
            models.UniqueConstraint(
                name="proceeding_numbered_once",
                fields=["application", "number"],
                violation_error_message=_("This proceeding exists already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.number}"


class Verdict(models.Model):
    """What was decided at one stage. Keyed to the task, so an old verdict can never decide a reopened case."""

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="%(class)ss")
    task: Any = models.OneToOneField("viewflow.Task", models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class TroubleQuerySet(models.QuerySet["Trouble"]):
    def open(self) -> "TroubleQuerySet":
        return self.filter(resolved_at=None)


class Trouble(models.Model):
    """A step of the clock that failed: kept until a retry succeeds, listed for the office."""

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="troubles")
    stage = models.CharField(max_length=20, choices=StageName.choices)
    error = models.TextField()
    traceback = models.TextField()
    attempts = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)
    resolved_at = models.DateTimeField(null=True)

    objects = TroubleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_trouble_per_stage",
                fields=["proceeding", "stage"],
                condition=Q(resolved_at=None),
                violation_error_message=_("This failure is known already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.proceeding} · {self.stage} · {self.error}"


class Counter(models.Model):
    """Consecutive numbers: one row a series, locked while a number is taken, so a rollback gives it back."""

    series = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"

"""A report: written by the zone, frozen when it is handed in, public once it was accepted if the rules say so."""

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.files.models import Anyone, File
from program.files.rules import register_reach
from program.indicators.models import FIRST_YEAR
from program.people.models import APPLICANT_ROLES, Role, User, together
from program.people.rules import standing
from program.reports.models.pieces import Piece, TaskState
from program.supervision.models import Obligation, Return
from program.zones.models import Zone


class ReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "ReportQuerySet":
        """In every state: the zone's own people, the office's readers and the supervisor. What is public is `published`."""
        held = standing(user)
        if held.reads_everything or held.has(Role.SUPERVISOR):
            return self.all()
        own = Zone.objects.answered_for(held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER))
        return self.filter(obligation__zone__in=own.values("pk"))

    def open(self) -> "ReportQuerySet":
        """Being written."""
        return self.filter(handed_in=None)

    def accepted(self) -> "ReportQuerySet":
        return self.filter(handed_in__accepted_at__isnull=False)

    def published(self) -> "ReportQuerySet":
        """Whatever anybody may read, versions that were replaced among them."""
        return self.filter(published_at__isnull=False)

    def newest(self) -> "ReportQuerySet":
        """Of what is published, what no published correction has replaced."""
        return self.published().filter(~replaced())


def replaced() -> Exists:
    """Whether a published correction has taken a version's place."""
    return Exists(Report.objects.published().filter(corrects=OuterRef("pk")))


class Report(models.Model):
    """One version. A correction is the next one beside it: `corrects` is the accepted version that it is to replace."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="reports")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    reason = models.CharField(_("why it is corrected"), max_length=300, blank=True)
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=clock.now)
    handed_in = models.OneToOneField(Return, models.PROTECT, null=True, related_name="report")
    content = models.TextField(blank=True)  # canonical JSON of all figures and words, decimals as strings
    sha256 = models.CharField(max_length=64, blank=True)  # of the content
    number = models.CharField(
        _("number"), max_length=30, null=True, unique=True
    )  # BG-2026-0001, corrected …-2
    published_at = models.DateTimeField(null=True)
    pdf = models.ForeignKey(File, models.PROTECT, null=True, related_name="reports")  # of what is public

    objects: ClassVar = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("report")
        indexes = [models.Index(name="report_published", fields=["-published_at"])]
        constraints = [
            models.UniqueConstraint(
                name="one_report_is_written",
                fields=["obligation"],
                condition=Q(handed_in=None),
                violation_error_message=_("This report is being written already."),
            ),
            models.UniqueConstraint(
                name="report_replaced_once",
                fields=["corrects"],
                condition=Q(published_at__isnull=False),
                violation_error_message=_("This version has been replaced already."),
            ),
            models.CheckConstraint(
                name="report_frozen_when_handed_in",
                condition=Q(handed_in=None, content="", sha256="")
                | Q(handed_in__isnull=False) & ~Q(content="") & ~Q(sha256=""),
                violation_error_message=_("A report is frozen when it is handed in."),
            ),
            models.CheckConstraint(
                name="report_published_under_its_number",
                condition=Q(number=None, published_at=None, pdf=None)
                | Q(number__isnull=False, published_at__isnull=False, handed_in__isnull=False),
                violation_error_message=_("What is published was handed in and has a number."),
            ),
            models.CheckConstraint(
                name="report_corrected_for_a_reason",
                condition=Q(corrects=None, reason="") | Q(corrects__isnull=False) & ~Q(reason=""),
                violation_error_message=_("A correction says why."),
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.obligation)

    def get_absolute_url(self) -> str:
        """Where those read it who may read it in every state."""
        return reverse("reports:report", args=[self.pk])

    @property
    def public_url(self) -> str:
        return reverse("reports:published", args=[self.number])

    @property
    def data(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.content)
        return loaded


class Section(models.Model):
    """A chapter of a report that is being written, or its table of tasks. `from_year`: carried over, and not confirmed yet."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="sections")
    piece = models.CharField(_("chapter"), max_length=20, choices=Piece.choices)
    text = models.TextField(blank=True)
    trade_secret = models.BooleanField(_("trade secret: not to be published"), default=False)
    from_year = models.PositiveSmallIntegerField(null=True)
    revision = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("chapter of a report")
        constraints = [
            models.UniqueConstraint(
                name="report_section_once",
                fields=["report", "piece"],
                violation_error_message=_("A report has each chapter once."),
            ),
            models.CheckConstraint(
                name="report_section_is_known",
                condition=Q(piece__in=Piece.values),
                violation_error_message=_("There is no such chapter."),
            ),
            models.CheckConstraint(
                name="report_section_edited_by_and_at",
                condition=together("edited"),
                violation_error_message=_("Who wrote a chapter and when belong together."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.piece}"


class ReportTask(models.Model):
    """A task of the implementation plan as it was planned, and what became of it. Money in 10⁴ yuan, since the beginning."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("task"), max_length=120)
    target = models.CharField(_("target"), max_length=200)
    year = models.PositiveSmallIntegerField(_("to be done by"))
    owner = models.CharField(_("responsible unit"), max_length=80)
    planned = models.DecimalField(_("money planned"), max_digits=11, decimal_places=2, null=True)
    state = models.CharField(_("how far it has come"), max_length=10, choices=TaskState.choices, blank=True)
    result = models.CharField(_("result so far"), max_length=300, blank=True)
    money = models.DecimalField(_("money spent so far"), max_digits=12, decimal_places=2, null=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("task in a report")
        constraints = [
            models.UniqueConstraint(
                name="report_task_position",
                fields=["report", "position"],
                violation_error_message=_("Tasks are numbered once."),
            ),
            models.CheckConstraint(
                name="report_task_state_is_known",
                condition=Q(state="") | Q(state__in=TaskState.values),
                violation_error_message=_("There is no such state of a task."),
            ),
            models.CheckConstraint(
                name="report_task_year_and_money",
                condition=Q(year__gte=FIRST_YEAR) & (Q(money=None) | Q(money__gte=0)),
                violation_error_message=_(
                    "A task is done in a year of the program, for no less than nothing."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


def published(user: Anyone) -> Q:
    """Prints of what is published are everybody's; that of a replaced version, tables and all, only who reads the report."""
    of_newest, own = Report.objects.newest(), Report.objects.visible_to(user)
    return Q(Exists(of_newest.filter(pdf=OuterRef("pk")))) | Q(Exists(own.filter(pdf=OuterRef("pk"))))


register_reach("reports", published)

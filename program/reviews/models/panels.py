"""Who reads what: rounds, panels, and one assignment an expert and case."""

from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.models import Application, Version
from program.calls.models import Call
from program.people.models import Role, User
from program.people.rules import standing
from program.process.models import Proceeding
from program.reviews.models.experts import Expert


class RoundKind(models.TextChoices):
    REVIEW = "review", _("expert review")


Row = TypeVar("Row", bound=models.Model, covariant=True)


class OfficeQuerySet(models.QuerySet[Row]):
    """Rounds, panels, rankings: nobody outside the office knows of them before the list is published, or after."""

    def visible_to(self, user: object) -> "OfficeQuerySet[Row]":
        return self.all() if standing(user).reads_everything else self.none()


class Round(models.Model):
    """One run of reviews under a call; sheets are due on a day, and accepted until the clerk closes scoring."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="rounds", verbose_name=_("call"))
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=RoundKind.choices, default=RoundKind.REVIEW)
    due = models.DateTimeField(_("score sheets due"))
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = OfficeQuerySet["Round"].as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="round_numbered_once",
                fields=["call", "number"],
                violation_error_message=_("This round exists already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.call.code} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:round", args=[self.pk])


class Panel(models.Model):
    """Experts who read the same cases. Closing it is the decision; concluding its cases is carried out in the background."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="panels")
    name = models.CharField(_("name of the panel"), max_length=60)
    leader = models.ForeignKey(Expert, models.PROTECT, null=True, related_name="+", verbose_name=_("leader"))
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=clock.now)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar = OfficeQuerySet["Panel"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="panel_named_once",
                fields=["round", "name"],
                violation_error_message=_("A panel of this round has this name already."),
            ),
            models.CheckConstraint(
                name="panel_closed_by_and_at",
                condition=Q(closed_by=None, closed_at=None)
                | Q(closed_by__isnull=False, closed_at__isnull=False),
                violation_error_message=_("Who closed a panel and when belong together."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.round.get_absolute_url()}#panel-{self.pk}"


class PanelMember(models.Model):
    """An expert on a panel; files open only to those who have signed confidentiality."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="members")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="seats")
    confidentiality_signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="member_once_per_panel",
                fields=["panel", "expert"],
                violation_error_message=_("This expert is on the panel already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.panel} · {self.expert}"


class PanelCase(models.Model):
    """A case that a panel reads. `closed_at` ends its scoring; what then keeps it from being concluded stands in `obstacle`."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="cases")
    application = models.ForeignKey(Application, models.PROTECT, related_name="panel_cases")
    proceeding = models.OneToOneField(
        Proceeding,
        models.PROTECT,
        related_name="panel_case",
        error_messages={"unique": _("This case has a panel already.")},
    )
    opinion = models.TextField(_("opinion of the panel"), max_length=2000, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    obstacle = models.CharField(max_length=300, blank=True)

    objects: ClassVar = OfficeQuerySet["PanelCase"].as_manager()

    class Meta:
        ordering = ["application__number"]
        constraints = [
            models.CheckConstraint(
                name="panel_case_closed_by_and_at",
                condition=Q(closed_by=None, closed_at=None)
                | Q(closed_by__isnull=False, closed_at__isnull=False),
                violation_error_message=_("Who closed the scoring and when belong together."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.panel} · {self.application}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:case", args=[self.pk])


class Declaration(models.TextChoices):
    PENDING = "", _("not declared yet")
    NO_CONFLICT = "no_conflict", _("no conflict of interest")
    CONFLICT = "conflict", _("conflict of interest")


class ConflictKind(models.TextChoices):
    NONE = "", _("none")
    ORGANISATION = "organisation", _("works for the applicant")
    EMPLOYER = "employer", _("worked for the applicant")
    PROVINCE = "province", _("same province")
    DECLARED = "declared", _("declared by the expert")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: object) -> "AssignmentQuerySet":
        """Experts: what is assigned to them and was not voided. The office's readers: all."""
        held = standing(user)
        if held.reads_everything:
            return self.all()
        return self.standing().filter(expert__user=held.user) if held.has(Role.EXPERT) else self.none()

    def standing(self) -> "AssignmentQuerySet":
        return self.filter(voided_at=None)

    def readable(self) -> "AssignmentQuerySet":
        """Whose file lies open to the expert: confidentiality signed, no conflict declared, the case still in hand."""
        return self.standing().filter(
            declaration=Declaration.NO_CONFLICT,
            member__confidentiality_signed_at__isnull=False,
            proceeding__closed_at=None,
        )


class Assignment(models.Model):
    """One expert reads one version of one case. A conflict voids it, by constraint: no score can count under one."""

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="assignments")
    case = models.ForeignKey(PanelCase, models.PROTECT, related_name="assignments")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="assignments")
    application = models.ForeignKey(Application, models.PROTECT, related_name="assignments")
    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="assignments")
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="assignments"
    )  # the version given to read
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=clock.now)
    open_since = models.DateTimeField(default=clock.now)  # as assigned; again when a sheet is withdrawn
    declaration = models.CharField(max_length=12, choices=Declaration.choices, blank=True)
    declared_at = models.DateTimeField(null=True)
    conflict = models.CharField(_("conflict"), max_length=12, choices=ConflictKind.choices, blank=True)
    reason = models.CharField(
        _("reason"), max_length=300, blank=True
    )  # of the conflict, in the expert's words
    voided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects: ClassVar = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(name="assignment_expert", fields=["expert", "voided_at"])]
        constraints = [
            models.UniqueConstraint(
                name="one_standing_assignment_per_expert_and_case",
                fields=["expert", "proceeding"],
                condition=Q(voided_at=None),
                violation_error_message=_("This case is assigned to this expert already."),
            ),
            models.CheckConstraint(
                name="assignment_with_conflict_is_void",
                condition=Q(conflict="") & ~Q(declaration="conflict") | Q(voided_at__isnull=False),
                violation_error_message=_("Whoever has a conflict of interest cannot review this case."),
            ),
            models.CheckConstraint(
                name="assignment_declared_at_with_declaration",
                condition=Q(declaration="", declared_at=None)
                | ~Q(declaration="") & Q(declared_at__isnull=False),
                violation_error_message=_("What was declared and when belong together."),
            ),
            models.CheckConstraint(
                name="assignment_conflict_with_reason",
                condition=~Q(declaration="conflict") | ~Q(reason="") & ~Q(conflict=""),
                violation_error_message=_("Whoever declares a conflict says which."),
            ),
            models.CheckConstraint(
                name="assignment_voided_by_and_at",
                condition=Q(voided_by=None, voided_at=None, void_reason="")
                | Q(voided_by__isnull=False, voided_at__isnull=False) & ~Q(void_reason=""),
                violation_error_message=_("Who voided an assignment, when and why belong together."),
            ),
            models.CheckConstraint(
                name="assignment_open_since_assigned",
                condition=Q(open_since__gte=F("assigned_at")),
                violation_error_message=_("Nobody scores before being assigned."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.expert}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:sheet", args=[self.pk])

"""An application's whole life: who applies, for which zone, under which call, and where the case rests."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock, tracks
from program.calls.models import Call
from program.people.models import APPLICANT_ROLES, Organization, Role, User
from program.people.rules import standing
from program.process.models import CLOSED_STAGES, Outcomes, Staged, StageName
from program.rulesets.models import RuleSet
from program.zones.models import Zone

QUIET_STAGES = frozenset({StageName.DELIBERATION, StageName.UNLISTED})
"""Stages in which outsiders see neither holder nor due date: they would tell the chosen from the others."""


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: object) -> "ApplicationQuerySet":
        """Office and auditor: all. Applicants: their own. Recommenders: what was ever submitted to them."""
        held = standing(user)
        if held.reads_everything:
            return self
        reach = Q(applicant__in=held.organizations(*APPLICANT_ROLES))
        reach |= Q(
            zone__recommending_body__organization__in=held.organizations(Role.RECOMMENDER),
            first_submitted_at__isnull=False,
        )
        return self.filter(reach)

    def written_by(self, user: object) -> "ApplicationQuerySet":
        """Cases of the person's own organisations: whose drafts nobody else reads, the office included."""
        return self.filter(applicant__in=standing(user).organizations(*APPLICANT_ROLES))

    def waiting_for(self, user: object) -> "ApplicationQuerySet":
        """Cases in which the person may make the next move, or whose organisation must (contacts see it too)."""
        return self.filter(_held_by(user))

    def waiting_for_others_than(self, user: object) -> "ApplicationQuerySet":
        """The rest."""
        return self.exclude(_held_by(user))

    def open(self) -> "ApplicationQuerySet":
        return self.exclude(stage__in=CLOSED_STAGES)

    def for_lists(self) -> "ApplicationQuerySet":
        """With everything that a row of a list shows. Who holds a case is fetched apart: the database plans a join of seven
        tables for longer than it reads them."""
        return self.select_related("call", "zone").prefetch_related("waiting_org", "clerk")


def _held_by(user: object) -> Q:
    """Only of the roles that the person has: each that is not asked for spares a join."""
    held = standing(user)
    reach = Q(waiting_role__in=[role for role in (Role.CLERK, Role.DIRECTOR) if held.has(role)])
    if applicants := held.organizations(*APPLICANT_ROLES):
        reach |= Q(waiting_role=Role.MANAGER, waiting_org__in=applicants)
    if bodies := held.organizations(Role.RECOMMENDER):
        reach |= Q(waiting_role=Role.RECOMMENDER, zone__recommending_body__organization__in=bodies)
    return reach


class Application(Staged):  # type: ignore[django-manager-missing]  # of viewflow's untyped processes
    """One case. Stage, holder, due date and outcome are projected by program.process; everything else is the verbs'."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", verbose_name=_("call"))
    number = models.CharField(_("number"), max_length=20, unique=True)  # YQ-2026-0017
    applicant = models.ForeignKey(
        Organization, models.PROTECT, related_name="applications", verbose_name=_("applicant")
    )
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="applications", verbose_name=_("zone"))
    clerk = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("clerk")
    )
    prefilled_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+"
    )  # the earlier application whose answers the draft began with
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    first_submitted_at = models.DateTimeField(null=True)  # from then on the recommending body sees the case

    objects: ClassVar = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.UniqueConstraint(
                name="one_application_per_zone_and_call",
                fields=["call", "zone"],
                condition=~Q(outcome=Outcomes.ABANDONED),
                violation_error_message=_("This zone has an application under this call already."),
            )
        ]
        indexes = [
            models.Index(name="application_desk", fields=["waiting_role", "waiting_org", "due"]),
            models.Index(name="application_urgent", fields=["waiting_role", "due"]),
            models.Index(name="application_stage", fields=["call", "stage", "due"]),
            models.Index(name="application_where", fields=["stage", "call"]),
            models.Index(name="application_dated", fields=["number"], condition=Q(due__isnull=False)),
            models.Index(name="application_applicant", fields=["applicant", "stage"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.zone}"

    def get_absolute_url(self) -> str:
        return reverse("desk:case", args=[self.pk])

    @property
    def track(self) -> str:
        return self.call.track

    @property
    def rule_set(self) -> RuleSet:
        return self.call.rule_set

    @property
    def is_open(self) -> bool:
        return self.stage not in CLOSED_STAGES

    def holder(self, role: str) -> Organization | None:
        """Which organisation is meant when a role is waited for; none for roles of the office."""
        if role in APPLICANT_ROLES:
            return self.applicant
        if role == Role.RECOMMENDER:
            return self.zone.recommending_body.organization
        return None

    def parts(self) -> tuple[tracks.Part, ...]:
        return tuple(tracks.get(self.track).parts)

    @property
    def public_stage(self) -> str:
        """The stage as outsiders read it: who was not chosen reads 审议中 until the list is published."""
        stage = StageName.DELIBERATION if self.stage == StageName.UNLISTED else StageName(self.stage)
        return str(stage.label)

    def shows_due(self, *, reads: bool) -> bool:
        """Whether the reader may know until when, and from whom, something is waited for."""
        return reads or self.stage not in QUIET_STAGES

    def waits_for(self, *, reads: bool) -> str:
        """Whose move it is, in words: the organisation, the clerk in charge, the role; to outsiders no more than the office."""
        if not self.waiting_role or not self.shows_due(reads=reads):
            return ""
        if self.waiting_org:
            return str(self.waiting_org)
        if not reads:
            return str(_("the special office"))
        if self.waiting_role == Role.CLERK and self.clerk:
            return str(self.clerk.name)
        return str(Role(self.waiting_role).label)

    def latest_version(self) -> Any:
        return self.versions.order_by("-number").first()

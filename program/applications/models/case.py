"""An application's whole life: who applies, for a zone or as an enterprise of it, under which call, and where it rests."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock, tracks
from program.calls.models import Call
from program.people.models import APPLICANT_ROLES, Organization, Role, User
from program.people.rules import Standing, standing
from program.process.models import CLOSED_STAGES, Outcomes, Staged, StageName
from program.rulesets.models import RuleSet
from program.zones.models import Management, RecommendingBody, Zone, managing_organization

RECOMMENDING_ROLES = (Role.RECOMMENDER, Role.ZONE_REVIEWER)
QUIET_STAGES = frozenset({StageName.DELIBERATION, StageName.UNLISTED})
"""Stages in which outsiders see neither holder nor due date: they would tell the chosen from the others."""
SHOWN_IN_LISTS = (
    "number", "stage", "stage_since", "waiting_role", "waiting_org", "due", "due_provisional", "outcome", "applicant",
    "for_zone", "clerk", "call__code", "call__title_zh", "call__title_en", "zone__code", "zone__name_zh", "zone__name_en",
    "zone__province", "zone__recommending_body",
)  # fmt: skip


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: object) -> "ApplicationQuerySet":
        """Office and auditor: all. Applicants: their own. Who recommends: what was ever submitted to them."""
        held = standing(user)
        if held.reads_everything:
            return self
        reach = Q(applicant__in=held.organizations(*APPLICANT_ROLES))
        return self.filter(reach | recommended_by(held) & Q(first_submitted_at__isnull=False))

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
        """With everything that a row of a list shows, and no more of calls and zones. Who holds a case is fetched apart: the
        database plans a join of seven tables for longer than it reads them."""
        related = self.select_related("call", "zone").prefetch_related("applicant", "waiting_org", "clerk")
        return related.only(*SHOWN_IN_LISTS)


def recommended_by(held: Standing) -> Q:
    """Cases of those whom the person's organisations recommend: a body its zones, a managing body the enterprises of its zone.

    Only of the roles that the person has: each that is not asked for spares a join.
    """
    reach = Q(pk__in=[])
    if held.has(Role.RECOMMENDER):
        bodies = held.organizations(Role.RECOMMENDER)
        reach |= Q(for_zone=True, zone__recommending_body__organization__in=bodies)
    if held.has(Role.ZONE_REVIEWER):
        managing = held.organizations(Role.ZONE_REVIEWER)
        zones = Management.objects.filter(organization__in=managing, until=None).values("zone")
        reach |= Q(for_zone=False, zone__in=zones)
    return reach


def _held_by(user: object) -> Q:
    held = standing(user)
    reach = Q(waiting_role__in=[role for role in (Role.CLERK, Role.DIRECTOR) if held.has(role)])
    if held.has(*APPLICANT_ROLES):
        reach |= Q(waiting_role=Role.MANAGER, waiting_org__in=held.organizations(*APPLICANT_ROLES))
    if held.has(*RECOMMENDING_ROLES):
        reach |= recommended_by(held) & Q(waiting_role__in=RECOMMENDING_ROLES)
    return reach


class Application(Staged):  # type: ignore[django-manager-missing]  # of viewflow's untyped processes
    """One case. Stage, holder, due date and outcome are projected by program.process; everything else is the verbs'."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", verbose_name=_("call"))
    number = models.CharField(_("number"), max_length=20, unique=True)  # YQ-2026-0017
    applicant = models.ForeignKey(
        Organization, models.PROTECT, related_name="applications", verbose_name=_("applicant")
    )
    zone = models.ForeignKey(
        Zone, models.PROTECT, related_name="applications", verbose_name=_("zone")
    )  # which applies, or in whose statistics the enterprise stands that does
    for_zone = models.BooleanField(default=True)  # as its track says
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
                condition=~Q(outcome=Outcomes.ABANDONED) & Q(for_zone=True),
                violation_error_message=_("This zone has an application under this call already."),
            ),
            models.UniqueConstraint(
                name="one_application_per_enterprise_and_call",
                fields=["call", "applicant"],
                condition=~Q(outcome=Outcomes.ABANDONED) & Q(for_zone=False),
                violation_error_message=_("This enterprise has an application under this call already."),
            ),
        ]
        indexes = [
            models.Index(name="application_desk", fields=["waiting_role", "waiting_org", "due"]),
            models.Index(name="application_urgent", fields=["waiting_role", "due"]),
            models.Index(name="application_stage", fields=["call", "stage", "due"]),
            models.Index(name="application_where", fields=["stage", "call"]),
            models.Index(name="application_listed", fields=["call", "number"]),
            models.Index(name="application_dated", fields=["number"], condition=Q(due__isnull=False)),
            models.Index(name="application_applicant", fields=["applicant", "stage"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

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

    @property
    def subject(self) -> Zone | Organization:
        """Whose case it is: the zone's, or the enterprise's own."""
        return self.zone if self.for_zone else self.applicant

    @property
    def recommender(self) -> RecommendingBody | Zone:
        """Who is asked to recommend it."""
        return self.zone.recommending_body if self.for_zone else self.zone

    @property
    def recommending_role(self) -> Role:
        return Role.RECOMMENDER if self.for_zone else Role.ZONE_REVIEWER

    def holder(self, role: str) -> Organization | None:
        """Which organisation is meant when a role is waited for; none for roles of the office."""
        if role in APPLICANT_ROLES:
            return self.applicant
        if role == Role.RECOMMENDER:
            return self.zone.recommending_body.organization
        if role == Role.ZONE_REVIEWER:
            return managing_organization(self.zone)
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

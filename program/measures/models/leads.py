"""线索: what somebody has heard. It leads to nothing before the supervisor has verified it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.decisions.models import Objection
from program.files.models import File
from program.people.models import Role, User, check_credit_code, together
from program.people.rules import standing
from program.supervision.models import Alert
from program.zones.models import Zone


class Ground(models.TextChoices):
    """Why somebody may be measured."""

    INCIDENT = "incident", _("environmental pollution accident")
    FALSE_FIGURES = "false_figures", _("figures found false")
    LATE = "late", _("a duty not met in time")
    UNRECTIFIED = "unrectified", _("rectification not carried out")
    OTHER = "other", _("another breach")


class LeadSource(models.TextChoices):
    ECOLOGY = "ecology", _("ecology authority")
    INSPECTION = "inspection", _("the office's own inspection")
    REPORT = "report", _("somebody's report")
    OBJECTION = "objection", _("objection kept as a lead")
    ALERT = "alert", _("alert of the platform")
    PRESS = "press", _("press")
    SELF = "self", _("the organisation itself")


class Grade(models.TextChoices):
    """事故等级, as the ecology authority's document says it; the office never grades."""

    ESPECIALLY_SERIOUS = "1", _("grade I, especially serious")
    SERIOUS = "2", _("grade II, serious")
    LARGER = "3", _("grade III, larger")
    ORDINARY = "4", _("grade IV, ordinary")


class LeadState(models.TextChoices):
    OPEN = "open", _("being verified")
    VERIFIED = "verified", _("verified")
    DISMISSED = "dismissed", _("found untrue")


def supervises(user: object) -> bool:
    """The office's readers and the supervisor: every lead and every measure."""
    held = standing(user)
    return held.reads_everything or held.has(Role.SUPERVISOR)


class AccidentFinding(models.Model):
    """事故认定: what the ecology authority's document says of an accident."""

    authority = models.CharField(_("issuer of the document"), max_length=120)
    document_number = models.CharField(_("document number"), max_length=60)
    document_date = models.DateField(_("date of the document"))
    document = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("document"))
    grade = models.CharField(_("grade of the accident"), max_length=1, choices=Grade.choices)
    responsible = models.CharField(_("who is responsible"), max_length=200)  # in the document's own words
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("finding on an accident")
        constraints = [
            models.UniqueConstraint(
                name="accident_finding_once",
                fields=["authority", "document_number"],
                violation_error_message=_("This document has been entered already."),
            ),
        ]

    def __str__(self) -> str:
        return self.document_number


class LeadQuerySet(models.QuerySet["Lead"]):
    def visible_to(self, user: object) -> "LeadQuerySet":
        """The office's alone: whoever is named in a lead hears of it with the measure, if there is one."""
        return self.all() if supervises(user) else self.none()

    def open(self) -> "LeadQuerySet":
        return self.filter(state=LeadState.OPEN)


class Lead(models.Model):
    """About a zone, an organisation, or both; verified or dismissed once, with its reason."""

    number = models.CharField(_("number"), max_length=20, unique=True)  # XS-2026-0001
    ground = models.CharField(_("ground"), max_length=20, choices=Ground.choices)
    source = models.CharField(_("source"), max_length=20, choices=LeadSource.choices)
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("zone")
    )
    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, blank=True, validators=[check_credit_code]
    )
    owner = models.CharField(_("name of the organisation"), max_length=120, blank=True)
    happened_on = models.DateField(_("happened on"))
    text = models.TextField(_("what is said"), max_length=4000)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("file"))
    objection = models.OneToOneField(Objection, models.PROTECT, null=True, related_name="lead")
    alert = models.OneToOneField(Alert, models.PROTECT, null=True, related_name="lead")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    state = models.CharField(_("state"), max_length=10, choices=LeadState.choices, default=LeadState.OPEN)
    finding = models.OneToOneField(AccidentFinding, models.PROTECT, null=True, related_name="lead")
    verdict = models.TextField(_("what was found"), max_length=2000, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = LeadQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("lead")
        indexes = [models.Index(name="lead_state", fields=["state", "-id"])]
        constraints = [
            models.CheckConstraint(
                name="lead_about_somebody",
                condition=(Q(zone__isnull=False) | ~Q(credit_code=""))
                & (Q(credit_code="", owner="") | ~Q(credit_code="") & ~Q(owner="")),
                violation_error_message=_(
                    "A lead is about a zone or an organisation; an organisation has a code and a name."
                ),
            ),
            models.CheckConstraint(
                name="lead_settled_by_and_at",
                condition=together("settled"),
                violation_error_message=_("Who settled a lead and when belong together."),
            ),
            models.CheckConstraint(
                name="lead_settled_with_its_reason",
                condition=Q(state="open", settled_at=None)
                | ~Q(state="open") & Q(settled_at__isnull=False) & ~Q(verdict=""),
                violation_error_message=_("A lead is verified or dismissed with what was found."),
            ),
            models.CheckConstraint(
                name="lead_graded_by_the_authority",
                condition=Q(ground="incident", state="verified", finding__isnull=False)
                | Q(finding=None) & ~Q(ground="incident", state="verified"),
                violation_error_message=_(
                    "An accident is verified by the ecology authority's document, and nothing else is."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("measures:lead", args=[self.pk])

    @property
    def about(self) -> str:
        """The zone, the organisation, or both."""
        return " · ".join(filter(None, (str(self.zone) if self.zone else "", self.owner)))

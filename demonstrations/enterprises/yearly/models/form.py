"""年度发展情况报表: what a leading enterprise owes of a year, and where it stands."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from demonstrations.enterprises.yearly.models.words import FIRST_YEAR, HANDED_IN, LAST_YEAR, State
from program import clock
from program.decisions.models import Designation
from program.files.models import File
from program.labels import Labelled
from program.measures.models import Lead
from program.people.models import APPLICANT_ROLES, Organization, Role, User, together
from program.people.rules import Standing, standing
from program.rulesets.models import RuleSet
from program.zones.models import Zone


def reads_forms(held: Standing) -> bool:
    """The office's readers and its supervisor."""
    return held.reads_everything or held.has(Role.SUPERVISOR)


def late_at(moment: datetime) -> Q:
    """The enterprise has the next move and its certain day has passed; a provisional one (暂定) is never overdue."""
    passed = Q(again_due=None, due__lt=moment) | Q(again_due__lt=moment)
    return passed & Q(state__in=[State.OWED, State.RETURNED], due_provisional=False)


class FormQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "FormQuerySet":
        """The office's readers and the supervisor all; the enterprise its own; a managing body its zone's."""
        held = standing(user)
        if reads_forms(held):
            return self.all()
        bodies = held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER)
        own = Q(organization__in=held.organizations(*APPLICANT_ROLES))
        return self.filter(own | Q(zone__in=Zone.objects.answered_for(bodies).values("pk")))

    def owed(self) -> "FormQuerySet":
        return self.exclude(state=State.WITHDRAWN)

    def missing(self) -> "FormQuerySet":
        """Owed, and never handed in."""
        return self.owed().filter(first_submitted_at=None)

    def late(self, moment: datetime) -> "FormQuerySet":
        return self.filter(late_at(moment))


class YearlyForm(Labelled):
    """One of an enterprise and a year, due through the last moment of `due`; what was returned through that of `again_due`.

    `version` is the one that is written or was handed in last; each that was accepted is kept beside (`AcceptedForm`).
    """

    number = models.CharField(_("number"), max_length=20, unique=True)  # NB-2025-0001: of the year told of
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="yearly_forms", verbose_name=_("enterprise")
    )
    designation = models.ForeignKey(Designation, models.PROTECT, related_name="yearly_forms")
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="+", verbose_name=_("zone"))
    year = models.PositiveSmallIntegerField(_("year"))
    due = models.DateTimeField(_("due"))
    due_provisional = models.BooleanField(default=False)  # of `again_due`, where there is one
    check_due = models.DateTimeField()
    check_provisional = models.BooleanField(default=False)
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, null=True, related_name="+")  # none: the defaults
    authority = models.CharField(_("authority"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OWED)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    revision = models.PositiveIntegerField(default=1)
    evidence = models.ForeignKey(
        File, models.PROTECT, null=True, related_name="+", verbose_name=_("evidence")
    )
    arisen_at = models.DateTimeField(default=clock.now)
    first_submitted_at = models.DateTimeField(null=True)
    was_late = models.BooleanField(default=False)  # handed in after its day
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    passed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    passed_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)  # of the newest accepted version
    again_due = models.DateTimeField(null=True)
    missing_told_at = models.DateTimeField(null=True)  # the office, of two years in a row
    lead = models.OneToOneField(Lead, models.PROTECT, null=True, related_name="+")

    objects: ClassVar = FormQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "zone__code", "organization__credit_code"]
        verbose_name = _("yearly form")
        indexes = [models.Index(name="yearly_form_year", fields=["year", "state"])]
        constraints = [
            models.UniqueConstraint(
                name="yearly_form_once",
                fields=["organization", "year"],
                violation_error_message=_("An enterprise owes one form a year."),
            ),
            models.CheckConstraint(
                name="yearly_form_words",
                condition=Q(state__in=State.values, year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                violation_error_message=_("A form has a state that there is, and a year of the program."),
            ),
            models.CheckConstraint(
                name="yearly_form_submitted_by_and_at",
                condition=together("submitted")
                & (Q(submitted_at=None) | Q(first_submitted_at__isnull=False))
                & (Q(submitted_at__isnull=False) | ~Q(state__in=HANDED_IN)),
                violation_error_message=_("Who handed a form in and when belong together."),
            ),
            models.CheckConstraint(
                name="yearly_form_passed_by_and_at",
                condition=together("passed")
                & (Q(passed_at__isnull=False) | ~Q(state__in=["passed", "accepted"])),
                violation_error_message=_("Only what the zone has passed on is accepted; who did it and when belong together."),
            ),
            models.CheckConstraint(
                name="yearly_form_passed_by_another",
                condition=Q(passed_by=None) | ~Q(passed_by=F("submitted_by")),
                violation_error_message=_("Whoever filled a form in does not check it."),
            ),
            models.CheckConstraint(
                name="yearly_form_accepted_by_and_at",
                condition=together("accepted")
                & (Q(accepted_at__isnull=False) | ~Q(state__in=["accepted", "correcting"])),
                violation_error_message=_("Who accepted a form and when belong together."),
            ),
            models.CheckConstraint(
                name="yearly_form_due_again_once_returned",
                condition=Q(again_due=None) | Q(state="returned"),
                violation_error_message=_("Only what was returned is due again."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("yearly:form", args=[self.pk])

    @property
    def expected(self) -> datetime:
        """The last moment: of the day it is due, or due again."""
        return self.again_due or self.due

    def is_late(self, moment: datetime) -> bool:
        """As `late_at` asks the database."""
        waits = self.state in (State.OWED, State.RETURNED)
        return waits and self.expected < moment and not self.due_provisional

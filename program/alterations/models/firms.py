"""变更报告: what an organisation reports of itself (更名、合并、分立、主营业务变化), and what is decided on it.

Of whatever kind the organisation is, and whatever it holds: nothing here knows a track.
"""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.decisions.models import Designation
from program.files.models import File
from program.people.models import APPLICANT_ROLES, Organization, User, check_credit_code, together
from program.people.rules import standing
from program.registers.models import Decided, reads_registers
from program.zones.models import REVIEWING_ROLES, Zone


class ChangeKind(models.TextChoices):
    RENAMING = "renaming", _("change of name")
    MERGER = "merger", _("merged into another organisation")
    DIVISION = "division", _("division")
    BUSINESS = "business", _("major change of the main business")
    OTHER = "other", _("another change that touches the conditions")


class ChangeState(models.TextChoices):
    DRAFT = "draft", _("being written")
    SUBMITTED = "submitted", _("being checked by the office")
    RETURNED = "returned", _("returned for change")
    TO_SIGN = "to_sign", _("waits for signature")
    SETTLED = "settled", _("decided")
    WITHDRAWN = "withdrawn", _("withdrawn")


WRITABLE_STATES = (ChangeState.DRAFT, ChangeState.RETURNED)
OPEN_STATES = (*WRITABLE_STATES, ChangeState.SUBMITTED, ChangeState.TO_SIGN)


class ChangeReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "ChangeReportQuerySet":
        """One's own organisation's; what was handed in for the office's readers, the supervisor and the zones that were
        told; what is decided for whoever the organisation was merged into."""
        handed_in = Q(submitted_at__isnull=False)
        if reads_registers(user):
            return self.filter(handed_in | self.own(user))
        held = standing(user)
        zones = Zone.objects.answered_for(held.organizations(*REVIEWING_ROLES)).values("pk")
        told = self.model.zones.through.objects.filter(zone__in=zones).values("changereport")
        successor = Q(into__in=held.organizations(*APPLICANT_ROLES), state=ChangeState.SETTLED)
        return self.filter(self.own(user) | handed_in & Q(pk__in=told) | successor)

    def read_by(self, user: object) -> "ChangeReportQuerySet":
        """Those of which the person reads what they say: after a return, until it is handed in again, its own people alone."""
        return self.visible_to(user).filter(~Q(state=ChangeState.RETURNED) | self.own(user))

    def own(self, user: object) -> Q:
        return Q(organization__in=standing(user).organizations(*APPLICANT_ROLES))

    def open(self) -> "ChangeReportQuerySet":
        return self.filter(state__in=OPEN_STATES)

    def to_check(self) -> "ChangeReportQuerySet":
        return self.filter(state=ChangeState.SUBMITTED)


class ChangeReport(models.Model):
    """Written by contact or manager, handed in by a manager; one open at a time. `within_days`: as the rules said then."""

    number = models.CharField(_("number"), max_length=20, unique=True)  # ZTBG-2026-0001 (主体变更)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="change_reports", verbose_name=_("organisation")
    )
    zones = models.ManyToManyField(Zone, related_name="change_reports")  # told of it when it was handed in
    kind = models.CharField(_("kind of change"), max_length=10, choices=ChangeKind.choices)
    name_zh = models.CharField(_("new name"), max_length=120, blank=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    into_code = models.CharField(
        _("credit code of the organisation that goes on"),
        max_length=18, blank=True, validators=[check_credit_code],
    )  # fmt: skip
    into_name = models.CharField(_("name of the organisation that goes on"), max_length=120, blank=True)
    into = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="absorptions"
    )  # found, or registered, by the signature
    changed_on = models.DateField(_("day of the change"))
    authority = models.CharField(_("registration authority"), max_length=120, blank=True)
    notice_number = models.CharField(_("number of its notice"), max_length=60, blank=True)
    notice = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("notice or evidence"))
    explanation = models.TextField(_("explanation"), max_length=2000)
    state = models.CharField(
        _("state"), max_length=10, choices=ChangeState.choices, default=ChangeState.DRAFT
    )
    revision = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    reported_on = models.DateField(_("reported on"), null=True)  # when it was first handed in
    within_days = models.PositiveSmallIntegerField(null=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_because = models.CharField(max_length=1000, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ChangeReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("report of a change")
        indexes = [models.Index(name="change_report_state", fields=["state", "-id"])]
        constraints = [
            models.UniqueConstraint(
                name="one_open_change_report_per_organization",
                fields=["organization"],
                condition=Q(state__in=["draft", "submitted", "returned", "to_sign"]),
                violation_error_message=_("This organisation has an open report of a change already."),
            ),
            models.CheckConstraint(
                name="change_report_bears_its_kind",
                condition=Q(kind="renaming", into_code="", into_name="") & ~Q(name_zh="")
                | Q(kind="merger", name_zh="", name_en="") & ~Q(into_code="") & ~Q(into_name="")
                | Q(kind__in=["division", "business", "other"])
                & Q(name_zh="", name_en="", into_code="", into_name=""),
                violation_error_message=_(
                    "A change of name has the new name, a merger the organisation that goes on."
                ),
            ),
            models.CheckConstraint(
                name="change_report_bears_its_notice",
                condition=Q(kind__in=["business", "other"], authority="", notice_number="")
                | ~Q(authority="") & ~Q(notice_number=""),
                violation_error_message=_("Name the registration authority and the number of its notice."),
            ),
            models.CheckConstraint(
                name="change_report_submitted_by_and_at",
                condition=together("submitted"),
                violation_error_message=_("Who handed a report in and when belong together."),
            ),
            models.CheckConstraint(
                name="change_report_submitted_in_its_state",
                condition=Q(state="draft", submitted_at=None, reported_on=None, within_days=None)
                | Q(state="withdrawn")
                | Q(
                    state__in=["submitted", "returned", "to_sign", "settled"],
                    submitted_at__isnull=False,
                    reported_on__isnull=False,
                    within_days__isnull=False,
                ),
                violation_error_message=_("Only what was handed in is checked and decided."),
            ),
            models.CheckConstraint(
                name="change_report_returned_by_and_at",
                condition=together("returned"),
                violation_error_message=_("Who returned a report and when belong together."),
            ),
            models.CheckConstraint(
                name="change_report_returned_with_a_reason",
                condition=Q(returned_at=None, returned_because="") & ~Q(state="returned")
                | Q(returned_at__isnull=False) & ~Q(returned_because=""),
                violation_error_message=_("A report is returned with a reason."),
            ),
            models.CheckConstraint(
                name="change_report_withdrawn_by_and_at",
                condition=together("withdrawn"),
                violation_error_message=_("Who withdrew a report and when belong together."),
            ),
            models.CheckConstraint(
                name="change_report_withdrawn_in_its_state",
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_at=None),
                violation_error_message=_("What is withdrawn says when."),
            ),
            models.CheckConstraint(
                name="change_report_merged_into_another",
                condition=Q(into=None) | Q(kind="merger", state="settled") & ~Q(into=F("organization")),
                violation_error_message=_(
                    "An organisation is merged into another one, by a signed decision."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("alterations:change", args=[self.pk])

    @property
    def due(self) -> date | None:
        """The last day on which it was in time; none before it was handed in."""
        return None if self.within_days is None else self.changed_on + timedelta(days=self.within_days)

    @property
    def in_time(self) -> bool:
        """Late is said, and refused never."""
        return self.due is None or self.reported_on is None or self.reported_on <= self.due

    @property
    def last_day(self) -> date:
        """Of the state before the change."""
        return self.changed_on - timedelta(days=1)


class ChangeDecision(Decided):
    """变更审核决定: drafted by the clerk who checked, signed by a director who had no hand in it; all its effects at once.

    `holds`: whether the conditions of what the organisation holds still hold; none: its name alone has changed.
    Where nothing is taken away, the document may be the registration authority's notice itself.
    """

    report = models.OneToOneField(ChangeReport, models.PROTECT, related_name="decision")
    holds = models.BooleanField(_("the conditions still hold"), null=True)
    passed = models.ManyToManyField(
        Designation, related_name="inheritances"
    )  # what went to the organisation that goes on

    class Meta(Decided.Meta):
        verbose_name = _("decision on a change")

    def __str__(self) -> str:
        return self.document_number

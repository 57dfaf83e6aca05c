"""现场核查: a team goes and sees; declared is held against found; the record is signed by the team and by the visited."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.models import Application, Version
from program.calls.models import Call
from program.files.models import Anyone, File
from program.files.rules import register_reach
from program.people.models import Role, User
from program.people.rules import standing
from program.process.models import Proceeding, Verdict


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: object) -> "VisitQuerySet":
        """The office and the auditor: all; inspectors: those of their team."""
        held = standing(user)
        if held.reads_everything:
            return self
        if not held.has(Role.INSPECTOR):
            return self.none()
        return self.filter(team__user=held.user)

    def open(self) -> "VisitQuerySet":
        return self.filter(conclusion=None)


class Visit(models.Model):
    """One visit a proceeding."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="visits")
    proceeding = models.OneToOneField(Proceeding, models.PROTECT, related_name="visit")
    version = models.ForeignKey(Version, models.PROTECT, related_name="visits")  # what was declared
    date = models.DateField(_("date of the visit"))
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=clock.now)
    summary = models.TextField(_("what was seen"), max_length=4000, blank=True)
    conditions = models.TextField(_("conditions"), max_length=4000, blank=True)
    visited_name = models.CharField(_("signed for the visited by"), max_length=80, blank=True)
    visited_title = models.CharField(_("position"), max_length=80, blank=True)
    record = models.ForeignKey(File, models.PROTECT, null=True, related_name="visit_records")
    revision = models.PositiveIntegerField(default=0)

    objects: ClassVar = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = _("site visit")
        constraints = [
            models.CheckConstraint(
                name="visit_record_signed_for_the_visited",
                condition=Q(record=None) | ~Q(visited_name=""),
                violation_error_message=_("The signed record names who signed it for the visited."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.date}"

    def get_absolute_url(self) -> str:
        return reverse("visits:visit", args=[self.pk])


class Sample(models.Model):
    """抽取核查对象: a draw by lot. With the seed, the numbers of the lots and the share anybody can repeat it."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="samples")
    seed = models.CharField(_("seed"), max_length=64)
    share = models.PositiveSmallIntegerField(_("share"))  # per cent
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("sample")

    def __str__(self) -> str:
        return f"{self.call} {self.seed[:8]}"


class Lot(models.Model):
    """A case in a draw, once a proceeding: drawn, it is visited."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="lots")
    application = models.ForeignKey(Application, models.PROTECT, related_name="lots")
    proceeding = models.OneToOneField(Proceeding, models.PROTECT, related_name="lot")
    is_drawn = models.BooleanField()

    class Meta:
        ordering = ["application__number"]

    def __str__(self) -> str:
        return str(self.application)


class TeamMember(models.Model):
    """An inspector of the team; one is the lead."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="team")
    user = models.ForeignKey(User, models.PROTECT, related_name="visit_memberships")
    is_lead = models.BooleanField(default=False)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="once_on_a_team",
                fields=["visit", "user"],
                violation_error_message=_("This inspector is on the team already."),
            ),
            models.UniqueConstraint(
                name="one_lead_a_team",
                fields=["visit"],
                condition=Q(is_lead=True),
                violation_error_message=_("A team has one lead."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Agreement(models.TextChoices):
    AGREES = "agrees", _("agrees")
    DIFFERS = "differs", _("differs")
    NOT_SEEN = "not_seen", _("could not be seen")


class Check(models.Model):
    """One line of the checklist: what was declared, what was found."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="checks")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=30, blank=True)
    column = models.CharField(max_length=60, blank=True)  # empty: a line that the team added
    subject = models.CharField(_("subject"), max_length=160, blank=True)
    declared = models.CharField(_("declared"), max_length=200, blank=True)
    found = models.CharField(_("found"), max_length=200, blank=True)
    agreement = models.CharField(_("result"), max_length=10, choices=Agreement.choices, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="check_position_once",
                fields=["visit", "position"],
                violation_error_message=_("Two checks stand at one place."),
            ),
            models.CheckConstraint(
                name="difference_says_what_was_found",
                condition=~Q(agreement="differs") | ~Q(found=""),
                violation_error_message=_("Where something differs, say what was found."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.column


class Seen(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed")
    WITH_CONDITIONS = "with_conditions", _("confirmed with conditions")
    NOT_CONFIRMED = "not_confirmed", _("not confirmed")


class VisitConclusion(Verdict):
    """What the lead concluded; the case goes on to deliberation, which reads it."""

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="conclusion")
    result = models.CharField(_("conclusion"), max_length=16, choices=Seen.choices)
    conditions = models.TextField(_("conditions"), max_length=4000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="conditions_are_named",
                condition=~Q(result="with_conditions") | ~Q(conditions=""),
                violation_error_message=_("Name the conditions."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit} · {self.result}"


def signed_records(user: Anyone) -> Q:
    """The scan of a signed record: whoever sees the visit."""
    return Q(Exists(Visit.objects.visible_to(user).filter(record=OuterRef("pk"))))


register_reach("visits", signed_records)

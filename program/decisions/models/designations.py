"""认定: what stands from the document's date, and the letter that says so."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock, tracks
from program.applications.models import Application
from program.decisions.models.documents import OfficialDocument
from program.files.models import File
from program.journal.models import BearsHead
from program.labels import Labelled
from program.people.models import Organization, User
from program.zones.models import Zone


class Standing(models.TextChoices):
    BUILDING = "building", _("building")
    NAMED = "named", _("named")
    CERTIFIED = "certified", _("certified")
    SUSPENDED = "suspended", _("suspended")
    SUCCEEDED = "succeeded", _("succeeded by a new designation")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")


CURRENT_STANDINGS = (Standing.BUILDING, Standing.NAMED, Standing.CERTIFIED, Standing.SUSPENDED)


class DesignationQuerySet(models.QuerySet["Designation"]):
    def current(self) -> "DesignationQuerySet":
        return self.filter(standing__in=CURRENT_STANDINGS)

    def called(self, text: str) -> "DesignationQuerySet":
        """By a part of their number, or of a name that the holder bears or has borne, or one that was merged into it."""
        zones = Zone.objects.called(text).and_merged_into()
        firms = Q(zone=None, organization__in=Organization.objects.called(text))
        return self.filter(Q(zone__in=zones) | firms | Q(letter_number__icontains=text))

    def of(self, holder: Zone | Organization) -> "DesignationQuerySet":
        if isinstance(holder, Zone):
            return self.filter(zone=holder)
        return self.filter(zone=None, organization=holder)

    def held_as(self, application: Application) -> "DesignationQuerySet":
        """Of the title of the application's track, held by whoever applies."""
        return self.of(application.subject).filter(track=tracks.get(application.track).title.code)

    def for_lists(self) -> "DesignationQuerySet":
        """With everything that a row of the register shows."""
        return self.select_related("zone", "organization", "document", "letter")


class Designation(Labelled):
    """A line of the register. The designation has a standing; the application that led to it is closed.

    It is a zone's, whose managing body was `organization` then; or, without a zone, the organisation's own.
    """

    application = models.OneToOneField(Application, models.PROTECT, related_name="designation")
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, related_name="designations", verbose_name=_("zone")
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="designations")
    track = models.CharField(_("track"), max_length=30)
    document = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="designations")
    letter_number = models.CharField(_("letter number"), max_length=30, unique=True)  # LS-2026-0001
    standing = models.CharField(_("standing"), max_length=12, choices=Standing.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    succeeds = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="successor", verbose_name=_("succeeds")
    )  # building → named → named again: each with its own document and letter, none rewritten

    objects: ClassVar = DesignationQuerySet.as_manager()

    class Meta:
        ordering = ["letter_number"]
        verbose_name = _("designation")
        verbose_name_plural = _("designations")
        constraints = [
            models.UniqueConstraint(
                name="one_current_designation_per_zone_and_track",
                fields=["zone", "track"],
                condition=Q(standing__in=["building", "named", "suspended"]),
                violation_error_message=_("This zone is designated already."),
            ),
            models.UniqueConstraint(
                name="one_current_designation_per_enterprise_and_track",
                fields=["organization", "track"],
                condition=Q(zone=None, standing__in=["certified", "suspended"]),
                violation_error_message=_("This enterprise is designated already."),
            ),
            models.CheckConstraint(
                name="designation_term",
                condition=Q(until__gt=models.F("since")),
                violation_error_message=_("A term ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_number} {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("decisions:verify", args=[self.letter_number])

    @property
    def is_current(self) -> bool:
        return self.standing in CURRENT_STANDINGS

    @property
    def subject(self) -> Zone | Organization:
        """Who holds it."""
        return self.zone or self.organization

    @property
    def province(self) -> str:
        return self.subject.get_province_display()

    @property
    def name_then(self) -> str:
        """What its holder was called on the day of the document, in Chinese, whatever it is called, or part of, by now."""
        day = self.document.date
        if self.zone_id:
            return self.application.zone.name_on(day)
        return self.application.applicant.name_in_papers_of(day)

    def is_lost(self) -> bool:
        """Revoked from a day on, on a ground of its own: the end of a measure does not bring it back."""
        return self.changes.filter(after=Standing.REVOKED, since__isnull=False).exists()

    @property
    def track_label(self) -> str:
        return str(tracks.get(self.track).label)


class StandingChange(models.Model):
    """By which document a designation was suspended, revoked or restored; never changed, shown to everybody.

    That its term is over is done by nobody: it stands on the document that gave the term.
    """

    designation = models.ForeignKey(Designation, models.PROTECT, related_name="changes")
    before = models.CharField(max_length=12, choices=Standing.choices)
    after = models.CharField(_("standing"), max_length=12, choices=Standing.choices)
    authority = models.CharField(_("issuer of the document"), max_length=120)
    document_number = models.CharField(_("document number"), max_length=60)
    since = models.DateField(_("since"), null=True)  # where the document names a day: 自变化之日起
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="standing_changed_by_somebody",
                condition=Q(made_by__isnull=False) | Q(after="expired"),
                violation_error_message=_("Only the end of a term changes a standing by itself."),
            ),
            models.CheckConstraint(
                name="standing_changes",
                condition=~Q(before=models.F("after")),
                violation_error_message=_("A change of standing changes it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.designation.letter_number}: {self.before} → {self.after}"


class DesignationLetter(BearsHead):
    """The letter as PDF, made in the background; its hash is shown where its number is verified."""

    designation = models.OneToOneField(Designation, models.PROTECT, related_name="letter")
    file = models.ForeignKey(File, models.PROTECT, related_name="designation_letters")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.designation.letter_number

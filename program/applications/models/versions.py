"""Frozen, numbered versions: what was submitted, its printed form, and the sealed page that came back."""

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.models.case import Application
from program.files.models import File
from program.people.models import Role, User
from program.people.rules import standing


class VersionQuerySet(models.QuerySet["Version"]):
    def to_visit(self, user: object) -> "VersionQuerySet":
        """What an inspector's teams hold against what they find, while the case is in hand."""
        held = standing(user)
        if not held.has(Role.INSPECTOR):
            return self.none()
        return self.filter(visits__team__user=held.user, visits__proceeding__closed_at=None)

    def visible_to(self, user: object) -> "VersionQuerySet":
        """Whoever sees the case; inspectors besides what they go to see."""
        cases = Application.objects.visible_to(user)
        return self.filter(Q(application__in=cases) | Q(pk__in=Version.objects.to_visit(user)))


class Version(models.Model):
    """A submitted version: canonical JSON text (decimals as strings) with its sha256. Never changed (trigger)."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    code = models.CharField(
        max_length=12
    )  # printed on every page of the form, typed back with the sealed page
    corrects = models.BooleanField(default=False)  # handed in as a correction, not within the window
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="version_numbered_once",
                fields=["application", "number"],
                violation_error_message=_("This version exists already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application.number} v{self.number}"

    @property
    def data(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.content)
        return loaded


class VersionFile(models.Model):
    """A file as it was attached to a version."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="files")
    document = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=120)
    file = models.ForeignKey(File, models.PROTECT, related_name="version_files")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class ApplicationForm(models.Model):
    """The 申报书 as PDF, made in the background from a version."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="form")
    file = models.ForeignKey(File, models.PROTECT, related_name="application_forms")
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.file)


class SealedPage(models.Model):
    """The scan of the sealed page; its printed version code was typed by the uploader and fits the version."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="sealed_pages")
    file = models.ForeignKey(File, models.PROTECT, related_name="sealed_pages")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    rejected_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    rejected_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_standing_sealed_page_per_version",
                fields=["version"],
                condition=Q(rejected_at=None),
                violation_error_message=_("A sealed page of this version has been handed in already."),
            ),
            models.CheckConstraint(
                name="sealed_page_confirmed_by_and_at",
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                violation_error_message=_("Who confirmed a page and when belong together."),
            ),
            models.CheckConstraint(
                name="sealed_page_rejected_by_and_at",
                condition=Q(rejected_by=None, rejected_at=None)
                | Q(rejected_by__isnull=False, rejected_at__isnull=False, confirmed_at=None) & ~Q(reason=""),
                violation_error_message=_("A rejected page carries a reason and was not confirmed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.file}"

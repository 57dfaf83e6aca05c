"""A file: its facts in the database, its content on disk under the hash of that content."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.people.models import Organization, User

Anyone = User | AnonymousUser
Reach = Callable[[Anyone], Q]
REACHES: dict[str, Reach] = {}
"""How files become visible, by name; written by `rules.register_reach`."""


class MediaType(models.TextChoices):
    """What may be handed in."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"


class FileKind(models.TextChoices):
    UPLOAD = "upload", _("handed in")
    PUBLIC = "public", _("handed in by the public")
    GENERATED = "generated", _("made by the platform")


class FileQuerySet(models.QuerySet["File"]):
    def visible_to(self, user: Anyone) -> "FileQuerySet":
        """What some registered reach shows, and one's own uploads that nothing refers to yet."""
        seen = Q(pk__in=[])
        for reach in REACHES.values():
            seen |= Q(Exists(File.objects.filter(reach(user), pk=OuterRef("pk"))))
        if isinstance(user, User):
            seen |= Q(uploaded_by=user) & unattached()
        return self.filter(seen)


class File(models.Model):
    """One upload or one generated document. Equal contents share one place on disk; each row keeps its own name and reach."""

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()  # bytes
    media_type = models.CharField(max_length=100)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    owner_organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="files")
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="uploads")
    uploaded_at = models.DateTimeField(default=clock.now)  # of a generated document: when it was made
    trade_secret = models.BooleanField(_("trade secret"), default=False)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.CheckConstraint(
                name="file_upload_has_an_uploader",
                condition=Q(kind="upload", uploaded_by__isnull=False, uploaded_at__isnull=False)
                | Q(kind__in=["generated", "public"], uploaded_by=None),
                violation_error_message=_("A file that was handed in names who did it."),
            ),
            models.CheckConstraint(
                name="file_is_not_empty",
                condition=Q(size__gt=0),
                violation_error_message=_("The file is empty."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:file", args=[self.pk])

    @property
    def path(self) -> Path:
        return place(self.sha256)

    def open(self) -> BinaryIO:
        """The content, to read."""
        return self.path.open("rb")


class WaitingUpload(models.Model):
    """A file of a form that was refused, kept for the next try. No `File`: nobody opens it, nothing may refer to it.

    It is its holder's: a person, or one browser of the public; and only with its ticket, which the form alone carries.
    """

    ticket_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    browser = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=255)  # as the browser sent it: it is examined anew at the next try
    size = models.PositiveBigIntegerField()  # bytes
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="waiting_upload_has_one_holder",
                condition=Q(person__isnull=False, browser="") | Q(person=None) & ~Q(browser=""),
                violation_error_message=_("A file that waits is a person's or a browser's."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Beside the kept files, not among them."""
        return Path(settings.FILES_DIR) / ".waiting" / self.ticket_hash


def place(sha256: str) -> Path:
    """Where content with this hash lies."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256


def unattached() -> Q:
    """Files that no row of any table refers to: uploaded, but not (yet) handed in with anything."""
    free = Q()
    for relation in File._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            field = relation.field  # type: ignore[union-attr]
            free &= ~Q(Exists(field.model._base_manager.filter(**{field.name: OuterRef("pk")})))
    return free

"""印发: the issued document, entered by one and signed by another; and who was told of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.files.models import File
from program.people.models import User
from program.people.rules import standing
from program.process.models import Proceeding, Verdict


class OfficialDocumentQuerySet(models.QuerySet["OfficialDocument"]):
    def visible_to(self, user: object) -> "OfficialDocumentQuerySet":
        """What is signed is public; the rest is the office's."""
        return self.all() if standing(user).reads_everything else self.signed()

    def signed(self) -> "OfficialDocumentQuerySet":
        return self.exclude(signed_at=None)


class OfficialDocument(models.Model):
    """The document that lists: issuer, number, date and its PDF. A designation stands from its date."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="official_documents", verbose_name=_("call"))
    issuer = models.CharField(_("issuer"), max_length=120)
    number = models.CharField(_("document number"), max_length=60)  # 国科火字〔2026〕12号
    date = models.DateField(_("date of the document"))
    title = models.CharField(_("title"), max_length=200)
    statement = models.TextField(_("statement on the public notice"), max_length=8000)  # 公示情况说明
    file = models.ForeignKey(
        File, models.PROTECT, related_name="official_documents", verbose_name=_("document as PDF")
    )
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    objects: ClassVar = OfficialDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]
        verbose_name = _("official document")
        verbose_name_plural = _("official documents")
        constraints = [
            models.UniqueConstraint(
                name="document_number_once_per_issuer",
                fields=["issuer", "number"],
                violation_error_message=_("This document of this issuer has been entered already."),
            ),
            models.CheckConstraint(
                name="document_signed_by_and_at",
                condition=Q(signed_by=None, signed_at=None)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                violation_error_message=_("Who signed and when belong together."),
            ),
            models.CheckConstraint(
                name="document_signed_by_another",
                condition=Q(signed_by=None) | ~Q(signed_by=F("entered_by")),
                violation_error_message=_("Whoever entered a document does not sign it."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("decisions:document", args=[self.pk])

    @property
    def subject(self) -> str:
        """How the journal names it."""
        return f"{self.issuer} {self.number}"


class DocumentItem(models.Model):
    """A case that the document lists."""

    document = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, models.PROTECT, related_name="document_items")
    proceeding = models.OneToOneField(
        Proceeding,
        models.PROTECT,
        related_name="document_item",
        error_messages={"unique": _("This case is in another document already.")},
    )

    class Meta:
        ordering = ["application__number"]

    def __str__(self) -> str:
        return f"{self.document} · {self.application}"


class Publication(Verdict):
    """The signed document lists the case."""

    document = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="publications")

    def __str__(self) -> str:
        return f"{self.document} · {self.proceeding}"


class Telling(Verdict):
    """Who was not chosen is told, after a document is out and not before: the row that lets the hold pass."""

    document = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="tellings")

    def __str__(self) -> str:
        return f"{self.document} · {self.proceeding}"

"""公示: the frozen list that stands before the public for N working days."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program.applications.models import Application
from program.decisions.models.batches import Batch
from program.files.models import File
from program.journal.models import BearsHead
from program.labels import Labelled
from program.people.provinces import Province


class PublicNotice(BearsHead):
    """Made when a batch is signed; only a provisional end (暂定) is ever counted anew."""

    batch = models.OneToOneField(Batch, models.PROTECT, related_name="notice")
    number = models.CharField(_("number"), max_length=40, unique=True)  # 公示〔2026〕1号
    title = models.CharField(_("title"), max_length=200)
    published_at = models.DateTimeField(_("published"))
    ends = models.DateTimeField(_("until"))
    provisional = models.BooleanField(default=False)
    contact_name = models.CharField(_("office for enquiries"), max_length=80)
    contact_phone = models.CharField(_("telephone"), max_length=40)
    contact_email = models.EmailField(_("e-mail"))
    contact_address = models.CharField(_("address"), max_length=200)
    supervision_phone = models.CharField(_("supervision telephone"), max_length=40)
    file = models.ForeignKey(
        File, models.PROTECT, null=True, related_name="notices"
    )  # the PDF, made in the background

    objects: ClassVar = models.Manager["PublicNotice"]()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("decisions:notice", args=[self.pk])


class NoticeItem(Labelled):
    """A line of the notice, as it was published. Never changed (trigger)."""

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="items")
    application = models.ForeignKey(Application, models.PROTECT, related_name="notice_items")
    position = models.PositiveSmallIntegerField()
    zone_name = models.CharField(_("zone"), max_length=80)
    province = models.CharField(_("province"), max_length=2, choices=Province.choices)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="notice_item_once",
                fields=["notice", "application"],
                violation_error_message=_("This case is on the notice already."),
            )
        ]

    def __str__(self) -> str:
        return self.zone_name

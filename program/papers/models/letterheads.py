"""The letterhead of the office's papers: names, head, numbering. Versions; the newest signed one is in use."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.papers.models.kinds import PaperKind
from program.people.models import User
from program.people.rules import standing


class LetterheadQuerySet(models.QuerySet["Letterhead"]):
    def visible_to(self, user: object) -> "LetterheadQuerySet":
        return self.all() if standing(user).reads_everything else self.none()

    def signed(self) -> "LetterheadQuerySet":
        return self.exclude(signed_at=None)


class Letterhead(models.Model):
    """Drafted by a clerk, signed by a director; what was wrong is drafted anew. Frozen by its signature (trigger)."""

    heading = models.CharField(_("head of the paper"), max_length=60)  # 发文机关标志
    red = models.BooleanField(_("head in red, with a red line"), default=True)
    signature = models.CharField(_("name under the paper"), max_length=60)  # 发文机关署名
    issuer = models.CharField(_("issuer of the official document"), max_length=60)  # 印发名单的机关
    copy_to = models.CharField(_("copies to"), max_length=200, blank=True)  # 抄送
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    objects: ClassVar = LetterheadQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at", "-pk"]
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterheads")
        constraints = [
            models.CheckConstraint(
                name="letterhead_signed_by_and_at",
                condition=Q(signed_by=None, signed_at=None)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                violation_error_message=_("Who signed and when belong together."),
            ),
            models.CheckConstraint(
                name="letterhead_signed_by_another",
                condition=Q(signed_by=None) | ~Q(signed_by=F("drafted_by")),
                violation_error_message=_("Whoever drafted a letterhead does not sign it."),
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return reverse("papers:letterhead", args=[self.pk])

    @property
    def subject(self) -> str:
        """How the journal names it: versions may bear one head."""
        return f"{self.heading} #{self.pk}"


class LetterheadWord(models.Model):
    """发文机关代字 of one kind of paper: 专项办补 in 专项办补〔2026〕3号."""

    letterhead = models.ForeignKey(Letterhead, models.CASCADE, related_name="words")
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind.choices)
    word = models.CharField(
        _("words before the year"),
        max_length=20,
        validators=[
            RegexValidator(r"^[^\s〔〕\d{}<>]+\Z", _("Words alone: year and number follow by themselves."))
        ],
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="letterhead_word_once",
                fields=["letterhead", "kind"],
                violation_error_message=_("This kind of paper has its words already."),
            )
        ]

    def __str__(self) -> str:
        return self.word

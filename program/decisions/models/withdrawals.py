"""公示期间撤回: from the public notice on a case is withdrawn only with the office's consent."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.models import Application
from program.files.models import File
from program.people.models import User
from program.people.rules import standing
from program.process.models import Proceeding


class Consent(models.TextChoices):
    GRANTED = "granted", _("consented")
    DECLINED = "declined", _("not consented")


class WithdrawalQuerySet(models.QuerySet["WithdrawalRequest"]):
    def visible_to(self, user: object) -> "WithdrawalQuerySet":
        """The office, and whoever sees the case as its applicant."""
        if standing(user).reads_everything:
            return self
        return self.filter(application__in=Application.objects.written_by(user))

    def open(self) -> "WithdrawalQuerySet":
        return self.filter(decided_at=None)


class WithdrawalRequest(models.Model):
    """An applicant asks, with a sealed letter; a director consents or not. Leads and objections go on either way."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="withdrawal_requests")
    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="withdrawal_requests")
    reason = models.CharField(_("reason"), max_length=500)
    letter = models.ForeignKey(
        File, models.PROTECT, related_name="withdrawal_requests", verbose_name=_("sealed letter")
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    consent = models.CharField(_("answer"), max_length=10, choices=Consent.choices, blank=True)
    answer = models.CharField(_("reason for the answer"), max_length=500, blank=True)

    objects: ClassVar = WithdrawalQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_withdrawal_request",
                fields=["proceeding"],
                condition=Q(decided_at=None),
                violation_error_message=_("This case has asked to withdraw already."),
            ),
            models.CheckConstraint(
                name="withdrawal_decided_by_and_at",
                condition=Q(decided_by=None, decided_at=None, consent="")
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(consent=""),
                violation_error_message=_("Who answered a request, when and how belong together."),
            ),
            models.CheckConstraint(
                name="withdrawal_declined_with_reason",
                condition=~Q(consent=Consent.DECLINED) | ~Q(answer=""),
                violation_error_message=_("Whoever does not consent says why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.get_consent_display() or self.reason}"

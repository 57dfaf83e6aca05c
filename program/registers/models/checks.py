"""信用核查: somebody looked an organisation up at a public source on a day, and kept what was on the screen."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.files.models import File
from program.people.models import User, check_credit_code
from program.registers.models.decided import reads_registers


class Source(models.TextChoices):
    CREDIT_CHINA = "credit_china", _("Credit China")
    ENTERPRISES = "enterprises", _("National Enterprise Credit Information Publicity System")
    ENFORCEMENT = "enforcement", _("China Enforcement Information Online")
    OTHER = "other", _("another source")


class Finding(models.TextChoices):
    CLEAR = "clear", _("nothing adverse")
    ADVERSE = "adverse", _("adverse entry")


class CreditCheckQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "CreditCheckQuerySet":
        """The office's readers and the supervisor."""
        return self.all() if reads_registers(user) else self.none()


class CreditCheck(models.Model):
    """Never changed: who looks again writes the next one."""

    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, validators=[check_credit_code]
    )
    owner = models.CharField(_("name of the organisation"), max_length=120)
    day = models.DateField(_("looked up on"))
    source = models.CharField(_("source"), max_length=20, choices=Source.choices)
    source_name = models.CharField(_("which other source"), max_length=80, blank=True)
    finding = models.CharField(_("result of the check"), max_length=10, choices=Finding.choices)
    words = models.TextField(_("what stands there"), max_length=2000, blank=True)
    screenshot = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("screenshot"))
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = CreditCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("credit check")
        indexes = [models.Index(name="check_newest", fields=["credit_code", "-day"])]
        constraints = [
            models.CheckConstraint(
                name="adverse_finding_in_words",
                condition=~Q(finding="adverse") | ~Q(words=""),
                violation_error_message=_("Say what the adverse entry is."),
            ),
            models.CheckConstraint(
                name="other_source_is_named",
                condition=Q(source="other") & ~Q(source_name="") | ~Q(source="other") & Q(source_name=""),
                violation_error_message=_("Another source, and only another, is named."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credit_code} {self.day}"

    def get_absolute_url(self) -> str:
        return reverse("registers:check", args=[self.pk])

    @property
    def where(self) -> str:
        """The source as one says it."""
        return self.source_name or str(Source(self.source).label)

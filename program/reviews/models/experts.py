"""The expert pool: who may be drawn into a panel, and whom they have worked for."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.people.models import User, check_credit_code
from program.people.provinces import Province
from program.people.rules import standing


class ExpertQuerySet(models.QuerySet["Expert"]):
    def visible_to(self, user: object) -> "ExpertQuerySet":
        """The office reads the whole pool; experts do not know each other."""
        held = standing(user)
        return self.all() if held.reads_everything else self.filter(user=held.user.pk)


class Expert(models.Model):
    """A person of the pool. Province and employers are what conflicts of interest are read from."""

    user = models.OneToOneField(User, models.PROTECT, related_name="expert", verbose_name=_("person"))
    title = models.CharField(_("professional title"), max_length=60, blank=True)
    specialities = models.CharField(_("specialities"), max_length=200)
    is_technical = models.BooleanField(_("technical expert"), default=True)
    province = models.CharField(_("province"), max_length=2, choices=Province.choices)
    employer_name = models.CharField(_("employer"), max_length=120)
    employer_code = models.CharField(
        _("employer's credit code"), max_length=18, validators=[check_credit_code]
    )
    revision = models.PositiveIntegerField(default=1)  # a second tab cannot overwrite the first
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("expert")
        verbose_name_plural = _("experts")

    def __str__(self) -> str:
        return self.user.name

    def get_absolute_url(self) -> str:
        return reverse("reviews:expert", args=[self.pk])


class Employment(models.Model):
    """A former employer, for as long as the rule set lets it count as a conflict."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="employments")
    employer_name = models.CharField(_("former employer"), max_length=120)
    credit_code = models.CharField(_("credit code"), max_length=18, validators=[check_credit_code])
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))

    class Meta:
        ordering = ["-until"]
        verbose_name = _("former employer")
        verbose_name_plural = _("former employers")
        constraints = [
            models.CheckConstraint(
                name="employment_ends_after_it_begins",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("An employment ends after it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert} · {self.employer_name}"

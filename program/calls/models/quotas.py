"""How many of one field of technology, or of one province, a call lets be listed at most."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program.people.provinces import Province
from program.registers.models import GreenField


class QuotaBy(models.TextChoices):
    """Of what a call may say how many are listed at most, beside how many in all."""

    FIELD = "field", _("field of technology")
    PROVINCE = "province", _("province")


class QuotaOfEach(models.Model):
    """Beside its quota in all, a call may have a further one: for each of one thing, with its authority."""

    quota_by = models.CharField(
        _("further quota for each"), max_length=10, choices=QuotaBy.choices, blank=True
    )
    each_quota = models.PositiveSmallIntegerField(
        _("at most of each"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    quota_authority = models.CharField(_("authority of the further quota"), max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def each_label(self) -> str:
        """Of what its further quota lets so many be listed."""
        return str(
            _("Of one field of technology") if self.quota_by == QuotaBy.FIELD else _("Of one province")
        )

    def group_label(self, group: str) -> str:
        """The field or province of which its further quota lets so many be listed."""
        return str((GreenField if self.quota_by == QuotaBy.FIELD else Province)(group).label)


TOGETHER = models.CheckConstraint(
    name="call_quota_of_each_with_authority",
    condition=Q(quota_by="", each_quota=None, quota_authority="")
    | Q(each_quota__isnull=False, each_quota__gte=1) & ~Q(quota_by="") & ~Q(quota_authority=""),
    violation_error_message=_("What a further quota is for, its number and its authority belong together."),
)

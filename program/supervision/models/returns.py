"""报送件: what a zone hands in to meet a duty, version by version. A report has a row of its own, one to one with its return."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.files.models import Anyone, File
from program.files.rules import register_reach
from program.people.models import APPLICANT_ROLES, Role, User, together
from program.people.rules import standing
from program.supervision.models.duties import Obligation
from program.zones.models import Zone


class ReturnQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "ReturnQuerySet":
        """All for the office's readers and the supervisor, its own for a zone; who recommends one sees states, not papers."""
        held = standing(user)
        if held.reads_everything or held.has(Role.SUPERVISOR):
            return self.all()
        own = Zone.objects.answered_for(held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER))
        return self.filter(obligation__zone__in=own.values("pk"))

    def waiting(self) -> "ReturnQuerySet":
        """Neither accepted nor returned."""
        return self.filter(accepted_at=None, returned_at=None)


class Return(models.Model):
    """A version of what was handed in; a correction after acceptance is the next one, beside those before."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="returns")
    number = models.PositiveSmallIntegerField()  # from 1
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("file"))
    note = models.TextField(_("note"), max_length=2000, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(default=clock.now)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)

    objects: ClassVar = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("return")
        constraints = [
            models.UniqueConstraint(
                name="return_version_once",
                fields=["obligation", "number"],
                violation_error_message=_("This version exists already."),
            ),
            models.UniqueConstraint(
                name="one_return_waits",
                fields=["obligation"],
                condition=Q(accepted_at=None, returned_at=None),
                violation_error_message=_("What was handed in last waits to be checked."),
            ),
            models.CheckConstraint(
                name="return_accepted_by_and_at",
                condition=together("accepted"),
                violation_error_message=_("Who accepted and when belong together."),
            ),
            models.CheckConstraint(
                name="return_returned_by_and_at",
                condition=together("returned"),
                violation_error_message=_("Who returned and when belong together."),
            ),
            models.CheckConstraint(
                name="return_accepted_or_returned",
                condition=Q(accepted_at=None) | Q(returned_at=None),
                violation_error_message=_("What was handed in is accepted or returned."),
            ),
            models.CheckConstraint(
                name="return_checked_by_another",
                condition=(Q(accepted_by=None) | ~Q(accepted_by=F("submitted_by")))
                & (Q(returned_by=None) | ~Q(returned_by=F("submitted_by"))),
                violation_error_message=_("Nobody checks what they handed in."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} {self.number}"

    def get_absolute_url(self) -> str:
        return self.obligation.get_absolute_url()


class ReturnRemark(models.Model):
    """What is to be changed, and where; an empty field means the whole."""

    given_back = models.ForeignKey(Return, models.CASCADE, related_name="remarks")
    field = models.CharField(_("place"), max_length=80, blank=True)
    remark = models.CharField(_("what is to be changed"), max_length=500)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="return_remark_in_words",
                condition=~Q(remark=""),
                violation_error_message=_("Say what is to be changed."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.remark}" if self.field else self.remark


def papers(user: Anyone) -> Q:
    """The files of the returns that the person reads."""
    return Q(Exists(Return.objects.visible_to(user).filter(file=OuterRef("pk"))))


register_reach("returns", papers)

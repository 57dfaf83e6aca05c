"""What was decided on an application before its review; each row keyed to the task it decided."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.models.case import Application
from program.applications.models.versions import Version
from program.calls.models import Call
from program.files.models import File
from program.people.models import User
from program.process.models import Proceeding, Verdict
from program.zones.models import RecommendingBody, Zone


class Recommended(models.TextChoices):
    RECOMMENDED = "recommended", _("recommended")
    RETURNED = "returned", _("returned for change")
    REFUSED = "refused", _("not recommended")


def of_recommender(given_by: RecommendingBody | Zone) -> dict[str, RecommendingBody | Zone]:
    """The column of a recommendation in which its author stands."""
    return {"zone" if isinstance(given_by, Zone) else "body": given_by}


HIGHEST_RANK = 999
"""Where a call sets no quota."""


class Recommendation(Verdict):
    """The answer of the recommending body, or to an enterprise of its zone. Within a call, ranks are unique for each of them
    and no higher than its quota: so the quota holds."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="recommendations")
    call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    body = models.ForeignKey(RecommendingBody, models.PROTECT, null=True, related_name="recommendations")
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, related_name="recommendations")
    verdict = models.CharField(max_length=12, choices=Recommended.choices)
    letter_number = models.CharField(_("letter number"), max_length=60, blank=True)
    letter_date = models.DateField(_("date of the letter"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    opinion = models.TextField(_("opinion"), max_length=2000, blank=True)
    letter = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="recommendations")
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    superseded_at = models.DateTimeField(null=True)  # the applicant recalled the version it was given for

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="rank_once_per_call_and_body",
                fields=["call", "body", "rank"],
                condition=Q(verdict="recommended", superseded_at=None),
                violation_error_message=_("This rank has been given to another applicant already."),
            ),
            models.UniqueConstraint(
                name="rank_once_per_call_and_zone",
                fields=["call", "zone", "rank"],
                condition=Q(verdict="recommended", superseded_at=None),
                violation_error_message=_("This rank has been given to another applicant already."),
            ),
            models.CheckConstraint(
                name="recommended_by_body_or_zone",
                condition=Q(body__isnull=False, zone=None) | Q(body=None, zone__isnull=False),
                violation_error_message=_("A recommending body recommends, or a zone."),
            ),
            models.CheckConstraint(
                name="recommendation_complete",
                condition=(
                    Q(verdict="recommended", rank__gte=1, letter_date__isnull=False) & ~Q(letter_number="")
                    | ~Q(verdict="recommended") & ~Q(reason="") & Q(rank=None)
                ),
                violation_error_message=_(
                    "A recommendation needs letter, date and rank; any other answer needs a reason."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_by} · {self.verdict}"

    @property
    def given_by(self) -> RecommendingBody | Zone:
        given = self.body or self.zone
        assert given is not None  # by constraint
        return given


class Checked(models.TextChoices):
    ACCEPTED = "accepted", _("accepted")
    CORRECTION = "correction", _("to be corrected")
    NOT_ACCEPTED = "not_accepted", _("not accepted")


class FormalityCheck(Verdict):
    """受理 / 一次性告知补正 / 不予受理."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="formality_checks")
    verdict = models.CharField(max_length=12, choices=Checked.choices)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="not_accepted_with_reason",
                condition=~Q(verdict="not_accepted") | ~Q(reason=""),
                violation_error_message=_("Whoever does not accept an application says why."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.verdict}"


class CorrectionItem(models.Model):
    """One thing to correct, at one part of the form, and the applicant's answer."""

    check_row = models.ForeignKey(FormalityCheck, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(_("part"), max_length=30)
    request = models.CharField(_("what must be corrected"), max_length=500)
    answer = models.CharField(_("what was done"), max_length=500, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="correction_position_once",
                fields=["check_row", "position"],
                violation_error_message=_("Two corrections stand at one place."),
            )
        ]

    def __str__(self) -> str:
        return self.request


class Recall(Verdict):
    """撤回修改: the applicant takes a submitted version back before it is accepted. Gates ask this first."""

    reason = models.CharField(_("reason"), max_length=300)

    def __str__(self) -> str:
        return self.reason


class Abandonment(models.Model):
    """放弃申报: the applicant gives up, with a sealed letter once something had been submitted."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="abandonments")
    proceeding = models.OneToOneField(Proceeding, models.PROTECT, related_name="abandonment")
    reason = models.CharField(_("reason"), max_length=500)
    letter = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="abandonments")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.reason

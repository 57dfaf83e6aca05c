"""集体审议: the batch, its ranked items, who sat in the meeting, and the verdict on each case."""

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.people.models import User
from program.people.rules import standing
from program.process.models import Proceeding, Verdict
from program.reviews.models import RankingRun
from program.rulesets.models import Follows


class BatchKind(models.TextChoices):
    FIRST = "first", _("from the ranking")
    PROMOTION = "promotion", _("a reserve moves up")
    RECONSIDERATION = "reconsideration", _("after an upheld objection")


class BatchState(models.TextChoices):
    """Where a batch stands; read from its dates, stored nowhere."""

    DRAFT = "draft", _("being drafted")
    PREPARED = "prepared", _("waits for signature")
    SIGNED = "signed", _("being carried out")
    CARRIED_OUT = "carried_out", _("carried out")


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: object) -> "BatchQuerySet":
        """Nobody outside the office ever sees a batch."""
        return self.all() if standing(user).reads_everything else self.none()

    def signed(self) -> "BatchQuerySet":
        return self.exclude(signed_at=None)


class Batch(models.Model):
    """A list put before the meeting: drafted by a clerk, put up for signature, signed by a director, carried out case by case."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="batches", verbose_name=_("call"))
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=BatchKind.choices)
    ranking_run = models.ForeignKey(RankingRun, models.PROTECT, null=True, related_name="batches")
    quota = models.PositiveSmallIntegerField(_("quota"))  # places that this batch may fill
    reserves = models.PositiveSmallIntegerField(_("reserves"), default=0, validators=[MaxValueValidator(100)])
    held_before = models.JSONField(default=dict)  # places of each field or province held when it was drafted
    meeting_name = models.CharField(_("meeting"), max_length=120, blank=True)
    meeting_date = models.DateField(_("date of the meeting"), null=True, blank=True)
    minutes_number = models.CharField(_("minutes number"), max_length=60, blank=True)
    revision = models.PositiveIntegerField(
        default=0
    )  # counts changes: a second tab cannot overwrite the first
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    prepared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField(null=True)
    return_reason = models.CharField(
        _("reason"), max_length=500, blank=True
    )  # why a director gave it back last
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    content_sha256 = models.CharField(max_length=64, blank=True)  # of the canonical text at signature
    carried_out_at = models.DateTimeField(null=True)

    objects: ClassVar = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at", "-pk"]
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints = [
            models.CheckConstraint(
                name="first_batch_has_a_ranking",
                condition=~Q(kind="first") | Q(ranking_run__isnull=False),
                violation_error_message=_("The first batch stands on a ranking."),
            ),
            models.CheckConstraint(
                name="batch_prepared_by_and_at",
                condition=Q(prepared_by=None, prepared_at=None)
                | Q(prepared_by__isnull=False, prepared_at__isnull=False),
                violation_error_message=_("Who put a batch up for signature and when belong together."),
            ),
            models.CheckConstraint(
                name="batch_signed_by_and_at",
                condition=Q(signed_by=None, signed_at=None, content_sha256="")
                | Q(signed_by__isnull=False, signed_at__isnull=False, prepared_at__isnull=False)
                & ~Q(content_sha256=""),
                violation_error_message=_(
                    "Who signed and when belong together, on a batch that was put up for signature."
                ),
            ),
            models.CheckConstraint(
                name="batch_signed_by_another",
                condition=Q(signed_by=None) | ~Q(signed_by=F("drafted_by")) & ~Q(signed_by=F("prepared_by")),
                violation_error_message=_("Whoever drafted a batch does not sign it."),
            ),
            models.CheckConstraint(
                name="batch_carried_out_when_signed",
                condition=Q(carried_out_at=None) | Q(signed_at__isnull=False),
                violation_error_message=_("Only a signed batch is carried out."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("decisions:batch", args=[self.pk])

    @property
    def subject(self) -> str:
        """How the journal names it: two batches may bear one title."""
        return f"{self.title} #{self.pk}"

    @property
    def state(self) -> BatchState:
        if self.carried_out_at is not None:
            return BatchState.CARRIED_OUT
        if self.signed_at is not None:
            return BatchState.SIGNED
        return BatchState.DRAFT if self.prepared_at is None else BatchState.PREPARED


class Proposal(models.TextChoices):
    LIST = "list", _("to be listed")
    RESERVE = "reserve", _("reserve")
    NOT_LISTED = "not_listed", _("not to be listed")


class BatchItem(models.Model):
    """One case of a batch. Its rank and score are those of the ranking; a proposal that departs from them gives its reason."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, models.PROTECT, related_name="batch_items")
    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="batch_items")
    rank = models.PositiveSmallIntegerField(_("rank"), null=True)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True)
    quota_group = models.CharField(
        _("field or province"), max_length=20, blank=True
    )  # counted towards the quota of each; empty where the call has none
    conditions_met = models.BooleanField(_("basic conditions met"), default=True)
    conditions_note = models.CharField(_("which condition is not met"), max_length=500, blank=True)
    proposal = models.CharField(_("proposal"), max_length=12, choices=Proposal.choices)
    reserve_order = models.PositiveSmallIntegerField(_("order of the reserves"), null=True, blank=True)
    departure_reason = models.CharField(_("reason for the departure"), max_length=500, blank=True)
    rectify = models.BooleanField(_("renewed with rectification"), default=False)
    requirements = models.TextField(_("what is to be rectified"), max_length=4000, blank=True)  # a line each
    carried_at = models.DateTimeField(null=True)  # the verdict was given, or the case had ended by itself

    class Meta:
        ordering = [F("rank").asc(nulls_last=True), "application__number"]
        constraints = [
            models.UniqueConstraint(
                name="batch_item_once",
                fields=["batch", "application"],
                violation_error_message=_("This case is in the batch already."),
            ),
            models.UniqueConstraint(
                name="one_open_batch_item_per_proceeding",
                fields=["proceeding"],
                condition=Q(carried_at=None),
                violation_error_message=_("This case is in another open batch."),
            ),
            models.UniqueConstraint(
                name="reserve_order_once",
                fields=["batch", "reserve_order"],
                condition=Q(reserve_order__isnull=False),
                violation_error_message=_("Two reserves stand at one place."),
            ),
            models.CheckConstraint(
                name="reserves_are_ordered",
                condition=Q(proposal="reserve", reserve_order__gte=1)
                | ~Q(proposal="reserve") & Q(reserve_order=None),
                violation_error_message=_("Reserves, and only they, have an order."),
            ),
            models.CheckConstraint(
                name="failed_conditions_are_not_listed",
                condition=Q(conditions_met=True)
                | Q(conditions_met=False, proposal="not_listed") & ~Q(conditions_note=""),
                violation_error_message=_(
                    "Whoever fails a basic condition is not listed, and the condition is named."
                ),
            ),
            models.CheckConstraint(
                name="rectified_items_are_listed",
                condition=Q(rectify=False, requirements="") | Q(rectify=True, proposal="list"),
                violation_error_message=_("Only whoever is renewed is asked to rectify something."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} · {self.application}"

    @property
    def required(self) -> list[str]:
        """What is to be rectified, item by item."""
        return [line.strip() for line in self.requirements.splitlines() if line.strip()]

    @property
    def follows(self) -> Follows:
        """What the batch proposes, in the words of a re-examination."""
        if self.proposal != Proposal.LIST:
            return Follows.NOT_RENEWED
        return Follows.RECTIFIED if self.rectify else Follows.RENEWED


class Attended(models.TextChoices):
    PRESENT = "present", _("present")
    STEPPED_ASIDE = "stepped_aside", _("stepped aside")


class Attendance(models.Model):
    """A person at the meeting: present, or stepped aside and why."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="attendance")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=80)
    capacity = models.CharField(_("office and capacity"), max_length=120, blank=True)
    attended = models.CharField(
        _("attendance"), max_length=15, choices=Attended.choices, default=Attended.PRESENT
    )
    reason = models.CharField(_("why stepped aside"), max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="attendance_once",
                fields=["batch", "name"],
                violation_error_message=_("This person is listed already."),
            ),
            models.CheckConstraint(
                name="stepped_aside_with_reason",
                condition=~Q(attended="stepped_aside") | ~Q(reason=""),
                violation_error_message=_("Say why somebody stepped aside."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Deliberation(Verdict):
    """What a signed batch decided on one case."""

    item = models.OneToOneField(BatchItem, models.PROTECT, related_name="deliberation")
    chosen = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.item} · {self.chosen}"


class Promotion(Verdict):
    """A reserve moves up from 未列入 to deliberation: the row that lets its hold pass."""

    item = models.ForeignKey(
        BatchItem, models.PROTECT, related_name="promotions"
    )  # where it stood as a reserve

    def __str__(self) -> str:
        return str(self.item)

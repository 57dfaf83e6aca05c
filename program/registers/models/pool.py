"""绿色项目储备库: a project on its way into the pool, its finance followed up, and out of it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.labels import Labelled
from program.people.models import APPLICANT_ROLES, Organization, Role, User, together
from program.people.rules import standing
from program.registers.models.decided import reads_registers
from program.zones.models import Zone


class GreenField(models.TextChoices):
    """The seven fields of the circular 五(二)1; its list ends with 等, hence the last."""

    ENERGY_SAVING = "energy_saving", _("energy saving and environmental protection")
    CLEANER_PRODUCTION = "cleaner_production", _("cleaner production")
    CLEAN_ENERGY = "clean_energy", _("clean energy")
    ECOLOGY = "ecology", _("ecological protection and restoration")
    OZONE = "ozone", _("ozone pollution control")
    RECYCLING = "recycling", _("recovery and use of resources")
    GREEN_CITY = "green_city", _("green urban management")
    OTHER = "other", _("other")


class PoolState(models.TextChoices):
    DRAFT = "draft", _("being entered")
    PUT_FORWARD = "put_forward", _("under review")
    RETURNED = "returned", _("returned for change")
    ADMITTED = "admitted", _("in the pool")
    REFUSED = "refused", _("not admitted")
    EXITED = "exited", _("out of the pool")


WRITABLE = (PoolState.DRAFT, PoolState.RETURNED)
UNDER_REVIEW = (PoolState.PUT_FORWARD,)
REVIEWED = (PoolState.RETURNED, PoolState.ADMITTED, PoolState.REFUSED)


class ExitKind(models.TextChoices):
    COMPLETED = "completed", _("completed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    STRUCK_OUT = "struck_out", _("struck out")


class PoolQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "PoolQuerySet":
        """To the zone that entered it; to its owner and the office once it was put forward."""
        held = standing(user)
        own = Zone.objects.answered_for(held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER))
        seen = Q(zone__in=own.values("pk"))
        told = ~Q(put_forward_at=None)
        if reads_registers(user):
            return self.filter(seen | told)
        return self.filter(seen | told & Q(owner__in=held.organizations(*APPLICANT_ROLES)))

    def to_review(self) -> "PoolQuerySet":
        return self.filter(state__in=UNDER_REVIEW)


class PoolProject(Labelled):
    """Entered by a zone's managing body, for itself or an organisation of its zone. Money in 10⁴ yuan, savings a year."""

    number = models.CharField(_("number"), max_length=20, unique=True)  # XMK-2026-0001
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="pool_projects", verbose_name=_("zone"))
    owner = models.ForeignKey(
        Organization, models.PROTECT, related_name="pool_projects", verbose_name=_("owner")
    )
    title = models.CharField(_("project"), max_length=200)
    field = models.CharField(_("field"), max_length=20, choices=GreenField.choices)
    content = models.TextField(_("content"), max_length=4000)
    investment = models.DecimalField(_("investment"), max_digits=12, decimal_places=2)
    financing = models.DecimalField(_("financing sought"), max_digits=12, decimal_places=2)
    saving_tce = models.DecimalField(_("energy saved a year"), max_digits=12, decimal_places=2, null=True)
    saving_co2 = models.DecimalField(_("CO2 avoided a year"), max_digits=12, decimal_places=2, null=True)
    starts = models.DateField(_("start"))  # the first day of the month
    ends = models.DateField(_("end"))
    state = models.CharField(_("state"), max_length=12, choices=PoolState.choices, default=PoolState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    put_forward_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    put_forward_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_reason = models.TextField(_("reason"), max_length=1000, blank=True)
    exit_kind = models.CharField(_("way out"), max_length=12, choices=ExitKind.choices, blank=True)
    exit_date = models.DateField(_("date of the exit"), null=True)
    exit_reason = models.TextField(_("reason of the exit"), max_length=1000, blank=True)
    exited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    exited_at = models.DateTimeField(null=True)

    objects: ClassVar = PoolQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("project of the reserve pool")
        indexes = [models.Index(name="pool_state", fields=["state", "zone"])]
        constraints = [
            models.CheckConstraint(
                name="pool_figures_plausible",
                condition=Q(investment__gt=0, financing__gte=0, financing__lte=F("investment")),
                violation_error_message=_("The financing sought is part of the investment, and an investment is more than zero."),
            ),
            models.CheckConstraint(
                name="pool_saving_is_named",
                condition=(
                    Q(saving_tce__isnull=False, saving_tce__gt=0)  # of NULL a CHECK says neither yes nor no, and lets it pass
                    | Q(saving_co2__isnull=False, saving_co2__gt=0)
                )
                & (Q(saving_tce=None) | Q(saving_tce__gte=0))
                & (Q(saving_co2=None) | Q(saving_co2__gte=0)),
                violation_error_message=_("Say how much energy or CO2 the project saves a year."),
            ),
            models.CheckConstraint(
                name="pool_ends_after_it_starts",
                condition=Q(ends__gte=F("starts")),
                violation_error_message=_("A project ends after it starts."),
            ),
            models.CheckConstraint(
                name="pool_put_forward_by_and_at",
                condition=together("put_forward") & (Q(put_forward_at__isnull=False) | Q(state__in=["draft", "exited"])),
                violation_error_message=_("Who put a project forward and when belong together."),
            ),
            models.CheckConstraint(
                name="pool_reviewed_by_and_at",
                condition=together("reviewed")
                & (
                    Q(state__in=REVIEWED, reviewed_at__isnull=False)
                    | Q(state="exited")
                    | Q(state__in=["draft", "put_forward"], reviewed_at=None)
                ),
                violation_error_message=_("Only what was put forward is reviewed; who did it and when belong together."),
            ),
            models.CheckConstraint(
                name="pool_no_without_a_reason",
                condition=~Q(state__in=["returned", "refused"]) | ~Q(review_reason=""),
                violation_error_message=_("Whoever returns or refuses a project says why."),
            ),
            models.CheckConstraint(
                name="pool_exited_by_and_at",
                condition=together("exited")
                & (
                    Q(state="exited", exited_at__isnull=False, exit_date__isnull=False)
                    & ~Q(exit_reason="") & Q(exit_kind__in=ExitKind.values)
                    | ~Q(state="exited") & Q(exited_at=None, exit_date=None, exit_reason="", exit_kind="")
                ),
                violation_error_message=_("A project leaves in one of three ways, on a day, for a reason."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("registers:project", args=[self.pk])


class FinanceKind(models.TextChoices):
    LOAN = "loan", _("loan")
    BOND = "bond", _("bond")
    FUND = "fund", _("fund")
    OTHER = "other", _("other")


class FinanceOutcome(models.TextChoices):
    PENDING = "pending", _("being negotiated")
    GRANTED = "granted", _("granted")
    DECLINED = "declined", _("declined")


class FinanceStep(models.Model):
    """A dated line of the follow-up, 10⁴ yuan. Never changed: what comes next is the next line."""

    project = models.ForeignKey(PoolProject, models.PROTECT, related_name="finance")
    day = models.DateField(_("date"))
    institution = models.CharField(_("institution"), max_length=120)
    kind = models.CharField(_("kind of finance"), max_length=8, choices=FinanceKind.choices)
    applied = models.DecimalField(_("amount applied for"), max_digits=12, decimal_places=2)
    granted = models.DecimalField(_("amount granted"), max_digits=12, decimal_places=2, null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=FinanceOutcome.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("finance follow-up")
        constraints = [
            models.CheckConstraint(
                name="granted_finance_has_its_amount",
                condition=Q(applied__gt=0)
                & (
                    Q(outcome="granted", granted__isnull=False, granted__gt=0)
                    | ~Q(outcome="granted") & Q(granted=None)
                ),
                violation_error_message=_("What was granted, and only that, has an amount granted."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.institution} {self.day}"

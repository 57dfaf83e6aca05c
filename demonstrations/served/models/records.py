"""服务对象企业档案: what was done for an enterprise, and its figures before and after."""

import json
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from demonstrations.served.models.words import GONE, Metric, OutputKind, Service, Source, State
from program import clock
from program.files.models import Anyone, File
from program.files.rules import register_reach
from program.indicators.models import FactorSet, PriceBase
from program.labels import Labelled
from program.people.models import APPLICANT_ROLES, Organization, Role, User, together
from program.people.rules import Standing, standing
from program.zones.models import Management, Zone

FIRST_YEAR = 2019
QUANTITY: dict[str, Any] = {"max_digits": 15, "decimal_places": 4}


def reads_records(held: Standing) -> bool:
    """The office's readers and its supervisor."""
    return held.reads_everything or held.has(Role.SUPERVISOR)


class RecordQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "RecordQuerySet":
        """The office all; zone and provider what they opened and what others handed in; the enterprise what is about it."""
        held = standing(user)
        if reads_records(held):
            return self.all()
        own = held.organizations(*APPLICANT_ROLES)
        bodies = held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER)
        zone = Exists(Management.objects.filter(zone=OuterRef("zone"), until=None, organization__in=bodies))
        told = ~Q(submitted_at=None)
        theirs = Q(zone) & (Q(by_provider=False) | told)
        providers = Q(provider__in=own) & (Q(by_provider=True) | told)
        return self.filter(theirs | providers | Q(enterprise__in=own) & told)

    def to_check(self) -> "RecordQuerySet":
        return self.filter(state=State.SUBMITTED)

    def counted(self) -> "RecordQuerySet":
        return self.filter(state=State.COUNTED)


class ServiceRecord(Labelled):
    """One service to one enterprise of a zone: a baseline year, a later year, and what fell between them.

    Output in 10⁴ yuan, both years in the prices of `price_base`. `by_provider`: the provider opened it, not the zone.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)  # FW-2026-0001
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="+", verbose_name=_("zone"))
    enterprise = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("enterprise")
    )
    provider = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+", verbose_name=_("service provider")
    )
    by_provider = models.BooleanField(default=False)
    service = models.CharField(_("kind of service"), max_length=20, choices=Service.choices)
    description = models.TextField(_("account of the service"), max_length=2000)
    baseline_year = models.PositiveSmallIntegerField(_("baseline year"))
    result_year = models.PositiveSmallIntegerField(_("result year"))
    price_base = models.PositiveSmallIntegerField(
        _("price base"), choices=PriceBase.choices, default=PriceBase.OF_2019
    )
    output_kind = models.CharField(
        _("output"), max_length=12, choices=OutputKind.choices, default=OutputKind.VALUE_ADDED
    )
    output_source = models.CharField(
        _("source of the output"), max_length=10, choices=Source.choices, default=Source.DECLARED
    )
    output_base = models.DecimalField(_("output of the baseline year"), null=True, **QUANTITY)
    output_result = models.DecimalField(_("output of the result year"), null=True, **QUANTITY)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    return_reason = models.TextField(_("reason"), max_length=1000, blank=True)

    objects: ClassVar = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("service record")
        indexes = [
            models.Index(name="served_of_zone", fields=["zone", "state"]),
            models.Index(name="served_by_state", fields=["state", "zone"]),
            models.Index(name="served_of_provider", fields=["provider", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="served_counted_once",
                fields=["enterprise"],
                condition=Q(state="counted"),
                violation_error_message=_("This enterprise is counted already: each credit code counts once."),
            ),
            models.UniqueConstraint(
                name="served_record_once",
                fields=["enterprise", "zone", "service", "baseline_year", "result_year"],
                condition=~Q(state__in=GONE),
                violation_error_message=_("This service to this enterprise is recorded for these years already."),
            ),
            models.CheckConstraint(
                name="served_words_known",
                condition=Q(
                    service__in=Service.values, state__in=State.values, output_kind__in=OutputKind.values,
                    output_source__in=Source.values, price_base__in=PriceBase.values,
                ),
                violation_error_message=_("A record has a service, a state, an output and a price base that there are."),
            ),
            models.CheckConstraint(
                name="served_years",
                condition=Q(baseline_year__gte=FIRST_YEAR, result_year__gt=F("baseline_year")),
                violation_error_message=_("The result year comes after the baseline year."),
            ),
            models.CheckConstraint(
                name="served_opened_by_its_provider",
                condition=Q(by_provider=False) | Q(provider__isnull=False) & ~Q(provider=F("enterprise")),
                violation_error_message=_("A provider opens records of what it did for others."),
            ),
            models.CheckConstraint(
                name="served_output_positive",
                condition=Q(output_base=None, output_result=None) | Q(output_base__gt=0, output_result__gt=0),
                violation_error_message=_("Output is given for both years, and is more than zero."),
            ),
            models.CheckConstraint(
                name="served_submitted_by_and_at",
                condition=together("submitted") & (Q(submitted_at__isnull=False) | Q(state__in=["draft", "withdrawn"])),
                violation_error_message=_("Who submitted a record and when belong together."),
            ),
            models.CheckConstraint(
                name="served_checked_by_and_at",
                condition=together("checked")
                & (
                    Q(state__in=["returned", "accepted", "counted", "struck_out"], checked_at__isnull=False)
                    | Q(state__in=["draft", "submitted"], checked_at=None)
                    | Q(state="withdrawn")
                ),
                violation_error_message=_("Only what was submitted is checked; who did it and when belong together."),
            ),
            models.CheckConstraint(
                name="served_checked_by_another",
                condition=Q(checked_by=None) | ~Q(checked_by=F("opened_by")) & ~Q(checked_by=F("submitted_by")),
                violation_error_message=_("Whoever opened or submitted a record does not check it."),
            ),
            models.CheckConstraint(
                name="served_returned_for_a_reason",
                condition=~Q(state="returned") | ~Q(return_reason=""),
                violation_error_message=_("Whoever returns a record says why."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("served:record", args=[self.pk])


class RecordFigure(models.Model):
    """A metric of a record. What is declared is read from the declarations and kept here when the record is checked.

    `saved`: by how much it fell, where it counts; none before the check.
    """

    record = models.ForeignKey(ServiceRecord, models.CASCADE, related_name="figures")
    metric = models.CharField(_("metric"), max_length=8, choices=Metric.choices)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    base = models.DecimalField(_("baseline year"), null=True, **QUANTITY)
    result = models.DecimalField(_("result year"), null=True, **QUANTITY)
    saved = models.DecimalField(_("saved"), null=True, **QUANTITY)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="served_metric_once",
                fields=["record", "metric"],
                violation_error_message=_("This metric stands in the record already."),
            ),
            models.CheckConstraint(
                name="served_figure_known",
                condition=Q(metric__in=Metric.values, source__in=Source.values)
                & (Q(base=None) | Q(base__gte=0))
                & (Q(result=None) | Q(result__gte=0)),
                violation_error_message=_("A figure is not negative, of a metric that there is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.metric}"


class Baseline(models.Model):
    """What was first stated of an enterprise's year, by whom: a later record cannot begin higher. Never changed."""

    enterprise = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    metric = models.CharField(max_length=8, choices=Metric.choices)
    value = models.DecimalField(max_digits=15, decimal_places=4)
    stated_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="served_baseline_once",
                fields=["enterprise", "zone", "year", "metric"],
                violation_error_message=_("This baseline was stated already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.year} {self.metric} {self.value}"


class Calculation(models.Model):
    """How a checked record was computed: canonical JSON, by one factor set for both years. Frozen by trigger."""

    record = models.OneToOneField(ServiceRecord, models.PROTECT, related_name="calculation")
    factor_set = models.ForeignKey(FactorSet, models.PROTECT, related_name="+")
    reaches = models.BooleanField()  # a metric falls by the threshold
    best_metric = models.CharField(max_length=8, choices=Metric.choices, blank=True)
    best_rate = models.DecimalField(max_digits=7, decimal_places=2, null=True)  # per cent, of what reaches it
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.record} {self.sha256[:12]}"

    @property
    def data(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.content)
        return loaded

    @property
    def best(self) -> tuple[Metric, Decimal] | None:
        return (Metric(self.best_metric), self.best_rate) if self.best_rate is not None else None


class RecordFileQuerySet(models.QuerySet["RecordFile"]):
    def attached(self) -> "RecordFileQuerySet":
        """What the records have now."""
        return self.filter(taken_off=False)


class RecordFile(models.Model):
    """Evidence of one metric, of the output, or of the whole record. What the zone has read is only marked when taken off."""

    record = models.ForeignKey(ServiceRecord, models.PROTECT, related_name="files")
    about = models.CharField(_("shows"), max_length=8, blank=True)  # a metric, "output", or all
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    taken_off = models.BooleanField(default=False)

    objects: ClassVar = RecordFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="served_file_once",
                fields=["record", "file"],
                violation_error_message=_("This file is attached already."),
            ),
            models.CheckConstraint(
                name="served_file_about",
                condition=Q(about__in=["", "output", *Metric.values]),
                violation_error_message=_("A file shows a metric, the output, or all of it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record}: {self.file}"

    @property
    def shows(self) -> str:
        if self.about in Metric.values:
            return str(Metric(self.about).label)
        return str(_("output")) if self.about else str(_("the whole record"))


def evidence_of_records(user: Anyone) -> Q:
    """Whoever sees the record."""
    files = RecordFile.objects.filter(record__in=ServiceRecord.objects.visible_to(user))
    return Q(Exists(files.filter(file=OuterRef("pk"))))


register_reach("served", evidence_of_records)

"""Factor sets: by what a quantity becomes tce and CO2, version by version, with document and certainty."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program.indicators.models.versions import Certainty, Versioned, VersionedQuerySet
from program.journal.models import Verb
from program.people.models import in_language, named


class FactorSet(Versioned):
    """All factors of one version. `fixed_grid`, tCO2/MWh, stands in every year where a cut is judged by one factor."""

    VERBS = (Verb.DRAFT_FACTORS, Verb.CHANGE_FACTORS, Verb.SIGN_FACTORS)

    fixed_grid = models.DecimalField(_("fixed grid factor"), max_digits=6, decimal_places=4)
    fixed_grid_document = models.CharField(_("document of the fixed factor"), max_length=200)

    objects: ClassVar = VersionedQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("factor set")
        constraints = [
            *Versioned.Meta.constraints,
            models.CheckConstraint(
                name="fixed_grid_plausible",
                condition=Q(fixed_grid__gt=0, fixed_grid__lte=2),
                violation_error_message=_("A grid factor lies between 0 and 2 tCO2/MWh."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("indicators:factors", args=[self.code])


class CarrierFactor(models.Model):
    """An energy carrier in one factor set: tce and tCO2 a base unit. `co2` is the product as printed, four decimals."""

    factor_set = models.ForeignKey(FactorSet, models.CASCADE, related_name="carriers")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=30)
    name_zh = models.CharField(_("energy carrier"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60)
    unit = models.CharField(_("unit"), max_length=12)  # as in GB/T 2589: t, 10^4 m3, 10^4 kWh, GJ
    tce = models.DecimalField(_("tce a unit"), max_digits=10, decimal_places=6)
    ncv = models.DecimalField(
        _("net calorific value"), max_digits=10, decimal_places=4, null=True
    )  # GJ a unit
    carbon_content = models.DecimalField(
        _("carbon content"), max_digits=8, decimal_places=6, null=True
    )  # tC/GJ
    oxidation = models.DecimalField(_("oxidation rate"), max_digits=5, decimal_places=4, null=True)
    co2 = models.DecimalField(
        _("tCO2 a unit"), max_digits=10, decimal_places=4, null=True
    )  # none: no factor known
    by_grid = models.BooleanField(default=False)  # power: its CO2 is that of the grid factor of the year
    renewable = models.BooleanField(_("renewable"), default=False)
    tce_certainty = models.CharField(max_length=1, choices=Certainty.choices, blank=True)
    co2_certainty = models.CharField(max_length=1, choices=Certainty.choices, blank=True)
    tce_source = models.CharField(_("source of the tce factor"), max_length=120)
    co2_source_zh = models.CharField(_("source of the CO2 factor"), max_length=120, blank=True)
    co2_source_en = models.CharField(max_length=120, blank=True)
    note_zh = models.CharField(_("note"), max_length=200, blank=True)
    note_en = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="carrier_once_a_set",
                fields=["factor_set", "code"],
                violation_error_message=_("This energy carrier is in the factor set already."),
            ),
            models.CheckConstraint(
                name="factors_not_negative",
                condition=Q(tce__gte=0) & (Q(co2=None) | Q(co2__gte=0)),
                violation_error_message=_("A factor is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return named(self)

    @property
    def note(self) -> str:
        return in_language(self, "note")

    @property
    def co2_source(self) -> str:
        return in_language(self, "co2_source")

    @property
    def product(self) -> Decimal | None:
        """NCV × carbon content × oxidation × 44/12, rounded to four decimals; none without its three factors."""
        if self.ncv is None or self.carbon_content is None or self.oxidation is None:
            return None
        exact = self.ncv * self.carbon_content * self.oxidation * 44 / 12
        return exact.quantize(Decimal("0.0001"))


class GridFactor(models.Model):
    """The grid factor that a factor set applies to a year, tCO2/MWh; and power's equivalent value, tce/10⁴ kWh."""

    factor_set = models.ForeignKey(FactorSet, models.CASCADE, related_name="grid")
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("grid factor"), max_digits=6, decimal_places=4)
    equivalent = models.DecimalField(_("equivalent value of power"), max_digits=6, decimal_places=4)
    document = models.CharField(_("document"), max_length=200)
    certainty = models.CharField(max_length=1, choices=Certainty.choices, blank=True)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                name="grid_factor_once_a_year",
                fields=["factor_set", "year"],
                violation_error_message=_("This year has its grid factor already."),
            ),
            models.CheckConstraint(
                name="grid_factor_plausible",
                condition=Q(value__gt=0, value__lte=2, equivalent__gt=0, equivalent__lte=10),
                violation_error_message=_("A grid factor lies between 0 and 2 tCO2/MWh."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"


class PublishedGridFactor(models.Model):
    """A grid factor as a document printed it, national to provincial: shown where factors are chosen, applied by none."""

    level = models.CharField(max_length=12)
    region_code = models.CharField(max_length=12)
    region_zh = models.CharField(_("region"), max_length=40)
    data_year = models.PositiveSmallIntegerField(_("year of the data"), null=True)
    value = models.DecimalField(_("grid factor"), max_digits=6, decimal_places=4)
    basis = models.CharField(max_length=20)
    document = models.CharField(_("document"), max_length=200)
    published = models.CharField(_("published"), max_length=10)
    certainty = models.CharField(max_length=1, choices=Certainty.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="published_factor_once",
                fields=["region_zh", "document"],
                violation_error_message=_("This factor is listed already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.region_zh} {self.value}"

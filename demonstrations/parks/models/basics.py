"""Part 1: basic data and leading industry (一区一主导产业)."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from program.applications.models import Part, Row
from program.applications.models.columns import Count, Figure, Year, exceeds, is_phone, within
from program.registers.models import GreenField
from program.zones.models import SubzoneKind


class Basics(Part):
    """Size, economy, industry and surroundings of the zone in one year."""

    data_year = Year(_("year of the data"))
    area_approved = Figure(_("approved area"), unit=_("km²"), max_digits=8, decimal_places=3)
    area_entrusted = Figure(_("entrusted area"), unit=_("km²"), max_digits=8, decimal_places=3)
    population = Figure(_("resident population"), unit=_("10,000 people"), max_digits=8, decimal_places=2)
    employees = Count(_("employees at the end of the year"), unit=_("people"))
    gdp = Figure(_("gross product of the zone"), unit=_("100 million yuan"), max_digits=10, decimal_places=2)
    industrial_output = Figure(
        _("industrial output"), unit=_("100 million yuan"), max_digits=10, decimal_places=2
    )
    industrial_value_added = Figure(
        _("industrial value added"), unit=_("100 million yuan"), max_digits=10, decimal_places=2
    )
    revenue = Figure(_("operating revenue"), unit=_("100 million yuan"), max_digits=10, decimal_places=2)
    rd_spend = Figure(
        _("R&D spending of enterprises"), unit=_("100 million yuan"), max_digits=9, decimal_places=2
    )
    enterprises = Count(_("enterprises in the zone's statistics"), unit=_("firms"))
    hightech_enterprises = Count(_("high and new technology enterprises"), unit=_("firms"))
    leading_industry = models.CharField(_("leading industry"), max_length=60)
    leading_share = Figure(_("leading industry's share of output"), unit="%", max_digits=5, decimal_places=2)
    green_field = models.CharField(
        _("main field of green industry"), max_length=20, choices=GreenField.choices
    )
    green_output = Figure(
        _("output of green industry"), unit=_("100 million yuan"), max_digits=10, decimal_places=2
    )
    forest_cover = Figure(_("forest coverage"), unit="%", max_digits=5, decimal_places=2)
    pm25_good_days = Count(_("days with PM2.5 below 50 µg/m³"), unit=_("days"))
    contact_name = models.CharField(_("contact person"), max_length=40)
    contact_phone = models.CharField(_("contact's telephone"), max_length=30, validators=[is_phone])

    ROWS: ClassVar[dict[str, int]] = {"industries": 1, "subzones": 1}

    class Meta:
        verbose_name = _("basic data")
        constraints = [
            within("data_year", 2019, 2035, _("The year of the data lies between 2019 and 2035.")),
            within("area_approved", Decimal("0.001"), 2000, _("The approved area is given in km²: more than 0, at most 2,000.")),
            within("area_entrusted", 0, 5000, _("The entrusted area is given in km²: at most 5,000, or 0 if there is none.")),
            within("population", 0, 5000, _("The population is given in ten thousands: at most 5,000 (50 million people).")),
            within("employees", 1, 20_000_000, _("The employees are counted in people: at least 1, at most 20 million.")),
            within("gdp", 0, 100_000, _("The gross product is given in 100 million yuan: at most 100,000.")),
            within("industrial_output", 0, 200_000, _("Industrial output is given in 100 million yuan: at most 200,000.")),
            within("industrial_value_added", 0, 100_000, _("Value added is given in 100 million yuan: at most 100,000.")),
            within("revenue", 0, 500_000, _("Operating revenue is given in 100 million yuan: at most 500,000.")),
            within("rd_spend", 0, 50_000, _("R&D spending is given in 100 million yuan: at most 50,000.")),
            within("enterprises", 1, 1_000_000, _("At least 1 and at most 1,000,000 enterprises stand in a zone's statistics.")),
            within("hightech_enterprises", 0, 200_000, _("At most 200,000 high and new technology enterprises.")),
            within("leading_share", 0, 100, _("A share lies between 0 and 100 per cent.")),
            within("green_output", 0, 200_000, _("The output of green industry is given in 100 million yuan: at most 200,000.")),
            within("forest_cover", 0, 100, _("Forest coverage lies between 0 and 100 per cent.")),
            within("pm25_good_days", 0, 366, _("A year has at most 366 days.")),
        ]  # fmt: skip

    def findings(self) -> list[tuple[str, Any]]:
        """The part is never more than the whole."""
        found = [
            (smaller, sentence)
            for smaller, larger, sentence in (
                (
                    "hightech_enterprises",
                    "enterprises",
                    gettext("There are more high and new technology enterprises than enterprises."),
                ),
                (
                    "industrial_value_added",
                    "industrial_output",
                    gettext("Industrial value added is larger than industrial output."),
                ),
                ("rd_spend", "revenue", gettext("R&D spending is larger than operating revenue.")),
            )
            if exceeds(getattr(self, smaller), getattr(self, larger))
        ]
        return found + self.industry_findings() + self.area_findings()

    def industry_findings(self) -> list[tuple[str, Any]]:
        industries: Any = list(self.industries.all())
        found = []
        if sum(row.share or 0 for row in industries) > 100:
            found.append(("industries", gettext("The shares of the industries add up to more than 100 %.")))
        if (
            self.leading_industry
            and industries
            and self.leading_industry not in {row.name for row in industries}
        ):
            found.append(
                ("leading_industry", gettext("The leading industry is not among the industries listed."))
            )
        return found

    def area_findings(self) -> list[tuple[str, Any]]:
        subzones: Any = list(self.subzones.all())
        found = []
        for kind, column, sentence in (
            (
                SubzoneKind.APPROVED,
                "area_approved",
                gettext("The approved subzones are larger than the approved area."),
            ),
            (
                SubzoneKind.ENTRUSTED,
                "area_entrusted",
                gettext("The entrusted subzones are larger than the entrusted area."),
            ),
        ):
            if exceeds(
                sum((row.area or Decimal(0) for row in subzones if row.kind == kind), Decimal(0)),
                getattr(self, column),
            ):
                found.append(("subzones", sentence))
        return found


class Industry(Row):
    """An industry of the zone with its output."""

    part = models.ForeignKey(Basics, models.CASCADE, related_name="industries")
    name = models.CharField(_("industry"), max_length=60)
    output = Figure(_("output"), unit=_("100 million yuan"), max_digits=10, decimal_places=2)
    share = Figure(_("share"), unit="%", max_digits=5, decimal_places=2)
    enterprises = Count(_("enterprises"), unit=_("firms"), blank=True)

    class Meta(Row.Meta):
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        constraints = [
            within(
                "output", 0, 200_000, _("An industry's output is given in 100 million yuan: at most 200,000.")
            ),
            within("share", 0, 100, _("A share lies between 0 and 100 per cent.")),
            within("enterprises", 0, 1_000_000, _("At most 1,000,000 enterprises.")),
        ]

    def __str__(self) -> str:
        return self.name


class Subzone(Row):
    """One zone, several subzones (一区多园)."""

    part = models.ForeignKey(Basics, models.CASCADE, related_name="subzones")
    name = models.CharField(_("name of the subzone"), max_length=80)
    kind = models.CharField(_("kind of area"), max_length=10, choices=SubzoneKind.choices)
    area = Figure(_("area"), unit=_("km²"), max_digits=8, decimal_places=3)

    class Meta(Row.Meta):
        verbose_name = _("subzone")
        verbose_name_plural = _("subzones")
        constraints = [
            within(
                "area",
                Decimal("0.001"),
                5000,
                _("A subzone's area is given in km²: more than 0, at most 5,000."),
            )
        ]

    def __str__(self) -> str:
        return self.name

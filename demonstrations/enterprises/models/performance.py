"""Part 3: discharge and energy use before and after, with evidence."""

from collections import Counter
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from program.applications.models import Part, Row
from program.applications.models.columns import Figure, Year, within


class Metric(models.TextChoices):
    """What falls, with its unit a year: energy at calorific value, water, CO2 from energy, the key pollutants, solid waste."""

    ENERGY = "energy", _("comprehensive energy consumption (tce)")
    WATER = "water", _("fresh water (t)")
    CO2 = "co2", _("CO2 from energy (t)")
    COD = "cod", _("COD (t)")
    AMMONIA = "ammonia_nitrogen", _("ammonia nitrogen (t)")
    SO2 = "so2", _("SO2 (t)")
    NOX = "nox", _("NOx (t)")
    VOCS = "vocs", _("VOCs (t)")
    PM = "pm", _("particulate matter (t)")
    WASTE = "waste", _("solid waste (t)")


class Where(models.TextChoices):
    OWN = "own", _("in its own plants")
    CLIENTS = "clients", _("at its clients")
    BOTH = "both", _("both")


class Performance(Part):
    """A year before the technology and a year with it, over one and the same boundary. Output in 10⁴ yuan on one price base."""

    where = models.CharField(_("where it was measured"), max_length=8, choices=Where.choices)
    boundary = models.CharField(_("boundary: plants, processes, clients"), max_length=300)
    base_year = Year(_("year before"))
    result_year = Year(_("year after"))
    output_base = Figure(
        _("output within the boundary, year before"), unit=_("10,000 yuan"), max_digits=13, decimal_places=2
    )
    output_result = Figure(
        _("output within the boundary, year after"), unit=_("10,000 yuan"), max_digits=13, decimal_places=2
    )
    method = models.TextField(_("how it was measured, and by whom it was verified"), max_length=1500)
    remarks = models.TextField(_("what else changed between the two years"), max_length=1000, blank=True)

    ROWS: ClassVar[dict[str, int]] = {"results": 1}

    class Meta:
        verbose_name = _("performance before and after")
        constraints = [
            within("base_year", 2010, 2035, _("The year before lies between 2010 and 2035.")),
            within("result_year", 2011, 2035, _("The year after lies between 2011 and 2035.")),
            within("output_base", Decimal("0.01"), 1_000_000_000, _("Output is given in 10,000 yuan: more than 0.")),
            within("output_result", Decimal("0.01"), 1_000_000_000, _("The output after is given in 10,000 yuan: more than 0.")),
        ]  # fmt: skip

    def findings(self) -> list[tuple[str, Any]]:
        """Years in order, each metric once, something that fell; what fell only because output fell is explained."""
        rows: Any = list(self.results.all())
        found: list[tuple[str, Any]] = []
        if self.base_year and self.result_year and self.result_year <= self.base_year:
            found.append(("result_year", gettext("The year after lies after the year before.")))
        for metric, times in Counter(row.metric for row in rows if row.metric).items():
            if times > 1:
                found.append(
                    ("results", gettext("%(metric)s is listed twice.") % {"metric": Metric(metric).label})
                )
        known = [row for row in rows if row.before is not None and row.after is not None]
        if known and not any(row.after < row.before for row in known):
            found.append(("results", gettext("None of the figures fell.")))
        if self.output_base and self.output_result and not self.remarks.strip():
            shrunk = self.output_result / self.output_base
            found += [
                (
                    "remarks",
                    gettext("%(metric)s fell no faster than output: say what else changed.")
                    % {"metric": row.get_metric_display()},
                )
                for row in known
                if row.before and row.after < row.before and row.after >= row.before * shrunk
            ][:1]
        return found  # fmt: skip


class Result(Row):
    """One metric in both years; the evidence is an attachment, named by its title."""

    part = models.ForeignKey(Performance, models.CASCADE, related_name="results")
    metric = models.CharField(_("metric"), max_length=20, choices=Metric.choices)
    before = Figure(_("year before"), max_digits=15, decimal_places=3)
    after = Figure(_("year after"), max_digits=15, decimal_places=3)
    evidence = models.CharField(_("evidence (title of the attachment)"), max_length=120)

    class Meta(Row.Meta):
        verbose_name = _("figure before and after")
        verbose_name_plural = _("figures before and after")
        constraints = [
            within("before", 0, 100_000_000_000, _("The figure before is not negative.")),
            within("after", 0, 100_000_000_000, _("The figure after is not negative.")),
        ]

    def __str__(self) -> str:
        return self.get_metric_display()

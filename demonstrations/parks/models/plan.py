"""Part 2: the green development implementation plan."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from program.applications.models import Part, Row
from program.applications.models.columns import Figure, Year, YesNo, exceeds, within

YUAN_10_4_PER_10_8 = 10_000


class Platform(models.TextChoices):
    """How far the zone's own energy declaration platform is (circular 五(一)2)."""

    RUNNING = "running", _("in operation")
    BUILDING = "building", _("being built")
    PLANNED = "planned", _("to be built")
    NONE = "none", _("not planned")


class Clause(models.TextChoices):
    """The tasks of the circular that a measure of the plan can serve."""

    POLLUTANTS = "5.1.1", _("V (1) 1 less pollutant generated")
    FOSSIL_ENERGY = "5.1.2", _("V (1) 2 less fossil energy used")
    NEW_MODEL = "5.1.3", _("V (1) 3 new model of green development")
    RESEARCH = "5.2.1", _("V (2) 1 green technology R&D")
    STANDARDS = "5.2.2", _("V (2) 2 standards and services")
    MANUFACTURING = "5.2.3", _("V (2) 3 green manufacturing")
    STRUCTURE = "5.3.1", _("V (3) 1 industrial structure")
    INCUBATION = "5.3.2", _("V (3) 2 incubation and services")
    CONTESTS = "5.3.3", _("V (3) 3 contests")
    ALLIANCES = "5.3.4", _("V (3) 4 alliances")
    LONG_TERM = "5.3.5", _("V (3) 5 long-term mechanisms")
    FINANCE = "5.3.6", _("V (3) 6 green finance")


class Plan(Part):
    """Goals, years, money and governance of the plan."""

    period_start = Year(_("first year of the plan"))
    period_end = Year(_("last year of the plan"))
    overall_goal = models.TextField(_("overall goal"), max_length=1500)
    base_year = Year(_("base year of the targets"))
    energy_intensity_base = Figure(
        _("energy consumption per unit of industrial value added, base year"),
        unit=_("tce/10,000 yuan"),
        max_digits=7,
        decimal_places=4,
    )
    energy_intensity_target = Figure(
        _("energy consumption per unit of industrial value added, target"),
        unit=_("tce/10,000 yuan"),
        max_digits=7,
        decimal_places=4,
    )
    co2_annual_cut_target = Figure(
        _("average annual cut of CO2 per unit of industrial value added, target"),
        unit="%",
        max_digits=5,
        decimal_places=2,
    )
    carbon_peak_year = Year(_("year of the carbon peak"))
    carbon_neutral_year = Year(_("year of carbon neutrality"), blank=True)
    near_zero_wastewater = models.CharField(
        _("near-zero discharge of industrial wastewater is a goal"), max_length=3, choices=YesNo.choices
    )
    near_zero_year = Year(_("year of near-zero discharge"), blank=True)
    investment_total = Figure(
        _("investment in all"), unit=_("100 million yuan"), max_digits=10, decimal_places=2
    )
    investment_public = Figure(
        _("of which public money"), unit=_("100 million yuan"), max_digits=10, decimal_places=2
    )
    energy_platform = models.CharField(
        _("energy declaration platform"), max_length=10, choices=Platform.choices
    )
    leading_group = models.CharField(_("leading group"), max_length=100)
    leading_group_head = models.CharField(_("its head: name and office"), max_length=80)
    document_number = models.CharField(_("document number of the plan"), max_length=60)
    document_date = models.DateField(_("date of the document"), null=True)

    ROWS: ClassVar[dict[str, int]] = {"tasks": 3}

    class Meta:
        verbose_name = _("implementation plan")
        constraints = [
            within("period_start", 2020, 2035, _("The plan begins between 2020 and 2035.")),
            within("period_end", 2021, 2040, _("The plan ends between 2021 and 2040.")),
            within("base_year", 2015, 2035, _("The base year lies between 2015 and 2035.")),
            within(
                "energy_intensity_base",
                0,
                20,
                _("Energy consumption is given in tce per 10,000 yuan: at most 20."),
            ),
            within(
                "energy_intensity_target", 0, 20, _("The target is given in tce per 10,000 yuan: at most 20.")
            ),
            within("co2_annual_cut_target", 0, 50, _("The annual cut lies between 0 and 50 per cent.")),
            within(
                "carbon_peak_year",
                2015,
                2030,
                _(
                    "The carbon peak lies between 2015 and 2030: the country's own goal is a peak before 2030."
                ),
            ),
            within("carbon_neutral_year", 2025, 2060, _("Carbon neutrality lies between 2025 and 2060.")),
            within("near_zero_year", 2020, 2035, _("Near-zero discharge is reached between 2020 and 2035.")),
            within(
                "investment_total",
                0,
                100_000,
                _("The investment is given in 100 million yuan: at most 100,000."),
            ),
            within(
                "investment_public",
                0,
                100_000,
                _("The public money is given in 100 million yuan: at most 100,000."),
            ),
        ]

    def findings(self) -> list[tuple[str, Any]]:
        """Years in order, targets that are targets, money that adds up."""
        found: list[tuple[str, Any]] = []
        if self.period_start and self.period_end and self.period_end <= self.period_start:
            found.append(("period_end", gettext("The plan ends after it begins.")))
        if exceeds(self.base_year, self.period_start):
            found.append(
                ("base_year", gettext("The base year does not lie after the first year of the plan."))
            )
        if exceeds(self.energy_intensity_target, self.energy_intensity_base):
            found.append(
                ("energy_intensity_target", gettext("The target is not above the base year's consumption."))
            )
        if self.near_zero_wastewater == YesNo.YES and self.near_zero_year is None:
            found.append(("near_zero_year", gettext("Say by when near-zero discharge is reached.")))
        if exceeds(self.carbon_peak_year, self.carbon_neutral_year):
            found.append(
                ("carbon_neutral_year", gettext("Carbon neutrality does not come before the carbon peak."))
            )
        if exceeds(self.investment_public, self.investment_total):
            found.append(
                ("investment_public", gettext("The public money is more than the investment in all."))
            )
        return found + self.task_findings()

    def task_findings(self) -> list[tuple[str, Any]]:
        tasks: Any = list(self.tasks.all())
        found = []
        money = sum((row.money or Decimal(0) for row in tasks), Decimal(0))
        if self.investment_total is not None and money > self.investment_total * YUAN_10_4_PER_10_8:
            found.append(
                ("tasks", gettext("The money of the tasks adds up to more than the investment in all."))
            )
        if self.period_start and self.period_end:
            late = [row for row in tasks if row.year and not self.period_start <= row.year <= self.period_end]
            if late:
                found.append(
                    ("tasks", gettext("%(task)s: its year lies outside the plan.") % {"task": late[0]})
                )
        return found


class PlanTask(Row):
    """A measure of the plan with year, target, owner and money."""

    part = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    title = models.CharField(_("task"), max_length=120)
    clause = models.CharField(_("clause of the circular it serves"), max_length=10, choices=Clause.choices)
    year = Year(_("to be done by"))
    target = models.CharField(_("target"), max_length=200)
    owner = models.CharField(_("responsible unit"), max_length=80)
    money = Figure(_("money"), unit=_("10,000 yuan"), max_digits=11, decimal_places=2)

    class Meta(Row.Meta):
        verbose_name = _("task of the plan")
        verbose_name_plural = _("tasks of the plan")
        constraints = [
            within("year", 2020, 2040, _("A task is done between 2020 and 2040.")),
            within(
                "money",
                0,
                100_000_000,
                _("The money of a task is given in 10,000 yuan: at most 100,000,000."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

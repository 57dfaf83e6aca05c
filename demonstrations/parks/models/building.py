"""Acceptance: what became of the implementation plan in the building period."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from demonstrations.parks.models.plan import Platform
from program.applications.models import Part, Row
from program.applications.models.columns import Figure, Year, YesNo, exceeds, within


class Done(models.TextChoices):
    """How far a task of the plan has come."""

    DONE = "done", _("done")
    PARTLY = "partly", _("partly done")
    NOT_DONE = "not_done", _("not done")


class Building(Part):
    """What was planned against what was reached, money, and what was learnt."""

    period_start = Year(_("first year of the building period"))
    period_end = Year(_("last year of the building period"))
    summary = models.TextField(_("summary of the building period"), max_length=3000)
    energy_intensity_target = Figure(
        _("energy consumption per unit of industrial value added, planned"),
        unit=_("tce/10,000 yuan"), max_digits=7, decimal_places=4,
    )  # fmt: skip
    energy_intensity_reached = Figure(
        _("energy consumption per unit of industrial value added, reached"),
        unit=_("tce/10,000 yuan"), max_digits=7, decimal_places=4,
    )  # fmt: skip
    co2_annual_cut_target = Figure(
        _("average annual cut of CO2 per unit of industrial value added, planned"),
        unit="%", max_digits=5, decimal_places=2,
    )  # fmt: skip
    co2_annual_cut_reached = Figure(
        _("average annual cut of CO2 per unit of industrial value added, reached"),
        unit="%", max_digits=5, decimal_places=2,
    )  # fmt: skip
    near_zero_reached = models.CharField(
        _("near-zero discharge of industrial wastewater was reached"), max_length=3, choices=YesNo.choices
    )
    energy_platform = models.CharField(
        _("energy declaration platform"), max_length=10, choices=Platform.choices
    )
    investment_total = Figure(
        _("invested in all"), unit=_("100 million yuan"), max_digits=10, decimal_places=2
    )
    investment_public = Figure(
        _("of which public money"), unit=_("100 million yuan"), max_digits=10, decimal_places=2
    )
    shortfalls = models.TextField(_("what was not reached, and why"), max_length=1500, blank=True)
    experience = models.TextField(_("experience that others can use"), max_length=1500)
    next_steps = models.TextField(_("next steps"), max_length=1500)

    ROWS: ClassVar[dict[str, int]] = {"tasks": 3}

    class Meta:
        verbose_name = _("report on the building period")
        constraints = [
            within("period_start", 2020, 2035, _("The building period begins between 2020 and 2035.")),
            within("period_end", 2021, 2040, _("The building period ends between 2021 and 2040.")),
            within("energy_intensity_target", 0, 20, _("The planned consumption is given in tce per 10,000 yuan: at most 20.")),
            within("energy_intensity_reached", 0, 20, _("The consumption reached is given in tce per 10,000 yuan: at most 20.")),
            within("co2_annual_cut_target", 0, 50, _("The planned annual cut lies between 0 and 50 per cent.")),
            within("co2_annual_cut_reached", -50, 50, _("The annual cut reached lies between −50 and 50 per cent.")),
            within("investment_total", 0, 100_000, _("What was invested is given in 100 million yuan: at most 100,000.")),
            within("investment_public", 0, 100_000, _("The public money is given in 100 million yuan: at most 100,000.")),
        ]  # fmt: skip

    def findings(self) -> list[tuple[str, Any]]:
        """Years in order, money that adds up; what was missed is said, not passed over."""
        found: list[tuple[str, Any]] = []
        if self.period_start and self.period_end and self.period_end <= self.period_start:
            found.append(("period_end", gettext("The building period ends after it begins.")))
        if exceeds(self.investment_public, self.investment_total):
            found.append(
                ("investment_public", gettext("The public money is more than what was invested in all."))
            )
        if self.missed() and not self.shortfalls.strip():
            found.append(
                ("shortfalls", gettext("A target was missed or a task is not done: say what, and why."))
            )
        return found

    def missed(self) -> bool:
        """Whether a planned figure was not reached, or a task is not fully done."""
        tasks: Any = self.tasks
        return (
            exceeds(self.energy_intensity_reached, self.energy_intensity_target)
            or exceeds(self.co2_annual_cut_target, self.co2_annual_cut_reached)
            or any(row.state in {Done.PARTLY, Done.NOT_DONE} for row in tasks.all())
        )


class BuildingTask(Row):
    """A task of the plan, and what became of it."""

    part = models.ForeignKey(Building, models.CASCADE, related_name="tasks")
    title = models.CharField(_("task"), max_length=120)
    target = models.CharField(_("target"), max_length=200)
    year = Year(_("to be done by"))
    state = models.CharField(_("how far it has come"), max_length=10, choices=Done.choices)
    result = models.CharField(_("what was reached"), max_length=300)
    money = Figure(_("money spent"), unit=_("10,000 yuan"), max_digits=11, decimal_places=2)

    class Meta(Row.Meta):
        verbose_name = _("task and its result")
        verbose_name_plural = _("tasks and their results")
        constraints = [
            within("year", 2020, 2040, _("A task is done between 2020 and 2040.")),
            within("money", 0, 100_000_000, _("The money spent on a task is given in 10,000 yuan: at most 100,000,000.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

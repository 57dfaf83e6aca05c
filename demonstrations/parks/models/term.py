"""Re-examination: what became of the name in its term."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from demonstrations.parks.models.building import Done
from demonstrations.parks.models.plan import Platform
from program.applications.models import Part, Row
from program.applications.models.columns import Count, Figure, Year, YesNo, exceeds, within


class Term(Part):
    """Targets against what was reached, duties, accidents and measures of the term, and what comes next."""

    period_start = Year(_("first year of the term"))
    period_end = Year(_("last year of the term"))
    summary = models.TextField(_("summary of the term"), max_length=3000)
    energy_intensity_target = Figure(
        _("energy consumption per unit of industrial value added, target of the term"),
        unit=_("tce/10,000 yuan"), max_digits=7, decimal_places=4,
    )  # fmt: skip
    energy_intensity_reached = Figure(
        _("energy consumption per unit of industrial value added, reached"),
        unit=_("tce/10,000 yuan"), max_digits=7, decimal_places=4,
    )  # fmt: skip
    co2_annual_cut_target = Figure(
        _("average annual cut of CO2 per unit of industrial value added, target of the term"),
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
    reports_owed = Count(_("yearly reports owed in the term"))
    reports_on_time = Count(_("of which handed in on time"))
    accidents = Count(_("environmental pollution accidents in the term"))
    measures = Count(_("measures signed against the zone in the term"))
    remedies = models.TextField(
        _("what was done about accidents, measures and late reports"), max_length=1500, blank=True
    )
    shortfalls = models.TextField(_("what was not reached, and why"), max_length=1500, blank=True)
    experience = models.TextField(_("experience that others can use"), max_length=1500)
    next_steps = models.TextField(_("goals and next steps of another term"), max_length=1500)

    ROWS: ClassVar[dict[str, int]] = {"tasks": 1}

    class Meta:
        verbose_name = _("report on the term")
        constraints = [
            within("period_start", 2020, 2045, _("A term begins between 2020 and 2045.")),
            within("period_end", 2021, 2055, _("A term ends between 2021 and 2055.")),
            within("energy_intensity_target", 0, 20, _("The target is given in tce per 10,000 yuan: at most 20.")),
            within("energy_intensity_reached", 0, 20, _("The consumption reached is given in tce per 10,000 yuan: at most 20.")),
            within("co2_annual_cut_target", 0, 50, _("The target of the annual cut lies between 0 and 50 per cent.")),
            within("co2_annual_cut_reached", -50, 50, _("The annual cut reached lies between −50 and 50 per cent.")),
            within("reports_owed", 0, 200, _("At most 200 reports are owed in a term.")),
            within("reports_on_time", 0, 200, _("At most 200 reports were on time.")),
            within("accidents", 0, 1000, _("At most 1,000 accidents are entered.")),
            within("measures", 0, 1000, _("At most 1,000 measures are entered.")),
        ]  # fmt: skip

    def findings(self) -> list[tuple[str, Any]]:
        """Years in order, numbers that fit; what was missed and what went wrong is said, not passed over."""
        found: list[tuple[str, Any]] = []
        if self.period_start and self.period_end and self.period_end <= self.period_start:
            found.append(("period_end", gettext("The term ends after it begins.")))
        if exceeds(self.reports_on_time, self.reports_owed):
            found.append(("reports_on_time", gettext("More reports were on time than were owed.")))
        if self.missed() and not self.shortfalls.strip():
            found.append(
                ("shortfalls", gettext("A target was missed or a task is not done: say what, and why."))
            )
        if self.went_wrong() and not self.remedies.strip():
            found.append(
                (
                    "remedies",
                    gettext("There were accidents, measures or late reports: say what was done about them."),
                )
            )
        return found

    def missed(self) -> bool:
        """Whether a target was not reached, or a task is not fully done."""
        tasks: Any = self.tasks
        return (
            exceeds(self.energy_intensity_reached, self.energy_intensity_target)
            or exceeds(self.co2_annual_cut_target, self.co2_annual_cut_reached)
            or any(row.state in {Done.PARTLY, Done.NOT_DONE} for row in tasks.all())
        )

    def went_wrong(self) -> bool:
        return bool(self.accidents or self.measures) or exceeds(self.reports_owed, self.reports_on_time)


class TermTask(Row):
    """A task of the term, and what became of it."""

    part = models.ForeignKey(Term, models.CASCADE, related_name="tasks")
    title = models.CharField(_("task"), max_length=120)
    target = models.CharField(_("target"), max_length=200)
    year = Year(_("to be done by"))
    state = models.CharField(_("how far it has come"), max_length=10, choices=Done.choices)
    result = models.CharField(_("what was reached"), max_length=300)
    money = Figure(_("money spent"), unit=_("10,000 yuan"), max_digits=11, decimal_places=2)

    class Meta(Row.Meta):
        verbose_name = _("task of the term and its result")
        verbose_name_plural = _("tasks of the term and their results")
        constraints = [
            within("year", 2020, 2055, _("A task of a term is done between 2020 and 2055.")),
            within("money", 0, 100_000_000, _("The money spent on a task is given in 10,000 yuan: at most 100,000,000.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

"""What a form says: figures of the year with their units, what changed in it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from demonstrations.enterprises.yearly.models.form import YearlyForm
from program.applications.models.columns import Count, Figure, YesNo, within

MONEY: dict[str, Any] = {"unit": _("10,000 yuan"), "max_digits": 13, "decimal_places": 2}
AMOUNT: dict[str, Any] = {"max_digits": 15, "decimal_places": 3}
MOST_MONEY, MOST_AMOUNT = 1_000_000_000, 100_000_000_000


class Changes(models.Model):
    """What changed in the year: yes or no, and if yes what; an answer that is empty is missing."""

    renamed = models.CharField(_("the name of the enterprise changed"), max_length=3, choices=YesNo.choices)
    renamed_note = models.CharField(_("from which name to which, since when"), max_length=300, blank=True)
    refocused = models.CharField(_("the main business changed"), max_length=3, choices=YesNo.choices)
    refocused_note = models.CharField(_("what the business was and is"), max_length=300, blank=True)
    restructured = models.CharField(
        _("the enterprise was restructured, merged or divided"), max_length=3, choices=YesNo.choices
    )
    restructured_note = models.CharField(
        _("how, and what became of the technology"), max_length=300, blank=True
    )
    accident = models.CharField(
        _("a safety, quality or environmental accident happened"), max_length=3, choices=YesNo.choices
    )
    accident_note = models.CharField(
        _("when, what, and what the authority found"), max_length=300, blank=True
    )
    penalised = models.CharField(
        _("an administrative penalty was imposed"), max_length=3, choices=YesNo.choices
    )
    penalised_note = models.CharField(_("by whom, for what, decision number"), max_length=300, blank=True)

    class Meta:
        abstract = True


class YearlyFigures(Changes):
    """Of one form. Money in 10⁴ yuan at current prices, energy at calorific value (tce), CO2 from energy in t, water in m³."""

    form = models.OneToOneField(YearlyForm, models.PROTECT, related_name="figures")
    output = Figure(_("gross industrial output"), **MONEY)
    revenue = Figure(_("operating revenue"), **MONEY)
    green_revenue = Figure(_("revenue from green technology, products and services"), **MONEY)
    rd_spend = Figure(_("R&D spending"), **MONEY)
    employees = Count(_("employees at the end of the year"), unit=_("people"))
    rd_staff = Count(_("of which in R&D"), unit=_("people"))
    energy = Figure(_("comprehensive energy consumption"), unit="tce", **AMOUNT)
    co2 = Figure(_("CO2 from energy"), unit="t", **AMOUNT)
    water = Figure(_("fresh water used"), unit="m³", **AMOUNT)
    patents = Count(_("invention patents newly granted"), unit=_("patents"))
    standards = Count(_("standards newly published with its part"), unit=_("standards"))
    clients = Count(_("clients served with the technology"), unit=_("clients"))
    clients_energy = Figure(_("energy that clients saved"), unit="tce", **AMOUNT)
    clients_co2 = Figure(_("CO2 that clients avoided"), unit="t", **AMOUNT)
    explanation = models.TextField(
        _("why figures changed a great deal against last year"), max_length=1000, blank=True
    )
    remarks = models.TextField(_("what else there is to say"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("figures of a yearly form")
        constraints = [
            within("output", 0, MOST_MONEY, _("Output is given in 10,000 yuan: at most 1,000,000,000.")),
            within("revenue", 0, MOST_MONEY, _("Revenue is given in 10,000 yuan: at most 1,000,000,000.")),
            within("green_revenue", 0, MOST_MONEY, _("Green revenue is given in 10,000 yuan: at most 1,000,000,000.")),
            within("rd_spend", 0, MOST_MONEY, _("R&D spending is given in 10,000 yuan: at most 1,000,000,000.")),
            within("employees", 0, 2_000_000, _("The employees are counted in people: at most 2 million.")),
            within("rd_staff", 0, 2_000_000, _("R&D staff are counted in people: at most 2 million.")),
            within("energy", 0, MOST_AMOUNT, _("Energy is given in tce: at most 100,000,000,000.")),
            within("co2", 0, MOST_AMOUNT, _("CO2 is given in t: at most 100,000,000,000.")),
            within("water", 0, MOST_AMOUNT, _("Water is given in m³: at most 100,000,000,000.")),
            within("patents", 0, 100_000, _("At most 100,000 patents.")),
            within("standards", 0, 10_000, _("At most 10,000 standards.")),
            within("clients", 0, 1_000_000, _("At most 1 million clients.")),
            within("clients_energy", 0, MOST_AMOUNT, _("What clients saved is given in tce: at most 100,000,000,000.")),
            within("clients_co2", 0, MOST_AMOUNT, _("What clients avoided is given in t: at most 100,000,000,000.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.form)


FIGURES = (
    "output", "revenue", "green_revenue", "rd_spend", "employees", "rd_staff", "energy", "co2", "water", "patents",
    "standards", "clients", "clients_energy", "clients_co2",
)  # fmt: skip
"""The figures, in the order of the form: all of them are asked for, nought is an answer."""
CHANGES = ("renamed", "refocused", "restructured", "accident", "penalised")
"""The questions; what follows a yes stands in the column of the same name with `_note`."""
TEXTS = ("explanation", "remarks")
COLUMNS = (*FIGURES, *(name for each in CHANGES for name in (each, f"{each}_note")), *TEXTS)

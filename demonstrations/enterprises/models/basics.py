"""Part 1: the enterprise, and the field of its technology."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from program.applications.models import Part
from program.applications.models.columns import Count, Figure, Year, YesNo, exceeds, is_phone, within
from program.registers.models import GreenField

is_division = RegexValidator(
    r"^[0-9]{2}\Z", _("Write the two digits of the division in GB/T 4754, for example 39.")
)


class Basics(Part):
    """Who applies: a legal person, its people and its accounts of one year. Money in 10⁴ yuan."""

    data_year = Year(_("year of the data"))
    field = models.CharField(_("field of the technology"), max_length=20, choices=GreenField.choices)
    field_other = models.CharField(_("which other field"), max_length=60, blank=True)
    is_branch = models.CharField(
        _("the applicant is a branch, without legal personality"), max_length=3, choices=YesNo.choices
    )
    founded_on = models.DateField(_("founded on"), null=True)
    industry = models.CharField(_("division of industry"), max_length=2, validators=[is_division])
    main_products = models.CharField(_("main products and services"), max_length=200)
    employees = Count(_("employees at the end of the year"), unit=_("people"))
    rd_staff = Count(_("of which in R&D"), unit=_("people"))
    revenue = Figure(_("operating revenue"), unit=_("10,000 yuan"), max_digits=13, decimal_places=2)
    green_revenue = Figure(
        _("revenue from green technology, products and services"),
        unit=_("10,000 yuan"), max_digits=13, decimal_places=2,
    )  # fmt: skip
    rd_spend = Figure(_("R&D spending"), unit=_("10,000 yuan"), max_digits=13, decimal_places=2)
    is_hnte = models.CharField(_("high and new technology enterprise"), max_length=3, choices=YesNo.choices)
    hnte_number = models.CharField(_("number of the certificate"), max_length=40, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=40)
    contact_phone = models.CharField(_("contact's telephone"), max_length=30, validators=[is_phone])

    class Meta:
        verbose_name = _("basic data of the enterprise")
        constraints = [
            within("data_year", 2019, 2035, _("The year of the data lies between 2019 and 2035.")),
            within("employees", 1, 2_000_000, _("The employees are counted in people: at least 1, at most 2 million.")),
            within("rd_staff", 0, 2_000_000, _("R&D staff are counted in people: at most 2 million.")),
            within("revenue", 0, 1_000_000_000, _("Revenue is given in 10,000 yuan: at most 1,000,000,000.")),
            within("green_revenue", 0, 1_000_000_000, _("Green revenue is given in 10,000 yuan: at most 1,000,000,000.")),
            within("rd_spend", 0, 1_000_000_000, _("R&D spending is given in 10,000 yuan: at most 1,000,000,000.")),
        ]  # fmt: skip

    def findings(self) -> list[tuple[str, Any]]:
        """A legal person; the part is never more than the whole; what was answered with “other” or “yes” is named."""
        found: list[tuple[str, Any]] = []
        if self.is_branch == YesNo.YES:
            found.append(
                ("is_branch", gettext("A branch cannot apply: its legal person applies, for all its plants."))
            )
        if self.field == GreenField.OTHER and not self.field_other.strip():
            found.append(("field_other", gettext("Name the other field.")))
        if self.is_hnte == YesNo.YES and not self.hnte_number.strip():
            found.append(("hnte_number", gettext("Give the number of the certificate.")))
        if exceeds(self.rd_staff, self.employees):
            found.append(("rd_staff", gettext("There are more R&D staff than employees.")))
        if exceeds(self.green_revenue, self.revenue):
            found.append(("green_revenue", gettext("Green revenue is larger than operating revenue.")))
        if exceeds(self.rd_spend, self.revenue):
            found.append(("rd_spend", gettext("R&D spending is larger than operating revenue.")))
        return found  # fmt: skip

"""Re-examination: what became of the certificate in its term."""

from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from program.applications.models import Part
from program.applications.models.columns import Count, Figure, Year, exceeds, within


class Term(Part):
    """Three years with the certificate. Money in 10⁴ yuan."""

    period_start = Year(_("first year of the term"))
    period_end = Year(_("last year of the term"))
    summary = models.TextField(_("summary of the term"), max_length=3000)
    green_revenue = Figure(
        _("revenue from green technology, products and services"),
        unit=_("10,000 yuan"), max_digits=13, decimal_places=2,
    )  # fmt: skip
    rd_spend = Figure(_("R&D spending"), unit=_("10,000 yuan"), max_digits=13, decimal_places=2)
    new_applications = Count(_("new projects with the technology"), unit=_("projects"))
    forms_owed = Count(_("yearly forms owed in the term"), unit=_("forms"))
    forms_handed_in = Count(_("of which handed in"), unit=_("forms"))
    shortfalls = models.TextField(_("what was not reached, and why"), max_length=1500, blank=True)
    next_steps = models.TextField(_("goals and next steps of another term"), max_length=1500)

    class Meta:
        verbose_name = _("report on the term of the certificate")
        constraints = [
            within("period_start", 2020, 2045, _("A term begins between 2020 and 2045.")),
            within("period_end", 2021, 2055, _("A term ends between 2021 and 2055.")),
            within("green_revenue", 0, 1_000_000_000, _("Green revenue is given in 10,000 yuan: at most 1,000,000,000.")),
            within("rd_spend", 0, 1_000_000_000, _("R&D spending is given in 10,000 yuan: at most 1,000,000,000.")),
            within("new_applications", 0, 100_000, _("At most 100,000 projects.")),
            within("forms_owed", 0, 20, _("At most 20 forms are owed in a term.")),
            within("forms_handed_in", 0, 20, _("At most 20 forms were handed in.")),
        ]  # fmt: skip

    def findings(self) -> list[tuple[str, Any]]:
        """Years in order; forms that were missed are accounted for."""
        found: list[tuple[str, Any]] = []
        if self.period_start and self.period_end and self.period_end <= self.period_start:
            found.append(("period_end", gettext("The term ends after it begins.")))
        if exceeds(self.forms_handed_in, self.forms_owed):
            found.append(("forms_handed_in", gettext("More forms were handed in than were owed.")))
        if exceeds(self.forms_owed, self.forms_handed_in) and not self.shortfalls.strip():
            found.append(("shortfalls", gettext("A yearly form was missed: say why.")))
        return found

"""Part 3: what has been achieved in tens, hundreds and thousands (circular 六2)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from program.applications.models import Part
from program.applications.models.columns import Count, Figure, exceeds, within


class Achievements(Part):
    """Figures of the year of the data; nothing of a kind is 0, not empty."""

    demonstration_work = models.TextField(_("demonstration work so far"), max_length=1500)
    circular_projects = Count(_("circular transformation projects"), unit=_("projects"))
    green_factories = Count(_("green factories, national or provincial"), unit=_("firms"))
    supply_chains = Count(_("model enterprises of green supply chain management"), unit=_("firms"))
    leading_enterprises = Count(_("leading enterprises cultivated"), unit=_("firms"))
    research_centres = Count(_("green technology research and innovation centres"), unit=_("centres"))
    research_projects = Count(_("green technology R&D projects"), unit=_("projects"))
    patents = Count(_("invention patents for green technology granted"), unit=_("patents"))
    standards = Count(_("standards for green technology led or shared"), unit=_("standards"))
    incubators = Count(_("green incubators and maker spaces"), unit=_("incubators"))
    alliances = Count(_("green industry alliances"), unit=_("alliances"))
    events = Count(_("contests, matchmaking and roadshows held"), unit=_("events"))
    served_enterprises = Count(
        _("enterprises served in saving energy and cutting discharge"), unit=_("firms")
    )
    reduced_enterprises = Count(
        _("of which with a drop of discharge or energy of at least 15 per cent"), unit=_("firms")
    )
    audits = Count(_("cleaner production audits"), unit=_("firms"))
    energy_saved = Figure(_("energy saved a year"), unit=_("10,000 tce"), max_digits=9, decimal_places=2)
    co2_cut = Figure(_("CO2 cut a year"), unit=_("10,000 t"), max_digits=9, decimal_places=2)
    cod_cut = Figure(_("chemical oxygen demand cut a year"), unit=_("t"), max_digits=10, decimal_places=2)
    green_loans = Figure(
        _("green loans outstanding"), unit=_("100 million yuan"), max_digits=9, decimal_places=2
    )

    class Meta:
        verbose_name = _("achievements in tens, hundreds and thousands")
        constraints = [
            within("circular_projects", 0, 10_000, _("At most 10,000 circular transformation projects.")),
            within("green_factories", 0, 10_000, _("At most 10,000 green factories.")),
            within(
                "supply_chains",
                0,
                10_000,
                _("At most 10,000 model enterprises of green supply chain management."),
            ),
            within("leading_enterprises", 0, 10_000, _("At most 10,000 leading enterprises.")),
            within("research_centres", 0, 10_000, _("At most 10,000 research and innovation centres.")),
            within("research_projects", 0, 100_000, _("At most 100,000 R&D projects.")),
            within("patents", 0, 1_000_000, _("At most 1,000,000 patents.")),
            within("standards", 0, 100_000, _("At most 100,000 standards.")),
            within("incubators", 0, 10_000, _("At most 10,000 incubators and maker spaces.")),
            within("alliances", 0, 1_000, _("At most 1,000 alliances.")),
            within("events", 0, 10_000, _("At most 10,000 events.")),
            within("served_enterprises", 0, 1_000_000, _("At most 1,000,000 served enterprises.")),
            within(
                "reduced_enterprises", 0, 1_000_000, _("At most 1,000,000 enterprises with a measured drop.")
            ),
            within("audits", 0, 1_000_000, _("At most 1,000,000 audits.")),
            within(
                "energy_saved", 0, 100_000, _("Energy saved is given in 10,000 tce a year: at most 100,000.")
            ),
            within("co2_cut", 0, 100_000, _("The CO2 cut is given in 10,000 t a year: at most 100,000.")),
            within(
                "cod_cut",
                0,
                10_000_000,
                _("The cut of chemical oxygen demand is given in t a year: at most 10,000,000."),
            ),
            within(
                "green_loans", 0, 100_000, _("Green loans are given in 100 million yuan: at most 100,000.")
            ),
        ]

    def findings(self) -> list[tuple[str, Any]]:
        """The part is never more than the whole."""
        if exceeds(self.reduced_enterprises, self.served_enterprises):
            return [("reduced_enterprises", gettext("More enterprises show a drop than were served."))]
        return []

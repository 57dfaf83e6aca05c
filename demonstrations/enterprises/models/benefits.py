"""Part 4: what others have had of it."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from program.applications.models import Part, Row
from program.applications.models.columns import Count, Figure, Year, exceeds, within
from program.people.models import check_credit_code


class Benefits(Part):
    """Clients served with the technology in three years, and plans to spread it. Money in 10⁴ yuan."""

    clients_served = Count(_("clients served in three years"), unit=_("clients"))
    contracts = Figure(_("value of the contracts"), unit=_("10,000 yuan"), max_digits=13, decimal_places=2)
    energy_saved = Figure(_("energy saved at clients"), unit=_("tce"), max_digits=13, decimal_places=2)
    co2_cut = Figure(_("CO2 cut at clients"), unit=_("t"), max_digits=13, decimal_places=2)
    in_zones = models.TextField(_("use in national high-tech zones"), max_length=1000)
    spreading = models.TextField(_("how it will be spread"), max_length=1000)

    ROWS: ClassVar[dict[str, int]] = {"clients": 0}

    class Meta:
        verbose_name = _("benefit to others")
        constraints = [
            within("clients_served", 0, 1_000_000, _("At most 1,000,000 clients.")),
            within("contracts", 0, 1_000_000_000, _("Contracts are given in 10,000 yuan: at most 1,000,000,000.")),
            within("energy_saved", 0, 1_000_000_000, _("Energy saved is given in tce: at most 1,000,000,000.")),
            within("co2_cut", 0, 10_000_000_000, _("CO2 cut is given in t: at most 10,000,000,000.")),
        ]  # fmt: skip

    def findings(self) -> list[tuple[str, Any]]:
        """The clients listed are among those served, and their savings among all."""
        rows: Any = list(self.clients.all())
        found: list[tuple[str, Any]] = []
        if self.clients_served is not None and len(rows) > self.clients_served:
            found.append(("clients_served", gettext("More clients are listed than were served.")))
        if exceeds(sum((row.energy_saved or 0 for row in rows), 0), self.energy_saved):
            found.append(
                ("energy_saved", gettext("The clients listed saved more than all clients together."))
            )
        for row in rows:
            try:
                check_credit_code(row.credit_code)
            except ValidationError as wrong:
                found.append(("clients", f"{row.name}: {' '.join(wrong.messages)}"))
        return found  # fmt: skip


class Client(Row):
    """A client with what it saved in the year after."""

    part = models.ForeignKey(Benefits, models.CASCADE, related_name="clients")
    name = models.CharField(_("client"), max_length=120)
    credit_code = models.CharField(_("unified social credit code"), max_length=18)
    year = Year(_("year"))
    energy_saved = Figure(_("energy saved"), unit=_("tce"), max_digits=13, decimal_places=2)

    class Meta(Row.Meta):
        verbose_name = _("client")
        verbose_name_plural = pgettext_lazy("table", "clients")
        constraints = [
            within("year", 2010, 2035, _("The year of a client's project lies between 2010 and 2035.")),
            within("energy_saved", 0, 1_000_000_000, _("What a client saved is given in tce: at most 1,000,000,000.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

"""What a factor set may say, and where its two ways to measure an energy carrier disagree."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from program.indicators.models import CarrierFactor, FactorSet, GridFactor

GJ_A_TCE = Decimal("29.3076")
"""GJ in a tonne of coal equivalent; GB/T 2589."""
DISAGREEMENT = Decimal("0.03")


def by_heat(carrier: CarrierFactor) -> Decimal | None:
    """The tce factor that the carrier's heating value would give; none without one."""
    return None if carrier.ncv is None else carrier.ncv / GJ_A_TCE


def disagrees(carrier: CarrierFactor) -> bool:
    """Whether tce factor and heating value differ by more than 3 per cent: measured values are preferred."""
    other = by_heat(carrier)
    return other is not None and abs(other - carrier.tce) > DISAGREEMENT * carrier.tce


def factor_findings(
    factor_set: FactorSet, carriers: Iterable[CarrierFactor], grid: Iterable[GridFactor]
) -> list[tuple[str, str, str]]:
    """All that is wrong with a factor set: code of the carrier or year (none: the set), field, sentence."""
    found = [(one.code, field, sentence) for one in carriers for field, sentence in _of_carrier(one)]
    rows = list(grid)
    found += [(str(row.year), field, sentence) for row in rows for field, sentence in _of_year(row)]
    if not rows:
        found.append(("", "fixed_grid", _("At least one year has a grid factor.")))
    if not 0 < factor_set.fixed_grid <= 2:
        found.append(("", "fixed_grid", _("A grid factor lies between 0 and 2 tCO2/MWh.")))
    if not factor_set.fixed_grid_document.strip():
        found.append(("", "fixed_grid_document", _("Name the document.")))
    return found


def _of_carrier(one: CarrierFactor) -> Iterator[tuple[str, str]]:
    if one.tce <= 0:
        yield "tce", _("A tce factor is greater than zero.")
    if not one.tce_source.strip():
        yield "tce_source", _("Name the source.")
    if one.oxidation is not None and one.oxidation > 1:
        yield "oxidation", _("No more burns than there is: at most 1.")
    if one.by_grid and one.co2 is not None:
        yield "co2", _("Power takes the grid factor of its year.")
    product = one.product
    if product is not None and one.co2 != product:
        yield "co2", _("The three factors give %(product)s: this is what is applied.") % {"product": product}


def _of_year(row: GridFactor) -> Iterator[tuple[str, str]]:
    if not 0 < row.value <= 2:
        yield "value", _("A grid factor lies between 0 and 2 tCO2/MWh.")
    if not 0 < row.equivalent <= 10:
        yield "equivalent", _("The equivalent value lies between 0 and 10 tce/10⁴ kWh.")
    if not row.document.strip():
        yield "document", _("Name the document.")

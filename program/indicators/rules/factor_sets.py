"""What a factor set may say, and where its two ways to measure an energy carrier disagree."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from program.indicators.models import CarrierFactor, DataItem, EnergyLine, FactorSet, GridFactor
from program.indicators.models.sets import is_code
from program.indicators.rules.energy import DERIVED_UNITS
from program.indicators.rules.units import UNITS, unit_label

GJ_A_TCE = Decimal("29.3076")
"""GJ in a tonne of coal equivalent; GB/T 2589."""
DISAGREEMENT = Decimal("0.03")
MEASURED = ("mass", "volume", "power", "heat")
"""What can be measured of an energy carrier."""
POWER_UNIT = "10^4 kWh"


def by_heat(carrier: CarrierFactor) -> Decimal | None:
    """The tce factor that the carrier's heating value would give; none without one."""
    return None if carrier.ncv is None else carrier.ncv / GJ_A_TCE


def disagrees(carrier: CarrierFactor) -> bool:
    """Whether tce factor and heating value differ by more than 3 per cent: measured values are preferred."""
    other = by_heat(carrier)
    return other is not None and abs(other - carrier.tce) > DISAGREEMENT * carrier.tce


def declared_carriers() -> dict[str, str]:
    """Code → name of every carrier of which a quantity was declared: each later set has to know it. Two queries."""
    codes = set(EnergyLine.objects.order_by().values_list("carrier", flat=True).distinct())
    return {one.code: str(one) for one in CarrierFactor.objects.filter(code__in=codes).order_by("pk")}


def factor_findings(
    factor_set: FactorSet,
    carriers: Iterable[CarrierFactor],
    grid: Iterable[GridFactor],
    declared: Mapping[str, str],
) -> list[tuple[str, str, str]]:
    """All that is wrong with a factor set: code of the carrier or year (none: the set), field, sentence."""
    carriers = list(carriers)
    found = [(one.code, field, sentence) for one in carriers for field, sentence in _of_carrier(one)]
    there = {one.code for one in carriers}
    for code, name in declared.items():
        if code not in there:
            words = _("Quantities of %(carrier)s were declared: the set needs its factors. Add it.")
            found.append(("", "", words % {"carrier": name}))
    rows = list(grid)
    found += [(str(row.year), field, sentence) for row in rows for field, sentence in _of_year(row)]
    if not rows:
        found.append(("", "fixed_grid", _("At least one year has a grid factor.")))
    if not 0 < factor_set.fixed_grid <= 2:
        found.append(("", "fixed_grid", _("A grid factor lies between 0 and 2 tCO2/MWh.")))
    if not factor_set.fixed_grid_document.strip():
        found.append(("", "fixed_grid_document", _("Name the document.")))
    return found


def carrier_findings(one: CarrierFactor) -> list[tuple[str, str]]:
    """All that is wrong with a carrier that is to be added: field and sentence. Lines are pasted by code and by name."""
    found = list(_of_carrier(one))
    others: list[CarrierFactor | DataItem] = [*one.factor_set.carriers.all(), *DataItem.objects.all()]
    names = {name for other in others for name in (other.name_zh, other.name_en)}
    try:
        is_code(one.code)
    except ValidationError as error:
        found.append(("code", str(error.message)))
    if one.factor_set.carriers.filter(code=one.code).exists():
        found.append(("code", _("This energy carrier is in the factor set already.")))
    if one.code in DERIVED_UNITS or DataItem.objects.filter(code=one.code).exists():
        found.append(("code", _("This code belongs to a data item or a derived figure.")))
    found += [
        (field, _("Another carrier or data item has this name."))
        for field in ("name_zh", "name_en")
        if getattr(one, field) in names
    ]
    if one.unit not in UNITS or UNITS[one.unit][0] not in MEASURED:
        words = _("Quantities are declared in one of these units: %(units)s.")
        found.append(("unit", words % {"units": ", ".join(carrier_units())}))
    elsewhere = CarrierFactor.objects.filter(code=one.code).exclude(unit=one.unit).first()
    if elsewhere is not None:
        words = _("In %(version)s this carrier is declared in %(unit)s: quantities keep their unit.")
        told = {"version": elsewhere.factor_set.code, "unit": unit_label(elsewhere.unit)}
        found.append(("unit", words % told))
    return found


def carrier_units() -> list[str]:
    """The units in which a carrier can be declared."""
    return [unit_label(unit) for unit, (measured, _times) in UNITS.items() if measured in MEASURED]


def _of_carrier(one: CarrierFactor) -> Iterator[tuple[str, str]]:
    if one.tce <= 0:
        yield "tce", _("A tce factor is greater than zero.")
    if not one.tce_source.strip():
        yield "tce_source", _("Name the source.")
    if one.oxidation is not None and one.oxidation > 1:
        yield "oxidation", _("No more burns than there is: at most 1.")
    if one.by_grid and one.unit != POWER_UNIT:
        yield "unit", _("Power is declared in %(unit)s.") % {"unit": unit_label(POWER_UNIT)}
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

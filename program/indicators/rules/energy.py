"""From quantities to tce and CO2, line by line: GB/T 2589, and energy-related CO2 (能源活动二氧化碳). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from program.indicators.models import Use

ZERO = Decimal(0)
SIGN: Mapping[str, int] = {Use.SOLD: -1, Use.OWN: 0}
"""What is sold is subtracted; own secondary energy was counted when its fuel was. Everything else is added."""

COMPREHENSIVE_ENERGY = "comprehensive_energy"
EQUIVALENT = "comprehensive_energy_equivalent"
CO2, CO2_FIXED = "co2", "co2_fixed"
RENEWABLE = "renewable_energy"
FEEDSTOCK = "feedstock_energy"
DERIVED_UNITS: Mapping[str, str] = {
    COMPREHENSIVE_ENERGY: "tce", EQUIVALENT: "tce", CO2: "t", CO2_FIXED: "t", RENEWABLE: "tce", FEEDSTOCK: "tce",
}  # fmt: skip
"""What is derived of energy lines, and its unit."""


class Quantity(NamedTuple):
    """A declared line."""

    carrier: str
    use: str
    quantity: Decimal


@dataclass(frozen=True)
class Carrier:
    """One carrier's factors: tce and tCO2 a base unit (none: no factor known); power takes the grid's instead."""

    code: str
    unit: str
    tce: Decimal
    co2: Decimal | None
    by_grid: bool = False
    renewable: bool = False


@dataclass(frozen=True)
class Grid:
    """tCO2/MWh of a year, and tce/10⁴ kWh at the equivalent value."""

    value: Decimal
    equivalent: Decimal


@dataclass(frozen=True)
class Factors:
    """A factor set as the arithmetic needs it."""

    code: str
    carriers: Mapping[str, Carrier]
    grid: Mapping[int, Grid]
    fixed_grid: Decimal

    def grid_of(self, year: int) -> Grid | None:
        """The year's grid factor; of a year later than the last, the last one's, until a newer version says more."""
        if year in self.grid:
            return self.grid[year]
        earlier = [known for known in self.grid if known < year]
        return self.grid[max(earlier)] if earlier else None


MWH_IN_BASE_UNIT = Decimal(10)
"""MWh in 10⁴ kWh."""


@dataclass(frozen=True)
class Step:
    """One line's way into the sums. A factor that is none was not applied."""

    carrier: str
    use: str
    quantity: Decimal
    unit: str
    tce_factor: Decimal
    tce: Decimal
    co2_factor: Decimal | None
    co2: Decimal
    co2_fixed: Decimal


@dataclass(frozen=True)
class Energy:
    """Sums of one declaration, each with its steps. `gaps`: carriers whose CO2 could not be counted."""

    steps: list[Step]
    figures: dict[str, Decimal]
    gaps: list[str] = field(default_factory=list)


def derive(lines: Iterable[Quantity], year: int, factors: Factors) -> Energy:
    """All sums of a year's lines. KeyError where a carrier is not in the factor set: forms and imports refuse it before."""
    grid = factors.grid_of(year)
    figures = dict.fromkeys(DERIVED_UNITS, ZERO)
    steps, gaps = [], []
    for line in lines:
        carrier = factors.carriers[line.carrier]
        made = step(line, carrier, grid, factors.fixed_grid)
        steps.append(made)
        figures[COMPREHENSIVE_ENERGY] += made.tce
        figures[EQUIVALENT] += _equivalent(made, carrier, grid)
        figures[CO2] += made.co2
        figures[CO2_FIXED] += made.co2_fixed
        if carrier.renewable and line.use != Use.SOLD:
            figures[RENEWABLE] += made.tce
        if line.use == Use.FEEDSTOCK:
            figures[FEEDSTOCK] += made.tce
        if made.co2_factor is None and line.quantity and burns(line.use):
            gaps.append(line.carrier)
    return Energy(steps, figures, gaps)


def burns(use: str) -> bool:
    """Whether CO2 is counted for this use: feedstock burns nothing, own secondary energy did so as fuel."""
    return use not in (Use.FEEDSTOCK, Use.OWN)


def step(line: Quantity, carrier: Carrier, grid: Grid | None, fixed_grid: Decimal) -> Step:
    """quantity × factor, with the sign of its use."""
    signed = line.quantity * SIGN.get(line.use, 1)
    if carrier.by_grid:
        co2_factor = grid.value * MWH_IN_BASE_UNIT if grid else None
        fixed_factor: Decimal | None = fixed_grid * MWH_IN_BASE_UNIT
    else:
        co2_factor = fixed_factor = carrier.co2
    burnt = signed if burns(line.use) else ZERO
    return Step(
        line.carrier, line.use, line.quantity, carrier.unit, carrier.tce, signed * carrier.tce, co2_factor,
        burnt * co2_factor if co2_factor is not None else ZERO,
        burnt * fixed_factor if fixed_factor is not None else ZERO,
    )  # fmt: skip


def _equivalent(made: Step, carrier: Carrier, grid: Grid | None) -> Decimal:
    """Power at its equivalent value; everything else as it is."""
    if not carrier.by_grid or grid is None:
        return made.tce
    return made.quantity * SIGN.get(made.use, 1) * grid.equivalent

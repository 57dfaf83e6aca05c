"""计算过程: every line's way into the sums, with the document of each factor; now, or as it was frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from program.indicators import rules
from program.indicators.models import CarrierFactor, Declaration, Use
from program.indicators.rules import Known


@dataclass(frozen=True)
class CalculationStep:
    """quantity × factor = result, once for tce, once for CO2."""

    name: str
    use: str
    quantity: Decimal
    unit: str
    tce_factor: Decimal
    tce: Decimal
    tce_document: str
    co2_factor: Decimal | None
    co2: Decimal
    co2_fixed: Decimal
    co2_document: str


@dataclass(frozen=True)
class Calculation:
    """All sums of a declaration and what they rest on."""

    factor_set: str
    steps: list[CalculationStep]
    figures: Mapping[str, Decimal]
    value_added: Decimal | None
    grid: Decimal | None
    grid_document: str
    fixed_grid: Decimal
    fixed_document: str

    @property
    def intensity(self) -> Decimal | None:
        """tce per 10⁴ yuan; none without value added."""
        return self.per_value_added("comprehensive_energy")

    @property
    def carbon_intensity(self) -> Decimal | None:
        """tCO2 per 10⁴ yuan."""
        return self.per_value_added("co2")

    def per_value_added(self, code: str) -> Decimal | None:
        return self.figures[code] / self.value_added if self.value_added else None


def calculated(declaration: Declaration, known: Known) -> Calculation:
    """As the factors that hold now give it."""
    energy = rules.energy_of(declaration, known.factors)
    items: Any = declaration.items.all()
    added = next((row.value for row in items if row.item == "industrial_value_added"), None)
    steps = [
        {
            "carrier": step.carrier, "use": step.use, "quantity": step.quantity, "unit": step.unit,
            "tce_factor": step.tce_factor, "tce": step.tce, "co2_factor": step.co2_factor, "co2": step.co2,
            "co2_fixed": step.co2_fixed,
        }
        for step in energy.steps
    ]  # fmt: skip
    return calculation(known, declaration.year, steps, energy.figures, added)


def frozen(statement: Mapping[str, Any], known: Known) -> Calculation:
    """As it was handed in."""
    items = {row["item"]: row["value"] for row in statement["items"]}
    added = items.get("industrial_value_added")
    figures = {code: Decimal(value) for code, value in statement["derived"].items()}
    return calculation(
        known, statement["year"], statement["steps"], figures, None if added is None else Decimal(added)
    )


def calculation(
    known: Known,
    year: int,
    steps: list[dict[str, Any]],
    figures: Mapping[str, Decimal],
    value_added: Decimal | None,
) -> Calculation:
    factor_set = known.factor_set
    carriers = {row.code: row for row in factor_set.carriers.all()}
    grid = grid_of(known, year)
    document = grid.document if grid else ""
    return Calculation(
        factor_set=factor_set.code,
        steps=[step(known, carriers, row, document) for row in steps],
        figures=figures,
        value_added=value_added,
        grid=grid.value if grid else None,
        grid_document=document,
        fixed_grid=factor_set.fixed_grid,
        fixed_document=factor_set.fixed_grid_document,
    )


def grid_of(known: Known, year: int) -> Any:
    """The row of the grid factor that is applied to a year: `Factors.grid_of` with its document."""
    rows = {row.year: row for row in known.factor_set.grid.all()}
    earlier = [there for there in rows if there <= year]
    return rows[max(earlier)] if earlier else None


def step(
    known: Known, carriers: Mapping[str, CarrierFactor], row: Mapping[str, Any], grid_document: str
) -> CalculationStep:
    carrier = carriers[row["carrier"]]
    factor = row["co2_factor"]
    return CalculationStep(
        name=known.names.names[carrier.code],
        use=str(Use(row["use"]).label),
        quantity=Decimal(row["quantity"]),
        unit=rules.unit_label(row["unit"]),
        tce_factor=Decimal(row["tce_factor"]),
        tce=Decimal(row["tce"]),
        tce_document=carrier.tce_source,
        co2_factor=None if factor is None else Decimal(factor),
        co2=Decimal(row["co2"]),
        co2_fixed=Decimal(row["co2_fixed"]),
        co2_document=grid_document if carrier.by_grid else carrier.co2_source,
    )

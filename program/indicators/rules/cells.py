"""What stands in the cells of a declaration: now, or when it was handed in."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from program.indicators.models import Declaration
from program.indicators.rules.checks import Found, Rule
from program.indicators.rules.gathering import energy_place, item_place
from program.indicators.rules.reading import Cell

Cells = Mapping[tuple[str, int], Cell]
"""Place and month → what is declared there."""


def cells_of(declaration: Declaration) -> dict[tuple[str, int], Cell]:
    """What stands in a declaration; its lines and items may be prefetched."""
    lines: Any = declaration.lines.all()
    items: Any = declaration.items.all()
    found = [
        Cell(
            energy_place(line.carrier, line.use), line.quantity, "", line.month, line.torch_quantity,
            line.difference_note,
        )
        for line in lines
    ]  # fmt: skip
    found += [
        Cell(item_place(row.item), row.value, row.missing, 0, row.torch_value, row.difference_note)
        for row in items
    ]
    return {(cell.place, cell.month): cell for cell in found}


def cells_in(statement: Mapping[str, Any]) -> dict[tuple[str, int], Cell]:
    """What stood in it when it was handed in."""
    found = [
        Cell(
            energy_place(line["carrier"], line["use"]), figure(line["quantity"]), "", line["month"],
            figure(line["torch"]), line["note"],
        )
        for line in statement["lines"]
    ]  # fmt: skip
    found += [
        Cell(
            item_place(row["item"]),
            figure(row["value"]),
            row["missing"],
            0,
            figure(row["torch"]),
            row["note"],
        )
        for row in statement["items"]
    ]
    return {(cell.place, cell.month): cell for cell in found}


def figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def totals_of(cells: Cells) -> dict[str, Decimal]:
    """Place → figure of the year."""
    found: dict[str, Decimal] = {}
    for (place, _month), cell in cells.items():
        if cell.value is not None:
            found[place] = found.get(place, Decimal(0)) + cell.value
    return found


def judged_in(statement: Mapping[str, Any]) -> list[tuple[Found, str]]:
    """The findings as they were frozen, each with what was said of it."""
    return [
        (
            Found(
                Rule(one["rule"]), one["place"], Decimal(one["figure"]), figure(one.get("against")),
                figure(one.get("times")),
            ),
            one["explanation"],
        )
        for one in statement["findings"]
    ]  # fmt: skip

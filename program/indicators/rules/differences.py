"""Where two versions of a declaration differ, place by place."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from program.indicators.models import Missing
from program.indicators.rules.cells import Cells
from program.indicators.rules.entry import Known
from program.indicators.rules.units import unit_label


@dataclass(frozen=True)
class FigureChange:
    """A figure of the year, or why there is none, before and after."""

    name: str
    unit: str
    before: Decimal | str | None
    after: Decimal | str | None

    @property
    def per_cent(self) -> Decimal | None:
        if not isinstance(self.before, Decimal) or not isinstance(self.after, Decimal) or not self.before:
            return None
        return ((self.after / self.before - 1) * 100).quantize(Decimal("0.1"))


def figure_changes(known: Known, before: Cells, after: Cells) -> list[FigureChange]:
    """In the order of the catalogue: carriers, then items; a year's months are added up first."""
    old, new = dict(_said(before)), dict(_said(after))
    order = {code: number for number, code in enumerate((*known.catalogue.carriers, *known.catalogue.items))}
    places = sorted({*old, *new}, key=lambda place: (order.get(place.split(":")[1], len(order)), place))
    return [
        FigureChange(
            known.names.place(place), unit_label(known.names.unit(place)), old.get(place), new.get(place)
        )
        for place in places
        if old.get(place) != new.get(place)
    ]


def _said(cells: Cells) -> Iterator[tuple[str, Decimal | str]]:
    sums: dict[str, Decimal] = {}
    for (place, _month), cell in cells.items():
        if cell.value is not None:
            sums[place] = sums.get(place, Decimal(0)) + cell.value
        elif cell.missing:
            yield place, str(Missing(cell.missing).label)
    yield from sums.items()

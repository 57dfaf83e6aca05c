"""Cells are written into a declaration; what is not named stays as it is."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from program.indicators.models import Declaration, EnergyLine, ItemValue
from program.indicators.rules import LARGEST, Cell
from program.refusals import Refused


def enter(declaration: Declaration, cells: Iterable[Cell]) -> None:
    """Write each cell in the place of what stood there; an empty one takes it away. The last of two for one place counts."""
    assert connection.in_atomic_block
    given = {(cell.place, cell.month): cell for cell in cells}
    energy = [cell for cell in given.values() if cell.place.startswith("energy:")]
    items = [cell for cell in given.values() if cell.place.startswith("item:")]
    write_lines(declaration, energy)
    write_items(declaration, items)


def count_by(declaration: Declaration, *, by_month: bool) -> None:
    """Months become their sums, the figures of the Torch statistics with them; a year's quantity is taken away."""
    assert connection.in_atomic_block
    lines = list(declaration.lines.all())
    declaration.lines.all().delete()
    if by_month:
        return
    sums: dict[tuple[str, str], EnergyLine] = {}
    for line in lines:
        whole = sums.setdefault(
            (line.carrier, line.use),
            EnergyLine(declaration=declaration, carrier=line.carrier, use=line.use, quantity=Decimal(0)),
        )
        whole.quantity += line.quantity
        if line.torch_quantity is not None:
            whole.torch_quantity = (whole.torch_quantity or Decimal(0)) + line.torch_quantity
        whole.difference_note = whole.difference_note or line.difference_note
    if any(whole.quantity >= LARGEST or (whole.torch_quantity or 0) >= LARGEST for whole in sums.values()):
        raise Refused(_("The months add up to more than can be kept. Are the units right?"))
    EnergyLine.objects.bulk_create(sums.values())


def write_lines(declaration: Declaration, cells: Iterable[Cell]) -> None:
    known = {(line.carrier, line.use, line.month): line for line in declaration.lines.all()}
    fresh: list[EnergyLine] = []
    changed: list[EnergyLine] = []
    gone: list[int] = []
    for cell in cells:
        _energy, carrier, use = cell.place.split(":")
        line = known.get((carrier, use, cell.month))
        if cell.is_empty:
            gone += [line.pk] if line else []
            continue
        (changed if line else fresh).append(
            line := line or EnergyLine(declaration=declaration, carrier=carrier, use=use, month=cell.month)
        )
        line.quantity = cell.value if cell.value is not None else Decimal(0)
        line.torch_quantity, line.difference_note = cell.torch, cell.note
    EnergyLine.objects.filter(pk__in=gone).delete()
    EnergyLine.objects.bulk_create(fresh)
    EnergyLine.objects.bulk_update(changed, ["quantity", "torch_quantity", "difference_note"])


def write_items(declaration: Declaration, cells: Iterable[Cell]) -> None:
    known = {row.item: row for row in declaration.items.all()}
    fresh: list[ItemValue] = []
    changed: list[ItemValue] = []
    gone: list[int] = []
    for cell in cells:
        code = cell.place.removeprefix("item:")
        row = known.get(code)
        if cell.value is None and not cell.missing:
            gone += [row.pk] if row else []
            continue
        (changed if row else fresh).append(row := row or ItemValue(declaration=declaration, item=code))
        row.value, row.missing = cell.value, cell.missing
        row.torch_value, row.difference_note = cell.torch, cell.note
    ItemValue.objects.filter(pk__in=gone).delete()
    ItemValue.objects.bulk_create(fresh)
    ItemValue.objects.bulk_update(changed, ["value", "missing", "torch_value", "difference_note"])

"""Lines that were pasted or came out of a spreadsheet: code, quantity, unit, and perhaps Torch figure, note and month."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from program.figures import plain
from program.files.workbook import FORMULA
from program.indicators.models import Use
from program.indicators.rules.entry import Known
from program.indicators.rules.gathering import energy_place, item_place
from program.indicators.rules.reading import Cell, read_cell

MOST_LINES = 2000
MONTH = re.compile(r"0?([1-9]|1[0-2])月?")
COLUMNS = 6


@dataclass(frozen=True)
class LineError:
    """What is wrong in a line; lines are counted as they stand in the text or the spreadsheet."""

    number: int
    text: str
    sentence: str


@dataclass
class Pasted:
    """What lines would write; or why some would not."""

    cells: list[Cell] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)


def split(text: str) -> list[tuple[int, list[str]]]:
    """Numbered lines of cells: by tabs, or where there are none code, figure and unit by blanks."""
    rows = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if line.strip():
            rows.append((number, line.split("\t") if "\t" in line else line.split(maxsplit=2)))
    return rows


def read_lines(known: Known, rows: Iterable[tuple[int, Sequence[str]]], *, month: int = 0) -> Pasted:
    """Every line becomes a cell, or is named with a sentence. A figure given twice is wrong in the second place.

    `month`: of energy whose line names none; 0 where energy is entered by the year, and no line may name one.
    """
    found, seen = Pasted(), set()
    names = places_by_name(known)
    for count, (number, cells) in enumerate(rows, 1):
        text = " ".join(cell.strip() for cell in cells if cell.strip())[:80].replace(FORMULA, "=…")
        try:
            if count > MOST_LINES:
                raise ValidationError(_("At most %(count)d lines.") % {"count": MOST_LINES})
            cell = read_line(known, names, cells, month)
            if (cell.place, cell.month) in seen:
                raise ValidationError(_("This figure was given in an earlier row already."))
            seen.add((cell.place, cell.month))
            found.cells.append(cell)
        except ValidationError as error:
            found.errors.append(LineError(number, text, " ".join(error.messages)))
            if count > MOST_LINES:
                break
    return found


def read_line(known: Known, names: Mapping[str, str], cells: Sequence[str], month: int) -> Cell:
    given = [cell.strip() for cell in cells[:COLUMNS]]
    code, quantity, unit, torch, note, named = given + [""] * (COLUMNS - len(given))
    if any(FORMULA in cell for cell in given):
        raise ValidationError(_("There is a formula in this row. Paste its value instead."))
    place = names.get(code) or code
    if not place.startswith(("energy:", "item:")):
        raise ValidationError(
            _("There is no energy carrier and no data item “%(code)s”.") % {"code": code[:30]}
        )
    known.catalogue.unit(place)
    if not quantity:
        raise ValidationError(_("The figure is missing."))
    of_month = month_of(place, named, month)
    return read_cell(known.catalogue, place, quantity, unit=unit, month=of_month, torch=torch, note=note)


def month_of(place: str, named: str, month: int) -> int:
    """The month that a line names ("3", "3月"), else the one that is entered; of a data item, and by the year, none."""
    of_energy = place.startswith("energy:")
    if not named:
        return month if of_energy else 0
    if not of_energy:
        raise ValidationError(_("Only energy is declared by months: leave the month of this row empty."))
    if not month:
        raise ValidationError(
            _(
                "This declaration counts energy by the year. Leave the month empty, or enter energy by months first."
            )
        )
    found = MONTH.fullmatch(named)
    if found is None:
        raise ValidationError(_("A month is a number from 1 to 12."))
    return int(found[1])


def text_of(cell: Cell) -> str:
    """The figure of a cell, or the word for why there is none, as it would be typed."""
    return cell.missing if cell.value is None else plain(cell.value)


def torch_of(cell: Cell) -> str:
    return "" if cell.torch is None else plain(cell.torch)


def places_by_name(known: Known) -> dict[str, str]:
    """Code or name → place; a use other than production stands behind a colon: `electricity:sold`."""
    found: dict[str, str] = {}
    for code in known.catalogue.carriers:
        name = known.names.names.get(code, code)
        found[code] = found[name] = energy_place(code, Use.PRODUCTION)
        for use in Use:
            found[f"{code}:{use.value}"] = found[f"{name}:{use.label}"] = energy_place(code, use)
    for code in known.catalogue.items:
        found[code] = found[known.names.names.get(code, code)] = item_place(code)
    return found

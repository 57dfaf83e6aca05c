"""Declarations as spreadsheets: the template that goes out, the filled one that comes back."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from program.files.spreadsheet import rows_of_book, texts
from program.indicators.models import Declaration
from program.indicators.rules import Cell, Cells, GridLine
from program.refusals import Invalid

COLUMNS = 9
HEADS = 2
"""Rows above the first figure: what it is, and the heads of the columns."""
WIDTHS = (34, 30, 12, 16, 18, 16, 18, 30, 10)
MONTHS = range(1, 13)


def template(declaration: Declaration, lines: Iterable[GridLine], cells: Cells) -> bytes:
    """Codes, names, units and last year's figures; what is declared already stands in its place.

    Where energy is entered by months, a row for each month, and a column that names it.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Figures"))
    for column, width in zip("ABCDEFGHI", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "C3"
    title = f"{declaration.declarant} · {declaration.year}"
    hint = _("Fill in columns E, G and H. Figures only: no formulas, no unit. Rows may be left out.")
    if declaration.by_month:
        hint = f"{hint} {_('Column I names the month.')}"
    sheet.append(texts(sheet, [title, hint]))
    heads = [
        _("Code"), _("Carrier or item"), _("Unit"), _("Last year"), _("This year"), _("Reason where there is none"),
        _("Torch statistics"), _("Why they differ"),
    ]  # fmt: skip
    sheet.append(texts(sheet, [*heads, *([_("Month")] if declaration.by_month else [])], bold=True))
    for line in by_months(lines, cells) if declaration.by_month else lines:
        sheet.append(row(sheet, line))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def by_months(lines: Iterable[GridLine], cells: Cells) -> Iterator[GridLine]:
    """A line of energy for each month; last year's figure is one of a whole year, and stands beside none of them."""
    for line in lines:
        if line.is_item:
            yield line
            continue
        for month in MONTHS:
            cell = cells.get((line.place, month), Cell(line.place, month=month))
            yield replace(line, cell=cell, last=None)


def row(sheet: Any, line: GridLine) -> list[Any]:
    month = line.cell.month
    parts = (line.name, line.use, _("month %(number)d") % {"number": month} if month else "")
    known = [
        line.place,
        " · ".join(filter(None, parts)),
        line.unit,
        figure(line.last),
        figure(line.cell.value),
    ]
    beside = [str(line.missing_label), figure(line.cell.torch), line.cell.note]
    return texts(sheet, [*known, *beside, *([month] if month else [])])


def figure(value: Any) -> Any:
    """A number: a spreadsheet keeps all digits that a figure may have."""
    return None if value is None else float(value)


def filled(content: bytes) -> list[tuple[int, list[str]]]:
    """Rows of a filled template as lines of code, figure, unit, Torch figure, note, month; `Invalid`: why the file is none."""
    found = rows_of_book(content, columns=COLUMNS)
    rows = [(number, as_line(cells)) for number, cells in found if not is_head(number, cells)]
    given = [(number, cells) for number, cells in rows if cells[1] or cells[3] or cells[4]]
    if not given:
        raise Invalid(
            _("No figure was found. Fill in column E of the template, below its heads."), field="file"
        )
    return given


def is_head(number: int, cells: list[str]) -> bool:
    return number <= HEADS and not cells[0].startswith(("energy:", "item:"))


def as_line(cells: list[str]) -> list[str]:
    """Code, name, unit, last year, figure, reason, Torch figure, note, month → code, figure or reason, unit, Torch figure …"""
    code, _name, unit, _last, value, reason, torch, note, month = (cells + [""] * COLUMNS)[:COLUMNS]
    return [code, value or reason, unit, torch, note, month]

"""Tables that leave as spreadsheets and come back filled: nothing in them runs, here or where somebody opens them."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from program.figures import plain
from program.files.confined import Confined, Ended
from program.files.models import MediaType
from program.files.rules import examine
from program.files.rules.contents import PROBLEMS
from program.files.workbook import CHARACTERS, ROWS, one_line
from program.refusals import Invalid

SECONDS = 15
TITLE = 31
"""Characters of the name of a sheet."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CSV_BYTES = 2 * 1024 * 1024
ENCODINGS = ("utf-8-sig", "gb18030")
"""In which spreadsheets in China save CSV: with the mark of UTF-8, or as they did before."""
Rows = list[tuple[int, list[str]]]
"""Rows as they are numbered in the file, the first being 1; empty ones are left out."""
_reader = Confined("program.files.workbook", seconds=SECONDS, children=1)


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is written behind a quote."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def escaped(cell: object) -> str:
    """The same for CSV, where all is text; a negative figure stays one."""
    text = str(cell)
    is_figure = text[:1] == "-" and text[1:].replace(".", "", 1).isdigit()
    return text if is_figure else str(harmless(text))


def unquoted(text: str) -> str:
    """The quote by which a text that looks like a formula was made harmless is not part of it."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_STARTS) else text


def texts(sheet: Any, values: Iterable[Any], *, bold: bool = False) -> list[Any]:
    """A row of a sheet that is only written. Texts are written as texts: none of them becomes a formula."""
    cells = []
    for value in map(harmless, values):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True)
        cells.append(cell)
    return cells


def write_table(
    target: Path | IO[bytes], form: str, title: str, heads: Sequence[str], rows: Iterable[Iterable[Any]]
) -> None:
    """A table as xlsx or CSV, row after row: however long it is, it is never whole in the memory."""
    if form == "xlsx":
        write_book(target, title, heads, rows)
    elif isinstance(target, Path):
        with target.open("wb") as opened:
            write_csv(opened, heads, rows)
    else:
        write_csv(target, heads, rows)


def write_book(
    target: Path | IO[bytes], title: str, heads: Sequence[str], rows: Iterable[Iterable[Any]]
) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:TITLE])
    for place, head in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(12, 2 * len(head))
    sheet.freeze_panes = "B2"
    sheet.append(texts(sheet, heads, bold=True))
    for row in rows:
        sheet.append(texts(sheet, row))
    book.save(target)


def write_csv(target: IO[bytes], heads: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    """With the mark by which spreadsheets in China know UTF-8."""
    text = TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(map(escaped, heads))
    for row in rows:
        writer.writerow(
            "" if cell is None else plain(cell) if isinstance(cell, Decimal) else escaped(cell)
            for cell in row
        )
    text.flush()
    text.detach()


def rows_of_book(content: bytes, *, columns: int, characters: int = CHARACTERS) -> Rows:
    """The rows of the first sheet of an xlsx, each of so many columns; `Invalid`: why the file is none."""
    try:
        facts, _blobs = _reader.ask({"columns": columns, "characters": characters}, [content])
    except Ended as ended:
        raise Invalid(PROBLEMS["too_hard"], field="file") from ended
    if "problem" in facts:
        raise Invalid(PROBLEMS[facts["problem"]], field="file")
    if facts["beyond"]:
        raise Invalid(_("This spreadsheet has more than %(count)d rows.") % {"count": ROWS}, field="file")
    return [(number, [unquoted(cell) for cell in cells]) for number, cells in facts["rows"]]


def rows_of_upload(upload: "UploadedFile[bytes]", *, columns: int, characters: int = CHARACTERS) -> Rows:
    """The same of an xlsx or of a CSV; which of them it is, its content says. Neither is kept."""
    if not (upload.name or "").lower().endswith(".csv"):
        content = examine(upload, {MediaType.XLSX}).content
        return rows_of_book(content, columns=columns, characters=characters)
    upload.seek(0)
    content = upload.read(CSV_BYTES + 1)
    if len(content) > CSV_BYTES:
        raise Invalid(_("This CSV is too large: hand it in as several files."), field="file")
    try:
        lines = list(csv.reader(StringIO(decoded(content), newline=""), strict=True))
    except csv.Error as error:
        raise Invalid(_("This CSV cannot be read. Save it again, or as xlsx."), field="file") from error
    if len(lines) > ROWS:
        raise Invalid(_("This spreadsheet has more than %(count)d rows.") % {"count": ROWS}, field="file")
    rows = [
        (number, [unquoted(one_line(cell)[:characters].strip()) for cell in cells[:columns]])
        for number, cells in enumerate(lines, 1)
    ]
    return [(number, cells + [""] * (columns - len(cells))) for number, cells in rows if any(cells)]


def decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Invalid(_("This CSV cannot be read. Save it again, or as xlsx."), field="file")

"""The child that reads filled templates: rows of text, nothing computed, nothing trusted.

`python -m program.files.workbook`; imports no Django. What is packed too big, carries macros or leads elsewhere was
refused before (`program.files.examine.office`); here only so many rows and columns are read, and a formula is never
taken for its value: the cell then holds a mark instead.
"""

import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from program.files.confined import Message, Work, serve
from program.files.examine.office import UNREADABLE, examine_xlsx
from program.files.examine.unfit import Unfit

ROWS, CHARACTERS = 2000, 400
"""What is read of a sheet, and of a cell unless more is asked for; rows that lie beyond are said (`beyond`) and not read."""
FIGURE = 50
"""Digits before or behind the point beyond which a number stays in its exponent, and is refused where figures are read."""
FORMULA = "\x1b"
"""Stands in the place of a cell that holds a formula."""


def read(facts: dict[str, Any], blobs: list[bytes]) -> Message:
    """The first sheet as rows of so many `columns` of text, with their numbers; or the code of a problem."""
    characters = facts.get("characters", CHARACTERS)
    try:
        content = examine_xlsx(blobs[0])
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows, beyond = [], False
        for number, row in enumerate(sheet.iter_rows(max_col=facts["columns"]), 1):
            if number > ROWS:
                beyond = True
                break
            cells = [written(cell, characters) for cell in row]
            if any(cells):
                rows.append([number, cells])
    except Unfit as unfit:
        return {"problem": unfit.code}, []
    except (*UNREADABLE, TypeError, AttributeError, IndexError, ArithmeticError, SyntaxError):
        return {"problem": "office_unreadable"}, []
    return {"rows": rows, "beyond": beyond}, []


def written(cell: Any, characters: int) -> str:
    """A cell as somebody would type it: figures plain, with the 15 significant digits that a spreadsheet keeps."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return FORMULA
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return figure(value)
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return str(value)
    return one_line(str(value))[:characters]


def one_line(text: str) -> str:
    return text.replace(FORMULA, "").replace("\t", " ").replace("\n", " ").replace("\r", " ")


def figure(value: float) -> str:
    """12345678.9 and not 1.23456789E7; what is no number stays one word, and is refused where figures are read."""
    exact = Decimal(f"{value:.15g}")
    if not exact.is_finite() or abs(exact.adjusted()) > FIGURE:
        return str(exact)
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def prepare() -> Work:
    return read


if __name__ == "__main__":
    serve(prepare)

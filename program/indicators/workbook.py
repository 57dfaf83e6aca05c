"""The child that reads filled templates: rows of text, nothing computed, nothing trusted.

`python -m program.indicators.workbook`; imports no Django. What is packed too big, carries macros or leads elsewhere was
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

ROWS, COLUMNS, CHARACTERS = 2000, 9, 400
"""What is read of a sheet; what lies beyond is said (`beyond`) and not read."""
FORMULA = "\x1b"


def read(facts: dict[str, Any], blobs: list[bytes]) -> Message:
    """The first sheet as rows of text, with their numbers; or the code of a problem."""
    try:
        content = examine_xlsx(blobs[0])
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows, beyond = [], False
        for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS), 1):
            if number > ROWS:
                beyond = True
                break
            cells = [written(cell) for cell in row]
            if any(cells):
                rows.append([number, cells])
    except Unfit as unfit:
        return {"problem": unfit.code}, []
    except (*UNREADABLE, TypeError, AttributeError, IndexError, ArithmeticError, SyntaxError):
        return {"problem": "office_unreadable"}, []
    return {"rows": rows, "beyond": beyond}, []


def written(cell: Any) -> str:
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
    return (
        str(value).replace(FORMULA, "").replace("\t", " ").replace("\n", " ").replace("\r", " ")[:CHARACTERS]
    )


def figure(value: float) -> str:
    """12345678.9 and not 1.23456789E7; what is no number stays one word, and is refused where figures are read."""
    exact = Decimal(f"{value:.15g}")
    if not exact.is_finite() or abs(exact.adjusted()) > CHARACTERS // 8:
        return str(exact)
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def prepare() -> Work:
    return read


if __name__ == "__main__":
    serve(prepare)

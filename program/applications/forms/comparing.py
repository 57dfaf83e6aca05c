"""Where two texts of one page differ: what was saved elsewhere, and what stands on the page."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from program.applications.forms.parts import DraftForm, PartForm, RowForm, Rows
from program.applications.models import Part
from program.applications.rules import NOTHING, columns, head, shown, tables, written_value
from program.people.autosave import Difference

Column = models.Field[Any, Any]


def differences(form: PartForm, stored: Part) -> list[Difference]:
    """Field by field, then row by row, where a bound form says something else than what is stored."""
    form.is_valid()
    found = list(between(form, stored))
    for table in form.tables:
        if table.management_form.is_valid():  # a page of another shape would leave the rows alone
            found += in_rows(table, tables(stored)[str(table.prefix)])
    return found


def between(form: DraftForm, stored: models.Model, row: str = "") -> Iterator[Difference]:
    """The columns of a part, or of a row, that differ."""
    for column in columns(type(stored)):
        theirs, field = getattr(stored, column.attname), head(column).label
        if differs(form, column, theirs):
            label = _("%(row)s: %(field)s") % {"row": row, "field": field} if row else field
            yield Difference(label, read(column, theirs), typed(form, column))


def differs(form: DraftForm, column: Column, theirs: Any) -> bool:
    """As values: 414 is 414.00, and a line may end either way. What is not valid differs from everything."""
    if column.name not in form.cleaned_data:
        return True
    mine = column.to_python(form.cleaned_data[column.name])
    if isinstance(mine, str) and isinstance(theirs, str):
        return mine.splitlines() != theirs.splitlines()
    return bool(mine != theirs)


def typed(form: DraftForm, column: Column) -> str:
    """What a field of the page says: as it would read, or as it was typed where that is not valid."""
    if column.name in form.cleaned_data:
        return read(column, column.to_python(form.cleaned_data[column.name]))
    return str(form[column.name].value() or NOTHING)


def read(column: Column, value: Any) -> str:
    return shown(column, written_value(value))


def in_rows(table: Rows, stored: Sequence[models.Model]) -> Iterator[Difference]:
    """Rows are held against each other by their place; a row that one side lacks is one difference."""
    kept: list[RowForm] = [row for row in table.forms if not (row.is_blank or row.is_gone)]
    for number, (mine, theirs) in enumerate(zip_longest(kept, stored), 1):
        row = _("%(table)s, row %(number)s") % {"table": table.title, "number": number}
        if mine is None:
            cells = (read(column, getattr(theirs, column.attname)) for column in columns(type(theirs)))
            yield Difference(row, in_one_line(cells), NOTHING)
        elif theirs is None:
            cells = (typed(mine, column) for column in columns(mine._meta.model))
            yield Difference(row, NOTHING, in_one_line(cells))
        else:
            yield from between(mine, theirs, row)


def in_one_line(cells: Iterable[str]) -> str:
    return " · ".join(cell for cell in cells if cell != NOTHING)

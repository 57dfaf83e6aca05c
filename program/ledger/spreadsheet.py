"""The ledger as a file: the template that goes out, the list as xlsx and CSV."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from program import clock
from program.files.spreadsheet import texts
from program.ledger import rules
from program.ledger.importing import COLUMNS
from program.ledger.models import Clause

WIDTHS = (12, 22, 34, 50, 8, 14, 14, 12, 14, 24, 14, 34)


def template() -> bytes:
    """The heads on the first sheet; on the second what the clauses and the kinds of work are called."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Work ledger"))
    for column, width in zip("ABCDEFGHIJKL", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    sheet.append(texts(sheet, [str(label) for _name, label in COLUMNS], bold=True))
    known = book.create_sheet(_("Clauses and kinds of work"))
    for column, width in zip("ABC", (24, 60, 40), strict=True):
        known.column_dimensions[column].width = width
    known.append(texts(known, [_("Clause"), _("Title"), _("Kinds of work that it names")], bold=True))
    for clause in Clause:
        kinds = _(", ").join(str(kind.label) for kind in rules.CLAUSES[clause].kinds)
        known.append(texts(known, [clause.mark, str(clause.label), kinds]))
    known.append([])
    known.append(texts(known, [_("Kind of work"), _("Unit of measure"), _("Evidence")], bold=True))
    for kind, asks in rules.KINDS.items():
        wanted = _("required") if asks.evidence else ""
        known.append(texts(known, [str(kind.label), str(asks.unit.label) if asks.unit else "", wanted]))
    return saved(book)


def heads() -> list[str]:
    return [
        _("Number"), _("Zone code"), _("Zone"), _("Clause"), _("Title of the clause"), _("Kind of work"),
        _("Name of the work"), _("Account of the work"), _("Year"), _("Date"), _("Until"), _("Figure"), _("Unit of measure"),
        _("Unit in charge"), _("Person in charge"), _("Partner organisations"), _("Evidence"), _("State"), _("Submitted"),
        _("Checked"),
    ]  # fmt: skip


def cells(entry: Any) -> list[Any]:
    """One row; `evidence` is annotated."""
    clause = Clause(entry.clause)
    return [
        entry.number, entry.zone.code if entry.zone else "", entry.whose, clause.mark, str(clause.label),
        entry.get_kind_display(), entry.title, entry.description, entry.year, day(entry.since), day(entry.until),
        entry.figure, entry.get_unit_display() if entry.unit else "", entry.owner_unit, entry.owner_person,
        entry.partners, entry.evidence, entry.get_state_display(), moment(entry.submitted_at), moment(entry.checked_at),
    ]  # fmt: skip


def saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def day(value: Any) -> str:
    return f"{value:%Y-%m-%d}" if value else ""


def moment(value: Any) -> str:
    """By the clock on the wall in Beijing."""
    return f"{value.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}" if value else ""

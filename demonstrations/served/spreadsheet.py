"""Records as a file: the template that goes out, and the rows of the list."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from demonstrations.served.importing import labels
from demonstrations.served.models import OutputKind, Service
from program import clock
from program.files.spreadsheet import texts
from program.indicators.models import PriceBase


def template() -> bytes:
    """The heads on the first sheet; on the second what services, outputs and price bases are called."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Service records"))
    for column in range(1, len(labels()) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 22 if column < 6 else 14
    sheet.freeze_panes = "C2"
    sheet.append(texts(sheet, labels(), bold=True))
    known = book.create_sheet(_("Words"))
    for title, words in (
        (_("Kind of service"), Service), (_("Kind of output"), OutputKind), (_("Price base"), PriceBase),
    ):  # fmt: skip
        known.append(texts(known, [title], bold=True))
        for each in words:
            known.append(texts(known, [str(each.label)]))
    known.append(texts(known, [_("Figures")], bold=True))
    known.append(
        texts(
            known,
            [_("Write “declared” to take both years from the accepted declarations; else both figures.")],
        )
    )
    return saved(book)


def heads() -> list[str]:
    return [
        _("Number"), _("Zone code"), _("Zone"), _("Enterprise"), _("Credit code"), _("Provider"), _("Kind of service"),
        _("Baseline year"), _("Result year"), _("State"), _("Fell most"), _("by per cent"), _("Submitted"), _("Checked"),
    ]  # fmt: skip


def cells(record: Any) -> list[Any]:
    best = record.calculation.best if hasattr(record, "calculation") else None
    return [
        record.number, record.zone.code, record.zone.name, record.enterprise.name, record.enterprise.credit_code,
        record.provider.name if record.provider else "", record.get_service_display(), record.baseline_year,
        record.result_year, record.get_state_display(), str(best[0].label) if best else "", best[1] if best else None,
        moment(record.submitted_at), moment(record.checked_at),
    ]  # fmt: skip


def saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def moment(value: Any) -> str:
    """By the clock on the wall in Beijing."""
    return f"{value.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}" if value else ""

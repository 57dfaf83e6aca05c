"""A ranking run as a spreadsheet: enough to recount every figure by hand."""

import json
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from program import clock
from program.calls.models import Criterion
from program.reviews.models import RankingRun, Score, ScoreSheet


def workbook(run: RankingRun, *, named: bool) -> bytes:
    """Three sheets: the ranking, every counted sheet with its scores, and how it was computed."""
    book = Workbook(write_only=True)
    criteria = list(Criterion.objects.filter(rubric=run.round.call.rubric_id))
    fill(book.create_sheet(_("Ranking")), ranking_rows(run))
    fill(book.create_sheet(_("Score sheets")), sheet_rows(run, criteria, named=named))
    fill(book.create_sheet(_("Method")), method_rows(run, criteria))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def fill(sheet: Any, rows: Iterable[Iterable[Any]]) -> None:
    """Texts are written as texts: none of them becomes a formula."""
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)


def ranking_rows(run: RankingRun) -> Iterable[list[Any]]:
    yield [
        _("Rank"),
        _("Number"),
        _("Zone"),
        _("Province"),
        _("Sheets"),
        _("Final score"),
        _("Spread"),
        _("Standard error"),
    ]
    for line in run.lines.select_related("application__zone", "application__applicant"):
        case = line.application
        figures = [line.counted, line.score, line.spread, line.standard_error]
        yield [line.rank, case.number, case.subject.name_zh, case.zone.get_province_display(), *figures]


def sheet_rows(run: RankingRun, criteria: list[Criterion], *, named: bool) -> Iterable[list[Any]]:
    """From the run's own inputs, not from what counts today. Experts by name, or numbered in the order of their sheets."""
    yield [_("Number"), _("Expert"), *(str(criterion) for criterion in criteria), _("Total")]
    cases: dict[str, list[dict[str, Any]]] = json.loads(run.inputs)
    sheets = ScoreSheet.objects.filter(
        pk__in=[entry["sheet"] for entries in cases.values() for entry in entries]
    )
    experts = {
        sheet.pk: sheet.assignment.expert
        for sheet in sheets.select_related("assignment__expert__user").order_by("pk")
    }
    numbers: dict[int, int] = {}
    for expert in experts.values():
        numbers.setdefault(expert.pk, len(numbers) + 1)
    marks = {
        (score.sheet_id, score.criterion_id): score.value for score in Score.objects.filter(sheet__in=experts)
    }
    totals = {sheet.pk: sheet.total for sheet in sheets}
    for number, entries in sorted(cases.items()):
        for entry in entries:
            pk = entry["sheet"]
            expert = experts[pk]
            who = expert.user.name if named else _("Expert %(number)s") % {"number": numbers[expert.pk]}
            yield [number, who, *(marks.get((pk, criterion.pk)) for criterion in criteria), totals[pk]]


def method_rows(run: RankingRun, criteria: list[Criterion]) -> Iterable[list[Any]]:
    yield [_("Method"), run.get_method_display()]
    yield [_("Highest and lowest score dropped from this many sheets on"), run.parameters["trim_from"]]
    yield [_("Made at"), f"{run.made_at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M:%S}"]
    yield [_("Inputs (sha256)"), run.inputs_sha256]
    yield from (
        [_("Weight of %(criterion)s") % {"criterion": criterion}, criterion.weight] for criterion in criteria
    )

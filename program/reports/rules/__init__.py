"""Pure questions about reports."""

from program.reports.rules.content import content, frozen, plan_of, sealed
from program.reports.rules.drafts import (
    ReportMoves,
    ReportState,
    ToDo,
    accepted_last,
    is_published,
    last_year,
    public_part,
    remarks_on,
    report_moves,
    returned_before,
    saves,
    state_of,
    submits_for,
    task_results,
    texts,
    to_do,
    version_before,
    writes_for,
)
from program.reports.rules.opening import opened
from program.reports.rules.reading import Reading, Shown

__all__ = [
    "Reading",
    "ReportMoves",
    "ReportState",
    "Shown",
    "ToDo",
    "accepted_last",
    "content",
    "frozen",
    "is_published",
    "last_year",
    "opened",
    "plan_of",
    "public_part",
    "remarks_on",
    "report_moves",
    "returned_before",
    "saves",
    "sealed",
    "state_of",
    "submits_for",
    "task_results",
    "texts",
    "to_do",
    "version_before",
    "writes_for",
]

"""年度报告: the yearly reports of a zone, version by version, with their chapters and tasks."""

from program.reports.models.pieces import CHAPTERS, OF_FIGURES, PIECES, Asked, Piece, TaskState
from program.reports.models.reports import Report, ReportQuerySet, ReportTask, Section

__all__ = [
    "CHAPTERS",
    "OF_FIGURES",
    "PIECES",
    "Asked",
    "Piece",
    "Report",
    "ReportQuerySet",
    "ReportTask",
    "Section",
    "TaskState",
]

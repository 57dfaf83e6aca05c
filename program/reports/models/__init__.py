"""年度报告: the yearly reports of a zone, version by version, with their chapters and tasks."""

from program.reports.models.pieces import CHAPTERS, PIECES, Asked, Piece, TaskState
from program.reports.models.reports import Report, ReportQuerySet, ReportTask, Section

__all__ = [
    "CHAPTERS",
    "PIECES",
    "Asked",
    "Piece",
    "Report",
    "ReportQuerySet",
    "ReportTask",
    "Section",
    "TaskState",
]

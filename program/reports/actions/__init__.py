"""The verbs of reports."""

from program.reports.actions.checking import accept, send_back
from program.reports.actions.handing_in import hand_in
from program.reports.actions.prints import keep_print, keep_publication
from program.reports.actions.writing import Told, begin, discard, write, write_tasks

__all__ = [
    "Told",
    "accept",
    "begin",
    "discard",
    "hand_in",
    "keep_print",
    "keep_publication",
    "send_back",
    "write",
    "write_tasks",
]

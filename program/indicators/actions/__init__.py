"""What is done with declared figures. Each verb: lock, ask again, write, one journal line."""

from program.indicators.actions.checking import accept, decline_reopening, remind, reopen, return_
from program.indicators.actions.declaring import (
    ask_reopening,
    begin,
    count_by,
    enter,
    explain,
    recall,
    submit,
)
from program.indicators.actions.importing import Import, Row, RowError, import_figures

__all__ = [
    "Import",
    "Row",
    "RowError",
    "accept",
    "ask_reopening",
    "begin",
    "count_by",
    "decline_reopening",
    "enter",
    "explain",
    "import_figures",
    "recall",
    "remind",
    "reopen",
    "return_",
    "submit",
]

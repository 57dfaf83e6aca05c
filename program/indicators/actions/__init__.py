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
from program.indicators.actions.evidence import attach_evidence, take_evidence_off
from program.indicators.actions.importing import Import, Row, RowError, import_figures
from program.indicators.actions.items import add_item, change_item
from program.indicators.actions.versions import (
    add_carrier,
    add_indicator,
    change_factors,
    change_indicator,
    change_set,
    draft_factors,
    draft_set,
    remove_carrier,
    remove_indicator,
    sign,
)

__all__ = [
    "Import",
    "Row",
    "RowError",
    "accept",
    "add_carrier",
    "add_indicator",
    "add_item",
    "ask_reopening",
    "attach_evidence",
    "begin",
    "change_factors",
    "change_indicator",
    "change_item",
    "change_set",
    "count_by",
    "decline_reopening",
    "draft_factors",
    "draft_set",
    "enter",
    "explain",
    "import_figures",
    "recall",
    "remind",
    "remove_carrier",
    "remove_indicator",
    "reopen",
    "return_",
    "sign",
    "submit",
    "take_evidence_off",
]

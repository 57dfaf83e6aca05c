"""Pages of the case file, in the order of its life."""

from program.applications.views.again import handover, handovers, reopen, undo_check
from program.applications.views.checking import (
    accept,
    ask_correction,
    assign,
    check,
    close_unrecommended,
    confirm_page,
    lapse_correction,
    not_accept,
    page,
    reject_page,
)
from program.applications.views.comparing import comparison, versions
from program.applications.views.handing import abandon, answers, recall, seal, submit, version
from program.applications.views.listing import applications, export
from program.applications.views.measuring import indicators, self_test
from program.applications.views.queue import queue
from program.applications.views.recommending import recommend, refuse, return_for_change
from program.applications.views.writing import attachments, corrections, detach, part, start, start_firm

__all__ = [
    "abandon",
    "accept",
    "answers",
    "applications",
    "ask_correction",
    "assign",
    "attachments",
    "check",
    "close_unrecommended",
    "comparison",
    "confirm_page",
    "corrections",
    "detach",
    "export",
    "handover",
    "handovers",
    "indicators",
    "lapse_correction",
    "not_accept",
    "page",
    "part",
    "queue",
    "recall",
    "recommend",
    "refuse",
    "reject_page",
    "reopen",
    "return_for_change",
    "seal",
    "self_test",
    "start",
    "start_firm",
    "submit",
    "undo_check",
    "version",
    "versions",
]

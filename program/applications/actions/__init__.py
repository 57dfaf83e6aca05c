"""The verbs on a case file, in the order of its life."""

from program.applications.actions.again import hand_over, reopen, undo_check
from program.applications.actions.checking import (
    accept,
    ask_correction,
    assign_clerk,
    confirm_sealed_page,
    lapse_correction,
    not_accept,
    reject_sealed_page,
)
from program.applications.actions.drafting import (
    answer_corrections,
    attach,
    detach,
    follow_limit,
    save_part,
    start,
)
from program.applications.actions.recommending import (
    Place,
    close_unrecommended,
    recommend,
    recommend_together,
    refuse_recommendation,
    return_for_change,
)
from program.applications.actions.submitting import abandon, hand_in_sealed_page, lapse_draft, recall, submit

__all__ = [
    "Place",
    "abandon",
    "accept",
    "answer_corrections",
    "ask_correction",
    "assign_clerk",
    "attach",
    "close_unrecommended",
    "confirm_sealed_page",
    "detach",
    "follow_limit",
    "hand_in_sealed_page",
    "hand_over",
    "lapse_correction",
    "lapse_draft",
    "not_accept",
    "recall",
    "recommend",
    "recommend_together",
    "refuse_recommendation",
    "reject_sealed_page",
    "reopen",
    "return_for_change",
    "save_part",
    "start",
    "submit",
    "undo_check",
]

"""The verbs from the draft of a batch to the letter, in the order of a case's life."""

from program.decisions.actions.batches import (
    Change,
    Seat,
    change_items,
    discard_batch,
    draft_batch,
    prepare_batch,
    record_meeting,
    return_batch,
)
from program.decisions.actions.closing import close_groundless
from program.decisions.actions.documents import (
    discard_document,
    enter_document,
    keep_letter,
    publish,
    sign_document,
    tell_result,
)
from program.decisions.actions.objecting import Objector, confirm_objection, object_to
from program.decisions.actions.objections import (
    accept_objection,
    dismiss_objection,
    recount_objection,
    refuse_objection,
    uphold_objection,
)
from program.decisions.actions.reserves import draft_reconsideration, promote_reserve, release_reserves
from program.decisions.actions.signing import carry, finish, keep_notice, recount_notice, sign_batch
from program.decisions.actions.terms import expire, remind_of_term
from program.decisions.actions.withdrawing import (
    WITHDRAWING_STAGES,
    ask_withdrawal,
    decline_withdrawal,
    grant_withdrawal,
)

__all__ = [
    "WITHDRAWING_STAGES",
    "Change",
    "Objector",
    "Seat",
    "accept_objection",
    "ask_withdrawal",
    "carry",
    "change_items",
    "close_groundless",
    "confirm_objection",
    "decline_withdrawal",
    "discard_batch",
    "discard_document",
    "dismiss_objection",
    "draft_batch",
    "draft_reconsideration",
    "enter_document",
    "expire",
    "finish",
    "grant_withdrawal",
    "keep_letter",
    "keep_notice",
    "object_to",
    "prepare_batch",
    "promote_reserve",
    "publish",
    "record_meeting",
    "recount_notice",
    "recount_objection",
    "refuse_objection",
    "release_reserves",
    "remind_of_term",
    "return_batch",
    "sign_batch",
    "sign_document",
    "tell_result",
    "uphold_objection",
]

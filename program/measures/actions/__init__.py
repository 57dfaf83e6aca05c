"""Verbs on leads, measures and rectification."""

from program.measures.actions.deciding import (
    appeal,
    discard_reversal,
    dismiss_appeal,
    draft_letter,
    draft_reversal,
    sign,
    sign_reversal,
)
from program.measures.actions.leads import Accident, dismiss, record, verify
from program.measures.actions.measures import (
    Against,
    Terms,
    against_zone,
    announce,
    change,
    decide,
    defend,
    discard_decision,
    draft,
    drop,
)
from program.measures.actions.rectifying import (
    Finding,
    Written,
    cancel,
    check,
    extend,
    hand_in,
    recount,
    write,
)
from program.measures.steps import Said

__all__ = [
    "Accident",
    "Against",
    "Finding",
    "Said",
    "Terms",
    "Written",
    "against_zone",
    "announce",
    "appeal",
    "cancel",
    "change",
    "check",
    "decide",
    "defend",
    "discard_decision",
    "discard_reversal",
    "dismiss",
    "dismiss_appeal",
    "draft",
    "draft_letter",
    "draft_reversal",
    "drop",
    "extend",
    "hand_in",
    "record",
    "recount",
    "sign",
    "sign_reversal",
    "verify",
    "write",
]

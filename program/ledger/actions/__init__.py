"""The verbs of the ledger."""

from program.ledger.actions.checking import accept, send_back, strike_out
from program.ledger.actions.entering import (
    attach,
    change,
    correct,
    enter,
    enter_many,
    submit,
    take_off,
    withdraw,
)

__all__ = [
    "accept",
    "attach",
    "change",
    "correct",
    "enter",
    "enter_many",
    "send_back",
    "strike_out",
    "submit",
    "take_off",
    "withdraw",
]

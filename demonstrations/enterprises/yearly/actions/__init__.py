"""The verbs of yearly forms."""

from demonstrations.enterprises.yearly.actions.arising import arise, recount, tell_missing, withdraw
from demonstrations.enterprises.yearly.actions.checking import (
    accept,
    pass_on,
    return_items,
    send_back,
    take_up,
)
from demonstrations.enterprises.yearly.actions.writing import correct, drop, fill, submit

__all__ = [
    "accept",
    "arise",
    "correct",
    "drop",
    "fill",
    "pass_on",
    "recount",
    "return_items",
    "send_back",
    "submit",
    "take_up",
    "tell_missing",
    "withdraw",
]

"""The verbs of served enterprises."""

from demonstrations.served.actions.checking import accept, send_back
from demonstrations.served.actions.deciding import decline, propose, sign
from demonstrations.served.actions.market import (
    change_entry,
    enter_provider,
    follow,
    note_interest,
    post,
    release,
    return_entry,
    withdraw_entry,
)
from demonstrations.served.actions.opening import (
    attach,
    change,
    open_many,
    open_record,
    submit,
    take_off,
    withdraw,
)
from demonstrations.served.actions.sampling import draw, inspect

__all__ = [
    "accept",
    "attach",
    "change",
    "change_entry",
    "decline",
    "draw",
    "enter_provider",
    "follow",
    "inspect",
    "note_interest",
    "open_many",
    "open_record",
    "post",
    "propose",
    "release",
    "return_entry",
    "send_back",
    "sign",
    "submit",
    "take_off",
    "withdraw",
    "withdraw_entry",
]

"""The verbs of supervision."""

from program.supervision.actions.alerts import acknowledge, close, take, warn
from program.supervision.actions.arising import arise, follow, recount, withdraw
from program.supervision.actions.dispensations import approve, ask_extension, decline, propose_waiver
from program.supervision.actions.returns import accept_return, hand_in_return, send_return_back

__all__ = [
    "accept_return",
    "acknowledge",
    "approve",
    "arise",
    "ask_extension",
    "close",
    "decline",
    "follow",
    "hand_in_return",
    "propose_waiver",
    "recount",
    "send_return_back",
    "take",
    "warn",
    "withdraw",
]

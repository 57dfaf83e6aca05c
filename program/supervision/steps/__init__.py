"""What happens to obligations and alerts inside somebody else's transaction."""

from program.supervision.steps import alerts
from program.supervision.steps.alerts import close_alert, close_of, raise_alert
from program.supervision.steps.duties import (
    accept,
    accepted,
    hand_in,
    handed_in,
    lock,
    owed,
    released,
    send_back,
    sent_back,
    submit,
    taken_back,
)

__all__ = [
    "accept",
    "accepted",
    "alerts",
    "close_alert",
    "close_of",
    "hand_in",
    "handed_in",
    "lock",
    "owed",
    "raise_alert",
    "released",
    "send_back",
    "sent_back",
    "submit",
    "taken_back",
]

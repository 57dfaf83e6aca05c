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
from program.supervision.steps.returns import accept_version, give_back, to_check
from program.supervision.steps.telling import tell_about, tell_zone

__all__ = [
    "accept",
    "accept_version",
    "accepted",
    "alerts",
    "close_alert",
    "close_of",
    "give_back",
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
    "tell_about",
    "tell_zone",
    "to_check",
]

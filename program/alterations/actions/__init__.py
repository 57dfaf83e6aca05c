"""Verbs on changes: of zones by their approvals, of organisations by their own reports."""

from program.alterations.actions.deciding import (
    discard_change,
    draft_change,
    return_change,
    sign_change,
)
from program.alterations.actions.firms import (
    Reported,
    change_report,
    open_report,
    submit_report,
    withdraw_report,
)
from program.alterations.actions.zones import act, discard, draft, sign, withdraw

__all__ = [
    "Reported",
    "act",
    "change_report",
    "discard",
    "discard_change",
    "draft",
    "draft_change",
    "open_report",
    "return_change",
    "sign",
    "sign_change",
    "submit_report",
    "withdraw",
    "withdraw_report",
]

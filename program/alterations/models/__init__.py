"""变更: what approvals change of a zone, and what an organisation reports of its own."""

from program.alterations.models.firms import (
    OPEN_STATES,
    WRITABLE_STATES,
    ChangeDecision,
    ChangeKind,
    ChangeReport,
    ChangeState,
)
from program.alterations.models.reach import approvals, files_of_changes
from program.alterations.models.zones import Alteration, AlterationKind, AlterationState

__all__ = [
    "OPEN_STATES",
    "WRITABLE_STATES",
    "Alteration",
    "AlterationKind",
    "AlterationState",
    "ChangeDecision",
    "ChangeKind",
    "ChangeReport",
    "ChangeState",
    "approvals",
    "files_of_changes",
]

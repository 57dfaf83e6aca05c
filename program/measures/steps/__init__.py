"""What happens to leads, measures and their effects inside a verb's transaction."""

from program.measures.steps.effects import (
    apply,
    basis_of,
    cancel_rectification,
    lock_designations,
    open_rectification,
    undo,
)
from program.measures.steps.leads import Said, write_down
from program.measures.steps.rows import (
    lock_lead,
    lock_measure,
    lock_rectification,
    require_seen,
    stored,
    tell_office,
    tell_owner,
)

__all__ = [
    "Said",
    "apply",
    "basis_of",
    "cancel_rectification",
    "lock_designations",
    "lock_lead",
    "lock_measure",
    "lock_rectification",
    "open_rectification",
    "require_seen",
    "stored",
    "tell_office",
    "tell_owner",
    "undo",
    "write_down",
]

"""What a signature does, inside its transaction: to zones, to organisations."""

from program.alterations.steps.firms import (
    change_take_effect,
    lock_change,
    lock_organizations,
    require_reportable,
    stored_change,
    tell_people,
    tell_zones,
)
from program.alterations.steps.zones import (
    lock,
    lock_zones,
    require_possible,
    stored,
    take_effect,
    tell_managers,
)

__all__ = [
    "change_take_effect",
    "lock",
    "lock_change",
    "lock_organizations",
    "lock_zones",
    "require_possible",
    "require_reportable",
    "stored",
    "stored_change",
    "take_effect",
    "tell_managers",
    "tell_people",
    "tell_zones",
]

"""What happens to served enterprises inside somebody's transaction."""

from demonstrations.served.steps.records import (
    freeze,
    lock,
    lock_enterprise,
    next_in,
    require_state,
    settle,
    state_baselines,
    stored,
    tell_about,
    write,
)

__all__ = [
    "freeze",
    "lock",
    "lock_enterprise",
    "next_in",
    "require_state",
    "settle",
    "state_baselines",
    "stored",
    "tell_about",
    "write",
]

"""The verbs on schemes and runs, and what the clock does about figures."""

from program.monitoring.actions.runs import (
    compute_run,
    discard_run,
    draft_run,
    export_run,
    sign_run,
    tell_zone,
)
from program.monitoring.actions.schemes import (
    add_criterion,
    change_scheme,
    draft_scheme,
    remove_criterion,
    sign_scheme,
)
from program.monitoring.actions.watching import settle, warn

__all__ = [
    "add_criterion",
    "change_scheme",
    "compute_run",
    "discard_run",
    "draft_run",
    "draft_scheme",
    "export_run",
    "remove_criterion",
    "settle",
    "sign_run",
    "sign_scheme",
    "tell_zone",
    "warn",
]

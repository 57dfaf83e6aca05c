"""What happens to people inside somebody else's transaction."""

from program.people.steps.changing import end, rename
from program.people.steps.entering import (
    Newcomer,
    end_sessions,
    give_role,
    let_in,
    link,
    lock,
    open_invitation,
    require_room,
    take_invitation,
)
from program.people.steps.factors import (
    Answer,
    adapter,
    begin_recovery_codes,
    counter_of,
    drop_factors,
    new_secret,
    set_up_app,
    take_app_code,
    take_recovery_code,
    tell_change,
)

__all__ = [
    "Answer",
    "Newcomer",
    "adapter",
    "begin_recovery_codes",
    "counter_of",
    "drop_factors",
    "end",
    "end_sessions",
    "give_role",
    "let_in",
    "link",
    "lock",
    "new_secret",
    "open_invitation",
    "rename",
    "require_room",
    "set_up_app",
    "take_app_code",
    "take_invitation",
    "take_recovery_code",
    "tell_change",
]

"""What is done about people. Each verb: lock, ask again, write, one journal line."""

from program.people.actions.accounts import (
    Founder,
    change_password,
    change_profile,
    found_office,
    send_password_reset,
)
from program.people.actions.factors import (
    add_passkey,
    answer_code,
    remove_factor,
    renew_recovery_codes,
    reset_factors,
    set_up_app,
    use_passkey,
)
from program.people.actions.memberships import (
    accept,
    confirm_role,
    decline_role,
    end_membership,
    invite,
    revoke,
)

__all__ = [
    "Founder",
    "accept",
    "add_passkey",
    "answer_code",
    "change_password",
    "change_profile",
    "confirm_role",
    "decline_role",
    "end_membership",
    "found_office",
    "invite",
    "remove_factor",
    "renew_recovery_codes",
    "reset_factors",
    "revoke",
    "send_password_reset",
    "set_up_app",
    "use_passkey",
]

"""Pages of people."""

from program.people.views.account import (
    ChangePassword,
    NewPassword,
    SignIn,
    password_reset,
    password_reset_sent,
    profile,
)
from program.people.views.invitation import invitation
from program.people.views.members import confirm_role, decline_role, end_membership, members, revoke
from program.people.views.second_factor import (
    add_app,
    add_passkey,
    remove_factor,
    renew_codes,
    reset_factors,
    second_factor,
)
from program.people.views.second_step import second_step

__all__ = [
    "ChangePassword",
    "NewPassword",
    "SignIn",
    "add_app",
    "add_passkey",
    "confirm_role",
    "decline_role",
    "end_membership",
    "invitation",
    "members",
    "password_reset",
    "password_reset_sent",
    "profile",
    "remove_factor",
    "renew_codes",
    "reset_factors",
    "revoke",
    "second_factor",
    "second_step",
]

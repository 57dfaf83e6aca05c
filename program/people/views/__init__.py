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
from program.people.views.members import end_membership, members, revoke

__all__ = [
    "ChangePassword",
    "NewPassword",
    "SignIn",
    "end_membership",
    "invitation",
    "members",
    "password_reset",
    "password_reset_sent",
    "profile",
    "revoke",
]

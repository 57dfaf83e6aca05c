"""Verbs of the registers: module is the noun, function the verb."""

from program.registers.actions.checks import record_check
from program.registers.actions.entries import (
    Given,
    change,
    discard,
    discard_lifting,
    draft,
    draft_lifting,
    sign,
    sign_lifting,
)
from program.registers.actions.pool import (
    Finance,
    admit,
    change_project,
    enter_project,
    follow_up,
    let_out,
    put_forward,
    refuse,
    send_back,
)

__all__ = [
    "Finance",
    "Given",
    "admit",
    "change",
    "change_project",
    "discard",
    "discard_lifting",
    "draft",
    "draft_lifting",
    "enter_project",
    "follow_up",
    "let_out",
    "put_forward",
    "record_check",
    "refuse",
    "send_back",
    "sign",
    "sign_lifting",
]

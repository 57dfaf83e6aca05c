"""The verbs of reviews, in the order of a round."""

from program.reviews.actions.concluding import (
    carry_out,
    close_panel,
    conclude,
    export,
    hold_up,
    keep_bundle,
    rank,
)
from program.reviews.actions.drawing import (
    add_member,
    assign_further,
    draw_panel,
    open_round,
    void_assignment,
)
from program.reviews.actions.pool import FormerEmployer, Profile, add_expert, change_expert
from program.reviews.actions.scoring import (
    Entry,
    Mark,
    declare,
    save_sheet,
    sign_confidentiality,
    submit_sheet,
    withdraw_sheet,
)

__all__ = [
    "Entry",
    "FormerEmployer",
    "Mark",
    "Profile",
    "add_expert",
    "add_member",
    "assign_further",
    "carry_out",
    "change_expert",
    "close_panel",
    "conclude",
    "declare",
    "draw_panel",
    "export",
    "hold_up",
    "keep_bundle",
    "open_round",
    "rank",
    "save_sheet",
    "sign_confidentiality",
    "submit_sheet",
    "void_assignment",
    "withdraw_sheet",
]

"""The verbs of a site visit: draw who is visited, plan, record, sign, hand in the signed record, conclude."""

from program.visits.actions.sampling import draw_sample, pass_over
from program.visits.actions.visiting import (
    conclude,
    hand_in_record,
    plan,
    sign,
    take_signatures_back,
    write_record,
)

__all__ = [
    "conclude",
    "draw_sample",
    "hand_in_record",
    "pass_over",
    "plan",
    "sign",
    "take_signatures_back",
    "write_record",
]

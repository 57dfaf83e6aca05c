"""Questions about the program as a whole: what it aims at, and how far it is."""

from program.progress.rules.board import count, counted_from, is_due
from program.progress.rules.drilling import with_addresses
from program.progress.rules.durations import FEWEST, medians, rests, stages_ended
from program.progress.rules.goals import FIELDS, UNSIGNED, findings, in_force, told
from program.progress.rules.showing import counters, page

__all__ = [
    "FEWEST",
    "FIELDS",
    "UNSIGNED",
    "count",
    "counted_from",
    "counters",
    "findings",
    "in_force",
    "is_due",
    "medians",
    "page",
    "rests",
    "stages_ended",
    "told",
    "with_addresses",
]

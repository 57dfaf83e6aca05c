"""Questions about the program as a whole: what it aims at, and how far it is."""

from program.progress.rules.board import count, counted_from, is_due
from program.progress.rules.counting import COUNTING, ENDED, Step
from program.progress.rules.goals import FIELDS, UNSIGNED, in_force, running, told
from program.progress.rules.showing import counters, page, said

__all__ = [
    "COUNTING",
    "ENDED",
    "FIELDS",
    "UNSIGNED",
    "Step",
    "count",
    "counted_from",
    "counters",
    "in_force",
    "is_due",
    "page",
    "running",
    "said",
    "told",
]

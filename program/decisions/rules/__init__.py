"""Pure questions about batches, notices, objections and documents; the gates of the flows among them."""

from program.decisions.rules.gates import (
    list_published_or_promoted,
    nothing_open,
    notice_end,
    notice_of,
    was_not_chosen,
    was_promoted,
    was_upheld,
)

__all__ = [
    "list_published_or_promoted",
    "nothing_open",
    "notice_end",
    "notice_of",
    "was_not_chosen",
    "was_promoted",
    "was_upheld",
]

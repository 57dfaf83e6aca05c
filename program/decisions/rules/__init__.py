"""Pure questions about batches, notices, objections and documents; the gates of the flows among them."""

from program.decisions.rules.gates import (
    list_published_or_promoted,
    notice_end,
    notice_of,
    nothing_open,
    was_not_chosen,
    was_promoted,
    was_upheld,
)

__all__ = [
    "list_published_or_promoted",
    "notice_end",
    "notice_of",
    "nothing_open",
    "was_not_chosen",
    "was_promoted",
    "was_upheld",
]

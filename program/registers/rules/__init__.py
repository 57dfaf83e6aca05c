"""Pure questions about the registers; `may_enter` is the one that every eligibility gate asks."""

from program.registers.rules.entries import (
    DRAFTERS,
    LIFTINGS,
    PREFIXES,
    EntryMoves,
    entries_to_sign,
    entry_moves,
    had_a_hand_in,
    liftings_to_sign,
    require_no_hand_in,
)
from program.registers.rules.gate import (
    Answer,
    may_enter,
    may_enter_all,
    restricted,
    restriction_sentence,
    written,
)
from program.registers.rules.pool import (
    PoolMoves,
    admission,
    exits_open,
    granted,
    obstacles,
    owner_in,
    pool_moves,
    restricted_twins,
    writes_for,
    zones_of,
)
from program.registers.rules.public import is_published, published_projects

__all__ = [
    "DRAFTERS",
    "LIFTINGS",
    "PREFIXES",
    "Answer",
    "EntryMoves",
    "PoolMoves",
    "admission",
    "entries_to_sign",
    "entry_moves",
    "exits_open",
    "granted",
    "had_a_hand_in",
    "is_published",
    "liftings_to_sign",
    "may_enter",
    "may_enter_all",
    "obstacles",
    "owner_in",
    "pool_moves",
    "published_projects",
    "require_no_hand_in",
    "restricted",
    "restricted_twins",
    "restriction_sentence",
    "writes_for",
    "written",
    "zones_of",
]

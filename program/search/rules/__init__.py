"""Questions about a search: what was typed, where it is looked for."""

from program.search.rules.sources import KINDS, MOST, asked_of, firms_named, results, zones_named
from program.search.rules.terms import Terms, by_initials, example, initials, offered, read
from program.search.rules.views import MOST_VIEWS, is_a_list, own_views

__all__ = [
    "KINDS",
    "MOST",
    "MOST_VIEWS",
    "Terms",
    "asked_of",
    "by_initials",
    "example",
    "firms_named",
    "initials",
    "is_a_list",
    "offered",
    "own_views",
    "read",
    "results",
    "zones_named",
]

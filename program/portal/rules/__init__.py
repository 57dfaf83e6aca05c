"""Pure questions about what the public reads, and about the news that is filed for it."""

from program.portal.rules.calls import beginnings, conditions, listed, notices, with_state
from program.portal.rules.directory import STANDINGS, honours, in_directory, tracks_of
from program.portal.rules.finding import MOST, SOURCES, find, words_of, zones_named
from program.portal.rules.markup import as_html
from program.portal.rules.news import (
    NewsMoves,
    faults,
    files_for,
    news_moves,
    releases,
    to_release,
    wrote,
    zones_of,
)
from program.portal.rules.profile import Profile, profile

__all__ = [
    "MOST",
    "SOURCES",
    "STANDINGS",
    "NewsMoves",
    "Profile",
    "as_html",
    "beginnings",
    "conditions",
    "faults",
    "files_for",
    "find",
    "honours",
    "in_directory",
    "listed",
    "news_moves",
    "notices",
    "profile",
    "releases",
    "to_release",
    "tracks_of",
    "with_state",
    "words_of",
    "wrote",
    "zones_named",
    "zones_of",
]

"""Pure questions about what the public reads, and about the news that is filed for it."""

from program.portal.rules.calls import beginnings, conditions, listed, notices, with_state
from program.portal.rules.directory import (
    ENTERPRISES,
    OF_ENTERPRISES,
    PARKS,
    STANDINGS,
    certified,
    honours,
    in_directory,
    once_certified,
    told,
    tracks_of,
    with_honours,
)
from program.portal.rules.finding import MOST, SOURCES, Named, find, firms_named, named, words_of
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
from program.portal.rules.profile import Firm, Profile, firm_profile, profile, read_by_everybody

__all__ = [
    "ENTERPRISES",
    "MOST",
    "OF_ENTERPRISES",
    "PARKS",
    "SOURCES",
    "STANDINGS",
    "Firm",
    "Named",
    "NewsMoves",
    "Profile",
    "as_html",
    "beginnings",
    "certified",
    "conditions",
    "faults",
    "files_for",
    "find",
    "firm_profile",
    "firms_named",
    "honours",
    "in_directory",
    "listed",
    "named",
    "news_moves",
    "notices",
    "once_certified",
    "profile",
    "read_by_everybody",
    "releases",
    "to_release",
    "told",
    "tracks_of",
    "with_honours",
    "with_state",
    "words_of",
    "wrote",
    "zones_of",
]

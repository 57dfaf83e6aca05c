"""Directories: whoever holds, or held, a designation of the tracks that belong in one.

A track names its directory (`Track.directory`). The holders of the parks' are zones; a directory whose holders are
organisations asks the same `tracks_of`.
"""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Prefetch, QuerySet, Value, When

from program import tracks
from program.decisions.models import Designation, Standing
from program.zones.models import Zone

PARKS = "parks"
STANDINGS = (Standing.BUILDING, Standing.NAMED, Standing.SUSPENDED, Standing.REVOKED, Standing.EXPIRED)
"""By which a directory is narrowed down: what was taken further reads as what it became."""


def tracks_of(directory: str) -> frozenset[str]:
    """Codes of the titles whose holders stand in the directory."""
    return frozenset(track.title.code for track in tracks.everyone() if track.title.directory == directory)


def honours(directory: str = PARKS) -> QuerySet[Designation]:
    """The designations of a directory, the newest first."""
    return Designation.objects.filter(track__in=tracks_of(directory)).order_by("-since", "-pk")


def in_directory(directory: str = PARKS) -> QuerySet[Any]:
    """Zones by what they hold (`place`: 0 now, 1 once, 2 never), then as the provinces are counted; each with its `honours`.

    Two queries.
    """
    own: Any = honours(directory).filter(zone=OuterRef("pk")).order_by()
    place = Case(
        When(Exists(own.current()), then=Value(0)),
        When(Exists(own), then=Value(1)),
        default=Value(2),
    )
    told = Prefetch("designations", honours(directory), to_attr="honours")
    zones = Zone.objects.annotate(place=place).select_related("merged_into").prefetch_related(told)
    return zones.order_by("place", "province", "code")

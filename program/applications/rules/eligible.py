"""Which zones may apply under a call, before anything is written."""

from django.db.models import QuerySet

from program import tracks
from program.zones.models import Zone


def eligible(track: tracks.Track, zones: QuerySet[Zone]) -> QuerySet[Zone]:
    """Those of the zones that may apply: every zone, unless the track takes a designation further."""
    if not track.follows:
        return zones
    return zones.filter(designations__track=track.title.code, designations__standing__in=track.takes)


def may_apply(track: tracks.Track, zone: Zone) -> bool:
    return eligible(track, Zone.objects.filter(pk=zone.pk)).exists()

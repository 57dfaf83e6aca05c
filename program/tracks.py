"""The registry of tracks: what a track hands in so that the ground never imports it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Part:
    """One page of the application: a form over a one-to-one model, with any tables of rows that belong to it."""

    code: str
    title: str | LazyText
    form: str  # dotted path of a program.applications.forms.PartForm
    rows: Sequence[str] = ()  # dotted paths of program.applications.forms.RowForm classes, one table each
    prefilled: bool = (
        True  # begins with what the last application said; what is declared anew each time does not
    )


@dataclass(frozen=True)
class Track:
    """What the ground may ask of a track. Callables and dotted names only, resolved when first asked for."""

    code: str  # "park"
    label: str | LazyText  # 国家高新区绿色发展示范园区
    number_prefix: str  # "YQ" in YQ-2026-0017
    flow: str  # dotted path of the CaseFlow
    parts: Sequence[Part] = field(default_factory=tuple)
    visit_checks: Sequence[
        tuple[str, str]
    ] = ()  # (part, column) that a site visit holds against what it finds
    seed: str = ""  # dotted path: number of a 示例 zone → what it writes in each part, for the demonstration
    first_standing: str = "building"  # the standing of a designation on the day of its document
    term_parameter: str = "building_years"  # the rule that says how long that standing lasts

    @property
    def flow_class(self) -> Any:
        return import_string(self.flow)


_tracks: dict[str, Track] = {}


def register(track: Track) -> None:
    """Called once by each track when its app is ready."""
    if track.code in _tracks and _tracks[track.code] != track:
        raise ValueError(f"two tracks are called {track.code}")
    _tracks[track.code] = track


def get(code: str) -> Track:
    """The track of that code; KeyError if nobody registered it."""
    return _tracks[code]


def everyone() -> tuple[Track, ...]:
    """All tracks, in the order in which they registered."""
    return tuple(_tracks.values())


def choices() -> list[tuple[str, Any]]:
    """Codes and labels, for form fields."""
    return [(track.code, track.label) for track in everyone()]

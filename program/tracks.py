"""The registry of tracks: what a track hands in so that the ground never imports it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
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
class Words:
    """What the office's papers say of a track: its own text, in Chinese on every page."""

    holders: str = "国家高新区"  # the head of the column in which they stand
    counted: str = "个国家高新区"  # 现推荐以下3个国家高新区
    beside: str = "申报单位"  # and what stands beside each in a list
    told: str = "各有关推荐单位，各有关国家高新区管理机构"  # to whom the document is addressed
    proposed: str = "拟列入名单"  # 关于…拟列入名单的公示
    course: str = "申报、推荐、形式审查、专家评审、现场核查、集体审议"
    decided: str = "将{zone}列入{title}名单，状态为“{standing}”"
    published: str = "列入名单的状态为“{standing}”"
    charge: str = "请按照实施方案组织建设，按规定报送年度进展，接受监督评价。"
    closing: str = "特此通知。"
    letter: str = "入选通知书"
    term: str = "期限自本通知印发之日起{years}年"


@dataclass(frozen=True)
class Aim:
    """A target that a zone has set itself: what it measures (the code of an indicator or data item), from what to what, by when.

    No `base`: the zone's own figure of the base year. `annual_cut`, per cent, in place of `target`: so much less each year.
    """

    code: str
    unit: str
    base_year: int
    base: Decimal | None
    year: int
    target: Decimal | None = None
    annual_cut: Decimal | None = None


@dataclass(frozen=True)
class Beside:
    """A figure that an application states, and what declarations of the year say of the same; `sites` of `of` state it."""

    label: str | LazyText
    year: int
    stated: Decimal | None
    declared: Decimal | None
    sites: int
    of: int

    @property
    def per_cent(self) -> Decimal | None:
        """By how much what is stated is more than what was declared."""
        if self.stated is None or not self.declared or self.sites < self.of:
            return None
        return (self.stated - self.declared) * 100 / self.declared


MONEY = "money"
"""A target that is held against what the tasks of the report have spent."""


@dataclass(frozen=True)
class Target:
    """A figure at which a plan aims. `measured_by`: the figure of a zone's year that it is held against, MONEY, or none."""

    label: str | LazyText
    unit: str
    goal: Decimal
    base: Decimal | None = None
    measured_by: str = ""  # a column of indicators.rules.YearRow
    most: bool = False  # reached by staying at or below the goal, not by coming up to it


@dataclass(frozen=True)
class PlannedTask:
    """A task of a plan. `money`: 10⁴ yuan."""

    title: str
    target: str
    year: int
    owner: str
    money: Decimal | None


@dataclass(frozen=True)
class Plan:
    """What a zone undertook when it was admitted: the yearly progress reports answer to it."""

    first_year: int
    last_year: int
    targets: Sequence[Target]
    tasks: Sequence[PlannedTask]


class Asked:
    """Names that are resolved when they are asked."""

    def ask(self, name: str) -> Any:
        found: Callable[..., Any] = import_string(getattr(self, name))
        return found


@dataclass(frozen=True)
class Yearly(Asked):
    """What the holders of a title hand in each year, where it is kept by the track itself. Dotted names."""

    page: str  # the name of the address of the list
    keep: str  # () → a part of each sweep
    waiting: str  # the standing of a person, the moment → what waits: title, note, address, due, is that provisional
    accepted: str  # keys of organisations → of each the years of which it was accepted
    of_term: str  # an application → the rows of the years of the certificate that it takes further
    seed: str  # the cast of the demonstration, today


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
    begins: str = (
        ""  # dotted path: a new application, its parts made → what they begin with beyond the zone's last one
    )
    plan: str = ""  # dotted path: an application → the `Plan` that it was admitted with, or none
    seed: str = ""  # dotted path: number of a 示例 zone → what it writes in each part, for the demonstration
    first_standing: str = "building"  # the standing of a designation on the day of its document
    term_parameter: str = "building_years"  # the rule that says how long that standing lasts
    tier: str = ""  # where its designations count on the board: ten, hundred, thousand; or nowhere
    follows: str = (
        ""  # the track whose designation it takes further: acceptance follows the demonstration park
    )
    takes: Sequence[str] = ()  # the standings of that designation with which a zone may apply
    only_for: str | LazyText = ""  # who may apply, in a sentence, where not every zone may
    window: str = ""  # the rule that says how many months before the end of that designation a zone may apply
    renews: bool = (
        False  # it grants the same for another term, by the band of the experts' total: no rank, no quota
    )
    designated: str = (
        ""  # dotted path: a designation it has made → what else comes of it, in the same transaction
    )
    for_zones: bool = (
        True  # a zone applies and its recommending body recommends it; else an enterprise, and its zone does
    )
    samples_visits: bool = False  # the clerk draws who is visited; else everybody is
    bars: str = ""  # dotted path: an application → sentences that keep it from being handed in and accepted
    words: Words = field(default_factory=Words)
    directory: str = (
        ""  # the public directory in which the holders of its designations stand: parks, enterprises
    )
    profile: str = (
        ""  # dotted path: keys of listed applications → of each what the public reads, as label and text
    )
    fields: str = ""  # dotted path: keys of applications → the GreenField of each, as frozen; a call may have a quota for each
    beside: str = (
        ""  # dotted path: an application, the parts of a version → what was declared of the same, as Besides
    )
    aims: str = ""  # dotted path: designations → key of each, and the Aims that its zone set itself
    yearly: Yearly | None = None  # what the holders of its designations hand in each year

    @property
    def flow_class(self) -> Any:
        return import_string(self.flow)

    @property
    def title(self) -> "Track":
        """The track whose name the designation bears: one zone holds one of them at a time."""
        return get(self.follows) if self.follows else self


@dataclass(frozen=True)
class Tally(Asked):
    """What counts towards a tier by rows of its own, not by designations. Dotted names, resolved when they are asked."""

    code: str
    label: str | LazyText
    tier: str
    page: str  # the name of the address that tells everybody of it
    steps: Mapping[str, str | LazyText]  # what stands behind the number, in order; what counts is the last
    beside: Mapping[str, str | LazyText]  # what counts for nothing
    counts: str  # () → number by step and by what stands beside
    provinces: str  # () → number by province that counts; none where it is too few to be told
    fingerprint: str  # () → something that is another when the counts may be
    waiting: str  # the standing of a person, the moment → what waits: title, note, address
    seed: str  # the cast of the demonstration, today
    of_firm: str  # an enterprise → its rows, the newest first: title, note, address


_tallies: dict[str, Tally] = {}
_tracks: dict[str, Track] = {}


def register(track: Track) -> None:
    """Called once by each track when its app is ready."""
    if track.code in _tracks and _tracks[track.code] != track:
        raise ValueError(f"two tracks are called {track.code}")
    _tracks[track.code] = track


def register_tally(tally: Tally) -> None:
    """Called once by an app whose rows count, when it is ready; one for a tier."""
    if _tallies.setdefault(tally.tier, tally) != tally:
        raise ValueError(f"two tallies count towards {tally.tier}")


def tallies() -> tuple[Tally, ...]:
    return tuple(_tallies.values())


def tally_of(tier: str) -> Tally | None:
    """What counts towards the tier by its own rows; none where designations do."""
    return _tallies.get(tier)


def yearly() -> tuple[Yearly, ...]:
    """Of every track that has something handed in each year."""
    return tuple(track.yearly for track in everyone() if track.yearly is not None)


def get(code: str) -> Track:
    """The track of that code; KeyError if nobody registered it."""
    return _tracks[code]


def everyone() -> tuple[Track, ...]:
    """All tracks, in the order in which they registered."""
    return tuple(_tracks.values())


def choices() -> list[tuple[str, Any]]:
    """Codes and labels, for form fields."""
    return [(track.code, track.label) for track in everyone()]

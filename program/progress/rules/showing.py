"""A counted board as pages, paper and open data read it. The text of the count is all they know: nothing is counted here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from program import tracks
from program.indicators.models import Comparison
from program.indicators.rules import Finding
from program.indicators.rules.trajectories import Pace
from program.people.provinces import Province
from program.progress.models import Tier
from program.progress.rules.counting import COUNTING, ENDED, Step
from program.progress.rules.forecast import Outlook
from program.progress.rules.tiles import TILES, WITHOUT_ZONES, Tile

Data = Mapping[str, Any]
KINDS = {
    Finding.MET: "ok", Finding.NOT_MET: "bad", Pace.DONE: "ok", Pace.ON_TRACK: "ok", Pace.WATCH: "wait",
    Pace.OFF_TRACK: "bad", Pace.REVERSED: "bad",
}  # fmt: skip
"""The colour that helps each word."""
WORDS = {**dict(Pace.choices), **dict(Finding.choices), Pace.NO_DATA.value: Pace.NO_DATA.label}
TENTHS = Decimal("0.1")


@dataclass(frozen=True)
class Part:
    """A step of a counter: what, how many, which part of the bar (per mille)."""

    code: str
    label: Any
    count: int | None  # none: one or two, and nobody is told which
    share: int = 0
    address: str = ""  # the search for its cases, for somebody who may see cases


@dataclass(frozen=True)
class Forecast:
    """What is expected of a tier by the cases under way, and by which assumptions."""

    state: Outlook
    authority: str
    year: int
    last_year: int
    wanted: int
    year_end: int | None
    period_end: int | None
    by: date | None
    days: int
    decided: int
    rate: Decimal | None
    fewest: int

    @property
    def kind(self) -> str:
        return {Outlook.REACHED: "ok", Outlook.EXPECTED: "ok", Outlook.SHORT: "wait"}.get(self.state, "")


@dataclass(frozen=True)
class Counter:
    """A tier: how many count, how many are wanted, every step behind; and what takes designations further."""

    tier: Tier
    count: int
    wanted: int | None
    authority: str
    parts: list[Part]
    beside: list[Part]
    going_on: list[tuple[Any, list[Part], str]]  # what, its steps, the track
    forecast: Forecast | None = None

    @property
    def tally(self) -> tracks.Tally | None:
        """What the tier is counted from, where that is not the register of designations."""
        return tracks.tally_of(self.tier)

    @property
    def placed(self) -> list[tuple[int, int]]:
        """Where each part of the bar begins and how wide it is, per mille."""
        starts = accumulate((part.share for part in self.parts), initial=0)
        return [(start, part.share) for start, part in zip(starts, self.parts, strict=False)]

    @property
    def begun(self) -> bool:
        return self.count > 0 or any(part.count != 0 for part in (*self.parts, *self.beside))


@dataclass(frozen=True)
class ProvinceRow:
    """A province on the tiles and in the table."""

    province: Province
    tile: Tile
    zones: int | None  # none: there are no such zones
    counts: Mapping[str, int | None]  # none: too few to be told

    @property
    def ten(self) -> int:
        return self.counts[Tier.TEN] or 0

    @property
    def shade(self) -> int:
        """0 none, 1 one, 2 two or three, 3 more."""
        return min(self.ten, 2) if self.ten < 4 else 3


def said(row: Data, field: str) -> str:
    """A field in the reader's language, or in Chinese where it has no other."""
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    return str(row[f"{field}_{language}"] or row[f"{field}_zh"])


def as_of(board: Data) -> datetime:
    return datetime.fromisoformat(board["as_of"])


# ---------------------------------------------------------------- counters
def counters(board: Data, year: int) -> list[Counter]:
    """The three tiers, held against the numbers of the period that runs in a year."""
    period: Data = next(
        (each for each in board["periods"] if each["first_year"] <= year <= each["last_year"]), {}
    )
    return [
        Counter(
            Tier(row["tier"]),
            row["count"],
            period.get("wanted", {}).get(row["tier"]),
            said(period, "authority") if period else "",
            parts(row),
            beside(row),
            list(going_on(row)),
            forecast(period, row["tier"]),
        )
        for row in board["tiers"]
    ]  # fmt: skip


def forecast(period: Data, tier: str) -> Forecast | None:
    """Of the period that runs; a board that was counted before there were any has none."""
    told: Data = period.get("forecast") or {}
    row: Data = next((each for each in told.get("tiers", ()) if each["tier"] == tier), {})
    if not row:
        return None
    return Forecast(
        Outlook(row["state"]), said(told, "authority"), told["year"], period["last_year"], row["wanted"], row["year_end"],
        row["period_end"], date.fromisoformat(f"{row['by']}-01") if row["by"] else None, row["days"],
        row.get("decided", 0), figure(row.get("rate", "")), told["fewest"],
    )  # fmt: skip


def parts(row: Data) -> list[Part]:
    """Every step on the way and every standing that counts; their parts of the bar add up to the whole of it."""
    if tally := tracks.tally_of(row["tier"]):
        steps = [(code, label, row["steps"].get(code, 0)) for code, label in tally.steps.items()]
        standing = []
    else:
        steps = [(step.value, step.label, row["steps"][step.value]) for step in Step]
        told = row["standings"]
        standing = [(each.value, each.label, told[each.value]) for each in COUNTING if each.value in told]
    whole = sum(number or 0 for *_names, number in (*steps, *standing))
    return [Part(*each, 1000 * (each[2] or 0) // whole if whole else 0) for each in (*steps, *standing)]


def beside(row: Data) -> list[Part]:
    """What stands in the register and counts for nothing."""
    tally = tracks.tally_of(row["tier"])
    named = tally.beside.items() if tally else [(each.value, each.label) for each in ENDED]
    found = [Part(code, label, row["standings"].get(code, 0)) for code, label in named]
    return [part for part in found if part.count != 0]


def going_on(row: Data) -> Iterator[tuple[Any, list[Part], str]]:
    """Acceptance and the like: cases of zones that count already."""
    for each in row["going_on"]:
        steps = [Part(step.value, step.label, each["steps"][step.value]) for step in Step]
        steps = [part for part in steps if part.count != 0]
        if steps:
            yield tracks.get(each["track"]).label, steps, each["track"]


# ---------------------------------------------------------------- targets
@dataclass(frozen=True)
class Aim:
    """A target with the figures of its years, for table and chart."""

    name: str
    unit: str
    words: str
    authority: str
    standing: Any
    kind: str
    years: list[Data]
    points: dict[int, Decimal | None]
    threshold: Decimal
    path: dict[int, Decimal | None]

    @property
    def latest(self) -> Data | None:
        """The newest year whose figure is public."""
        return next((row for row in reversed(self.years) if row["value"]), None)

    @property
    def withheld(self) -> bool:
        """There are figures, and all of them of too few zones."""
        return self.latest is None and any(row["withheld"] for row in self.years)

    @property
    def series(self) -> list[tuple[str, dict[int, Decimal | None]]]:
        """What the chart draws: the figures; of a period that runs also the expected path."""
        drawn = [(str(_("all zones together")), self.points)]
        return drawn + [(str(_("expected")), self.path)] * any(self.path.values())


def aims(period: Data) -> list[Aim]:
    return [aim(row) for row in period["targets"]]


def aim(row: Data) -> Aim:
    path = {int(year): figure(value) for year, value in row["path"].items()}
    years = [
        one
        | {
            "path": path.get(one["year"]),
            "kind": KINDS.get(one["pace"], ""),
            "word": WORDS.get(one["pace"], ""),
        }
        for one in row["years"]
    ]
    return Aim(
        said(row, "name"),
        row["unit"],
        said(row, "words") or f"{Comparison(row['comparison']).label} {row['threshold']}",
        said(row, "authority"),
        WORDS[row["standing"]],
        KINDS.get(row["standing"], ""),
        years,
        {one["year"]: figure(one["value"]) for one in row["years"]},
        Decimal(row["threshold"]),
        path,
    )


def figure(text: str) -> Decimal | None:
    return Decimal(text.replace(",", "")) if text else None


# ---------------------------------------------------------------- provinces
def provinces(board: Data) -> list[ProvinceRow]:
    """In the order of their codes."""
    return [
        ProvinceRow(
            province,
            TILES[province],
            None if province in WITHOUT_ZONES else row["zones"],
            {tier: row[tier] for tier in Tier},
        )
        for row in board["provinces"]
        for province in [Province(row["province"])]
    ]


# ---------------------------------------------------------------- the whole page
def page(board: Data, year: int) -> dict[str, Any]:
    """Everything that page and paper show of a board; `year`: whose period the counters are held against."""
    zones: Data = board["zones"]
    return {
        "as_of": as_of(board),
        "counters": counters(board, year),
        "periods": [(each, said(each, "title"), aims(each)) for each in board["periods"]],
        "zones": zones,
        "reporting_rate": share(zones["reported"], zones["zones"]),
        "provinces": provinces(board),
    }


def share(part: int, whole: int) -> Decimal | None:
    """Per cent with one decimal."""
    return (Decimal(100) * part / whole).quantize(TENTHS) if whole else None

"""A report's content as it is read: on the page of a draft, of what was handed in or published, and on paper alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import tracks
from program.decisions.models import Standing
from program.indicators.models import PriceBase
from program.indicators.rules.units import in_english
from program.indicators.rules.wording import listed
from program.ledger.models import Clause, Kind, Unit
from program.people.provinces import Province
from program.reports.models import CHAPTERS, OF_FIGURES, PIECES, Asked, Piece, TaskState
from program.reports.rules.figures import FIGURES
from program.supervision.models import Duty, DutyState

TEN_THOUSAND = 10_000
YEARS = 7
LINES = (
    ("value_added", gettext_lazy("Value added"), "万元", 0),
    ("energy", gettext_lazy("Comprehensive energy"), "tce", 0),
    ("equivalent", gettext_lazy("Power at equivalent value"), "tce", 0),
    ("co2", gettext_lazy("CO2, yearly factor"), "t", 0),
    ("co2_fixed", gettext_lazy("CO2, fixed factor"), "t", 0),
    ("energy_intensity", gettext_lazy("Energy intensity"), "tce/万元", 4),
    ("co2_intensity", gettext_lazy("CO2 intensity, yearly"), "t/万元", 4),
    ("co2_intensity_fixed", gettext_lazy("CO2 intensity, fixed"), "t/万元", 4),
    ("cut", gettext_lazy("Annual cut, yearly"), "%", 2),
    ("cut_fixed", gettext_lazy("Annual cut, fixed"), "%", 2),
)
"""Column, what it is called, its unit, decimals."""


@dataclass(frozen=True)
class Shown:
    """A piece with its text, what the office remarked on it, and what it said in the version that was returned."""

    piece: Piece
    number: int
    text: str = ""
    secret: bool = False
    remarks: tuple[str, ...] = ()
    changed: bool = False
    before: str | None = None  # of a chapter that changed

    @property
    def is_chapter(self) -> bool:
        return self.piece in CHAPTERS

    @property
    def asked(self) -> Asked:
        return CHAPTERS[self.piece]

    @property
    def template(self) -> str:
        """Of a table."""
        return f"program/reports/_{self.piece.value}.html"


@dataclass(frozen=True)
class Figures:
    """The figures of a report, as tables and charts want them."""

    said: dict[str, Any]
    public: bool = field(default=False, kw_only=True)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return [
            row | {name: figure(row[name]) for name in FIGURES}
            | {"prices_said": listed(PriceBase(base).label for base in row["prices"])}
            for row in self.said["figures"]["years"]
        ]  # fmt: skip

    @property
    def newest(self) -> list[dict[str, Any]]:
        """As many years as stand side by side on paper."""
        return self.rows[-YEARS:]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The table of years, a figure a line."""
        return [
            {"label": label, "unit": unit, "places": places, "values": [row[name] for row in self.newest]}
            for name, label, unit, places in LINES
        ]

    @property
    def last(self) -> dict[str, Any] | None:
        return self.rows[-1] if self.rows else None

    @property
    def shut(self) -> set[str]:
        """Why some years, or figures of years, are not shown."""
        return {row["shut"] or row["part"] for row in self.rows} - {""} if self.public else set()

    @property
    def factor_sets(self) -> str:
        return listed(sorted({code for row in self.rows for code in row["factor_sets"]}))

    def line(self, name: str) -> dict[int, Decimal | None]:
        return {row["year"]: row[name] for row in self.rows}

    @property
    def intensity(self) -> list[tuple[str, dict[int, Decimal | None]]]:
        return [(_("energy intensity"), self.line("energy_intensity"))]

    @property
    def co2_lines(self) -> list[tuple[str, dict[int, Decimal | None]]]:
        return [
            (_("by the grid factor of each year"), self.line("co2_intensity")),
            (_("by the fixed grid factor"), self.line("co2_intensity_fixed")),
        ]

    @property
    def co2_totals(self) -> list[tuple[str, dict[int, Decimal | None]]]:
        """10⁴ t."""
        return [
            (said, {year: value / TEN_THOUSAND if value is not None else None for year, value in self.line(name).items()})
            for said, name in (
                (_("by the grid factor of each year"), "co2"), (_("by the fixed grid factor"), "co2_fixed"),
            )
        ]  # fmt: skip

    @property
    def mix_names(self) -> list[str]:
        return [chosen(names) for names in self.said["figures"]["mix"]["names"]]

    @property
    def mix(self) -> dict[int, list[Decimal]]:
        if not self.mix_names:
            return {}
        years = self.said["figures"]["mix"]["years"]
        return {int(year): [Decimal(part) for part in years[year]] for year in sorted(years)}

    @property
    def mix_in_10k(self) -> dict[int, list[Decimal]]:
        return {year: [part / TEN_THOUSAND for part in parts] for year, parts in self.mix.items()}

    @property
    def pollutants(self) -> list[tuple[str, list[dict[str, Any] | None]]]:
        return [
            (
                chosen(row["names"]),
                [
                    decimals(cell, "made", "out") if (cell := row["years"].get(str(year["year"]))) else None
                    for year in self.newest
                ],
            )
            for row in self.said["figures"]["pollutants"]
        ]


@dataclass(frozen=True)
class Reading(Figures):
    """`remarks`: (piece, what is to be changed); `before`: the content of the version that was returned."""

    remarks: Iterable[tuple[str, str]] = ()
    before: Mapping[str, Any] | None = None

    # ---------------------------------------------------------------- what it is
    @property
    def kind(self) -> Duty:
        return Duty(self.said["kind"])

    @property
    def year(self) -> int:
        return int(self.said["year"])

    @property
    def zone(self) -> str:
        return chosen(self.said["zone"]["names"])

    @property
    def province(self) -> str:
        return str(Province(self.said["zone"]["province"]).label)

    @property
    def title(self) -> str:
        words = {"zone": self.zone, "year": self.year, "kind": self.kind.label}
        return _("%(zone)s: %(kind)s %(year)d") % words

    @cached_property
    def pieces(self) -> list[Shown]:
        """In their order. What is empty of a public report is left out."""
        found: list[Shown] = []
        for piece in PIECES[self.kind]:
            if self.public and self.is_empty(piece):
                continue
            found.append(self.shown(piece, len(found) + 1))
        return found

    def is_empty(self, piece: Piece) -> bool:
        if piece in CHAPTERS:
            chapter = self.said["chapters"].get(piece.value, {})
            return not chapter.get("text") and not chapter.get("secret")
        said = self.said
        empty = {Piece.DUTIES: not said["duties"], Piece.POLLUTANTS: not said["figures"]["pollutants"]}
        return empty.get(piece, piece in OF_FIGURES and said["replaced"])

    def shown(self, piece: Piece, number: int) -> Shown:
        now, earlier = extract(self.said, piece), extract(self.before, piece) if self.before else None
        chapter = self.said["chapters"].get(piece.value, {}) if piece in CHAPTERS else {}
        changed = self.before is not None and now != earlier
        return Shown(
            piece, number, chapter.get("text", ""), bool(chapter.get("secret")),
            tuple(text for place, text in self.remarks if place == piece),
            changed, earlier["text"] if changed and earlier and piece in CHAPTERS else None,
        )  # fmt: skip

    @property
    def remarks_on_all(self) -> list[str]:
        return [text for place, text in self.remarks if place not in set(PIECES[self.kind])]

    # ---------------------------------------------------------------- the rest
    @property
    def clauses(self) -> list[dict[str, Any]]:
        return [
            {
                "clause": Clause(row["clause"]),
                "entries": [
                    entry | {"since": date.fromisoformat(entry["since"])}
                    for entry in map(said, row["entries"])
                ],
                "sums": list(map(said, row["sums"])),
            }
            for row in self.said["ledger"]
        ]

    @property
    def designations(self) -> list[dict[str, Any]]:
        return [
            row
            | {"title": tracks.get(row["track"]).label, "stands": Standing(row["standing"]).label}
            | {name: date.fromisoformat(row[name]) for name in ("since", "until")}
            for row in self.said["designations"]
        ]

    @property
    def duties(self) -> list[dict[str, Any]]:
        return [
            row | {"named": Duty(row["duty"]).label, "stands": state_said(row)} for row in self.said["duties"]
        ]

    @property
    def targets(self) -> list[dict[str, Any]]:
        return [
            decimals(row, "base", "goal", "reached") | {"named": chosen(row["names"]), "kept": kept(row)}
            for row in self.said.get("targets", ())
        ]

    @property
    def tasks(self) -> list[dict[str, Any]]:
        return [
            decimals(row, "planned", "money")
            | {"stands": TaskState(row["state"]).label if row["state"] else ""}
            for row in self.said.get("tasks", ())
        ]


def extract(content: Mapping[str, Any] | None, piece: Piece) -> Any:
    """What a report says in a piece: what is compared with the version that was returned."""
    if content is None:
        return None
    if piece in CHAPTERS:
        return content["chapters"].get(piece.value, {"text": "", "secret": False})
    match piece:
        case Piece.YEARS | Piece.MIX | Piece.POLLUTANTS:
            return content["figures"].get(piece.value)
        case Piece.STANDING:
            return content["designations"]
        case _:
            return content.get(piece.value)


def chosen(names: list[str]) -> str:
    return names[in_english()]


def figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def decimals(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return dict(row) | {name: figure(row[name]) for name in names}


def said(row: Mapping[str, Any]) -> dict[str, Any]:
    """An entry or a sum of the ledger, its codes in words."""
    name = "figure" if "figure" in row else "total"
    return dict(row) | {
        "kind": Kind(row["kind"]).label, "unit": Unit(row["unit"]).label if row["unit"] else "", "amount": figure(row[name]),
    }  # fmt: skip


def state_said(row: Mapping[str, Any]) -> str:
    state = (
        DutyState(row["release"]) if row["release"]
        else DutyState.ACCEPTED if row["accepted"]
        else DutyState.HANDED_IN if row["handed_in"]
        else None
    )  # fmt: skip
    if state is None:
        return _("not handed in yet")
    return _("%(state)s, late") % {"state": state.label} if row["late"] else str(state.label)


def kept(row: Mapping[str, Any]) -> bool | None:
    """Whether a target is reached; none where there is nothing to compare."""
    if row["reached"] is None:
        return None
    goal, reached = Decimal(row["goal"]), Decimal(row["reached"])
    return reached <= goal if row["most"] else reached >= goal

"""What of a frozen report is public: what is named here, and of that no trade secret, nothing that rests on fewer than three
firms or would tell it by subtraction, no year below its coverage."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from program.ledger.models import Unit
from program.reports.rules.figures import FIGURES
from program.reports.rules.secrecy import FEWEST_FIRMS, near

Row = Mapping[str, Any]
HEAD = ("schema", "kind", "year", "reason")
ZONE = ("code", "names", "province")
YEAR = ("year", "prices", "final", "factor_sets", "reported", "expected", "shut", *FIGURES)
POLLUTANT = ("code", "names")
CELL = ("made", "out", "shut")
ENTRY = ("number", "title", "kind", "since", "figure", "unit")
SUM = ("kind", "unit", "count", "total")
DESIGNATION = ("track", "standing", "since", "until", "letter", "document")
TARGET = ("names", "unit", "base", "goal", "reached", "year", "most")
TASK = ("title", "target", "year", "owner", "planned", "state", "result", "money")
"""What passes, key by key: what a later schema adds is not public until somebody names it."""

CUTS = ("cut", "cut_fixed")
SINCE = "co2_intensity"
"""Of the base year: withheld, no cut since it is said; the other intensity goes with it."""
FEW, PART, NEAR = "few", "part", "near"
"""Why a figure is not there: it is of few, or with its neighbours it would tell that, or with an earlier report."""


def opened(said: Row, *, replaced: bool = False, before: Sequence[Row] = ()) -> dict[str, Any]:
    """The public part of a report's content, of the same shape; nothing in it is to be taken out any more.

    The zone's other duties are between it and the office. Of a version that was `replaced` the tables of figures are
    left out: beside those of the newer one they would tell what the sites declared by which the two differ. The same holds
    of a year which a report published `before` (their contents) gave for nearly the same sites.
    """
    told = said["figures"]
    rows = [row | {"shut": NEAR} if is_near(row, before) else row for row in told["years"]]
    years = [] if replaced else open_years(rows, told["base_year"])
    return {
        **picked(said, HEAD),
        "zone": picked(said["zone"], ZONE),
        "replaced": replaced,
        "figures": {
            "base_year": told["base_year"],
            "years": years,
            "mix": open_mix(told["open_mix"], years),
            "pollutants": [] if replaced else [open_pollutant(row, years) for row in told["pollutants"]],
        },
        "ledger": [open_clause(row) for row in said["ledger"] if row["open_sums"]],
        "designations": [picked(row, DESIGNATION) for row in said["designations"]],
        "duties": [],
        "chapters": {piece: open_chapter(row) for piece, row in said["chapters"].items()},
        "tasks": [picked(row, TASK) for row in said.get("tasks", ())],
        "targets": [
            open_target(row, years, told["base_year"]) for row in said.get("targets", ()) if not replaced
        ],
    }


def picked(row: Row, names: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in names if name in row}


# ---------------------------------------------------------------- figures
def open_years(rows: Iterable[Row], base_year: int) -> list[dict[str, Any]]:
    """A cut since a base year of which the intensity is not public would tell that."""
    found = {row["year"]: open_year(row) for row in rows}
    if is_closed(found.values(), base_year):
        found = {year: row | dict.fromkeys(CUTS) for year, row in found.items()}
    return list(found.values())


def is_near(row: Row, before: Iterable[Row]) -> bool:
    public = (
        one
        for said in before
        for one in said["figures"]["years"]
        if one["year"] == row["year"] and not one["shut"]
    )
    return not row["shut"] and any(
        near(row.get("sites", ()), one["sites"]) for one in public if "sites" in one
    )


def open_year(row: Row) -> dict[str, Any]:
    """`part`: whether some of its figures are withheld. What was frozen without saying which has none that are public."""
    if row["shut"]:
        return picked(row, YEAR) | dict.fromkeys((*FIGURES, "reported", "expected")) | {"part": ""}
    withheld = row.get("withheld", FIGURES)
    return picked(row, YEAR) | dict.fromkeys(withheld) | {"part": PART if withheld else ""}


def is_closed(years: Iterable[Row], base_year: int) -> bool:
    """Whether there are figures of the base year, and its intensity is not among what is public."""
    return any(row["year"] == base_year and row[SINCE] is None for row in years)


def open_mix(mix: Row, years: Iterable[Row]) -> dict[str, Any]:
    public = {str(row["year"]) for row in years if row["energy"] is not None}
    return {
        "names": mix["names"],
        "years": {year: parts for year, parts in mix["years"].items() if year in public},
    }


def open_pollutant(row: Row, years: Iterable[Row]) -> dict[str, Any]:
    closed = {str(one["year"]) for one in years if one["shut"]}
    return picked(row, POLLUTANT) | {
        "years": {
            year: {"made": None, "out": None, "shut": True} if cell["shut"] or year in closed else picked(cell, CELL)
            for year, cell in row["years"].items()
        }
    }  # fmt: skip


def open_target(row: Row, years: Iterable[Row], base_year: int) -> dict[str, Any]:
    """What was reached is what the year says of that figure, if it does; money is the report's own."""
    if row["year"] is None:
        return picked(row, TARGET)
    of_year: dict[str, Any] = next((dict(one) for one in years if one["year"] == row["year"]), {})
    base = None if is_closed(years, base_year) else row["base"]
    return picked(row, TARGET) | {"base": base, "reached": of_year.get(row.get("figure", ""))}


# ---------------------------------------------------------------- the ledger
def open_clause(row: Row) -> dict[str, Any]:
    """Entries that are a trade secret stand in neither list nor sum; of one or two firms the figure is not said.

    Nor is then the sum with the others of its kind: less what they say, it would be.
    """
    entries = [open_figure(picked(entry, ENTRY), "figure") for entry in row["entries"] if not entry["secret"]]
    parts = {(entry["kind"], entry["unit"]) for entry in entries if "shut" in entry}
    return {
        "clause": row["clause"],
        "entries": entries,
        "sums": [open_sum(picked(each, SUM), parts) for each in row["open_sums"]],
    }


def open_figure(row: dict[str, Any], name: str) -> dict[str, Any]:
    """Nought is no firm's."""
    figure = row[name]
    few = row["unit"] == Unit.FIRMS and figure is not None and 0 < Decimal(figure) < FEWEST_FIRMS
    return row | {name: None, "shut": FEW} if few else row


def open_sum(row: dict[str, Any], parts: set[tuple[str, str]]) -> dict[str, Any]:
    found = open_figure(row, "total")
    if "shut" in found or (row["kind"], row["unit"]) not in parts:
        return found
    return found | {"total": None, "shut": PART}


def open_chapter(row: Row) -> dict[str, Any]:
    return {"text": "", "secret": True} if row["secret"] else {"text": row["text"], "secret": False}

"""What of a frozen report is public: no trade secret, no cell resting on fewer than three firms, no year below its coverage."""

from decimal import Decimal
from typing import Any

from program.ledger.models import Unit
from program.reports.rules.figures import FEWEST_FIRMS, FIGURES

CUTS = ("cut", "cut_fixed")
FEW = "few"
"""Stands where a figure was, and why it is not there."""


def opened(said: dict[str, Any]) -> dict[str, Any]:
    """The public part of a report's content, of the same shape; nothing in it is to be taken out any more.

    The zone's other duties are between it and the office.
    """
    told = said["figures"]
    closed = {str(row["year"]) for row in told["years"] if row["shut"]}
    base_is_closed = str(told["base_year"]) in closed
    years = [open_year(row, base_is_closed=base_is_closed) for row in told["years"]]
    mix = told["open_mix"]
    return said | {
        "figures": told
        | {
            "years": years,
            "mix": {"names": mix["names"], "years": without(mix["years"], closed)},
            "open_mix": None,
            "pollutants": [open_pollutant(row, closed) for row in told["pollutants"]],
        },
        "ledger": [open_clause(row) for row in said["ledger"] if row["open_sums"]],
        "duties": [],
        "chapters": {piece: open_chapter(row) for piece, row in said["chapters"].items()},
        **({"targets": open_targets(said["targets"], closed, base_is_closed)} if "targets" in said else {}),
    }


def open_year(row: dict[str, Any], *, base_is_closed: bool) -> dict[str, Any]:
    """A cut since a base year that is not public would tell that year's figure."""
    if row["shut"]:
        return row | dict.fromkeys((*FIGURES, "reported", "expected"))
    return row | dict.fromkeys(CUTS) if base_is_closed else row


def without(years: dict[str, Any], closed: set[str]) -> dict[str, Any]:
    return {year: parts for year, parts in years.items() if year not in closed}


def open_pollutant(row: dict[str, Any], closed: set[str]) -> dict[str, Any]:
    return row | {
        "years": {
            year: {"made": None, "out": None, "shut": True} if cell["shut"] or year in closed else cell
            for year, cell in row["years"].items()
        }
    }


def open_clause(row: dict[str, Any]) -> dict[str, Any]:
    """Entries that are a trade secret stand in neither list nor sum; of one or two firms the figure is not said."""
    return row | {
        "entries": [open_figure(entry, "figure") for entry in row["entries"] if not entry["secret"]],
        "sums": [open_figure(each, "total") for each in row["open_sums"]],
        "open_sums": None,
    }


def open_figure(row: dict[str, Any], name: str) -> dict[str, Any]:
    figure = row[name]
    few = row["unit"] == Unit.FIRMS and figure is not None and Decimal(figure) < FEWEST_FIRMS
    return row | {name: None, "shut": FEW} if few else row


def open_chapter(row: dict[str, Any]) -> dict[str, Any]:
    return {"text": "", "secret": True} if row["secret"] else row


def open_targets(rows: list[dict[str, Any]], closed: set[str], base_is_closed: bool) -> list[dict[str, Any]]:
    """What was reached is a figure of the year, or a cut since the base year; money is the report's own."""
    return [
        row | {"reached": None} if row["year"] and (base_is_closed or str(row["year"]) in closed) else row
        for row in rows
    ]

"""The board as open data: what each column means, as CSV and as JSON."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from program.files.spreadsheet import escaped
from program.progress.models import Board

HEAD = ("as_of", "group", "subject", "measure", "year", "value", "unit", "reported", "expected", "state")
"""The same in every language: programs read it. /progress/definitions/ says what they mean."""


def as_csv(board: Board) -> str:
    """One figure a line. A figure that is not published has its line and no value."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for row in lines(board.data):
        writer.writerow([escaped("" if (value := row.get(name)) is None else value) for name in HEAD])
    return "\ufeff" + out.getvalue()


def lines(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every figure of the board, by column; of one that is not published it says so."""
    for row in figures(data):
        withheld = {"state": "withheld"} if row["value"] is None and not row.get("state") else {}
        yield {"as_of": data["as_of"], **row, **withheld}


def figures(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for tier in data["tiers"]:
        of = {"group": "tier", "subject": tier["tier"]}
        yield of | {"measure": "count", "value": tier["count"]}
        for measure, number in (*tier["steps"].items(), *tier["standings"].items()):
            yield of | {"measure": measure, "value": number}
        for each in tier["going_on"]:
            for measure, number in each["steps"].items():
                yield of | {"measure": f"{each['track']}.{measure}", "value": number}
    for period in data["periods"]:
        yield from of_period(period)
    zones = data["zones"]
    for measure in ("peaked", "near_zero"):
        counted = zones[measure]
        yield {
            "group": "zones", "subject": measure, "measure": "count", "year": zones["year"], "value": counted["zones"],
            "reported": counted["of"], "expected": zones["zones"],
        }  # fmt: skip
    yield {
        "group": "zones", "subject": "reported", "measure": "count", "year": zones["year"], "value": zones["reported"],
        "expected": zones["zones"],
    }  # fmt: skip
    for row in data["provinces"]:
        for measure in ("zones", "ten", "hundred", "thousand"):
            yield {"group": "province", "subject": row["province"], "measure": measure, "value": row[measure]}


def of_period(period: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for tier, number in period["wanted"].items():
        if number is not None:
            yield {
                "group": period["code"], "subject": tier, "measure": "wanted", "year": period["last_year"], "value": number,
            }  # fmt: skip
    yield from forecast_of(period)
    for target in period["targets"]:
        of = {"group": period["code"], "subject": target["code"], "unit": target["unit"]}
        yield of | {
            "measure": "target", "year": period["last_year"], "value": f"{target['comparison']}{target['threshold']}",
            "state": target["standing"],
        }  # fmt: skip
        for one in target["years"]:
            yield of | {
                "measure": "value", "year": one["year"], "value": one["value"].replace(",", ""),
                "reported": one["reported"], "expected": one["zones"],
                "state": "withheld" if one["withheld"] else one["pace"],
            }  # fmt: skip


def forecast_of(period: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What is expected at the end of this year and the period, and from what; withheld where it would tell of too few cases."""
    told = period.get("forecast") or {}
    for row in told.get("tiers", ()):
        of = {"group": period["code"], "subject": row["tier"]}
        for year, name in ((told["year"], "year_end"), (period["last_year"], "period_end")):
            yield of | {
                "measure": f"forecast.{name}",
                "year": year,
                "value": row[name],
                "state": row["state"],
            }
        if row.get("decided"):
            yield of | {"measure": "forecast.reached_in", "value": row["by"]}
            yield of | {"measure": "forecast.decided", "value": row["decided"], "unit": "case"}
            yield of | {"measure": "forecast.listed_share", "value": row["rate"], "unit": "%"}
            yield of | {"measure": "forecast.whole_way", "value": row["days"], "unit": "day"}

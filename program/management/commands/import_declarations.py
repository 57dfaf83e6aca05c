"""`manage.py import_declarations FILE.csv [--items FILE.csv] [--dry-run]`: accepted figures from elsewhere, all or nothing."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from program.indicators.actions import Row, import_figures
from program.indicators.models import PriceBase, Use
from program.indicators.rules import energy_place, item_place

LARGEST = 200 * 2**20


class Command(BaseCommand):
    help = (
        "Import accepted declarations. FILE: organization,year,carrier,quantity,unit (and use, if not all is production). "
        "--items: organization,year,item,value,unit. The organization is a credit code or a zone code."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="quantities of energy, CSV in UTF-8")
        parser.add_argument("--items", help="other figures, CSV in UTF-8")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, list what is wrong by row")
        parser.add_argument(
            "--price-base", type=int, choices=PriceBase.values, default=PriceBase.OF_2019.value,
            help="year of the prices of value added; 0: current prices",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        given = list(energy_rows(options["file"]))
        if options["items"]:
            given += item_rows(options["items"])
        found = import_figures(
            given, price_base=PriceBase(options["price_base"]), dry=options["dry_run"], progress=self.tell
        )
        for error in found.errors:
            place = f"{error.file}:{error.row}: " if error.row else ""
            self.stderr.write(f"{place}{error.sentence}")
        if found.errors:
            raise CommandError(f"{len(found.errors)} errors; nothing was imported")
        done = "nothing written" if options["dry_run"] else f"{found.written} new versions"
        self.stdout.write(f"{len(given)} rows, {len(found.cells)} declarations, {done}")

    def tell(self, done: int, total: int) -> None:
        self.stderr.write(f"{done} of {total} declarations")


def energy_rows(path: str) -> Iterator[Row]:
    for number, row in rows(path, ("organization", "year", "carrier", "quantity", "unit")):
        place = energy_place(row["carrier"].strip(), row.get("use") or Use.PRODUCTION.value)
        yield Row(path, number, row["organization"], row["year"], place, row["quantity"], row["unit"])


def item_rows(path: str) -> Iterator[Row]:
    for number, row in rows(path, ("organization", "year", "item", "value", "unit")):
        place = item_place(row["item"].strip())
        yield Row(path, number, row["organization"], row["year"], place, row["value"], row["unit"])


def rows(path: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the line on which each ends; a cell that is not there is empty."""
    if not Path(path).is_file() or Path(path).stat().st_size > LARGEST:
        raise CommandError(f"{path}: no such file, or larger than {LARGEST // 2**20} MB")
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            missing = set(columns) - set(reader.fieldnames or ())
            if missing:
                raise CommandError(f"{path}: columns are missing: {', '.join(sorted(missing))}")
            for row in reader:
                if any(value for key, value in row.items() if key):
                    yield reader.line_num, {key: value or "" for key, value in row.items() if key}
    except (UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{path}: not a CSV file in UTF-8 ({error})") from error

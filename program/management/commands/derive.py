"""`manage.py derive --year Y [--organization CODE] --format csv`: every indicator, derived anew from the lines in force."""

import csv
from argparse import ArgumentParser
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from program.indicators.rules import everything

PLACES = Decimal("0.0001")


class Command(BaseCommand):
    help = "Derive all indicators of a year for every zone and enterprise, or for one, and print them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--organization", help="a credit code or a zone code; all if it is not given")
        parser.add_argument("--format", choices=["csv"], default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["organization"]
        rows = everything(options["year"], code)
        if code and not rows:
            raise CommandError(f"nothing is in force for {code} in {options['year']}")
        table = csv.writer(self.stdout, lineterminator="\n")
        table.writerow(["organization", "year", "indicator", "value", "unit", "factor_set"])
        for row in rows:
            figure = row.value.quantize(PLACES, ROUND_HALF_UP)
            table.writerow([row.organization, row.year, row.indicator, figure, row.unit, row.factor_set])

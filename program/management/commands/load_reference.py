"""manage.py load_reference: the zones, the recommending bodies and the calendar of working days."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from program.indicators.steps import load_indicators
from program.monitoring.steps import load_schemes
from program.progress.steps import load_goals
from program.rulesets.steps import load_calendar
from program.zones.steps import load_reference


class Command(BaseCommand):
    help = (
        "Load the zones, working days, indicators and factors that the program brings along; safe to repeat."
    )

    @transaction.atomic(durable=True)
    def handle(self, *args: Any, **options: Any) -> None:
        zones, bodies = load_reference()
        load_calendar()
        load_indicators()
        load_schemes()
        load_goals()
        self.stdout.write(
            f"{zones} zones, {bodies} recommending bodies, working days, indicators, factors and targets"
        )

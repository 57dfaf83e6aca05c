"""Inside the transaction of a call's opening, or of the seeding: freezing rules, filling the calendar."""

from chinese_calendar import constants
from django.db import connection
from django.utils.translation import gettext as _

from program import clock
from program.refusals import Refused
from program.rulesets.models import CalendarYear, RuleSet, SpecialDay
from program.rulesets.rules import Day

FIRST_YEAR = 2018
"""The calendar begins with the years that cases and declarations may reach back to."""


def freeze(rule_set: RuleSet) -> None:
    """From now on nobody changes a number of it."""
    rule_set = RuleSet.objects.select_for_update().get(pk=rule_set.pk)
    if rule_set.signed_at is None:
        raise Refused(_("The rule set must be signed before a call can use it."), field="rule_set")
    if rule_set.frozen_at is None:
        rule_set.frozen_at = clock.now()
        rule_set.save(update_fields=["frozen_at"])


def load_calendar() -> list[int]:
    """Seed the years that chinesecalendar knows and the table does not; a year published here is left as it is."""
    assert connection.in_atomic_block, "the calendar is seeded in a transaction"
    present = set(CalendarYear.objects.values_list("year", flat=True))
    missing = sorted({day.year for day in constants.holidays if day.year >= FIRST_YEAR} - present)
    CalendarYear.objects.bulk_create(CalendarYear(year=year, document=_document(year)) for year in missing)
    SpecialDay.objects.bulk_create(
        (
            SpecialDay(date=day.date, year_id=day.date.year, is_working=day.is_working, name=day.name)
            for day in _known_days()
            if day.date.year in missing
        ),
        ignore_conflicts=True,  # a December day that the next year's notice has named already
    )
    return missing


def _document(year: int) -> str:
    return f"国务院办公厅关于{year}年部分节假日安排的通知（日期取自 chinesecalendar 软件包）"


def _known_days() -> list[Day]:
    """Holidays on weekdays and working weekend days: what differs from the weekday alone."""
    chinese = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    days = [Day(day, True, f"{chinese[name]}调休上班") for day, name in constants.workdays.items()]
    for day, name in constants.holidays.items():
        if day.weekday() < 5:
            days.append(
                Day(day, False, f"{chinese[name]}调休" if day in constants.in_lieu_days else chinese[name])
            )
    return sorted(days)

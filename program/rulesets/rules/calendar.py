"""Working days: the statutory calendar with 调休, limits counted in it, and what a year's notice may say."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import clock
from program.rulesets.models import CalendarYear, Key, RuleSet, SpecialDay
from program.rulesets.rules.parameters import value


@dataclass(frozen=True)
class Limit:
    """A date that a limit runs to (through its last moment), and whether it is provisional."""

    moment: datetime
    provisional: bool

    @property
    def day(self) -> date:
        return clock.beijing_date(self.moment)

    @property
    def fact(self) -> str:
        """As it stands in the facts of a message or a journal line, which write it out for their reader."""
        return f"{self.day.isoformat()}{'?' if self.provisional else ''}"

    def later(self, other: "Limit") -> "Limit":
        """The later of both, provisional as long as one of them is: it may still become the later one."""
        return Limit(max(self.moment, other.moment), self.provisional or other.provisional)


class Calendar:
    """The statutory calendar, read in one query."""

    def __init__(self) -> None:
        rows = list(CalendarYear.objects.values_list("year", "days__date", "days__is_working"))
        self.years = frozenset(year for year, _day, _works in rows)
        self.special = {day: works for _year, day, works in rows if day is not None}

    def is_working(self, day: date) -> bool:
        """Weekdays work and weekends rest, unless the calendar says otherwise."""
        return self.special.get(day, day.weekday() < 5)

    def after(self, start: date, count: int) -> Limit:
        """The `count`-th working day after `start` (which itself does not count), through its last moment.

        Provisional when a day counted lies in a year whose calendar is not published: weekends alone were known.
        """
        day, provisional = start, False
        while count > 0:
            day += timedelta(days=1)
            provisional = provisional or day.year not in self.years
            count -= self.is_working(day)
        return Limit(clock.end_of(day), provisional)

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before."""
        if end < start:
            return -self.between(end, start)
        span = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in span)


def limit(rule_set: RuleSet, key: Key, start: date) -> Limit:
    """The limit that a rule sets, counted from the day after `start`."""
    return Calendar().after(start, value(rule_set, key))


def last_published_moment() -> datetime:
    """The end of the last year whose calendar is published: limits up to it are certain."""
    year = CalendarYear.objects.aggregate(last=Max("year"))["last"] or 1
    return clock.end_of(date(year, 12, 31))


class Day(NamedTuple):
    """A day that differs from its weekday, as the State Council's notice names it."""

    date: date
    is_working: bool
    name: str


def day_finding(year: int, day: Day) -> str | None:
    """What is wrong with a special day of a year's notice.

    The notice of a year may reach back into the last days of December: that of 2019 made Saturday 29 December 2018 a working day.
    """
    earliest, latest = date(year - 1, 12, 25), date(year, 12, 31)
    if not earliest <= day.date <= latest:
        return _("%(date)s does not belong to %(year)d.") % {"date": day.date, "year": year}
    if day.is_working and day.date.weekday() < 5:
        return _("%(date)s is a weekday and works anyway: list working Saturdays and Sundays only.") % {
            "date": day.date
        }
    if not day.is_working and day.date.weekday() >= 5:
        return _("%(date)s is a weekend and rests anyway: list holidays on weekdays only.") % {
            "date": day.date
        }
    if not day.name.strip():
        return _("Name the holiday that %(date)s belongs to.") % {"date": day.date}
    return None


def year_findings(year: int, days: Iterable[Day]) -> list[str]:
    """What is wrong with the special days of a year, line by line and as a whole."""
    listed = list(days)
    found = [sentence for day in listed if (sentence := day_finding(year, day))]
    dates = [day.date for day in listed]
    found += [
        _("%(date)s is listed twice.") % {"date": day}
        for day in sorted({day for day in dates if dates.count(day) > 1})
    ]
    if all(day.is_working for day in listed):
        found.append(_("A year has holidays: list at least one."))
    return found


class DayKind(models.TextChoices):
    """What a day is, in words; the page's colours only help."""

    WORKING = "working", gettext_lazy("working day")
    WEEKEND = "weekend", gettext_lazy("weekend")
    HOLIDAY = "holiday", gettext_lazy("holiday")
    MAKEUP = "makeup", gettext_lazy("working weekend day")


class Cell(NamedTuple):
    """A day of the year's page; `name` only where the calendar says something of its own."""

    date: date
    kind: DayKind
    name: str


@dataclass(frozen=True)
class Month:
    """A month in weeks from Monday on; days of its neighbours are none."""

    first: date
    weeks: list[list[Cell | None]]

    @property
    def special(self) -> list[tuple[str, list[int]]]:
        """What the calendar says of its own: name and days, one after the other."""
        named = (cell for week in self.weeks for cell in week if cell is not None and cell.name)
        return [
            (name, [cell.date.day for cell in cells])
            for name, cells in groupby(named, key=lambda cell: cell.name)
        ]

    @property
    def working_days(self) -> int:
        worked = {DayKind.WORKING, DayKind.MAKEUP}
        return sum(cell.kind in worked for week in self.weeks for cell in week if cell is not None)


def months(year: int) -> list[Month]:
    """The twelve months of a year, each day with what it is; one query."""
    special = {day.date: day for day in SpecialDay.objects.filter(date__year=year)}

    def cell(day: date) -> Cell:
        if (known := special.get(day)) is not None:
            return Cell(day, DayKind.MAKEUP if known.is_working else DayKind.HOLIDAY, known.name)
        return Cell(day, DayKind.WORKING if day.weekday() < 5 else DayKind.WEEKEND, "")

    def month(number: int) -> Month:
        weeks = calendar.Calendar().monthdatescalendar(year, number)
        return Month(
            date(year, number, 1),
            [[cell(day) if day.month == number else None for day in week] for week in weeks],
        )

    return [month(number) for number in range(1, 13)]

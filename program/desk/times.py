"""Questions about time: who is to be reminded when, how long stages take by the record, when a case may be through."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from program import clock, tracks
from program.applications.models import QUIET_STAGES, Application
from program.applications.rules import overdue
from program.calls.rules import DAYS_OF_STAGE
from program.process.models import StageName
from program.process.rules import main_stages
from program.progress.rules.durations import medians
from program.rulesets.models import Key, RuleSet
from program.rulesets.rules import SPECS, Calendar, value


@dataclass(frozen=True)
class ReminderDays:
    """How many working days before a due day, and how many after it, somebody is reminded."""

    before: int
    after: int
    calendar: Calendar

    def soon(self, day: date, moment: datetime) -> bool:
        today = clock.beijing_date(moment)
        return today <= day and self.calendar.between(today, day) <= self.before

    def late(self, day: date, moment: datetime) -> bool:
        today = clock.beijing_date(moment)
        return today > day and self.calendar.between(day, today) >= self.after


def reminder_days() -> ReminderDays:
    """By the rule set that was signed last; the office's defaults before there is one."""
    newest = RuleSet.objects.signed().order_by("-signed_at").first()
    before, after = (
        value(newest, key) if newest else SPECS[key].default
        for key in (Key.REMIND_BEFORE_DAYS, Key.REMIND_AFTER_DAYS)
    )
    return ReminderDays(before, after, Calendar())


def overdue_cases(moment: datetime) -> QuerySet[Application]:
    """Open cases whose certain due date has passed, the oldest first."""
    late: QuerySet[Application] = Application.objects.open().filter(overdue(moment))
    return late.for_lists().order_by("due", "number")  # type: ignore[attr-defined,no-any-return]


# ---------------------------------------------------------------- when to expect what
@dataclass(frozen=True)
class Expectation:
    """When a stage may be over: a day, and whether cases of the last two years or only the rule say so."""

    day: date
    days: Decimal | int
    by_record: bool


def expectations(application: Application, *, reads: bool) -> list[tuple[StageName, Expectation]]:
    """For the stage where the case rests and all to come on the straight way: medians added up, else the rule's days.

    Nothing for a closed case; for outsiders nothing in the quiet stages, where a date would tell the chosen from the others.
    """
    if not application.is_open or (not reads and application.stage in QUIET_STAGES):
        return []
    way, known = main_stages(tracks.get(application.track).flow_class), medians(application.track)
    here = StageName(application.stage)
    if here not in way:
        return []
    calendar, day = Calendar(), clock.beijing_date(application.stage_since)
    found: list[tuple[StageName, Expectation]] = []
    for stage in way[way.index(here) :]:
        key, median = DAYS_OF_STAGE.get(stage), known.get(stage)
        if median is not None:
            day += timedelta(days=round(median.days))
            found.append((stage, Expectation(max(day, clock.today()), median.days, by_record=True)))
        elif key is not None:
            allowed = value(application.rule_set, key)
            day = calendar.after(day, allowed).day
            found.append((stage, Expectation(max(day, clock.today()), allowed, by_record=False)))
        day = max(day, clock.today())
    return found

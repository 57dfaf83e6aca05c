"""What a rule set says, and working-day arithmetic."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from program import clock
from program.rulesets.models import AuthorityKind, CalendarYear, Key, RuleSet, SpecialDay, Unit


@dataclass(frozen=True)
class Spec:
    """What a parameter may be: unit, limits (inclusive), the office's default and its authority."""

    unit: Unit
    minimum: int
    maximum: int
    default: int
    authority_kind: AuthorityKind = AuthorityKind.OFFICE
    authority: str | LazyText = _("the special office's rule")


def _days(default: int, maximum: int = 120) -> Spec:
    return Spec(Unit.WORKING_DAYS, 1, maximum, default)


SPECS: dict[Key, Spec] = {
    Key.RECOMMENDATION_DAYS: _days(10),
    Key.FORMALITY_CHECK_DAYS: _days(5),
    Key.CORRECTION_DAYS: _days(10),
    Key.CORRECTIONS_ALLOWED: Spec(Unit.COUNT, 0, 3, 1),
    Key.EXPERT_REVIEW_DAYS: _days(20),
    Key.SITE_VISIT_DAYS: _days(15),
    Key.DELIBERATION_DAYS: _days(10),
    Key.PUBLIC_NOTICE_DAYS: _days(10),
    Key.OBJECTION_ACCEPTANCE_DAYS: _days(3),
    Key.OBJECTION_SETTLEMENT_DAYS: _days(20),
    Key.PUBLICATION_DAYS: _days(20),
    Key.PANEL_MINIMUM: Spec(Unit.COUNT, 3, 15, 5),
    Key.REVIEW_QUORUM: Spec(Unit.COUNT, 3, 15, 5),
    Key.TRIM_FROM: Spec(Unit.COUNT, 4, 15, 5),
    Key.PROVINCE_CONFLICT: Spec(Unit.YES_NO, 0, 1, 1),
    Key.EMPLOYER_CONFLICT_YEARS: Spec(Unit.YEARS, 0, 10, 3),
    Key.VISIT_TEAM_MINIMUM: Spec(Unit.COUNT, 3, 9, 3),
    Key.BUILDING_YEARS: Spec(Unit.YEARS, 1, 10, 3),
}
"""Every procedural number; the circular itself names none of them."""


def value(rule_set: RuleSet, key: Key) -> int:
    """A whole-number parameter; the rule set's parameters are read once and remembered on the object."""
    known: dict[str, Decimal] | None = getattr(rule_set, "_values", None)
    if known is None:
        known = dict(rule_set.parameters.values_list("key", "value"))
        rule_set._values = known  # type: ignore[attr-defined]
    return int(known[key])


@dataclass(frozen=True)
class Limit:
    """A date that a limit runs to (through its last moment), and whether it is provisional."""

    moment: datetime
    provisional: bool

    @property
    def day(self) -> date:
        return clock.beijing_date(self.moment)


class Calendar:
    """The statutory calendar, read in two queries."""

    def __init__(self) -> None:
        self.years = frozenset(CalendarYear.objects.values_list("year", flat=True))
        self.special = dict(SpecialDay.objects.values_list("date", "is_working"))

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

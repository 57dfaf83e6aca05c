"""Working days as the State Council published them, and limits counted in them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from chinese_calendar import is_workday
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from program.rulesets.models import CalendarYear, Key, RuleSet, SpecialDay
from program.rulesets.rules import Calendar, DayKind, Limit, limit, months
from program.rulesets.steps import load_calendar

pytestmark = pytest.mark.usefixtures("years")


def end_of(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 15, 59, 59, 999999, tzinfo=UTC)  # 23:59:59.999999 +08:00


# ---------------------------------------------------------------- seeding
def test_the_years_come_with_the_platform() -> None:
    assert list(CalendarYear.objects.values_list("year", flat=True)) == list(range(2026, 2017, -1))
    year = CalendarYear.objects.get(year=2026)
    assert year.document.startswith("国务院办公厅关于2026年部分节假日安排的通知")
    assert year.published_by is None


def test_seeding_again_changes_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    before = list(SpecialDay.objects.values_list())
    with transaction.atomic(), django_assert_num_queries(1):
        assert load_calendar() == []
    assert list(SpecialDay.objects.values_list()) == before


def test_a_year_published_here_is_left_alone() -> None:
    CalendarYear.objects.get(year=2025).delete()
    CalendarYear.objects.create(year=2025, document="国办发明电〔2024〕12号")
    with transaction.atomic():
        load_calendar()
    assert not SpecialDay.objects.filter(year=2025).exists()


def test_only_days_that_differ_from_their_weekday_are_kept() -> None:
    assert all(day.is_working == (day.date.weekday() >= 5) for day in SpecialDay.objects.all())


def test_every_day_of_every_year_is_as_published() -> None:
    calendar = Calendar()
    day, last = date(2018, 1, 1), date(2026, 12, 31)
    while day <= last:
        assert calendar.is_working(day) == is_workday(day), day
        day += timedelta(days=1)


# ---------------------------------------------------------------- known facts
@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 9, 20), True),  # Sunday, 调休 for National Day
        (date(2026, 9, 25), False),  # Friday, Mid-autumn
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),  # Wednesday, 调休
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # Saturday, 调休
        (date(2026, 10, 11), False),
        (date(2026, 2, 14), True),  # Saturday before Spring Festival
        (date(2026, 2, 23), False),
        (date(2026, 2, 28), True),  # Saturday after it
        (date(2018, 12, 29), True),  # Saturday, from the notice of 2019
        (date(2018, 12, 31), False),
        (date(2020, 1, 31), False),  # the prolonged Spring Festival of 2020
    ],
)
def test_holidays_and_adjusted_days(day: date, works: bool) -> None:
    assert Calendar().is_working(day) is works


def test_days_carry_the_name_of_their_holiday() -> None:
    names = dict(SpecialDay.objects.filter(date__year=2026, date__month=10).values_list("date", "name"))
    assert names[date(2026, 10, 1)] == "国庆节"
    assert names[date(2026, 10, 7)] == "国庆节调休"
    assert names[date(2026, 10, 10)] == "国庆节调休上班"
    assert date(2026, 10, 3) not in names  # a Saturday: rests anyway


# ---------------------------------------------------------------- limits
@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 23), 1, end_of(2026, 11, 24)),  # the day itself does not count
        (date(2026, 11, 20), 1, end_of(2026, 11, 23)),  # Friday → Monday
        (date(2026, 9, 30), 1, end_of(2026, 10, 8)),  # over National Day
        (date(2026, 9, 30), 3, end_of(2026, 10, 10)),  # 8, 9, and Saturday the 10th
        (date(2026, 10, 3), 1, end_of(2026, 10, 8)),  # delivered on a holiday
        (date(2026, 9, 18), 5, end_of(2026, 9, 24)),  # 20 (Sunday), 21, 22, 23, 24
        (date(2026, 2, 13), 2, end_of(2026, 2, 24)),  # 14 (Saturday), then after Spring Festival
        (date(2026, 11, 18), 10, end_of(2026, 12, 2)),
        (date(2026, 11, 23), 0, end_of(2026, 11, 23)),
    ],
)
def test_a_limit_counts_working_days_from_the_day_after_to_the_last_moment(
    start: date, count: int, end: datetime
) -> None:
    assert Calendar().after(start, count) == Limit(end, provisional=False)


def test_a_limit_that_runs_into_an_unpublished_year_is_provisional() -> None:
    calendar = Calendar()
    assert calendar.after(date(2026, 12, 30), 1) == Limit(end_of(2026, 12, 31), provisional=False)
    assert calendar.after(date(2026, 12, 31), 1) == Limit(
        end_of(2027, 1, 1), provisional=True
    )  # weekends alone are known
    assert calendar.after(date(2026, 12, 28), 20).provisional


def test_a_limit_names_its_day_in_beijing() -> None:
    assert Calendar().after(date(2026, 9, 30), 1).day == date(2026, 10, 8)


def test_a_moment_after_the_limit_is_late_in_every_time_zone() -> None:
    due = Calendar().after(date(2026, 9, 30), 1).moment
    assert due == datetime.fromisoformat("2026-10-08T23:59:59.999999+08:00")
    assert due < datetime.fromisoformat("2026-10-09T00:00:00+08:00")
    assert due < datetime.fromisoformat("2026-10-08T16:00:00Z")
    assert due < datetime.fromisoformat("2026-10-08T12:00:00-04:00")


def test_days_between_count_the_end_and_not_the_start() -> None:
    calendar = Calendar()
    assert calendar.between(date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert calendar.between(date(2026, 10, 10), date(2026, 9, 30)) == -3
    assert calendar.between(date(2026, 9, 30), date(2026, 9, 30)) == 0


def test_a_limit_of_a_rule_set(signed: RuleSet) -> None:
    assert limit(signed, Key.PUBLIC_NOTICE_DAYS, date(2026, 9, 30)) == Limit(
        end_of(2026, 10, 20), provisional=False
    )


def test_the_calendar_is_read_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        Calendar().after(date(2026, 1, 1), 200)


# ---------------------------------------------------------------- the year's page
def test_a_year_in_months(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        year = months(2026)
    october = year[9]
    assert october.first == date(2026, 10, 1)
    assert october.working_days == 18
    first_week = [cell and (cell.date.day, cell.kind) for cell in october.weeks[0]]
    assert first_week == [
        None,
        None,
        None,
        (1, DayKind.HOLIDAY),
        (2, DayKind.HOLIDAY),
        (3, DayKind.WEEKEND),
        (4, DayKind.WEEKEND),
    ]
    assert october.special == [("国庆节", [1, 2, 5]), ("国庆节调休", [6, 7]), ("国庆节调休上班", [10])]
    assert sum(month.working_days for month in year) == Calendar().between(
        date(2025, 12, 31), date(2026, 12, 31)
    )

"""The only clock: PostgreSQL's after the lock, the host's on SQLite. Nothing else in the program asks for the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

BEIJING = ZoneInfo("Asia/Shanghai")
_moved: ContextVar[datetime | None] = ContextVar("moved_clock", default=None)


def now() -> datetime:
    """This moment, aware. On PostgreSQL the database's own, read after whatever the caller has locked."""
    moved = _moved.get()
    if moved is not None:
        return moved
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            moment: datetime = cursor.fetchone()[0]
            return moment
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Beijing."""
    return beijing_date(now())


def beijing_date(moment: datetime) -> date:
    """The day that a moment falls on in Beijing."""
    return moment.astimezone(BEIJING).date()


def end_of(day: date) -> datetime:
    """The last moment of a day in Beijing: a limit that names a day runs through 23:59:59.999999 +08:00."""
    return datetime.combine(day, time.max, tzinfo=BEIJING)


def start_of(day: date) -> datetime:
    """The first moment of a day in Beijing."""
    return datetime.combine(day, time.min, tzinfo=BEIJING)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Move the clock, in tests and in the making of the demo only."""
    if not settings.CLOCK_MAY_MOVE:
        raise RuntimeError("the clock moves in tests and the demo only")
    if moment.tzinfo is None:
        raise ValueError("an aware moment is needed")
    token = _moved.set(moment)
    try:
        yield
    finally:
        _moved.reset(token)


def minutes(count: int) -> timedelta:
    """A span of minutes."""
    return timedelta(minutes=count)


def days(count: int) -> timedelta:
    """A span of calendar days."""
    return timedelta(days=count)

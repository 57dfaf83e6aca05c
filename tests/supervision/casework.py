"""What zones and the office do about duties, each thing by its verb; what the clock does, by its sweep."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from program import clock
from program.applications.models import Application
from program.decisions.models import Designation
from program.decisions.steps import designate
from program.people.models import User
from program.process.models import StageName
from program.rulesets.models import CalendarYear, Scope, SpecialDay
from program.supervision import actions, tasks
from program.supervision.models import Alert, Dispensation, Duty, Obligation, Return
from program.zones.models import Zone
from tests import factories
from tests.decisions import casework as decisions

YEAR = 2025
MICROSECOND = timedelta(microseconds=1)


def calendar() -> None:
    """2018 to 2026 as published, as far as the casework meets it: a week in October 2025, and the Saturday worked for it."""
    CalendarYear.objects.bulk_create(CalendarYear(year=year, document="示例") for year in range(2018, 2027))
    week = [
        SpecialDay(date=date(2025, 10, day), year_id=2025, is_working=False, name="国庆节")
        for day in (1, 2, 3, 6, 7, 8)
    ]
    worked = SpecialDay(date=date(2025, 10, 11), year_id=2025, is_working=True, name="国庆节调休上班")
    SpecialDay.objects.bulk_create([*week, worked])


@contextmanager
def on(day: date, hour: int = 10) -> Iterator[None]:
    with clock.at(datetime.combine(day, time(hour), tzinfo=clock.BEIJING)):
        yield


def sweep(moment: date | datetime | None = None) -> None:
    """The minute's sweep, as `manage.py work` makes it."""
    if isinstance(moment, datetime):
        with clock.at(moment):
            return sweep()
    if moment is not None:
        with on(moment):
            return sweep()
    for part in (tasks.keep_duties, tasks.follow_figures, tasks.keep_alerts):
        part()
    return None


def owed(zone: Zone, duty: Duty = Duty.LEDGER, year: int = YEAR, day: date | None = None) -> Obligation:
    """The obligation, after the sweep of 2 January (or of that day)."""
    sweep(day or date(year + 1, 1, 2))
    found: Obligation = Obligation.objects.get(zone=zone, duty=duty, year=year)
    return found


def arisen(zone: Zone, duty: Duty, due: date, year: int = YEAR) -> Obligation:
    """One obligation without the sweep, due at the end of that day."""
    made: Obligation = Obligation.objects.create(
        zone=zone, duty=duty, year=year, due=clock.end_of(due), authority="专项办规则", scope=Scope.EVERY_ZONE
    )
    return made


def again(obligation: Obligation) -> Obligation:
    found: Obligation = Obligation.objects.get(pk=obligation.pk)
    return found


def handed_in(obligation: Obligation, by: User, name: str = "年度报告") -> Return:
    return actions.hand_in_return(obligation, note="已完成。", scan=factories.pdf(name), by=by)


def asked(obligation: Obligation, by: User, until: date | None = None, **fields: Any) -> Dispensation:
    later = until or clock.beijing_date(obligation.expected) + timedelta(days=20)
    return actions.ask_extension(obligation, until=later, reason="核查机构尚未出具报告。", by=by, **fields)


def alert_of(obligation: Obligation) -> Alert:
    found: Alert = Alert.objects.get(obligation=obligation)
    return found


def designated(case: Application, clerk: User) -> Designation:
    """Listed: in its building period from today on."""
    factories.rest_at(case, StageName.PUBLICATION)
    document = decisions.enter(case.call, clerk, f"示例文〔2026〕{case.pk}号")
    factories.rest_at(case, StageName.LISTED)
    with transaction.atomic():
        return designate(case, document)

"""Duties arise by the clock: who owes what until when, and what the sweep makes of it, again and again alike."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from program import clock
from program.applications.models import Application
from program.decisions.models import Standing
from program.journal.models import Line, Verb
from program.people.models import User
from program.rulesets import actions as rulesets
from program.rulesets.models import Key, Scope
from program.rulesets.rules import SPECS, Calendar, Day, day_in, finding
from program.rulesets.rules import Rule as Said
from program.supervision import actions, rules, tasks
from program.supervision.models import Duty, DutyState, Obligation, Release
from program.zones.models import Management, Zone
from tests import factories
from tests.conftest import Asks
from tests.supervision import casework
from tests.supervision.casework import MICROSECOND, YEAR, on, owed, sweep

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changed", "year", "day"),
    [
        ({}, 2025, date(2026, 3, 31)),  # a Tuesday
        ({"ledger_due": 731}, 2021, date(2022, 8, 1)),  # 31 July 2022 was a Sunday
        ({"ledger_due": 731, "due_on_working_days": 0}, 2021, date(2022, 7, 31)),
        ({"ledger_due": 228}, 2023, date(2024, 2, 28)),  # a leap year
        ({"ledger_due": 1001}, 2024, date(2025, 10, 9)),  # the October holidays of 2025 end on the 8th
        ({"ledger_due": 1011}, 2024, date(2025, 10, 11)),  # a Saturday that was worked (调休)
    ],
)
def test_a_day_is_the_rules_day_or_the_next_working_day(
    clerk: User, director: User, changed: dict[str, int], year: int, day: date
) -> None:
    rule_set = factories.rule_set(clerk, director, **changed)
    limit = rules.due_of(rule_set, Duty.LEDGER, year, Calendar())
    assert (limit.moment, limit.provisional) == (clock.end_of(day), False)


def test_a_day_in_a_year_without_calendar_is_provisional_until_it_is_published(
    zone: Zone, clerk: User, director: User
) -> None:
    """The rules say 8 February 2027, a Monday; the calendar of that year will make it a holiday."""
    factories.rule_set(clerk, director, ledger_due=208)
    obligation = owed(zone, year=2026)
    assert (clock.beijing_date(obligation.due), obligation.due_provisional) == (date(2027, 2, 8), True)
    with on(date(2027, 2, 20)):
        sweep()
        assert casework.again(obligation).stands(clock.now()) == DutyState.NOT_DUE  # 暂定 is never overdue
        assert not Obligation.objects.late(clock.now()).exists()
        rest = [Day(date(2027, 2, 8 + more), False, "春节") for more in range(5)]
        rulesets.publish_year(2027, "国办发明电", rest, by=clerk)
        sweep()
    counted = casework.again(obligation)
    assert (clock.beijing_date(counted.due), counted.due_provisional) == (date(2027, 2, 15), False)
    assert Line.objects.filter(verb=Verb.RECOUNT, subject=str(obligation)).count() == 1


@pytest.mark.parametrize(
    ("number", "fits"), [(630, True), (229, False), (631, False), (1300, False), (100, False)]
)
def test_a_due_day_is_one_that_every_year_has(number: int, fits: bool) -> None:
    spec = SPECS[Key.LEDGER_DUE]
    rule = Said(number, spec.authority_kind, spec.authority)  # type: ignore[arg-type]
    assert (finding(Key.LEDGER_DUE, rule) is None) == fits
    if fits:
        assert (day_in(2025, number), spec.said(number)) == (date(2025, 6, 30), "30 June")


def test_who_owes_what(zone: Zone, other_zone: Zone, case: Application, clerk: User) -> None:
    """One zone is listed, the other is not, a third has not joined."""
    factories.zone()
    with on(date(2025, 5, 6)):
        casework.designated(case, clerk)
    sweep(date(2026, 1, 1))
    sweep(date(2026, 1, 1))
    made = {(row.zone, row.duty) for row in Obligation.objects.filter(year=YEAR).select_related("zone")}
    everybody = {Duty.LEDGER, Duty.DECLARATIONS, Duty.ZONE_FIGURES, Duty.CARBON_PEAK_REPORT}
    assert {duty for owner, duty in made if owner == zone} == {*everybody, Duty.PROGRESS, Duty.GREEN_REPORT}
    assert {duty for owner, duty in made if owner == other_zone} == everybody
    assert Line.objects.filter(verb=Verb.ARISE_DUTIES).count() == len(Duty)
    peak = Obligation.objects.get(zone=zone, duty=Duty.CARBON_PEAK_REPORT)
    assert (peak.scope, clock.beijing_date(peak.due)) == (Scope.EVERY_ZONE, date(2026, 6, 30))
    assert (peak.rule_set, peak.authority) == (case.call.rule_set, "专项办规则")
    assert rules.authority_of(None, Duty.CARBON_PEAK_REPORT).startswith("《实施方案》五（一）2")


def test_nobody_owes_what_the_rules_ask_of_nobody(zone: Zone, clerk: User, director: User) -> None:
    factories.rule_set(clerk, director, **{f"{duty}_owed_by": Scope.NOBODY for duty in Duty})
    sweep(date(2026, 1, 1))
    assert not Obligation.objects.exists()


@pytest.mark.parametrize(
    ("joined", "owes"),
    [
        (datetime(2026, 3, 31, 23, 59, 59, 999_999, tzinfo=clock.BEIJING), True),
        (datetime(2026, 4, 1, tzinfo=clock.BEIJING), False),
    ],
)
def test_who_joins_after_the_day_begins_with_the_next_year(zone: Zone, joined: datetime, owes: bool) -> None:
    with clock.at(joined):
        sweep()
    assert Obligation.objects.filter(duty=Duty.LEDGER, year=YEAR).exists() == owes
    with clock.at(joined):  # asked again, past the sweep that would not even ask
        actions.arise(Duty.LEDGER, YEAR, None, Calendar())
    assert Obligation.objects.filter(duty=Duty.LEDGER, year=YEAR).exists() == owes


def test_a_zone_that_is_listed_no_more_owes_no_green_report(
    zone: Zone, case: Application, clerk: User
) -> None:
    with on(date(2026, 4, 7)):
        listed = casework.designated(case, clerk)
    report = owed(zone, Duty.GREEN_REPORT, day=date(2026, 4, 8))
    listed.standing = Standing.REVOKED
    listed.save()
    sweep(date(2026, 5, 8))
    gone = casework.again(report)
    assert (gone.release, gone.release_reason != "") == (Release.WITHDRAWN, True)
    assert (
        Obligation.objects.filter(release=Release.WITHDRAWN).count() == 1
    )  # what every zone owes, it owes still
    listed.standing = Standing.NAMED
    listed.save()
    sweep(date(2026, 6, 8))
    assert casework.again(report).release == ""
    listed.standing = Standing.REVOKED
    listed.save()
    sweep(clock.end_of(date(2026, 7, 31)) + MICROSECOND)
    assert casework.again(report).release == ""  # the day had passed: it is late


def test_the_sweep_makes_all_of_a_duty_or_none(
    zone: Zone, other_zone: Zone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the rows and before the line: nothing is left, and the next sweep makes both."""

    def killed(*_args: object, **_facts: object) -> None:
        raise SystemExit

    with on(date(2026, 1, 1)):
        with monkeypatch.context() as patch:
            patch.setattr("program.supervision.actions.arising.journal.record", killed)
            with pytest.raises(SystemExit):
                tasks.keep_duties()
        assert not Obligation.objects.exists()
        tasks.keep_duties()
        first = set(Obligation.objects.values_list("pk", "arisen_at"))
        tasks.keep_duties()
    assert set(Obligation.objects.values_list("pk", "arisen_at")) == first
    assert len(first) == 2 * 4


def test_the_sweep_asks_the_same_whatever_the_number_of_zones(zone: Zone, asks: Asks) -> None:
    sweep(date(2026, 1, 1))
    for _ in range(30):
        factories.zone(zone.recommending_body, factories.organization())
    with on(date(2026, 1, 2)):
        tasks.keep_duties()
        with asks(SWEEP_QUERIES):
            tasks.keep_duties()
            tasks.follow_figures()
            tasks.keep_alerts()


SWEEP_QUERIES = 17


def test_a_zone_owes_a_duty_once_a_year(zone: Zone) -> None:
    first = owed(zone)
    first.pk = None
    first._state.adding = True
    with pytest.raises(IntegrityError, match=r"obligation_once|UNIQUE"), transaction.atomic():
        first.save()
    Management.objects.all().delete()
    with on(date(2026, 1, 3)):
        assert actions.arise(Duty.LEDGER, YEAR, None, Calendar()) == 0

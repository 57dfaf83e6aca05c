"""The late ladder: blue, yellow, orange, red; whom each is told, and how an alert ends."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from program import clock
from program.journal.models import Line, Verb
from program.notify.models import Text
from program.people.models import User
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.rulesets.models import Level
from program.supervision import actions, rules, steps
from program.supervision.models import Alert, AlertRule, Ending, Obligation
from program.zones.models import Zone
from tests import factories
from tests.supervision import casework
from tests.supervision.casework import MICROSECOND, alert_of, on, sweep

pytestmark = pytest.mark.django_db
END = date(2026, 6, 30)


def told(person: User) -> int:
    return person.inbox.filter(text=Text.ZONE_ALERT).count()


def test_each_level_at_its_day_and_to_its_people(
    report: Obligation,
    ledger: Obligation,
    applicant: User,
    reviewer: User,
    recommender: User,
    supervisor: User,
    director: User,
) -> None:
    Obligation.objects.exclude(pk=report.pk).delete()
    sweep(clock.end_of(END))
    assert not Alert.objects.exists()
    seen = []
    for days in (0, 6, 7, 14, 15, 29, 30, 60):
        moment = (
            clock.end_of(END + timedelta(days=days - 1)) + MICROSECOND
            if days
            else clock.end_of(END) + MICROSECOND
        )
        sweep(moment)
        sweep(moment)
        seen.append(
            (
                days,
                Level(alert_of(report).level).name,
                *map(told, (applicant, recommender, supervisor, director)),
            )
        )
    assert seen == [
        (0, "BLUE", 1, 0, 0, 0), (6, "BLUE", 1, 0, 0, 0), (7, "YELLOW", 2, 0, 0, 0), (14, "YELLOW", 2, 0, 0, 0),
        (15, "ORANGE", 3, 1, 1, 0), (29, "ORANGE", 3, 1, 1, 0), (30, "RED", 4, 2, 2, 1), (60, "RED", 4, 2, 2, 1),
    ]  # fmt: skip
    assert told(reviewer) == 0
    verbs = (
        Line.objects.filter(subject=str(alert_of(report))).order_by("pk").values_list("verb", "facts__level")
    )
    assert list(verbs) == [
        (Verb.RAISE_ALERT, "blue"), *((Verb.LET_ALERT_RISE, level) for level in ("yellow", "orange", "red")),
    ]  # fmt: skip
    assert str(recommender.inbox.latest("pk").facts["what"]) == "annual carbon-peak report, 30 days late"


def test_the_days_stand_in_the_rules(report: Obligation, clerk: User, director: User) -> None:
    factories.rule_set(clerk, director, late_yellow_days=2, late_orange_days=3, late_red_days=4)
    sweep(date(2026, 7, 3))
    assert alert_of(report).level == Level.ORANGE


def test_it_closes_by_itself_and_opens_again(june: Obligation, applicant: User, clerk: User) -> None:
    sweep(date(2026, 7, 8))
    with on(date(2026, 7, 9)):
        actions.acknowledge(alert_of(june), plan="七月十五日前报送。", by=applicant)
        handed_in = casework.handed_in(june, applicant)
        closed = alert_of(june)
        assert (closed.ending, closed.closed_by) == (Ending.HANDED_IN, None)
        actions.send_return_back(handed_in, [("", "不完整")], by=clerk)  # due again on 23 July
    sweep(date(2026, 7, 23))
    assert alert_of(june).closed_at is not None
    sweep(date(2026, 7, 24))
    opened = alert_of(june)
    assert (opened.pk, opened.closed_at, opened.level, opened.acknowledged_at) == (
        closed.pk,
        None,
        Level.BLUE,
        None,
    )
    assert Line.objects.filter(verb=Verb.REOPEN_ALERT, subject=str(opened)).count() == 1


def test_who_answers_looks_after_and_closes(
    report: Obligation,
    zone: Zone,
    applicant: User,
    contact: User,
    clerk: User,
    supervisor: User,
    stranger: User,
    director: User,
) -> None:
    sweep(date(2026, 7, 8))
    late = alert_of(report)
    for who in (contact, clerk, stranger):
        with pytest.raises(NotYours):
            actions.acknowledge(late, plan="x", by=who)
    with pytest.raises(Invalid):
        actions.acknowledge(late, plan=" ", by=applicant)
    actions.acknowledge(late, plan="本周报送。", by=applicant)
    with pytest.raises(SomebodyWasFaster):
        actions.acknowledge(late, plan="本周报送。", by=applicant)
    assert actions.take(late, by=supervisor).owner == supervisor
    for who in (applicant, director):
        with pytest.raises(NotYours):
            actions.take(late, by=who)
    with pytest.raises(Refused, match="by itself"):
        actions.close(late, words="x", by=clerk)
    with transaction.atomic():
        line = steps.raise_alert(
            zone, AlertRule.RED_LINE, 2025, "energy_intensity",
            level=Level.RED, words="0.61，高于红线0.6。", title_zh="能耗强度", title_en="energy intensity",
        )  # fmt: skip
    with pytest.raises(NotYours):
        actions.close(line, words="x", by=applicant)
    actions.close(line, words="数据更正后达标。", by=supervisor)
    with pytest.raises(SomebodyWasFaster):
        actions.close(line, words="x", by=clerk)


def test_one_alert_a_cause_and_it_only_rises(zone: Zone) -> None:
    def raised(level: Level) -> Alert:
        with transaction.atomic():
            return steps.raise_alert(
                zone, AlertRule.OFF_TRACK, 2025, "co2_intensity", level=level, words="滞后", title_zh="碳强度", title_en="CO2"
            )  # fmt: skip

    first, higher, lower = raised(Level.YELLOW), raised(Level.ORANGE), raised(Level.BLUE)
    assert first.pk == higher.pk == lower.pk
    assert Alert.objects.get().level == Level.ORANGE
    assert Line.objects.filter(subject=str(first)).count() == 2


def test_a_grave_one_is_suggested_as_a_lead(report: Obligation, clerk: User, director: User) -> None:
    sweep(date(2026, 7, 16))
    assert not rules.proposes_lead(alert_of(report), None)
    sweep(date(2026, 7, 30))
    grave = alert_of(report)
    assert rules.proposes_lead(grave, None)
    never = factories.rule_set(clerk, director, late_measure=Level.NEVER)
    assert not rules.proposes_lead(grave, never)


def test_the_clerk_of_the_zones_newest_case_looks_after_it(
    report: Obligation, case: object, clerk: User, second_clerk: User
) -> None:
    assert rules.clerk_of(report.zone) is None
    case.clerk = second_clerk  # type: ignore[attr-defined]
    case.save()  # type: ignore[attr-defined]
    sweep(date(2026, 7, 1))
    assert alert_of(report).owner == second_clerk

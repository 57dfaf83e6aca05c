"""Reminders before and after each due day, the feed for calendars, how long stages take, how the engine is."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from icalendar import Calendar as Feed

from program import clock
from program.applications.models import Application
from program.background.models import Promise
from program.background.steps import ATTEMPTS, promise
from program.desk import actions, feed, health, tasks, times
from program.desk.models import Alarm, Heartbeat
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Message, Text
from program.people import actions as people
from program.people.models import User
from program.process.models import StageName
from program.process.steps import extend, turn
from program.progress import actions as progress
from program.progress.models import StageMedian
from program.rulesets.rules import Limit
from program.rulesets.steps import load_calendar
from tests import factories
from tests.conftest import Keep, SignIn

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=clock.BEIJING)


@pytest.fixture(autouse=True)
def _monday(db: None) -> Iterator[None]:
    with transaction.atomic():
        load_calendar()
    with clock.at(MONDAY):
        yield


@pytest.fixture
def waiting(case: Application, clerk: User) -> Application:
    """Waits for its formality check, due on Monday 9 March."""
    factories.move(case, StageName.FORMALITY_CHECK, by=clerk)
    assert (case.due, case.due_provisional) == (clock.end_of(date(2026, 3, 9)), False)
    return case


def on(day: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=clock.BEIJING)


def told(person: User, text: Text) -> int:
    return Message.objects.filter(recipient=person, text=text).count()


# ---------------------------------------------------------------- reminders
@pytest.mark.parametrize(
    ("day", "before", "after"), [(3, 0, 0), (4, 1, 0), (9, 1, 0), (10, 0, 1), (20, 0, 1)]
)
def test_before_and_after_the_day(
    waiting: Application, clerk: User, day: int, before: int, after: int
) -> None:
    """Three working days before, one after, unless the rule set says otherwise."""
    with clock.at(on(day)):
        actions.remind(clerk)
    assert (told(clerk, Text.DUE_SOON), told(clerk, Text.OVERDUE)) == (before, after)


def test_once_for_a_day_and_kind(waiting: Application, clerk: User) -> None:
    for day in (4, 5, 6, 9, 10, 11, 12):
        with clock.at(on(day)):
            actions.remind(clerk)
    assert (told(clerk, Text.DUE_SOON), told(clerk, Text.OVERDUE)) == (1, 1)
    message = Message.objects.get(text=Text.DUE_SOON)
    assert message.facts["count"] == "1"
    assert waiting.number in message.facts["matters"]


def test_the_chief_hears_of_what_is_late(waiting: Application, clerk: User, director: User) -> None:
    with clock.at(on(9)):
        assert actions.remind_chiefs() == 0
    with clock.at(on(10)):
        assert (actions.remind_chiefs(), actions.remind_chiefs()) == (1, 0)
    assert told(director, Text.OVERDUE_THERE) == 1
    assert waiting.number in Message.objects.get(text=Text.OVERDUE_THERE).facts["matters"]


def test_a_provisional_day_reminds_nobody(waiting: Application, clerk: User) -> None:
    with transaction.atomic():
        extend(
            turn(waiting, StageName.FORMALITY_CHECK).application, Limit(clock.end_of(date(2026, 3, 9)), True)
        )
    with clock.at(on(10)):
        actions.remind(clerk)
        actions.remind_chiefs()
    assert not Message.objects.filter(text__in=(Text.DUE_SOON, Text.OVERDUE, Text.OVERDUE_THERE)).exists()


def test_an_applicant_learns_nothing_of_a_decision(case: Application, applicant: User) -> None:
    """Neither stage waits for the applicant: no reminder, whoever was chosen."""
    for stage in (StageName.DELIBERATION, StageName.UNLISTED):
        factories.rest_at(case, stage)
        with clock.at(on(20, 6)):
            assert actions.remind(applicant) == 0


def test_promised_once_each_working_morning(waiting: Application, clerk: User, keep_promises: Keep) -> None:
    with clock.at(on(7)):  # a Saturday
        tasks.daily()
    assert not Promise.objects.filter(name="program.desk.tasks.reminders").exists()
    with clock.at(on(9)):
        for _ in range(3):
            tasks.daily()
        assert keep_promises() == []
    assert Promise.objects.filter(name="program.desk.tasks.reminders").count() == 1
    assert told(clerk, Text.DUE_SOON) == 1


# ---------------------------------------------------------------- the feed
def test_the_feed_names_each_due_day(
    waiting: Application, clerk: User, client: Client, signed_in: SignIn
) -> None:
    address = reverse("desk:feed", args=[feed.token_of(clerk)])
    assert address in signed_in(clerk).get(reverse("desk:desk")).content.decode()
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    (event,) = Feed.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == date(2026, 3, 9)
    assert waiting.number in str(event["summary"])


def test_its_address_ends_with_the_sessions(waiting: Application, clerk: User, client: Client) -> None:
    address = reverse("desk:feed", args=[feed.token_of(clerk)])
    assert client.get(address).status_code == 200
    people.change_password(clerk, password="x", by=clerk)
    assert client.get(address).status_code == 404
    for token in ("x", "a:b", feed.token_of(clerk)):
        assert client.get(reverse("desk:feed", args=[token])).status_code == 404


# ---------------------------------------------------------------- how long stages take
def line(case: Application, verb: Verb, moment: datetime) -> None:
    with clock.at(moment), transaction.atomic():
        journal.record(verb, by=None, subject=case, application=case)


def test_medians_are_counted_from_the_journal(case: Application, clerk: User) -> None:
    begun = case.started_at
    for days, verb in (
        (0, Verb.START),
        (4, Verb.SUBMIT),
        (9, Verb.RECOMMEND),
        (11, Verb.RETURN),
        (14, Verb.SUBMIT),
    ):
        line(case, verb, begun + timedelta(days=days))
    with clock.at(begun + timedelta(days=30)):
        progress.count_medians()
    for_all, of_call = (StageMedian.objects.filter(call=call) for call in (None, case.call))
    counted = {row.stage: (float(row.days), row.cases) for row in for_all}
    assert counted[StageName.RECOMMENDATION] == (5.0, 1)
    assert counted[StageName.DRAFT] == (3.5, 2)
    assert {row.stage: (float(row.days), row.cases) for row in of_call} == counted
    draft = for_all.get(stage=StageName.DRAFT)
    assert (float(draft.lower), float(draft.upper)) == (3.2, 3.8)


def test_expected_days_follow_the_record_or_the_rule(waiting: Application) -> None:
    StageMedian.objects.create(track="park", stage=StageName.FORMALITY_CHECK, days="2.0", cases=9)
    StageMedian.objects.create(track="park", stage=StageName.EXPERT_REVIEW, days="30.0", cases=2)
    said = dict(times.expectations(waiting, reads=True))
    assert said[StageName.FORMALITY_CHECK].by_record
    assert said[StageName.FORMALITY_CHECK].day == date(2026, 3, 4)
    assert not said[StageName.EXPERT_REVIEW].by_record  # of two cases one does not speak
    days = [expectation.day for _stage, expectation in times.expectations(waiting, reads=True)]
    assert days == sorted(days)


@pytest.mark.parametrize("stage", [StageName.DELIBERATION, StageName.UNLISTED])
def test_outsiders_read_no_expectation_while_it_is_decided(case: Application, stage: StageName) -> None:
    factories.rest_at(case, stage)
    assert times.expectations(case, reads=False) == []


# ---------------------------------------------------------------- how the engine is
def given_up() -> Promise:
    with transaction.atomic():
        made = promise("program.notify.tasks.mail_message", 1)
    Promise.objects.filter(pk=made.pk).update(
        attempts=ATTEMPTS, given_up_at=clock.now(), error="OSError: no mail"
    )
    return made


def test_what_is_wrong_is_told_once_until_it_has_gone(admin: User) -> None:
    made = given_up()
    assert actions.watch() == [f"given-up {made.pk}"]
    assert actions.watch() == []
    assert told(admin, Text.ALERT) == 1
    Promise.objects.filter(pk=made.pk).update(given_up_at=None, kept_at=clock.now())
    assert actions.watch() == []
    assert Alarm.objects.get().ended_at is not None
    given_up()
    assert len(actions.watch()) == 1
    assert told(admin, Text.ALERT) == 2


def test_a_silent_worker_a_late_timer_and_a_stuck_promise(case: Application, admin: User) -> None:
    actions.beat("machine:1")
    with transaction.atomic():
        stuck = promise("program.notify.tasks.mail_message", 1)
    factories.rest_at(case, StageName.PUBLIC_NOTICE)
    Application.objects.filter(pk=case.pk).update(due=clock.now())
    assert health.ails() == []
    with clock.at(MONDAY + timedelta(minutes=31)):
        assert sorted(health.ails()) == sorted(
            [f"stuck {stuck.pk}", f"late {case.number}", "silent machine:1"]
        )
    actions.rest("machine:1")
    assert not Heartbeat.objects.exists()


def test_the_page_says_so_to_those_who_look_after_it(
    admin: User, clerk: User, auditor: User, applicant: User, signed_in: SignIn
) -> None:
    made = given_up()
    actions.beat("machine:1", error="seal: OSError: disk full")
    address = reverse("desk:clockwork")
    for person in (admin, clerk, auditor):
        page = signed_in(person).get(address).content.decode()
        assert "OSError: no mail" in page
        assert "disk full" in page
        assert (reverse("desk:retry_promise", args=[made.pk]) in page) == (person is not auditor)
    assert signed_in(applicant).get(address).status_code == 404

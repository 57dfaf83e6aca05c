"""The mail of the week: what waits, once each Monday, to whom something waits and who wants it; titles and links, no secrets."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from program import clock
from program.applications.models import Application
from program.background.models import Promise
from program.background.steps import keep
from program.decisions.rules.waiting import Waiting
from program.desk import actions, office, tasks
from program.desk.matters import Matter
from program.desk.models import Reminder, ReminderKind
from program.notify.models import Message, Text
from program.people.models import User
from program.process.models import StageName
from program.process.steps import extend, turn
from program.rulesets.rules import Limit
from program.rulesets.steps import load_calendar
from tests import factories
from tests.conftest import Keep, SignIn

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 9)


@pytest.fixture(autouse=True)
def _week_before(db: None) -> Iterator[None]:
    with transaction.atomic():
        load_calendar()
    with clock.at(at(date(2026, 3, 2))):
        yield


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.BEIJING)


@pytest.fixture
def waiting(case: Application, clerk: User) -> Application:
    """Waits for its formality check, due on Monday 9 March."""
    factories.move(case, StageName.FORMALITY_CHECK, by=clerk)
    return case


def due(case: Application, day: date, *, provisional: bool = False) -> None:
    with transaction.atomic():
        extend(turn(case, StageName.FORMALITY_CHECK).application, Limit(clock.end_of(day), provisional))


def swept(day: date, hour: int = 9) -> None:
    with clock.at(at(day, hour)):
        tasks.daily()


def told(person: User) -> list[Message]:
    return list(Message.objects.filter(recipient=person, text=Text.WEEKLY))


@pytest.mark.parametrize(
    ("day", "hour", "sent"),
    [(MONDAY, 7, 0), (MONDAY, 8, 1), (MONDAY, 23, 1), (date(2026, 3, 10), 9, 0), (date(2026, 3, 8), 9, 0)],
)
def test_each_monday_morning(
    waiting: Application, clerk: User, keep_promises: Keep, day: date, hour: int, sent: int
) -> None:
    with clock.at(at(day, hour)):
        for _ in range(3):
            tasks.daily()
        assert keep_promises() == []
    assert len(told(clerk)) == sent


@pytest.mark.parametrize(
    ("day", "provisional", "overdue", "week"),
    [
        (date(2026, 3, 8), False, 1, 0),
        (MONDAY, False, 0, 1),
        (date(2026, 3, 15), False, 0, 1),
        (date(2026, 3, 16), False, 0, 0),
        (date(2026, 3, 8), True, 0, 1),  # 暂定: never overdue
    ],
)
def test_what_is_overdue_and_what_is_due_by_sunday(
    waiting: Application, clerk: User, day: date, provisional: bool, overdue: int, week: int
) -> None:
    due(waiting, day, provisional=provisional)
    with clock.at(at(MONDAY)):
        assert actions.send_digest(clerk, MONDAY) == 1
    (message,) = told(clerk)
    assert (message.facts["count"], message.facts["overdue"], message.facts["week"]) == (
        "1",
        str(overdue),
        str(week),
    )


def test_the_mail_has_titles_and_links(
    waiting: Application, clerk: User, keep_promises: Keep, mailoutbox: list[Any]
) -> None:
    with clock.at(at(MONDAY)):
        actions.send_digest(clerk, MONDAY)
        keep_promises()
    mail = next(each for each in mailoutbox if each.to == [clerk.email] and "this week" in each.body)
    assert f"{waiting.zone.name_en}（{waiting.number} · formality check）" in mail.body
    assert f"{settings.SITE_URL}{waiting.get_absolute_url()}" in mail.body
    assert f"{settings.SITE_URL}/desk/" in mail.body


def test_it_is_in_the_readers_language(waiting: Application, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(language="zh-hans")
    with clock.at(at(MONDAY)):
        actions.send_digest(clerk, MONDAY)
    (message,) = told(clerk)
    assert waiting.zone.name_zh in message.facts["listed"]


def test_nothing_waits_nothing_is_sent(
    case: Application, clerk: User, director: User, keep_promises: Keep
) -> None:
    swept(MONDAY)
    assert keep_promises() == []
    assert (told(clerk), told(director)) == ([], [])
    assert not Reminder.objects.filter(kind=ReminderKind.WEEK, recipient__in=[clerk, director]).exists()


def test_applicants_and_recommenders_get_theirs_and_strangers_nothing(
    case: Application, applicant: User, recommender: User, stranger: User, expert: User, keep_promises: Keep
) -> None:
    factories.move(case, StageName.RECOMMENDATION, by=applicant)
    swept(MONDAY)
    assert keep_promises() == []
    assert [len(told(person)) for person in (recommender, stranger, expert)] == [1, 0, 0]


def test_run_twice_or_killed_between_it_is_one_mail(
    waiting: Application,
    clerk: User,
    keep_promises: Keep,
    mailoutbox: list[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def killed(*_args: object, **_options: object) -> None:
        raise KeyboardInterrupt

    swept(MONDAY)
    made = Promise.objects.get(name="program.desk.tasks.digests")
    with clock.at(at(MONDAY)), monkeypatch.context() as broken:
        broken.setattr("program.desk.actions.tell", killed)
        with pytest.raises(KeyboardInterrupt):
            keep.func(made.pk)
    assert told(clerk) == []
    assert not Reminder.objects.filter(kind=ReminderKind.WEEK).exists()
    with clock.at(at(MONDAY) + timedelta(minutes=6)):
        for _ in range(2):
            tasks.digests(MONDAY.isoformat())
        keep_promises()
    assert len(told(clerk)) == 1
    assert len([mail for mail in mailoutbox if mail.to == [clerk.email] and "this week" in mail.body]) == 1
    with clock.at(at(MONDAY + timedelta(days=7))):
        assert actions.send_digest(clerk, MONDAY + timedelta(days=7)) == 1


def test_who_does_not_want_it_says_so_on_the_account_page(
    waiting: Application, clerk: User, signed_in: SignIn, keep_promises: Keep
) -> None:
    browser = signed_in(clerk)
    assert 'name="weekly_digest"' in browser.get("/profile/").content.decode()
    given = {"name": clerk.name, "phone": "", "email": clerk.email, "language": "en"}
    for wanted in (True, False):
        assert (
            browser.post("/profile/", given | ({"weekly_digest": "on"} if wanted else {})).status_code == 302
        )
        clerk.refresh_from_db()
        assert clerk.weekly_digest == wanted
    swept(MONDAY)
    keep_promises()
    with clock.at(at(MONDAY)):
        assert actions.send_digest(clerk, MONDAY) == 0
    assert told(clerk) == []


# ---------------------------------------------------------------- mail leaves the house
@pytest.mark.parametrize("kind", sorted(office.NOTES))
def test_titles_of_what_is_not_decided_stay_inside(kind: str) -> None:
    matter = Matter(kind, 1, "某某公司", "Secret Works", "BH-2026-0001", None, False)
    mailed = office.item(matter).mailed
    assert ("Secret Works" in mailed or "某某公司" in mailed) == (kind in office.MAILED)
    assert str(office.NOTES[kind][1]) in mailed


def test_what_is_signed_by_few_is_mailed_without_its_title() -> None:
    secret = {"batch", "draft", "document", "measure", "lead", "decide", "reversal", "appeal", "restriction", "restricted",
              "accepted", "received", "withdrawal", "alteration"}  # fmt: skip
    assert secret <= set(office.NOTES)
    assert not secret & office.MAILED


def test_what_follows_from_a_decision_is_mailed_without_saying_what() -> None:
    """Not even that nobody was chosen."""
    there = Waiting(1, "某次申报", "Secret Call", 1, 1, 1, True, 1, True, None, nobody=True)
    items = list(office.clerks_part(there, "/here/"))
    assert len({item.note for item in items}) == 5
    assert {item.title for item in items} == {"Secret Call"}
    assert {item.mailed for item in items} == {"a call in deliberation, or after it: open the page"}


def test_a_reminder_says_no_more_than_the_weekly_mail(
    director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = clock.now() + timedelta(days=1)
    items = [
        office.Item("Secret Works", "objection to settle", "/", due, outside="an objection"),
        office.Item("Open Works", "to be read", "/", due),
    ]
    monkeypatch.setattr(actions, "waiting_for", lambda _person: items)
    assert actions.remind(director) == 1
    said = Message.objects.get(recipient=director).sentence
    assert "an objection；Open Works（to be read）" in said
    assert "Secret" not in said


def test_a_long_list_is_cut(clerk: User) -> None:
    items = [office.Item(f"matter-{number}", "note", "/desk/") for number in range(25)]
    lines = list(actions.in_sections([], items, []))
    assert sum(line.startswith("- matter-") for line in lines) == actions.LISTED_OF_A_KIND
    assert "- and 15 more" in lines

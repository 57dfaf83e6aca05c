"""Each switch: who turns it and who does not, what it holds back, that it is journalled, and that it is turned once."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from program import clock
from program.applications.models import Application
from program.background.models import Promise
from program.background.steps import LEASE, keep, promise, sweep
from program.calls.models import Call
from program.desk import health
from program.journal.models import Audience, Line, Verb
from program.notify.models import Message
from program.people.models import User
from program.progress import tasks
from program.refusals import NotYours, SomebodyWasFaster
from program.switches import actions, rules
from program.switches.models import Name, Switch
from tests import factories
from tests.conftest import Asks, SignIn

pytestmark = pytest.mark.django_db
PAGE, ON = "/switches/", "/switches/on/"
BANNER = {"text_zh": "系统暂停办理，预计18时恢复。", "text_en": "Read only until 18:00."}
WHY = "申报截止前最后两小时"


def on(name: Name, by: User) -> Switch:
    texts = BANNER if name == Name.READ_ONLY else {}
    made = actions.turn_on(name, reason=WHY, by=by, **texts)
    rules.look_again()
    return made


def off(switch: Switch, by: User) -> None:
    actions.turn_off(switch, reason="高峰已过", by=by)
    rules.look_again()


# ---------------------------------------------------------------- who, twice, the journal
@pytest.mark.parametrize("name", Name)
def test_turned_on_and_off_on_the_page(admin: User, signed_in: SignIn, name: Name) -> None:
    browser = signed_in(admin)
    assert browser.get(PAGE).status_code == 200
    texts = BANNER if name == Name.READ_ONLY else {}
    assert browser.post(ON, {"name": name, "reason": WHY, **texts}).status_code == 302
    switch = Switch.objects.on().get()
    assert (switch.name, switch.reason, switch.on_by) == (name, WHY, admin)
    page = browser.get(PAGE).content.decode()
    assert WHY in page
    assert browser.post(f"{PAGE}{switch.pk}/off/", {"reason": "高峰已过"}).status_code == 302
    assert not Switch.objects.on().exists()
    lines = list(Line.objects.filter(verb__in=[Verb.SWITCH_ON, Verb.SWITCH_OFF]).order_by("pk"))
    assert [(line.verb, line.subject, line.facts["reason"], line.actor, line.audience) for line in lines] == [
        (Verb.SWITCH_ON, name, WHY, admin, Audience.OFFICE),
        (Verb.SWITCH_OFF, name, "高峰已过", admin, Audience.OFFICE),
    ]


def test_nobody_else_turns_anything(
    admin: User, clerk: User, director: User, supervisor: User, auditor: User, security: User, applicant: User,
    signed_in: SignIn,
) -> None:  # fmt: skip
    held = on(Name.EXPORTS_OFF, admin)
    lines = Line.objects.count()
    for person in (clerk, director, supervisor, auditor, security, applicant):
        browser = signed_in(person)
        assert browser.get(PAGE).status_code == 404
        assert browser.post(ON, {"name": Name.PRINTING_PAUSED, "reason": WHY}).status_code == 404
        assert browser.post(f"{PAGE}{held.pk}/off/", {"reason": WHY}).status_code == 404
        with pytest.raises(NotYours):
            actions.turn_on(Name.PRINTING_PAUSED, reason=WHY, by=person)
        with pytest.raises(NotYours):
            actions.turn_off(held, reason=WHY, by=person)
    assert [each.name for each in Switch.objects.on()] == [Name.EXPORTS_OFF]
    assert Line.objects.count() == lines


@pytest.mark.parametrize("name", Name)
def test_twice_is_once(admin: User, name: Name) -> None:
    held = on(name, admin)
    with pytest.raises(SomebodyWasFaster):
        on(name, admin)
    off(held, admin)
    with pytest.raises(SomebodyWasFaster):
        off(held, admin)
    assert Line.objects.filter(verb__in=[Verb.SWITCH_ON, Verb.SWITCH_OFF]).count() == 2
    off(on(name, admin), admin)
    assert Switch.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"name": "exports_off"}, "id_exports_off_reason"),
        ({"name": "read_only", "reason": WHY, "text_zh": "只读"}, "id_read_only_text_en"),
        ({"name": "read_only", "reason": WHY, "text_en": "Read only"}, "id_read_only_text_zh"),
    ],
)
def test_a_reason_and_both_texts_are_asked_for(
    admin: User, signed_in: SignIn, given: dict[str, str], wrong: str
) -> None:
    answer = signed_in(admin).post(ON, given)
    page = answer.content.decode()
    assert (answer.status_code, f'href="#{wrong}"' in page, f'id="{wrong}"' in page) == (422, True, True)
    assert not Switch.objects.exists()


def test_what_is_no_switch_is_400(admin: User, signed_in: SignIn) -> None:
    assert signed_in(admin).post(ON, {"name": "lights", "reason": WHY}).status_code == 400
    assert signed_in(admin).get(f"{PAGE}?x=1").status_code == 400


# ---------------------------------------------------------------- the platform can only be read
def test_whatever_is_sent_is_refused(
    case: Application, applicant: User, clerk: User, admin: User, client: Client, signed_in: SignIn
) -> None:
    on(Name.READ_ONLY, admin)
    before = (Line.objects.count(), Message.objects.count(), Application.objects.count())
    sent = [
        (signed_in(applicant), f"/applications/{case.pk}/submit/"),
        (signed_in(applicant), "/profile/"),
        (signed_in(clerk), "/applications/export/"),
        (client, "/password/reset/"),
    ]
    for browser, address in sent:
        answer = browser.post(address, {"language": "en"})
        assert (answer.status_code, answer["Retry-After"]) == (503, "600"), address
        assert "nothing was saved" in answer.content.decode()
    assert before == (Line.objects.count(), Message.objects.count(), Application.objects.count())
    for browser in (client, signed_in(applicant)):
        assert browser.get("/").status_code == 200


def test_one_still_reads_in_the_other_language(
    admin: User, applicant: User, client: Client, signed_in: SignIn
) -> None:
    """The choice holds in this browser; nothing is written."""
    on(Name.READ_ONLY, admin)
    for browser in (client, signed_in(applicant)):
        answer = browser.post("/language/", {"language": "zh-hans", "next": "/"})
        assert (answer.status_code, answer.cookies["django_language"].value) == (302, "zh-hans")
    applicant.refresh_from_db()
    assert applicant.language == "en"


def test_one_still_signs_in_and_out_and_switches_it_back(
    admin: User, applicant: User, client: Client
) -> None:
    held = on(Name.READ_ONLY, admin)
    given = {"username": admin.username, "password": factories.PASSWORD}
    assert client.post("/sign-in/", given).status_code == 302
    assert client.post(ON, {"name": Name.EXPORTS_OFF, "reason": WHY}).status_code == 302
    assert client.post(f"{PAGE}{held.pk}/off/", {"reason": "恢复"}).status_code == 302
    assert client.post("/sign-out/").status_code == 302
    assert [each.name for each in Switch.objects.on()] == [Name.EXPORTS_OFF]


def test_a_saving_script_is_told_in_its_own_form(
    case: Application, applicant: User, admin: User, signed_in: SignIn
) -> None:
    """Autosave keeps the text and tries again later; htmx shows the sentence above the page."""
    on(Name.READ_ONLY, admin)
    browser, address = signed_in(applicant), f"/applications/{case.pk}/parts/basics/"
    answer = browser.post(address, {}, headers={"accept": "application/json"})
    assert (answer.status_code, set(answer.json()), answer["Retry-After"]) == (503, {"error"}, "600")
    piece = browser.post(address, {}, headers={"hx-request": "true"})
    assert (piece.status_code, piece["HX-Retarget"], piece["Retry-After"]) == (503, "#alerts", "600")


def test_the_banner_is_on_every_page_in_the_readers_language(
    admin: User, applicant: User, client: Client, signed_in: SignIn
) -> None:
    held = on(Name.READ_ONLY, admin)
    for browser in (client, signed_in(applicant)):
        for address in ("/", "/calls/", "/notices/", "/progress/definitions/"):
            assert BANNER["text_en"] in browser.get(address).content.decode(), address
            chinese = browser.get(address, headers={"cookie": "django_language=zh-hans"})
            assert BANNER["text_zh"] in chinese.content.decode(), address
        browser.cookies.clear()
    off(held, admin)
    assert BANNER["text_en"] not in client.get("/").content.decode()


def test_the_banner_costs_a_query_in_some_seconds_and_a_refusal_asks_at_once(
    admin: User, client: Client, asks: Asks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another process has switched: refused at once, shown some seconds later."""
    seconds = [0.0]
    monkeypatch.setattr("program.switches.rules.time.monotonic", lambda: seconds[0])
    rules.look_again()
    with asks(1):
        rules.glance()
    actions.turn_on(Name.READ_ONLY, reason=WHY, by=admin, **BANNER)  # elsewhere: nobody here looks again
    with asks(0):
        assert rules.glance() == {}
    assert client.post("/password/reset/", {"email": "a@example.org"}).status_code == 503
    seconds[0] = rules.SECONDS
    with asks(1):
        assert set(rules.glance()) == {Name.READ_ONLY}
    with asks(0):
        rules.glance()


# ---------------------------------------------------------------- taking lists out
def test_no_list_leaves(clerk: User, auditor: User, applicant: User, admin: User, signed_in: SignIn) -> None:
    held = on(Name.EXPORTS_OFF, admin)
    sent = [(clerk, "/applications/export/"), (applicant, "/ledger/export/"), (clerk, "/supervision/export/"),
            (auditor, "/desk/journal/export/"), (clerk, "/served/records/export/"),
            (clerk, "/enterprise-forms/export/")]  # fmt: skip
    for person, address in sent:
        answer = signed_in(person).post(address)
        assert (answer.status_code, answer["Retry-After"]) == (503, "600"), address
        assert WHY in answer.content.decode()
    assert not Line.objects.filter(verb=Verb.EXPORT).exists()
    assert signed_in(clerk).post("/profile/").status_code == 200  # everything else goes on
    off(held, admin)
    assert signed_in(clerk).post("/applications/export/").status_code == 200


# ---------------------------------------------------------------- printing
@pytest.fixture
def printing() -> Callable[[], Promise]:
    def made() -> Promise:
        with transaction.atomic():
            return promise("program.progress.tasks.print_board", 1, "x" * 64)

    return made


def test_printing_waits_and_loses_no_attempt(admin: User, printing: Callable[[], Promise]) -> None:
    held, waiting = on(Name.PRINTING_PAUSED, admin), printing()
    with transaction.atomic():
        other = promise("program.desk.tasks.medians", "2026-03-04")
    for _ in range(7):
        keep.func(waiting.pk)
    keep.func(other.pk)
    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.attempts, waiting.kept_at, waiting.given_up_at) == (0, None, None)
    assert other.kept_at is not None
    with clock.at(clock.now() + LEASE * 9):
        assert sweep() == 0
        assert health.ails() == []
    off(held, admin)
    with clock.at(clock.now() + LEASE * 9):
        assert sweep() == 1
        keep.func(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.attempts, waiting.kept_at is not None, waiting.error) == (1, True, "")


def test_everything_that_prints_is_marked() -> None:
    """Whatever renders a PDF in the background waits."""
    names = [
        "applications.tasks.make_form", "decisions.tasks.make_notice", "decisions.tasks.make_letter", "papers.tasks.make_paper",
        "papers.tasks.make_archive", "progress.tasks.print_board", "reports.tasks.make_report",
        "reports.tasks.make_publication", "reviews.tasks.make_bundle",
    ]  # fmt: skip
    assert tasks.print_board.held_by == Name.PRINTING_PAUSED  # type: ignore[attr-defined]
    found = {name: rules.is_held(f"program.{name}") for name in names}
    assert set(found.values()) == {False}


def test_with_the_switch_on_all_of_them_wait(admin: User, call: Call) -> None:
    on(Name.PRINTING_PAUSED, admin)
    for name in ("applications.tasks.make_form", "papers.tasks.make_archive", "reviews.tasks.make_bundle"):
        assert rules.is_held(f"program.{name}")
    for name in ("exports.tasks.make", "notify.tasks.mail_message", "no.such.task"):
        assert not rules.is_held(f"program.{name}")

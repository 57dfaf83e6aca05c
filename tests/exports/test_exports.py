"""Long lists in the background: for one person, of what that person may see when it is made, for some days."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.urls import reverse
from openpyxl import load_workbook

from program import clock
from program.applications.models import Application
from program.applications.views.listing import CASES
from program.background.models import Promise
from program.background.steps import keep
from program.exports import actions, tasks
from program.exports.models import Export, Form
from program.exports.rules import MOST_WAITING
from program.exports.tasks import forget_exports
from program.files.models import File
from program.files.rules import can_view_file
from program.journal.models import Line, Verb
from program.ledger.models import LedgerEntry
from program.notify.models import Message, Text
from program.people.models import Membership, Organization, Role, User
from program.switches.actions import turn_off, turn_on
from program.switches.models import Name
from program.zones.models import Zone
from tests import factories
from tests.conftest import Asks, Keep, SignIn
from tests.ledger import casework

pytestmark = pytest.mark.django_db
EXPORT, PAGE = "/applications/export/", "/exports/"


@pytest.fixture(autouse=True)
def _two_rows_are_long(settings: LazySettings) -> None:
    settings.EXPORT_AT_ONCE = 1


@pytest.fixture
def cases(case: Application, applicant: User) -> list[Application]:
    organization = applicant.memberships.get().organization
    body = case.zone.recommending_body
    return [
        case,
        *(factories.case(case.call, factories.zone(body, organization), applicant) for _ in range(3)),
    ]


@pytest.fixture
def asked(cases: list[Application], clerk: User, signed_in: SignIn) -> Export:
    answer = signed_in(clerk).post(f"{EXPORT}?stage=draft")
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    return Export.objects.get()


def rows(file: File) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(file.path.read_bytes())).active.iter_rows(values_only=True))


def test_a_short_list_comes_at_once(
    cases: list[Application], clerk: User, signed_in: SignIn, settings: LazySettings
) -> None:
    settings.EXPORT_AT_ONCE = 4
    for form, kind in (("xlsx", "spreadsheetml"), ("csv", "text/csv")):
        answer = signed_in(clerk).post(EXPORT, {"as": form})
        assert (answer.status_code, kind in answer["Content-Type"]) == (200, True)
    assert not Export.objects.exists()
    assert signed_in(clerk).post(EXPORT, {"as": "exe"}).status_code == 400


def test_a_long_one_is_made_in_the_background_and_lies_on_ones_own_page(
    asked: Export, cases: list[Application], clerk: User, signed_in: SignIn, keep_promises: Keep
) -> None:
    browser = signed_in(clerk)
    assert "being made" in browser.get(PAGE).content.decode()
    assert "hx-get" in browser.get(f"{PAGE}{asked.pk}/progress/").content.decode()
    assert keep_promises() == []
    asked.refresh_from_db()
    assert asked.file is not None
    assert asked.until == (asked.made_at or clock.now()) + clock.days(7)
    assert [row[0] for row in rows(asked.file)] == ["Number", *(case.number for case in cases)]
    page = browser.get(PAGE).content.decode()
    assert asked.file.get_absolute_url() in page
    assert "hx-get" not in page
    answer: Any = browser.get(asked.file.get_absolute_url())
    assert b"".join(answer.streaming_content) == asked.file.path.read_bytes()
    line = Line.objects.get(verb=Verb.EXPORT)
    assert (line.actor, line.subject, line.facts) == (clerk, "applications stage=draft", {"rows": 4})
    message = Message.objects.get(text=Text.EXPORT_READY)
    assert (message.recipient, message.path) == (clerk, PAGE)


def test_it_is_that_persons_alone(
    asked: Export, clerk: User, second_clerk: User, director: User, auditor: User, applicant: User, signed_in: SignIn,
    keep_promises: Keep,
) -> None:  # fmt: skip
    keep_promises()
    asked.refresh_from_db()
    assert asked.file is not None
    for person in (second_clerk, director, auditor, applicant):
        browser = signed_in(person)
        assert not can_view_file(person, asked.file)
        assert browser.get(asked.file.get_absolute_url()).status_code == 404
        assert browser.get(f"{PAGE}{asked.pk}/progress/").status_code == 404
        assert asked.file.name not in browser.get(PAGE).content.decode()


def test_what_is_made_is_what_may_be_seen_then(asked: Export, clerk: User, keep_promises: Keep) -> None:
    """More cases by then: all of them. The role gone: nothing, and it says so."""
    Application.objects.filter(pk=Application.objects.first().pk).update(stage="listed")  # type: ignore[union-attr]
    keep_promises()
    asked.refresh_from_db()
    assert asked.rows == 3


def test_whose_role_has_ended_gets_nothing(
    asked: Export, clerk: User, signed_in: SignIn, keep_promises: Keep
) -> None:
    files = File.objects.count()
    factories.end(Membership.objects.get(user=clerk))
    assert keep_promises() == []
    asked.refresh_from_db()
    assert (asked.file, asked.rows, asked.made_at is not None) == (None, None, True)
    assert File.objects.count() == files
    assert not Message.objects.filter(text=Text.EXPORT_READY).exists()
    assert "no longer yours to take out" in signed_in(clerk).get(PAGE).content.decode()


def test_another_role_does_not_stand_for_the_one_that_has_ended(
    cases: list[Application], clerk: User, office: Organization, keep_promises: Keep
) -> None:
    """A list asked for as clerk is not made for who has become auditor meanwhile: it is asked for anew."""
    asked = actions.take_out(CASES, Form.XLSX, question="", rows=9, by=clerk)
    assert asked is not None
    factories.grant(clerk, office, Role.AUDITOR)
    factories.end(Membership.objects.get(user=clerk, role=Role.CLERK))
    keep_promises()
    asked.refresh_from_db()
    assert (asked.file, asked.made_at is not None) == (None, True)


def test_whose_role_ends_afterwards_opens_it_no_more(asked: Export, clerk: User, keep_promises: Keep) -> None:
    keep_promises()
    asked.refresh_from_db()
    assert asked.file is not None
    assert can_view_file(clerk, asked.file)
    factories.end(Membership.objects.get(user=clerk))
    assert not can_view_file(User.objects.get(pk=clerk.pk), asked.file)


def test_an_applicants_own_ledger_and_no_others(
    zone: Zone, other_zone: Zone, applicant: User, stranger: User, signed_in: SignIn, keep_promises: Keep
) -> None:
    for number in range(3):
        casework.entered(zone, applicant, title=f"=HYPERLINK({number})", partners=f"@{number}")
    casework.entered(other_zone, stranger, title="别家")
    assert signed_in(applicant).post("/ledger/export/", {"as": "csv"}).status_code == 302
    assert keep_promises() == []
    file = Export.objects.get().file
    assert file is not None
    table = list(csv.DictReader(StringIO(file.path.read_text("utf-8-sig"))))
    assert sorted(row["Name of the work"] for row in table) == [
        f"'=HYPERLINK({number})" for number in range(3)
    ]  # no spreadsheet runs it
    assert LedgerEntry.objects.count() == 4


# ---------------------------------------------------------------- killed, twice, too many, too long ago
@pytest.mark.parametrize("where", ["written", "kept"])
def test_a_killed_worker_runs_again_to_the_same_end(
    asked: Export, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Killed while it writes, or after the file was kept and before the promise was: one file, one message."""
    made = Promise.objects.get(name="program.exports.tasks.make")

    def killed(*_args: Any, **_options: Any) -> None:
        if where == "kept":
            whole(*_args, **_options)
        raise KeyboardInterrupt  # as the end of a process: nothing writes it down

    whole: Callable[..., None] = actions.keep_export
    monkeypatch.setattr("program.exports.actions.keep_export", killed)
    with pytest.raises(KeyboardInterrupt):
        keep.func(made.pk)
    monkeypatch.undo()
    with clock.at(clock.now() + clock.minutes(6)):
        keep.func(made.pk)
    asked.refresh_from_db()
    made.refresh_from_db()
    assert (asked.rows, made.kept_at is not None) == (4, True)
    assert File.objects.count() == Message.objects.filter(text=Text.EXPORT_READY).count() == 1
    tasks.make(asked.pk)
    assert File.objects.count() == 1


def test_two_clicks_are_one_list(asked: Export, clerk: User, signed_in: SignIn) -> None:
    answer = signed_in(clerk).post(f"{EXPORT}?stage=draft")
    assert (answer.status_code, "being made for you already" in answer.content.decode()) == (409, True)
    assert (Export.objects.count(), Line.objects.filter(verb=Verb.EXPORT).count()) == (1, 1)


def test_only_so_many_at_a_time(cases: list[Application], clerk: User, signed_in: SignIn) -> None:
    browser = signed_in(clerk)
    for number in range(MOST_WAITING):
        actions.take_out(CASES, Form.XLSX, question=f"q={number}", rows=9, by=clerk)
    assert browser.post(EXPORT).status_code == 409
    assert Export.objects.count() == MOST_WAITING


def test_it_is_forgotten_after_its_days(
    asked: Export, clerk: User, keep_promises: Keep, django_capture_on_commit_callbacks: Any
) -> None:
    keep_promises()
    asked.refresh_from_db()
    file = asked.file
    assert file is not None
    forget_exports()
    assert file.path.exists()
    assert asked.until is not None
    with clock.at(asked.until):
        assert not can_view_file(clerk, file)
        with django_capture_on_commit_callbacks(execute=True):
            forget_exports()
        forget_exports()
    assert not Export.objects.exists()
    assert not File.objects.filter(pk=file.pk).exists()
    assert not file.path.exists()
    assert Line.objects.filter(verb=Verb.EXPORT).count() == 1  # the journal does not forget


def test_while_lists_may_not_leave_it_waits(asked: Export, admin: User, keep_promises: Keep) -> None:
    held = turn_on(Name.EXPORTS_OFF, reason="x", by=admin)
    keep_promises()
    asked.refresh_from_db()
    assert asked.made_at is None
    assert Promise.objects.get(name="program.exports.tasks.make").attempts == 0
    turn_off(held, reason="x", by=admin)
    keep_promises()
    asked.refresh_from_db()
    assert asked.file is not None


def test_the_page_costs_the_same_for_many(clerk: User, signed_in: SignIn, asks: Asks) -> None:
    def add(count: int) -> None:
        for number in range(count):
            Export.objects.create(
                listing=CASES.path, form="xlsx", question=f"q={Export.objects.count()}", role="clerk", asked_by=clerk,
                asked_rows=number,
            )  # fmt: skip

    browser = signed_in(clerk)
    add(1)
    with asks(7):
        browser.get(PAGE)
    add(29)
    with asks(7):
        browser.get(PAGE)
    assert browser.get(f"{PAGE}?order=x").status_code == 400


def test_the_way_there(clerk: User, signed_in: SignIn) -> None:
    assert f'href="{reverse("exports:index")}"' in signed_in(clerk).get("/desk/").content.decode()

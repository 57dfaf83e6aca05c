"""Public pages are drawn once and given out until something has happened; nothing else is kept."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.conf import LazySettings
from django.conf import settings as django_settings
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from program.calls.models import Call
from program.config.kept import LARGEST, KeptPages
from program.journal import steps as journal
from program.journal.models import Verb
from program.people.models import User
from program.progress.tasks import count, print_board
from tests.races import ON_POSTGRESQL

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _kept(settings: LazySettings) -> Iterator[None]:
    settings.PUBLIC_PAGES_KEPT = 60
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def happened(by: User) -> None:
    with transaction.atomic():
        journal.record(Verb.DRAFT_CALL, by=by, subject="call X")


@pytest.mark.parametrize(
    "name",
    [
        "portal:home",
        "portal:calls",
        "decisions:notices",
        "decisions:designations",
        "progress:board",
        "portal:feed",
    ],
)
def test_a_page_given_out_again_costs_one_question(client: Client, call: Call, asks: Any, name: str) -> None:
    first = client.get(reverse(name))
    with asks(1):
        again = client.get(reverse(name))
    assert first.content == again.content
    assert again["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" in again["Vary"]


def test_whoever_has_it_is_told_that_nothing_has_changed(client: Client, call: Call) -> None:
    first = client.get(call.get_absolute_url())
    again = client.get(call.get_absolute_url(), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_is_drawn_anew_once_something_has_happened(client: Client, call: Call, clerk: User) -> None:
    client.get(call.get_absolute_url())
    Call.objects.update(title_en="Another title", title_zh="另一名称")
    assert "另一名称" not in client.get(call.get_absolute_url()).content.decode()
    happened(clerk)
    assert "Another title" in client.get(call.get_absolute_url()).content.decode()


def test_a_recount_of_the_board_is_seen_at_once(client: Client, call: Call, clerk: User) -> None:
    """Nobody did anything: the journal has no line of it."""
    happened(clerk)
    before = client.get(reverse("progress:board")).content
    board = count()
    counted = client.get(reverse("progress:board")).content
    print_board(board.pk, board.sha256)
    printed = client.get(reverse("progress:board")).content
    assert len({before, counted, printed}) == 3


@pytest.mark.django_db(transaction=True)
@ON_POSTGRESQL
def test_what_is_committed_after_a_later_line_is_seen(client: Client, call: Call, clerk: User) -> None:
    """A line has its number while its verb is still under way."""
    written, go_on = Event(), Event()

    def slowly() -> None:
        with transaction.atomic():
            Call.objects.update(title_en="Another title")
            happened(clerk)
            written.set()
            assert go_on.wait(20)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        verb = pool.submit(slowly)
        assert written.wait(20)
        happened(clerk)
        before = client.get(call.get_absolute_url()).content.decode()
        go_on.set()
        verb.result()
    assert "Another title" not in before
    assert "Another title" in client.get(call.get_absolute_url()).content.decode()


def test_each_language_and_each_question_is_a_page_of_its_own(client: Client, call: Call) -> None:
    english = client.get(reverse("portal:calls")).content
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assert client.get(reverse("portal:calls")).content != english
    assert client.get(reverse("decisions:designations")).content != client.get(
        reverse("decisions:designations") + "?q=示例"
    ).content  # fmt: skip


def test_who_is_signed_in_gets_a_page_of_their_own_that_nobody_keeps(
    client: Client, call: Call, applicant: User, signed_in: SignIn
) -> None:
    client.get(call.get_absolute_url())
    mine = signed_in(applicant).get(call.get_absolute_url())
    assert mine["Cache-Control"] == "private, no-store"
    assert applicant.name in mine.content.decode()
    assert applicant.name not in client.get(call.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "address", ["/sign-in/", "/desk/", "/nowhere/", "/designations/?nothing=1", "/source/", "/objections/"]
)
def test_nothing_else_is_kept(client: Client, address: str) -> None:
    """A form of the visitor's own, a page behind the sign-in, what is not there, what is refused, a file that is streamed."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert not answer.has_header("ETag")
    assert len(caches["pages"]._cache) == 0  # type: ignore[attr-defined]


def test_a_form_keeps_its_page_out(client: Client, call: Call, clerk: User) -> None:
    """The token in it is one visitor's."""
    answer = client.get(reverse("people:sign_in"))
    assert "csrfmiddlewaretoken" in answer.content.decode()
    assert "csrftoken" in answer.cookies


def test_the_language_is_switched_without_a_token_by_visitors_alone(
    applicant: User, signed_in: SignIn
) -> None:
    visitor = Client(enforce_csrf_checks=True)
    answer = visitor.post(reverse("portal:language"), {"language": "en", "next": "/"})
    assert (answer.status_code, answer.cookies[django_settings.LANGUAGE_COOKIE_NAME].value) == (302, "en")
    person = Client(enforce_csrf_checks=True)
    person.force_login(applicant)
    assert person.post(reverse("portal:language"), {"language": "zh-hans", "next": "/"}).status_code == 403


def with_a_cookie(_request: HttpRequest, answer: HttpResponse) -> None:
    answer.set_cookie("choice", "1")


def with_a_token(request: HttpRequest, _answer: HttpResponse) -> None:
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True


def behind_the_sign_in(request: HttpRequest, _answer: HttpResponse) -> None:
    request._public_view = False  # type: ignore[attr-defined]


def a_receipt(request: HttpRequest, _answer: HttpResponse) -> None:
    request.path = "/objections/abc/"


def refused(_request: HttpRequest, answer: HttpResponse) -> None:
    answer.status_code = 409


def marked(_request: HttpRequest, answer: HttpResponse) -> None:
    answer["Cache-Control"] = "private, no-store"


def too_long(_request: HttpRequest, answer: HttpResponse) -> None:
    answer.content = b"x" * (LARGEST + 1)


@pytest.mark.parametrize(
    "one", [with_a_cookie, with_a_token, behind_the_sign_in, a_receipt, refused, marked, too_long]
)
def test_each_of_these_alone_keeps_a_page_out(
    one: Callable[[HttpRequest, HttpResponse], None], rf: RequestFactory
) -> None:
    for changed in (False, True):
        request, answer = rf.get("/notices/"), HttpResponse("page")
        request._public_view = True  # type: ignore[attr-defined]
        if changed:
            one(request, answer)
        assert KeptPages.is_everybodys(request, answer) is not changed


def test_a_banner_makes_another_page(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = KeptPages.name(rf.get("/notices/"))
    monkeypatch.setattr("program.config.kept.glance", lambda: {"read_only": object()})
    assert KeptPages.name(rf.get("/notices/")) != plain

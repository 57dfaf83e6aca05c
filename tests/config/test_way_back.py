"""Nobody ends at an address that answers POST alone: not by signing in again, not by the language switch, not by typing it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from program.applications.models import Application
from program.journal.models import Line
from program.people.http import can_be_read, nearest_page
from program.people.models import User
from tests import factories
from tests.access.expected import LINES
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


# ---------------------------------------------------------------- which address is a page
def patterns(resolver: Any, before: str = "", names: str = "") -> dict[str, str]:
    """Name of each address → an address of that name, with something standing for what varies."""
    found: dict[str, str] = {}
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            within = f"{names}{entry.namespace}:" if entry.namespace else names
            found |= patterns(entry, before + str(entry.pattern), within)
        elif isinstance(entry, URLPattern):
            found[f"{names}{entry.name}"] = "/" + before + filled(entry)
    return found


def filled(entry: URLPattern) -> str:
    converters: dict[str, Any] = entry.pattern.converters
    address = str(entry.pattern)
    for name, converter in converters.items():
        number = type(converter).__name__ == "IntConverter"
        for written in (f"<int:{name}>", f"<str:{name}>", f"<slug:{name}>", f"<{name}>"):
            address = address.replace(written, "7" if number else "x")
    return address


ADDRESSES = patterns(get_resolver())


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_what_is_read_and_what_is_only_sent_to_is_told_apart(line: Any) -> None:
    """Against the list of all addresses that was written by hand."""
    reads = any(not clause.startswith("405") for clause in line.get.split())
    assert can_be_read(ADDRESSES[line.name]) is reads, ADDRESSES[line.name]


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/batches/3/", "/batches/3/"),
        ("/batches/3/?page=2", "/batches/3/?page=2"),
        ("/batches/3/sign/", "/batches/3/"),
        ("/batches/draft/", "/batches/"),
        ("/members/invitations/7/revoke/", "/members/"),
        ("/language/", "/desk/"),
        ("/no/such/address/", "/desk/"),
    ],
)
def test_the_page_that_a_step_belongs_to(address: str, page: str) -> None:
    assert nearest_page(address, "desk:desk") == page


# ---------------------------------------------------------------- the address of a step, opened like a page
def test_a_step_opened_like_a_page_says_what_it_is_and_leads_back(clerk: User, signed_in: SignIn) -> None:
    page = signed_in(clerk).get("/batches/3/sign/")
    assert (page.status_code, page["Allow"]) == (405, "POST")
    said = page.content.decode()
    assert "There is nothing to read at this address" in said
    assert '<a class="move" href="/batches/3/">' in said
    assert signed_in(clerk).put("/batches/3/").status_code == 405


# ---------------------------------------------------------------- a session that ended
@pytest.fixture
def sign_in_again(applicant: User) -> Callable[..., Any]:
    """Send something without a session, sign in at the page that answers, and go where that leads."""

    def tried(address: str, referer: str = "") -> Any:
        browser = Client()
        sent = browser.post(address, headers={"Referer": referer} if referer else {})
        assert sent.status_code == 302
        page: Any = browser.get(sent["Location"])
        assert "what you sent was not taken in" in page.content.decode()
        entered = {
            "username": "applicant", "password": factories.PASSWORD, "next": page.context["next"],
        }  # fmt: skip
        return browser.post(sent["Location"], entered, follow=True)

    return tried


def test_after_signing_in_again_the_step_is_back_on_its_page_and_was_not_carried_out(
    case: Application, sign_in_again: Callable[..., Any]
) -> None:
    step = reverse("applications:submit", args=[case.pk])
    before = Line.objects.count()
    page = sign_in_again(step, f"{HOST}{reverse('applications:answers', args=[case.pk])}")
    assert page.redirect_chain == [(reverse("applications:answers", args=[case.pk]), 302)]
    assert page.status_code == 200
    assert "the last step was not carried out" in page.content.decode()
    assert Line.objects.count() == before


@pytest.mark.parametrize("referer", ["", "https://evil.example/desk/", f"{HOST}/applications/7/submit/"])
def test_without_a_page_of_ours_to_go_back_to_the_step_leads_to_its_case(
    case: Application, sign_in_again: Callable[..., Any], referer: str
) -> None:
    page = sign_in_again(f"/applications/{case.pk}/submit/", referer.replace("/7/", f"/{case.pk}/"))
    assert (page.status_code, page.redirect_chain) == (200, [(f"/applications/{case.pk}/", 302)])


def test_a_link_to_a_step_leads_to_its_page_after_signing_in(case: Application, applicant: User) -> None:
    browser = Client()
    to_sign_in = browser.get(f"/applications/{case.pk}/submit/")
    entered = {
        "username": "applicant", "password": factories.PASSWORD, "next": f"/applications/{case.pk}/submit/",
    }  # fmt: skip
    assert browser.post(to_sign_in["Location"], entered)["Location"] == f"/applications/{case.pk}/"


def test_the_sign_in_leads_not_to_itself(clerk: User, signed_in: SignIn) -> None:
    answer = signed_in(clerk).get(reverse("people:sign_in") + "?next=" + reverse("people:sign_in"))
    assert answer["Location"] == reverse("desk:desk")


def test_signing_out_twice_is_signing_out(client: Client) -> None:
    assert client.post(reverse("people:sign_out"))["Location"] == reverse("portal:home")


# ---------------------------------------------------------------- the language switch
def switch_leads_to(page: Any) -> str:
    form: str = page.content.decode().split(f'action="{reverse("portal:language")}"')[1]
    return form.split('name="next" value="')[1].split('"')[0]


def test_the_switch_on_an_answer_keeps_to_a_page(clerk: User, signed_in: SignIn) -> None:
    """Sent from its page, and sent again from the answer, whose address is no page."""
    browser, step = signed_in(clerk), "/batches/3/return/"
    for before in ("/batches/3/", step):
        page = browser.post(step, headers={"Referer": HOST + before})
        assert switch_leads_to(page) == "/batches/3/"


def test_the_way_back_is_never_the_sign_in(clerk: User, signed_in: SignIn, settings: LazySettings) -> None:
    page = signed_in(clerk).get("/nowhere/", headers={"Referer": f"{HOST}/sign-in/?next=/nowhere/"})
    assert page.status_code == 404
    assert f'<a class="move" href="{reverse("desk:desk")}">' in page.content.decode()

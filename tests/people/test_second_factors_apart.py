"""Second factors side by side: each opens for its own person alone; and what is typed is kept by nobody on the way."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.debug import SafeExceptionReporterFilter
from fido2.utils import websafe_encode

from program import clock
from program.notify.models import Letter
from program.people import actions, passkeys
from program.people.models import Membership, Organization, Role, User
from program.people.rules import (
    APP,
    WRONG_AT_MOST,
    recovery_codes_left,
    second_factor_set_up,
    second_step_closed,
)
from tests import factories
from tests.conftest import SignIn
from tests.people import app
from tests.people.app import HALF_MINUTE, first_step, is_in, passed, second_step
from tests.people.passkey import Passkey
from tests.people.test_passkeys import NEW, STEP, WRONG, add
from tests.people.test_second_factor import PAGE, shown_secret

CLOSED_FOR = timedelta(minutes=15)


# ---------------------------------------------------------------- two people
def test_a_code_of_somebody_else_opens_nothing(director: User, clerk: User, client: Client) -> None:
    theirs, their_codes = app.set_up(director)
    held, _codes = app.set_up(clerk)
    first_step(client, clerk)
    for code in (theirs.shows(), their_codes[0]):
        assert "The code is wrong." in second_step(client, code)
    assert not is_in(client)
    assert recovery_codes_left(director) == 10
    assert second_step(client, held.shows()) == reverse("desk:desk")


def test_recovery_codes_are_counted_for_each(director: User, clerk: User, client: Client) -> None:
    assert recovery_codes_left(clerk) == 0
    _theirs, their_codes = app.set_up(director)
    app.set_up(clerk)
    first_step(client, director)
    second_step(client, their_codes[0])
    assert (recovery_codes_left(director), recovery_codes_left(clerk)) == (9, 10)


def test_a_reset_touches_nobody_else(director: User, clerk: User, security: User, signed_in: SignIn) -> None:
    app.set_up(director)
    app.set_up(clerk)
    User.objects.filter(pk=director.pk).update(wrong_codes=3, wrong_code_at=clock.now())
    browser = passed(signed_in(director))
    actions.reset_factors(clerk, reason="came in person", by=security)
    assert set(Authenticator.objects.values_list("user", flat=True)) == {director.pk}
    assert Authenticator.objects.count() == 2
    assert User.objects.get(pk=director.pk).wrong_codes == 3
    assert is_in(browser)


def test_the_security_administrator_sees_who_has_one(
    office: Organization, clerk: User, director: User, supervisor: User, signed_in: SignIn
) -> None:
    """An app or a passkey, and of the person in question."""
    app.set_up(clerk)
    add(signed_in(director), Passkey())
    seen: Any = second_factor_set_up(Membership.objects.filter(organization=office))
    assert dict(seen.values_list("user__username", "has_factor")) == {
        "clerk": True,
        "director": True,
        "supervisor": False,
    }


# ---------------------------------------------------------------- one after the other
def test_an_app_beside_a_passkey_asks_the_password(clerk: User, signed_in: SignIn, client: Client) -> None:
    add(signed_in(clerk), Passkey())
    browser = passed(signed_in(User.objects.get(pk=clerk.pk)))
    held = shown_secret(browser.get(f"{PAGE}app/").content.decode())
    code = held.shows()
    for password, said in (("", "This field is required."), ("wrong", "The password is wrong.")):
        page = browser.post(f"{PAGE}app/", {"code": code, "password": password})
        assert said in page.content.decode()
    assert not Authenticator.objects.filter(type=APP).exists()
    assert browser.post(f"{PAGE}app/", {"code": code, "password": app.PASSWORD})["Location"] == PAGE
    first_step(client, clerk)
    assert second_step(client, held.shows(clock.now() + HALF_MINUTE)) == reverse("desk:desk")


def test_an_answer_is_judged_as_what_it_says_it_is(clerk: User, signed_in: SignIn, client: Client) -> None:
    """A code that comes along with a passkey's wrong answer opens nothing, and is not used up."""
    held, _codes = app.set_up(clerk)
    add(passed(signed_in(clerk)), Passkey(), password=app.PASSWORD)
    first_step(client, clerk)
    page = client.post(STEP, {"credential": "1", "code": held.shows()})
    assert WRONG in page.content.decode()
    assert not is_in(client)
    assert second_step(client, held.shows()) == reverse("desk:desk")


def test_whoever_removed_the_last_and_enters_the_office_sets_one_up_again(
    applicant: User, office: Organization, signed_in: SignIn, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    app.set_up(applicant)
    browser = passed(signed_in(applicant))
    remove = reverse("people:remove_factor", args=[Authenticator.objects.get(type=APP).pk])
    browser.post(remove, {"password": app.PASSWORD})
    assert is_in(browser)
    factories.grant(applicant, office, Role.CLERK)
    assert browser.get(reverse("desk:desk"))["Location"] == PAGE


def test_the_second_step_is_closed_for_fifteen_minutes(db: None) -> None:
    moment = clock.now()
    guessed = User(wrong_codes=WRONG_AT_MOST, wrong_code_at=moment)
    assert second_step_closed(guessed, moment + CLOSED_FOR - timedelta(microseconds=1))
    assert not second_step_closed(guessed, moment + CLOSED_FOR)
    assert not second_step_closed(User(wrong_codes=WRONG_AT_MOST - 1, wrong_code_at=moment), moment)


# ---------------------------------------------------------------- what others are told, and what they are not
def test_the_app_and_the_browser_are_told_whose_it_is(clerk: User, director: User, signed_in: SignIn) -> None:
    """By the id an authenticator tells accounts apart: with one for all the second would take the first's place."""
    name = "Green “Ten-Hundred-Thousand” Demonstration Program"
    for person in (clerk, director):
        browser = signed_in(person)
        asked = json.loads(browser.get(NEW).context["options"])["publicKey"]
        assert asked["rp"] == {"id": "testserver", "name": name}
        number = websafe_encode(str(person.pk).encode())
        assert asked["user"] == {"id": number, "name": person.username, "displayName": person.name}
        address = unquote(browser.get(f"{PAGE}app/").context["address"])
        assert address.startswith(f"otpauth://totp/{person.username}?")
        assert address.endswith(f"&issuer={name}")


def test_the_second_step_asks_for_what_the_person_has(clerk: User, director: User, signed_in: SignIn) -> None:
    def asked(person: User) -> str:
        browser = Client()
        first_step(browser, person)
        return browser.get(STEP).content.decode()

    app.set_up(clerk)
    assert "Use a passkey" not in asked(clerk)
    assert "Set an app up" not in passed(signed_in(clerk)).get(PAGE).content.decode()
    add(signed_in(director), Passkey())
    assert "Or with a recovery code" in asked(director)
    add(passed(signed_in(clerk)), Passkey(2), password=app.PASSWORD)
    assert "Or with a code" in asked(clerk)


def test_the_letter_is_in_the_language_of_the_person(clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(language="zh-hans")
    app.set_up(clerk)
    assert Letter.objects.get().subject == "您的登录方式已变更"


def test_the_second_step_asks_without_blame_and_is_kept_by_no_browser(clerk: User, client: Client) -> None:
    app.set_up(clerk)
    first_step(client, clerk)
    page = client.get(STEP)
    assert "error-summary" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        (STEP, ("code", "credential")),
        (f"{PAGE}app/", ("code", "password")),
        (NEW, ("credential", "password")),
        (f"{PAGE}codes/", ("password",)),
        (f"{PAGE}1/remove/", ("password",)),
    ],
)
def test_a_report_of_an_error_has_nothing_that_was_typed(
    address: str, typed: tuple[str, ...], clerk: User, signed_in: SignIn
) -> None:
    """Who reads of an error in the view must not read with what one signs in."""
    browser = signed_in(clerk)
    answer = browser.post(address, dict.fromkeys(typed, "123456"))
    reporter = SafeExceptionReporterFilter()
    told = reporter.get_post_parameters(answer.wsgi_request)
    assert dict(told.items()) == dict.fromkeys(typed, reporter.cleansed_substitute)


@pytest.mark.parametrize(
    ("host", "work"),
    [
        ("testserver", True),
        ("testserver:8000", True),
        ("192.0.2.1", False),
        ("192.0.2.1:8000", False),
        ("[2001:db8::1]", False),
        ("[2001:db8::1]:8000", False),
    ],
)
def test_passkeys_hold_for_a_name(host: str, work: bool, settings: LazySettings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert passkeys.work_at(RequestFactory().get("/", headers={"host": host})) == work

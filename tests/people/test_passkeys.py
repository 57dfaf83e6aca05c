"""Passkeys: each answers the challenge of its own session, once, for its own person; beside an app they share the codes."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from program.journal.models import Line, Verb
from program.notify.models import Letter
from program.people import actions, passkeys
from program.people.models import User
from program.people.rules import APP, CODES, PASSKEY, recovery_codes_left
from program.refusals import Refused
from tests.conftest import SignIn
from tests.people import app
from tests.people.app import first_step, is_in, passed
from tests.people.passkey import Passkey

NEW, STEP = "/second-factor/passkey/", "/second-step/"
WRONG = "The passkey was not recognised."


def add(browser: Client, key: Passkey, **more: str) -> str:
    """Where the answer leads, or the page that comes back."""
    options = browser.get(NEW).context["options"]
    answer = browser.post(NEW, {"name": "指纹", "credential": key.made(options)} | more)
    return answer["Location"] if answer.status_code == 302 else answer.content.decode()


@pytest.fixture
def key(clerk: User, signed_in: SignIn) -> Passkey:
    """The clerk's, the first factor."""
    made = Passkey()
    assert "recovery-codes.txt" in add(signed_in(clerk), made)
    clerk.refresh_from_db()  # all other sessions have ended
    return made


def asked(browser: Client, person: User) -> str:
    """What the second step asks of the browser."""
    first_step(browser, person)
    options: str = browser.get(STEP).context["options"]
    return options


def test_it_opens_the_second_step_of_its_person(key: Passkey, clerk: User, client: Client) -> None:
    answer = client.post(STEP, {"credential": key.answers(asked(client, clerk))})
    assert answer["Location"] == reverse("desk:desk")
    assert is_in(client)
    row = Authenticator.objects.get(type=PASSKEY)
    assert (row.user, row.last_used_at is not None, row.wrap().name) == (clerk, True, "指纹")
    assert list(Line.objects.values_list("verb", flat=True)) == [Verb.SET_UP_FACTOR]


def test_an_answer_counts_once_and_for_its_own_session(key: Passkey, clerk: User, client: Client) -> None:
    elsewhere = Client()
    here = key.answers(asked(client, clerk))
    asked(elsewhere, clerk)
    assert WRONG in elsewhere.post(STEP, {"credential": here}).content.decode()
    assert client.post(STEP, {"credential": here}).status_code == 302
    client.post(reverse("people:sign_out"))
    first_step(client, clerk)
    assert WRONG in client.post(STEP, {"credential": here}).content.decode()  # nothing was asked for yet
    client.get(STEP)
    assert WRONG in client.post(STEP, {"credential": here}).content.decode()
    assert not is_in(client)
    assert not is_in(elsewhere)


def test_nobody_elses_and_from_nowhere_else(
    key: Passkey, clerk: User, director: User, signed_in: SignIn, client: Client
) -> None:
    theirs, phished = Passkey(2), Passkey()
    add(signed_in(director), theirs)
    phished.key, phished.origin = key.key, "https://testserver.example"
    forged = Passkey()  # of the same number, with another key
    for other in (theirs, phished, forged):
        options = asked(client, clerk)
        assert WRONG in client.post(STEP, {"credential": other.answers(options)}).content.decode()
    assert not is_in(client)


def test_rubbish_is_a_sentence(key: Passkey, clerk: User, client: Client, signed_in: SignIn) -> None:
    options = asked(client, clerk)
    right = json.loads(key.answers(options))
    for rubbish in ("[1]", '{"id": 1}', "1", '"x"', json.dumps(right | {"response": {}})):
        assert WRONG in client.post(STEP, {"credential": rubbish}).content.decode()
    browser = passed(signed_in(clerk))
    for rubbish in ("[1]", '{"id": 1}', "1"):
        given = {"name": "x", "credential": rubbish, "password": app.PASSWORD}
        assert WRONG in browser.post(NEW, given).content.decode()
    made = json.loads(Passkey(3).made(browser.get(NEW).context["options"]))
    long = {"credential": json.dumps(made | {"more": "x" * passkeys.LONGEST})}  # right but for its length
    assert WRONG in browser.post(NEW, given | long).content.decode()
    assert Authenticator.objects.filter(type=PASSKEY).count() == 1


def test_a_new_one_answers_its_own_challenge(clerk: User, signed_in: SignIn) -> None:
    here, elsewhere = signed_in(clerk), signed_in(clerk)
    old = here.get(NEW).context["options"]
    made = {"name": "x", "credential": Passkey().made(old)}
    assert WRONG in elsewhere.post(NEW, made).content.decode()
    here.get(NEW)  # asked anew
    assert WRONG in here.post(NEW, made).content.decode()
    assert not Authenticator.objects.exists()


def test_a_further_one_asks_the_password_and_makes_no_new_codes(
    key: Passkey, clerk: User, signed_in: SignIn, client: Client
) -> None:
    browser = passed(signed_in(clerk))
    codes = Authenticator.objects.get(type=CODES).data
    for password in ("", "wrong"):
        assert "error-summary" in add(browser, Passkey(2), password=password)
    assert add(browser, Passkey(2), password=app.PASSWORD) == "/second-factor/"
    assert Authenticator.objects.get(type=CODES).data == codes
    assert Authenticator.objects.filter(type=PASSKEY).count() == 2


def test_one_of_two_is_removed_and_the_other_stays_with_the_codes(
    key: Passkey, clerk: User, signed_in: SignIn, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True  # one of them is enough
    add(passed(signed_in(clerk)), Passkey(2), password=app.PASSWORD)
    first, second = Authenticator.objects.filter(type=PASSKEY).order_by("pk")
    actions.remove_factor(second, by=clerk)
    assert "was removed" in Letter.objects.latest("pk").body
    with pytest.raises(Refused, match="removed already"):
        actions.remove_factor(second, by=clerk)
    assert list(Authenticator.objects.filter(type=PASSKEY)) == [first]
    assert recovery_codes_left(clerk) == 10


def test_beside_a_passkey_an_app_is_one_more_way(key: Passkey, clerk: User, client: Client) -> None:
    held, codes = app.set_up(clerk)
    assert codes == []  # those of the first factor go on
    with pytest.raises(Refused, match="already"):
        actions.set_up_app(clerk, secret=held.secret, code=held.shows(), by=clerk)
    assert Authenticator.objects.filter(type=APP).count() == 1
    options = asked(client, clerk)
    assert client.post(STEP, {"credential": key.answers(options)}).status_code == 302

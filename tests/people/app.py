"""An authenticator app, and signing in with one: what the tests of second factors have in their hands."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from program import clock
from program.people import actions
from program.people.http import PASSED
from program.people.models import User
from program.people.steps import adapter, new_secret
from tests import factories

HALF_MINUTE = timedelta(seconds=30)
PASSWORD = factories.PASSWORD


class App:
    """Holds the secret and shows a code for every half minute."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def shows(self, moment: datetime | None = None) -> str:
        counter = int((moment or clock.now()).timestamp()) // 30
        return str(format_hotp_value(hotp_value(self.secret, counter)))


def set_up(person: User) -> tuple[App, list[str]]:
    """The person has an app from a minute ago on, and recovery codes."""
    secret = new_secret()
    moment = clock.now() - 2 * HALF_MINUTE
    with clock.at(moment):
        codes = actions.set_up_app(person, secret=secret, code=App(secret).shows(moment), by=person)
    person.refresh_from_db()
    return App(secret), codes


def first_step(browser: Client, person: User, **more: str) -> None:
    """The password was right."""
    answer = browser.post(
        reverse("people:sign_in"), {"username": person.username, "password": PASSWORD, **more}
    )
    assert (answer.status_code, answer["Location"]) == (302, reverse("people:second_step"))


def second_step(browser: Client, code: str) -> str:
    """Where the answer leads, or the page that comes back."""
    answer = browser.post(reverse("people:second_step"), {"code": code})
    return answer["Location"] if answer.status_code == 302 else answer.content.decode()


def is_in(browser: Client) -> bool:
    return browser.get(reverse("people:profile")).status_code == 200


def passed(browser: Client) -> Client:
    """The session of somebody who signed in with the second factor."""
    session = browser.session
    session[PASSED] = True
    session.save()
    return browser


def secrets_of(person: User) -> list[str]:
    """What must appear nowhere: the secrets as they lie in the database, and decrypted."""
    found = []
    for row in Authenticator.objects.filter(user=person):
        for name in ("secret", "seed"):
            if name in row.data:
                found += [row.data[name], adapter.decrypt(row.data[name])]
    return found

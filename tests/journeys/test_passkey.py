"""By clicking: a passkey is made, opens the second step, and is removed; the browser's authenticator is a virtual one."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.urls import reverse

from program.journal.models import Line, Verb
from program.people.models import User
from tests import factories
from tests.journeys.conftest import Person

pytestmark = pytest.mark.django_db(transaction=True)

FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A fingerprint reader whose owner always has the finger on it."""


def touch(person: Person) -> str:
    """Give the page an authenticator; answers its id."""
    person.devtools = person.page.context.new_cdp_session(person.page)  # type: ignore[attr-defined]
    person.devtools.send("WebAuthn.enable")  # type: ignore[attr-defined]
    made = person.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})  # type: ignore[attr-defined]
    return str(made["authenticatorId"])


def test_a_passkey_from_making_to_removing(
    person: Callable[..., Person], clerk: User, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    here = person()
    touch(here)
    page = here.page

    def sign_in() -> None:
        here.go("/sign-in/")
        here.fill("main form", username="clerk", password=factories.PASSWORD)
        here.send()

    # led to it, and nowhere else, until it is made
    sign_in()
    assert page.url.endswith("/second-factor/")
    page.click("main a[href='/second-factor/passkey/']")
    here.fill(name="指纹")
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    assert page.locator("ol.codes li").count() == 10
    with page.expect_download() as kept:
        page.click("a[download]")
    assert len(kept.value.path().read_text().split()) == 10
    here.go("/desk/")

    # and from then on it is asked for
    page.click(".me form[action='/sign-out/'] button")
    sign_in()
    assert page.url.endswith("/second-step/")
    with page.expect_navigation():
        page.click("form[data-passkey] button")
    assert page.url.endswith("/desk/")
    passkey = Authenticator.objects.get(user=clerk, type="webauthn")
    assert passkey.last_used_at is not None

    # an answer to another challenge opens nothing
    page.click(".me form[action='/sign-out/'] button")
    sign_in()
    page.evaluate("document.querySelector('form[data-passkey]').dataset.options = JSON.stringify("
                  "(o => (o.publicKey.challenge = 'AAAA' + o.publicKey.challenge.slice(4), o))"
                  "(JSON.parse(document.querySelector('form[data-passkey]').dataset.options)))")  # fmt: skip
    with page.expect_navigation():
        page.click("form[data-passkey] button")
    assert page.url.endswith("/second-step/")
    assert "通行密钥" in page.inner_text(".error-summary") or "passkey" in page.inner_text(".error-summary")
    with page.expect_navigation():
        page.click("form[data-passkey] button")

    # removed, where nothing requires it
    settings.SECOND_FACTOR_REQUIRED = False
    here.go("/second-factor/")
    here.confirm(reverse("people:remove_factor", args=[passkey.pk]), password=factories.PASSWORD)
    assert not Authenticator.objects.exists()
    verbs = list(Line.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == [Verb.SET_UP_FACTOR, Verb.REMOVE_FACTOR]

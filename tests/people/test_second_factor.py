"""The second factor: set up, asked for, used once, throttled, recovered, removed, reset."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from program import clock
from program.journal.models import Line, Verb
from program.notify.models import Letter
from program.people import actions
from program.people.models import User
from program.people.rules import APP, recovery_codes_left
from program.people.steps import adapter, counter_of
from program.people.steps.factors import Answer, take_app_code, take_recovery_code
from program.people.views.second_factor import NEW_APP
from program.people.views.second_step import BEGUN
from program.refusals import NotYours, Refused
from tests.conftest import SignIn
from tests.people import app
from tests.people.app import HALF_MINUTE, App, first_step, is_in, passed, second_step

PAGE = "/second-factor/"
STEP = "/second-step/"
NEXT = {"next": "/zones/"}


def verbs() -> list[str]:
    return list(Line.objects.order_by("pk").values_list("verb", flat=True))


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, SHA-1, the last six of its eight digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in [
        (59, "287082"),
        (1111111109, "081804"),
        (1234567890, "005924"),
        (20000000000, "353130"),
    ]:
        moment = datetime.fromtimestamp(seconds, UTC)
        assert counter_of(secret, code, moment) == seconds // 30
        assert counter_of(secret, code, moment + 2 * HALF_MINUTE) is None


# ---------------------------------------------------------------- set up
def shown_secret(page: str) -> App:
    found = re.search(r'<dd class="hash">\s*([A-Z2-7 ]+)\s*</dd>', page)
    assert found
    return App(found[1].replace(" ", ""))


def test_an_app_is_set_up_and_the_recovery_codes_are_shown_once(clerk: User, signed_in: SignIn) -> None:
    here, elsewhere = signed_in(clerk), signed_in(clerk)
    page = here.get(f"{PAGE}app/").content.decode()
    held = shown_secret(page)
    assert (
        shown_secret(here.get(f"{PAGE}app/").content.decode()).secret == held.secret
    )  # not another one on a reload
    assert held.secret not in str(dict(here.session))  # encrypted, there too
    wrong = here.post(f"{PAGE}app/", {"code": "000000"})
    assert "not the code that the app shows" in wrong.content.decode()
    assert not Authenticator.objects.exists()
    answer = here.post(f"{PAGE}app/", {"code": held.shows()})
    codes = re.findall(r'<li class="hash">(\d{5}-\d{5})</li>', answer.content.decode())
    assert len(set(codes)) == 10
    assert "no-store" in answer["Cache-Control"]
    assert (
        f'download="recovery-codes.txt" href="data:text/plain;charset=utf-8,{codes[0]}%0D%0A'
        in answer.content.decode()
    )
    for address in (PAGE, f"{PAGE}app/"):
        shown = here.get(address, follow=True).content.decode()
        assert held.secret not in shown
        assert not any(code in shown for code in codes)
    assert NEW_APP not in here.session
    assert is_in(here)
    assert not is_in(elsewhere)
    assert verbs() == [Verb.SET_UP_FACTOR]
    assert Letter.objects.get().address == clerk.email


def test_full_width_digits_and_spaces_are_digits(clerk: User, client: Client) -> None:
    held, _codes = app.set_up(clerk)
    first_step(client, clerk)
    code = held.shows()
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert second_step(client, f" {wide[:3]} {wide[3:]} ") == reverse("desk:desk")


def test_a_second_app_is_refused(clerk: User, signed_in: SignIn) -> None:
    app.set_up(clerk)
    browser = passed(signed_in(clerk))
    for answer in (browser.get(f"{PAGE}app/"), browser.post(f"{PAGE}app/", {"code": "1"})):
        assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert Authenticator.objects.filter(type=APP).count() == 1


def test_nobody_sets_up_for_somebody_else(clerk: User, director: User) -> None:
    with pytest.raises(NotYours):
        actions.set_up_app(clerk, secret="A" * 32, code="000000", by=director)
    assert not Authenticator.objects.exists()


def test_the_secret_is_encrypted_and_stands_nowhere_else(clerk: User, settings: LazySettings) -> None:
    held, codes = app.set_up(clerk)
    row = Authenticator.objects.get(type=APP)
    assert adapter.decrypt(row.data["secret"]) == held.secret
    settings.SECOND_FACTOR_KEY = "another"
    with pytest.raises(InvalidToken):
        adapter.decrypt(row.data["secret"])
    settings.SECOND_FACTOR_KEY = settings.SECRET_KEY
    assert held.secret not in str(row.data)
    said = " ".join(str(line.facts) for line in Line.objects.all()) + " ".join(
        letter.body for letter in Letter.objects.all()
    )
    assert not [secret for secret in [*app.secrets_of(clerk), *codes] if secret in said]


# ---------------------------------------------------------------- the second step
def test_nobody_is_in_before_the_second_step(clerk: User, client: Client, settings: LazySettings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    held, _codes = app.set_up(clerk)
    first_step(client, clerk, **NEXT)
    assert not is_in(client)
    assert second_step(client, held.shows()) == "/zones/"
    assert is_in(client)
    assert BEGUN not in client.session
    assert client.get(STEP)["Location"] == reverse("desk:desk")


def test_without_a_second_factor_the_password_is_enough(applicant: User, client: Client) -> None:
    answer = client.post(
        reverse("people:sign_in"), {"username": applicant.username, "password": app.PASSWORD}
    )
    assert answer["Location"] == reverse("desk:desk")


def test_the_second_step_alone_leads_to_the_first(clerk: User, client: Client) -> None:
    held, _codes = app.set_up(clerk)
    for answer in (client.get(STEP), client.post(STEP, {"code": held.shows()})):
        assert answer["Location"] == reverse("people:sign_in")
    assert not is_in(client)


def test_a_wrong_code_opens_nothing(clerk: User, client: Client) -> None:
    app.set_up(clerk)
    first_step(client, clerk)
    for wrong in ("000000", "", "abcdef", "9" * 20):
        page = client.post(STEP, {"code": wrong})
        assert page.status_code == 200
        assert "error-summary" in page.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize(("late", "right"), [(-1, True), (0, True), (1, True), (2, False)])
def test_a_code_counts_half_a_minute_early_and_late(
    clerk: User, client: Client, late: int, right: bool
) -> None:
    held, _codes = app.set_up(clerk)
    first_step(client, clerk)
    second_step(client, held.shows(clock.now() - late * HALF_MINUTE))
    assert is_in(client) == right


def test_a_code_counts_once(clerk: User, client: Client) -> None:
    held, _codes = app.set_up(clerk)
    code = held.shows()
    first_step(client, clerk)
    assert second_step(client, code) == reverse("desk:desk")
    thief = Client()
    first_step(thief, clerk)
    assert "was used already" in second_step(thief, code)
    assert "was used already" in second_step(thief, held.shows(clock.now() - HALF_MINUTE))  # nor an older one
    assert User.objects.get(pk=clerk.pk).wrong_codes == 2  # whoever tries them on guesses
    assert not is_in(thief)


def test_the_code_that_set_the_app_up_is_used_too(clerk: User, signed_in: SignIn, client: Client) -> None:
    browser = signed_in(clerk)
    held = shown_secret(browser.get(f"{PAGE}app/").content.decode())
    code = held.shows()
    browser.post(f"{PAGE}app/", {"code": code})
    first_step(client, clerk)
    assert "was used already" in second_step(client, code)


def test_the_second_step_waits_ten_minutes(clerk: User, client: Client) -> None:
    held, _codes = app.set_up(clerk)
    for minutes, right in ((9, True), (11, False)):
        first_step(client, clerk)
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            assert second_step(client, held.shows()) == reverse("desk:desk" if right else "people:sign_in")
        assert is_in(client) == right
        assert BEGUN not in client.session
        client.post(reverse("people:sign_out"))


def test_a_password_changed_meanwhile_ends_the_second_step(clerk: User, client: Client) -> None:
    held, _codes = app.set_up(clerk)
    first_step(client, clerk)
    actions.change_password(clerk, password="hashed", by=clerk)
    assert second_step(client, held.shows()) == reverse("people:sign_in")
    assert not is_in(client)


def test_an_account_that_was_closed_meanwhile_does_not_get_in(clerk: User, client: Client) -> None:
    held, _codes = app.set_up(clerk)
    first_step(client, clerk)
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert second_step(client, held.shows()) == reverse("people:sign_in")
    assert BEGUN not in client.session


def test_five_wrong_codes_close_the_second_step_from_everywhere(clerk: User) -> None:
    held, _codes = app.set_up(clerk)
    for number in range(5):
        browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        first_step(browser, clerk)
        assert "The code is wrong." in second_step(browser, "000000")
    browser = Client(REMOTE_ADDR="192.0.2.99")
    first_step(browser, clerk)
    answer = browser.post(STEP, {"code": held.shows()})
    assert answer.status_code == 429
    assert "closed for 15 minutes" in answer.content.decode()
    assert not is_in(browser)
    assert verbs() == [Verb.SET_UP_FACTOR, Verb.CLOSE_SECOND_STEP]
    assert "Somebody who knows your password" in Letter.objects.latest("pk").body
    with clock.at(clock.now() + timedelta(minutes=15)):
        first_step(browser, clerk)
        assert "The code is wrong." in second_step(browser, "000000")  # counted anew
        assert second_step(browser, held.shows()) == reverse("desk:desk")
    assert User.objects.get(pk=clerk.pk).wrong_codes == 0


def test_a_right_code_forgets_the_wrong_ones(clerk: User, client: Client) -> None:
    held, _codes = app.set_up(clerk)
    first_step(client, clerk)
    for _attempt in range(4):
        second_step(client, "000000")
    assert second_step(client, held.shows()) == reverse("desk:desk")
    assert User.objects.get(pk=clerk.pk).wrong_codes == 0


# ---------------------------------------------------------------- recovery codes
def test_a_recovery_code_opens_once(clerk: User, client: Client) -> None:
    _held, codes = app.set_up(clerk)
    first_step(client, clerk)
    assert second_step(client, f"{codes[3][:5]}-{codes[3][5:]}") == reverse("desk:desk")
    line = Line.objects.get(verb=Verb.USE_RECOVERY_CODE)
    assert (line.actor, line.facts) == (clerk, {"left": 9})
    assert "A recovery code was used" in Letter.objects.latest("pk").body
    again = Client()
    first_step(again, clerk)
    assert "The code is wrong." in second_step(again, codes[3])
    assert not is_in(again)
    assert second_step(again, codes[4]) == reverse("desk:desk")
    assert recovery_codes_left(clerk) == 8


def test_new_recovery_codes_kill_the_old_ones(clerk: User, signed_in: SignIn, client: Client) -> None:
    _held, old = app.set_up(clerk)
    browser = passed(signed_in(clerk))
    assert "The password is wrong." in browser.post(f"{PAGE}codes/", {"password": "wrong"}).content.decode()
    assert verbs() == [Verb.SET_UP_FACTOR]
    shown = browser.post(f"{PAGE}codes/", {"password": app.PASSWORD}).content.decode()
    new = re.findall(r'<li class="hash">(\d{5}-\d{5})</li>', shown)
    assert verbs() == [Verb.SET_UP_FACTOR, Verb.RENEW_CODES]
    assert "New recovery codes were made" in Letter.objects.latest("pk").body
    first_step(client, clerk)
    assert "The code is wrong." in second_step(client, old[0])
    assert second_step(client, new[0]) == reverse("desk:desk")


def test_without_a_factor_there_are_no_codes(clerk: User) -> None:
    with pytest.raises(Refused):
        actions.renew_recovery_codes(clerk, by=clerk)
    assert not Authenticator.objects.exists()
    with transaction.atomic():
        assert take_recovery_code(clerk, "12345-67890") is None
        assert take_app_code(clerk, "123456", clock.now()) == Answer.WRONG


# ---------------------------------------------------------------- removed
def test_the_last_factor_takes_the_recovery_codes_along(
    clerk: User, signed_in: SignIn, client: Client
) -> None:
    app.set_up(clerk)
    here, elsewhere = passed(signed_in(clerk)), passed(signed_in(clerk))
    address = reverse("people:remove_factor", args=[Authenticator.objects.get(type=APP).pk])
    assert "The password is wrong." in here.post(address, {"password": "wrong"}).content.decode()
    assert Authenticator.objects.count() == 2
    assert here.post(address, {"password": app.PASSWORD})["Location"] == PAGE
    assert not Authenticator.objects.exists()
    assert is_in(here)
    assert not is_in(elsewhere)
    assert verbs() == [Verb.SET_UP_FACTOR, Verb.REMOVE_FACTOR]
    client.post(reverse("people:sign_in"), {"username": "clerk", "password": app.PASSWORD})
    assert is_in(client)


def test_where_a_role_needs_one_the_last_stays(
    clerk: User, signed_in: SignIn, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    app.set_up(clerk)
    browser = passed(signed_in(clerk))
    address = reverse("people:remove_factor", args=[Authenticator.objects.get(type=APP).pk])
    page = browser.post(address, {"password": app.PASSWORD}, follow=True)
    assert "Set up another one before you remove this one." in page.content.decode()
    assert Authenticator.objects.count() == 2


def test_nobody_removes_somebody_elses(clerk: User, director: User, signed_in: SignIn) -> None:
    app.set_up(clerk)
    app.set_up(director)
    browser = passed(signed_in(director))
    for row in Authenticator.objects.filter(user=clerk):
        address = reverse("people:remove_factor", args=[row.pk])
        assert browser.post(address, {"password": app.PASSWORD}).status_code == 404
    with pytest.raises(NotYours):
        actions.remove_factor(Authenticator.objects.get(user=clerk, type=APP), by=director)
    assert Authenticator.objects.count() == 4


def test_the_password_is_asked_with_the_throttle_of_the_sign_in(clerk: User, signed_in: SignIn) -> None:
    app.set_up(clerk)
    browser = passed(signed_in(clerk))
    for _attempt in range(5):
        browser.post(f"{PAGE}codes/", {"password": "wrong"})
    assert browser.post(f"{PAGE}codes/", {"password": app.PASSWORD}).status_code == 429
    assert verbs() == [Verb.SET_UP_FACTOR]


def test_a_session_without_the_factor_changes_nothing_of_it(clerk: User, signed_in: SignIn) -> None:
    """Setting the first one up ends all others: such a session cannot come to be, and opens nothing if it does."""
    app.set_up(clerk)
    for address in (PAGE, f"{PAGE}app/", f"{PAGE}passkey/"):
        browser = signed_in(clerk)
        assert browser.get(address)["Location"] == reverse("people:sign_in")
        assert not is_in(browser)
    browser = signed_in(clerk)
    assert browser.post(f"{PAGE}codes/", {"password": app.PASSWORD})["Location"] == reverse("people:sign_in")
    browser = signed_in(clerk)
    remove = reverse("people:remove_factor", args=[Authenticator.objects.get(type=APP).pk])
    assert browser.post(remove, {"password": app.PASSWORD})["Location"] == reverse("people:sign_in")
    assert Authenticator.objects.filter(user=clerk).count() == 2


# ---------------------------------------------------------------- lost
RESET = "/second-factor/reset/"


def test_the_security_administrator_resets_a_lost_one(
    clerk: User, security: User, signed_in: SignIn, client: Client
) -> None:
    app.set_up(clerk)
    theirs = passed(signed_in(clerk))
    browser = signed_in(security)
    entered = {"username": "CLERK", "reason": "came in person"}
    assert "This field is required." in browser.post(RESET, entered | {"reason": ""}).content.decode()
    assert "Nobody has this user name." in browser.post(RESET, entered | {"username": "x"}).content.decode()
    User.objects.filter(pk=clerk.pk).update(wrong_codes=4, wrong_code_at=clock.now())
    assert browser.post(RESET, entered).status_code == 302
    assert not Authenticator.objects.exists()
    assert not is_in(theirs)
    line = Line.objects.get(verb=Verb.RESET_FACTORS)
    assert (line.actor, line.subject, line.facts) == (security, "clerk", {"reason": "came in person"})
    assert Letter.objects.latest("pk").address == clerk.email
    assert "was reset" in Letter.objects.latest("pk").body
    assert User.objects.get(pk=clerk.pk).wrong_codes == 0
    client.post(reverse("people:sign_in"), {"username": "clerk", "password": app.PASSWORD})
    assert is_in(client)
    assert "has no second factor" in browser.post(RESET, entered).content.decode()


@pytest.mark.parametrize("who", ["admin", "auditor", "clerk", "director", "applicant"])
def test_nobody_else_resets(
    who: str, expert: User, request: pytest.FixtureRequest, signed_in: SignIn
) -> None:
    app.set_up(expert)
    person = request.getfixturevalue(who)
    assert signed_in(person).post(RESET, {"username": "expert", "reason": "x"}).status_code == 403
    with pytest.raises(NotYours):
        actions.reset_factors(expert, reason="x", by=person)
    assert Authenticator.objects.filter(user=expert).count() == 2


def test_nobody_resets_their_own(security: User, signed_in: SignIn) -> None:
    app.set_up(security)
    browser = passed(signed_in(security))
    assert browser.post(RESET, {"username": "security", "reason": "x"}).status_code == 403
    assert Authenticator.objects.count() == 2


def test_the_last_security_administrator_is_helped_on_the_machine(security: User) -> None:
    app.set_up(security)
    call_command("reset_second_factor", "security", reason="the machine room, two witnesses")
    assert not Authenticator.objects.exists()
    line = Line.objects.get(verb=Verb.RESET_FACTORS)
    assert (line.actor, line.facts) == (None, {"reason": "the machine room, two witnesses"})
    for username in ("security", "nobody"):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", username, reason="x")

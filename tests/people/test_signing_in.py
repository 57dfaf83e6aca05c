"""Signing in and out, the throttle, passwords, one's own data."""

import re
from unittest.mock import patch

import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from program.journal.models import Line, Verb
from program.notify.models import Letter
from program.people.models import Organization, Role, User
from tests import factories
from tests.conftest import Keep, SignIn

RIGHT = factories.PASSWORD


def sign_in(client: Client, username: str, password: str) -> int:
    return client.post(reverse("people:sign_in"), {"username": username, "password": password}).status_code


def test_in_and_out(applicant: User, client: Client) -> None:
    assert client.get(reverse("people:profile")).status_code == 302
    assert sign_in(client, "applicant", RIGHT) == 302
    assert client.get(reverse("people:profile")).status_code == 200
    assert client.get(reverse("people:sign_out")).status_code == 405
    client.post(reverse("people:sign_out"))
    assert client.get(reverse("people:profile")).status_code == 302


def test_a_wrong_password_is_answered_as_an_unknown_name(
    applicant: User, client: Client, settings: LazySettings
) -> None:
    settings.DEMO = False
    answers = []
    for name in ("applicant", "nobody"):
        page = client.post(reverse("people:sign_in"), {"username": name, "password": "wrong"})
        answers.append(
            (page.status_code, re.sub(rf"{name}|csrf\w+\W+value=\W+\w+|\w{{64}}", "", page.content.decode()))
        )
    assert answers[0] == answers[1]


def test_the_way_on_stays_on_our_site(applicant: User, client: Client) -> None:
    for wanted, expected in [("/zones/", "/zones/"), ("https://example.com/", reverse("desk:desk"))]:
        answer = client.post(
            reverse("people:sign_in"), {"username": "applicant", "password": RIGHT, "next": wanted}
        )
        assert answer["Location"] == expected
        client.post(reverse("people:sign_out"))


def test_once_locked_out_no_hash_is_computed(applicant: User, client: Client) -> None:
    for _attempt in range(5):
        sign_in(client, "applicant", "wrong")
    with patch.object(
        MD5PasswordHasher, "encode", side_effect=AssertionError("a hash was computed")
    ) as encode:
        for password in (RIGHT, "wrong"):
            page = client.post(reverse("people:sign_in"), {"username": "applicant", "password": password})
            assert page.status_code == 429
            assert "closed for 15 minutes" in page.content.decode()
        assert encode.call_count == 0
    assert client.get(reverse("people:profile")).status_code == 302


def test_the_lock_is_for_one_name_and_address(applicant: User, contact: User, client: Client) -> None:
    for _attempt in range(5):
        sign_in(client, "applicant", "wrong")
    assert sign_in(client, "contact", RIGHT) == 302
    client.post(reverse("people:sign_out"))
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, "applicant", RIGHT) == 302


def test_the_demo_lists_its_cast_and_nothing_else_does(
    applicant: User, clerk: User, client: Client, settings: LazySettings
) -> None:
    real = factories.organization(name_zh="真实单位", name_en="Real Organisation")
    factories.member(real, Role.MANAGER, "hidden_person")
    settings.DEMO = True
    shown = client.get(reverse("people:sign_in")).content.decode()
    assert ">applicant</td>" in shown
    assert ">clerk</td>" in shown
    assert "hidden_person" not in shown
    settings.DEMO = False
    assert ">applicant</td>" not in client.get(reverse("people:sign_in")).content.decode()


# ---------------------------------------------------------------- passwords
def ask_reset(client: Client, address: str) -> tuple[int, str, bytes]:
    answer = client.post(reverse("people:password_reset"), {"email": address})
    return answer.status_code, answer["Location"], answer.content


def test_a_reset_is_answered_alike_for_known_and_unknown_addresses(applicant: User, client: Client) -> None:
    assert ask_reset(client, applicant.email) == ask_reset(client, "unknown@example.org")
    assert list(Letter.objects.values_list("address", flat=True)) == [applicant.email]


def test_asking_again_at_once_sends_no_second_letter(applicant: User, client: Client) -> None:
    for address in (applicant.email, applicant.email.upper()):
        ask_reset(client, address)
    assert Letter.objects.count() == 1


def test_a_new_password_by_letter_ends_the_old_sessions_and_opens_the_lock(
    applicant: User, client: Client, signed_in: SignIn, keep_promises: Keep
) -> None:
    old = signed_in(applicant)
    for _attempt in range(5):
        sign_in(client, "applicant", "wrong")
    ask_reset(client, applicant.email)
    assert keep_promises() == []
    found = re.search(r"http\S+(/password/reset/\S+)", str(mail.outbox[0].body))
    assert found
    form = client.get(found[1], follow=True)
    address = form.redirect_chain[-1][0]
    new = "gentle-mountain-88"
    assert client.post(address, {"new_password1": new, "new_password2": new}).status_code == 302
    assert sign_in(client, "applicant", new) == 302
    assert old.get(reverse("people:profile")).status_code == 302
    assert Line.objects.filter(verb=Verb.CHANGE_PASSWORD, actor=applicant).count() == 1
    assert "no longer valid" in Client().get(found[1]).content.decode()


def test_nobody_inactive_gets_a_letter(db: None, client: Client) -> None:
    person = factories.user(is_active=False)
    ask_reset(client, person.email)
    assert Letter.objects.count() == 0


def test_a_changed_password_keeps_this_session_and_ends_the_others(
    applicant: User, signed_in: SignIn
) -> None:
    here, elsewhere = signed_in(applicant), signed_in(applicant)
    new = "gentle-mountain-88"
    wrong = {"old_password": "wrong", "new_password1": new, "new_password2": new}
    assert here.post(reverse("people:password"), wrong).status_code == 200
    assert Line.objects.count() == 0
    assert here.post(reverse("people:password"), wrong | {"old_password": RIGHT}).status_code == 302
    assert here.get(reverse("people:profile")).status_code == 200
    assert elsewhere.get(reverse("people:profile")).status_code == 302


# ---------------------------------------------------------------- one's own data
def test_ones_own_data(applicant: User, signed_in: SignIn, keep_promises: Keep) -> None:
    browser = signed_in(applicant)
    entered = {"name": "新名", "phone": "010-1", "email": "other@example.org", "language": "zh-hans"}
    answer = browser.post(reverse("people:profile"), entered | {"username": "root", "is_superuser": "on"})
    assert answer.status_code == 302
    applicant.refresh_from_db()
    assert (applicant.name, applicant.email, applicant.language) == ("新名", "other@example.org", "zh-hans")
    assert (applicant.username, applicant.is_superuser) == ("applicant", False)
    keep_promises()
    assert [letter.to for letter in mail.outbox] == [["applicant@example.org"]]


@pytest.mark.parametrize("entered", [{"email": "no address"}, {"name": ""}, {"language": "xx"}])
def test_bad_data_change_nothing(applicant: User, signed_in: SignIn, entered: dict[str, str]) -> None:
    good = {"name": "新名", "phone": "", "email": "other@example.org", "language": "en"}
    page = signed_in(applicant).post(reverse("people:profile"), good | entered)
    assert page.status_code == 200
    assert User.objects.get(pk=applicant.pk).name == "Applicant"
    assert Line.objects.count() == 0


def test_somebody_without_a_role_still_sees_the_own_data(
    managing_body: Organization, signed_in: SignIn
) -> None:
    browser = signed_in(factories.user())
    assert "You have no role now." in browser.get(reverse("people:profile")).content.decode()
    assert browser.get(reverse("people:members")).status_code == 404

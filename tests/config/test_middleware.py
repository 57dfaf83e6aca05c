"""What holds for every page, whoever wrote it."""

import logging

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.db.utils import OperationalError
from django.test import Client
from django.urls import reverse

from program.config.middleware import ReadOnlyGet, WritingGet
from program.people.models import User
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.pages")]


@pytest.fixture
def browser(clerk: User, signed_in: SignIn) -> Client:
    return signed_in(clerk)


# ---------------------------------------------------------------- what cannot be read
@pytest.mark.parametrize("address", ["/public/?q=%00", "/public/%00"])
def test_an_address_that_cannot_be_read_is_answered_by_a_page(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert "This request could not be read" in response.content.decode()


# ---------------------------------------------------------------- private pages
def test_a_public_page_for_the_public_may_be_kept(client: Client) -> None:
    assert not client.get("/public/").has_header("Cache-Control")


@pytest.mark.parametrize("address", ["/public/", "/private/", "/not-yours/", "/nowhere/"])
def test_what_a_signed_in_person_sees_is_not_kept(browser: Client, address: str) -> None:
    assert browser.get(address)["Cache-Control"] == "private, no-store"


def test_the_way_to_the_sign_in_is_not_kept(client: Client, settings: LazySettings) -> None:
    settings.LOGIN_URL = "/public/"
    response = client.get("/private/")
    assert (response.status_code, response["Cache-Control"]) == (302, "private, no-store")


def test_a_view_may_say_otherwise(browser: Client) -> None:
    assert browser.get("/kept/")["Cache-Control"] == "public, max-age=60"


# ---------------------------------------------------------------- reading writes nothing
def test_a_get_that_writes_is_an_error_and_nothing_is_written(browser: Client, clerk: User) -> None:
    with pytest.raises(WritingGet, match="GET /renames/ wrote: UPDATE"), transaction.atomic():
        browser.get("/renames/")
    clerk.refresh_from_db()
    assert clerk.name != "renamed"


def test_with_production_settings_it_is_a_line_in_the_log(
    browser: Client, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.GET_MAY_NOT_WRITE = False
    with caplog.at_level(logging.ERROR, logger="program.config.middleware"):
        assert browser.get("/renames/").status_code == 200
    assert "GET /renames/ wrote: UPDATE" in caplog.text


def test_a_post_may_write(browser: Client, clerk: User) -> None:
    assert browser.post("/renames/").status_code == 200
    clerk.refresh_from_db()
    assert clerk.name == "renamed"


@pytest.mark.parametrize("address", ["/locks/", "/session/"])
def test_locks_savepoints_and_sessions_are_no_writing(browser: Client, address: str) -> None:
    assert browser.get(address).status_code == 200


@pytest.mark.parametrize(
    ("sql", "writes"),
    [
        ('INSERT INTO "program_line" VALUES (1)', True),
        (" delete from x", True),
        ("WITH gone AS (DELETE FROM x RETURNING id) SELECT id FROM gone", True),
        ("WITH RECURSIVE a AS (SELECT 1) SELECT * FROM a FOR UPDATE", False),
        ('SELECT "update" FROM x FOR UPDATE OF x', False),
        ('INSERT INTO "django_session" VALUES (1)', False),
        ('INSERT INTO "django_session_copy" VALUES (1)', True),
        ('SAVEPOINT "s1"', False),
    ],
)
def test_what_counts_as_writing(sql: str, writes: bool) -> None:
    assert ReadOnlyGet.writes(sql) is writes


# ---------------------------------------------------------------- refusals
@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/faster/", 409, "Somebody was faster"),
        ("/busy/", 409, "Somebody was faster"),
        ("/deadlock/", 409, "Somebody was faster"),
        ("/not-yours/", 403, "This step belongs to another role."),
        ("/incomplete/", 422, "The minutes are missing."),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence(
    browser: Client, address: str, status: int, sentence: str
) -> None:
    response = browser.post(address)
    assert response.status_code == status
    page = response.content.decode()
    assert sentence in page
    assert "Nothing has been changed." in page


def test_for_htmx_a_refusal_is_a_fragment_for_the_alerts(browser: Client) -> None:
    response = browser.post("/incomplete/", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Retarget"]) == (422, "#alerts")
    fragment = response.content.decode()
    assert (fragment.count("<"), "The minutes are missing." in fragment) == (2, True)


def test_for_a_program_a_refusal_is_json(browser: Client) -> None:
    response = browser.post("/incomplete/", headers={"Accept": "application/json"})
    assert (response.status_code, response.json()) == (422, {"error": "The minutes are missing."})


def test_other_trouble_with_the_database_stays_an_error(browser: Client) -> None:
    with pytest.raises(OperationalError, match="no such table"):
        browser.post("/broken/")


# ---------------------------------------------------------------- requests that cannot be read
def test_too_much_is_413_and_says_so(browser: Client, settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    response = browser.post(reverse("portal:language"), {"a": 1, "b": 2, "c": 3})
    assert response.status_code == 413
    assert "Make the file smaller" in response.content.decode()


def test_a_form_without_its_token_is_told_to_reload(clerk: User) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(clerk)
    response = careful.post("/renames/")
    assert response.status_code == 403
    assert "The page was open for too long" in response.content.decode()


def test_the_error_page_needs_neither_person_nor_database(browser: Client) -> None:
    browser.raise_request_exception = False
    response = browser.post("/broken/")
    assert response.status_code == 500
    assert "nothing was left half-done" in response.content.decode()


def test_an_unknown_host_is_a_bad_request_with_a_page(client: Client) -> None:
    response = client.get("/public/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "This request could not be read" in response.content.decode()


# ---------------------------------------------------------------- language
def test_chinese_unless_chosen_otherwise_whatever_the_browser_would_like(
    client: Client, settings: LazySettings
) -> None:
    settings.LANGUAGE_CODE = "zh-hans"
    assert 'lang="zh-CN"' in client.get("/public/", headers={"Accept-Language": "en"}).content.decode()


def test_the_switch_keeps_the_page_and_remembers_the_person(browser: Client, clerk: User) -> None:
    response = browser.post(reverse("portal:language"), {"language": "zh-hans", "next": "/private/?page=2"})
    assert (response.status_code, response["Location"]) == (302, "/private/?page=2")
    assert 'lang="zh-CN"' in browser.get("/private/").content.decode()
    clerk.refresh_from_db()
    assert clerk.language == "zh-hans"


def test_the_switch_leads_nowhere_else(client: Client) -> None:
    response = client.post(reverse("portal:language"), {"language": "en", "next": "https://evil.example/"})
    assert response["Location"] == "/"


def test_a_language_that_is_not_offered_is_not_taken(browser: Client, clerk: User) -> None:
    browser.post(reverse("portal:language"), {"language": "fr", "next": "/private/"})
    clerk.refresh_from_db()
    assert clerk.language == "en"
    assert browser.get("/private/").status_code == 200


def test_a_get_switches_nothing(client: Client) -> None:
    assert client.get(reverse("portal:language")).status_code == 405

"""Files on their way out: to whom, and with which headers."""

import logging

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import FileResponse
from django.test import Client

from program.files import steps
from program.files.models import REACHES, File
from program.people.models import User
from tests.conftest import SignIn
from tests.files.samples import pdf, picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(applicant: User) -> File:
    return steps.store(upload(pdf(), "实施方案.pdf"), by=applicant, organization=None)


def content(response: object) -> bytes:
    assert isinstance(response, FileResponse)
    return b"".join(response.streaming_content)  # type: ignore[arg-type]


def test_an_attachment_in_which_nothing_runs(file: File, applicant: User, signed_in: SignIn) -> None:
    response = signed_in(applicant).get(file.get_absolute_url())
    assert content(response) == pdf()
    assert response["Content-Type"] == "application/pdf"
    assert (
        response["Content-Disposition"].lower()
        == "attachment; filename*=utf-8''%e5%ae%9e%e6%96%bd%e6%96%b9%e6%a1%88.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cache-Control"] == "private, no-store"


def test_a_pdf_may_stand_in_a_page_of_ours(file: File, applicant: User, signed_in: SignIn) -> None:
    response = signed_in(applicant).get(file.get_absolute_url() + "?inline=1")
    assert response["Content-Disposition"].startswith("inline")
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()


def test_a_picture_never_stands_inline(applicant: User, signed_in: SignIn) -> None:
    photo = steps.store(upload(picture(), "a.jpg"), by=applicant, organization=None)
    response = signed_in(applicant).get(photo.get_absolute_url() + "?inline=1")
    assert response["Content-Disposition"] == 'attachment; filename="a.jpg"'
    assert "sandbox" in response["Content-Security-Policy"]
    response.close()


def test_what_one_may_not_see_does_not_exist(file: File, stranger: User, signed_in: SignIn) -> None:
    for browser in (signed_in(stranger), Client()):
        there = browser.get(file.get_absolute_url())
        nowhere = browser.get("/files/999999/")
        assert there.status_code == nowhere.status_code == 404
        assert "实施方案" not in there.content.decode()


def test_a_public_file_needs_no_account(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REACHES, "test: public", lambda _user: Q(pk=file.pk))
    assert AnonymousUser().is_anonymous
    assert content(Client().get(file.get_absolute_url())) == pdf()


def test_head_and_other_methods(file: File, applicant: User, signed_in: SignIn) -> None:
    browser = signed_in(applicant)
    response = browser.head(file.get_absolute_url())
    assert response.status_code == 200
    assert response["Content-Length"] == str(len(pdf()))
    assert browser.post(file.get_absolute_url()).status_code == 405
    response.close()  # last: the end of a streamed answer may drop PostgreSQL's connection


def test_lost_content_is_logged_and_not_an_error_page(
    file: File, applicant: User, signed_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    file.path.unlink()
    with caplog.at_level(logging.ERROR, logger="program.files.views"):
        assert signed_in(applicant).get(file.get_absolute_url()).status_code == 404
    assert file.sha256 in caplog.text

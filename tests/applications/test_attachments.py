"""How much may hang on an application, and who reads what is marked as a trade secret."""

import pytest
from django.conf import LazySettings
from django.urls import reverse

from program.applications import actions
from program.applications.models import Application
from program.files.rules import can_view_file
from program.people.models import User
from tests import factories
from tests.applications import desk
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


def test_attachments_have_room_for_so_much(
    case: Application, applicant: User, settings: LazySettings, signed_in: SignIn
) -> None:
    actions.attach(case, factories.pdf("one"), title="一", by=applicant)
    settings.APPLICATION_MAX_BYTES = case.attachments.get().file.size + 10
    answer = signed_in(applicant).post(
        reverse("applications:attachments", args=[case.pk]), {"title": "二", "file": factories.pdf("two")}
    )
    assert answer.status_code == 422
    assert "All attachments together may have" in answer.content.decode()
    assert case.attachments.count() == 1


def test_a_trade_secret_is_read_by_its_own_people_and_the_office(
    written: Application, applicant: User, contact: User, recommender: User, clerk: User, auditor: User, stranger: User
) -> None:  # fmt: skip
    actions.attach(written, factories.pdf("secret"), title="工艺", trade_secret=True, by=applicant)
    actions.attach(written, factories.pdf("open"), title="说明", by=applicant)
    desk.submit(written, by=applicant)
    secret, plain = (
        row.file for row in written.latest_version().files.order_by("-file__trade_secret", "pk")[:2]
    )
    readers = {
        person.username: [can_view_file(person, file) for file in (secret, plain)]
        for person in (applicant, contact, recommender, clerk, auditor, stranger)
    }
    assert readers == {
        "applicant": [True, True],
        "contact": [True, True],
        "recommender": [False, True],
        "clerk": [True, True],
        "auditor": [True, True],
        "stranger": [False, False],
    }

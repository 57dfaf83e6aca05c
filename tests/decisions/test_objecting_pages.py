"""What the objector meets: a form that keeps what was typed, a link that says at once when it is dead."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from program import clock
from program.applications.models import Application
from program.decisions.models import NoticeItem, Objection, ObjectionState, PublicNotice
from program.files.models import File
from program.journal.models import Line, Verb
from program.people.models import User
from tests import factories
from tests.conftest import SignIn
from tests.decisions import casework

pytestmark = pytest.mark.django_db
BUTTON = '<button class="move" type="submit">Confirm</button>'


def typed(notice: PublicNotice, case: Application) -> dict[str, Any]:
    item = NoticeItem.objects.get(notice=notice, application=case)
    return {
        "item": item.pk, "kind": "person", "name": "示例群众", "phone": "13800000000", "email": "citizen@example.org",
        "grounds": casework.GROUNDS,
    }  # fmt: skip


# ---------------------------------------------------------------- the form
def test_who_objects_too_often_keeps_what_was_typed(
    notice: PublicNotice, cases: list[Application], settings: Any
) -> None:
    settings.OBJECTIONS_AN_HOUR = 1
    url = reverse("decisions:object", args=[notice.pk])
    assert Client().post(url, typed(notice, cases[0])).status_code == 302
    page = Client().post(url, typed(notice, cases[1]))
    assert page.status_code == 429
    said = page.content.decode()
    assert "Too many objections came from here within an hour." in said
    assert casework.GROUNDS in said
    assert Objection.objects.count() == 1


@pytest.mark.parametrize(
    ("phone", "status"), [("abc", 422), ("110", 422), ("010-6651 0000", 302), ("+86 13800000000", 302)]
)
def test_a_telephone_number_is_one(
    notice: PublicNotice, cases: list[Application], phone: str, status: int
) -> None:
    url = reverse("decisions:object", args=[notice.pk])
    page = Client().post(url, typed(notice, cases[0]) | {"phone": phone})
    assert page.status_code == status
    assert (status == 302) == Objection.objects.exists()
    if status == 422:
        assert 'href="#id_phone"' in page.content.decode()
        assert casework.GROUNDS in page.content.decode()


def test_a_notice_that_ended_meanwhile_keeps_what_was_typed(
    notice: PublicNotice, cases: list[Application]
) -> None:
    with clock.at(notice.ends + timedelta(seconds=1)):
        page = Client().post(reverse("decisions:object", args=[notice.pk]), typed(notice, cases[0]))
    assert page.status_code == 409
    assert casework.GROUNDS in page.content.decode()
    assert not Objection.objects.exists()


def test_evidence_waits_in_the_browser_that_sent_it(
    notice: PublicNotice, cases: list[Application], settings: Any
) -> None:
    """Refused by the verb or for its words: one browser of the public keeps its file, another has nothing of it."""
    url, here, elsewhere = reverse("decisions:object", args=[notice.pk]), Client(), Client()
    right = typed(notice, cases[0])
    settings.OBJECTIONS_AN_HOUR = 0
    page = here.post(url, right | {"evidence": factories.pdf("photo")})
    found = re.search(r'name="evidence-kept" value="([\w-]{43})"', page.content.decode())
    assert (page.status_code, File.objects.count()) == (429, 0)
    assert found
    kept = {"evidence-kept": found[1]}
    page = here.post(url, right | kept | {"grounds": ""})
    assert found[1] in page.content.decode()
    assert 'name="evidence-without"' in page.content.decode()  # nobody must hand any in
    settings.OBJECTIONS_AN_HOUR = 9
    for browser, more in ((elsewhere, {}), (here, {"evidence-without": "on"}), (here, {})):
        assert browser.post(url, right | kept | more).status_code == 302
    given = [each.evidence and each.evidence.name for each in Objection.objects.order_by("pk")]
    assert given == [None, None, "photo.pdf"]


def test_the_fewest_letters_are_announced(notice: PublicNotice) -> None:
    page = Client().get(reverse("decisions:object", args=[notice.pk])).content.decode()
    assert "In at least 20 characters" in page
    assert "---------" not in page


# ---------------------------------------------------------------- the link
def test_a_link_that_nobody_got_has_no_button(db: None) -> None:
    page = Client().get(reverse("decisions:objection_confirm", args=["invented"]))
    assert page.status_code == 410
    said = page.content.decode()
    assert "This link is no longer valid." in said
    assert reverse("decisions:receipt_any") in said
    assert BUTTON not in said


def test_a_used_link_says_so_and_leads_to_the_receipt(notice: PublicNotice, cases: list[Application]) -> None:
    objection = casework.object_to(notice, cases[0])
    url = reverse("decisions:objection_confirm", args=[casework.token()])
    assert BUTTON in Client().get(url).content.decode()
    assert Client().post(url).status_code == 302
    for page in (Client().get(url), Client().post(url)):
        assert page.status_code == 410
        said = page.content.decode()
        assert "This address is confirmed already." in said
        assert reverse("decisions:objection_receipt", args=[objection.receipt]) in said
        assert BUTTON not in said
    assert Line.objects.filter(verb=Verb.CONFIRM_OBJECTION).count() == 1


def test_after_the_notice_the_link_says_what_it_still_does(
    notice: PublicNotice, cases: list[Application]
) -> None:
    casework.object_to(notice, cases[0])
    url = reverse("decisions:objection_confirm", args=[casework.token()])
    with clock.at(notice.ends + timedelta(seconds=1)):
        said = Client().get(url).content.decode()
        assert "what you wrote is kept as a lead" in said
        assert BUTTON in said
    assert Objection.objects.get().state == ObjectionState.UNCONFIRMED


# ---------------------------------------------------------------- one word for one thing
def test_number_and_receipt_are_called_alike_on_both_sides(
    notice: PublicNotice, cases: list[Application], clerk: User, director: User, signed_in: SignIn
) -> None:
    objection = casework.settled(casework.confirmed(notice, cases[0]), clerk, director, upheld=False)
    receipt = Client().get(reverse("decisions:objection_receipt", args=[objection.receipt])).content.decode()
    assert "<dt>Objection number</dt>" in receipt
    party = signed_in(cases[0].applicant.memberships.get().user)
    timeline = party.get(cases[0].get_absolute_url()).content.decode()
    assert f"Objection number: {objection.number}" in timeline
    assert f"Receipt: {objection.number}" not in timeline

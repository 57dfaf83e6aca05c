"""Messages: all of them on pages of their own; following one reads it, and nothing is read that was not shown."""

from datetime import timedelta

import pytest
from django.urls import reverse

from program import clock
from program.notify.models import Message, Text
from program.people.models import User
from tests.conftest import Asks, SignIn

pytestmark = pytest.mark.django_db
INBOX = "/desk/messages/"


def send(user: User, count: int = 1, path: str = "/calls/") -> list[Message]:
    """Messages to a person, each a minute after the one before."""
    last = Message.objects.count()
    return [
        Message.objects.create(
            recipient=user,
            text=Text.ACCEPTED,
            facts={"case": f"case-{number:03d}"},
            path=path,
            sent_at=clock.now() + timedelta(minutes=number),
        )
        for number in range(last + 1, last + count + 1)
    ]


def unread(user: User) -> int:
    return Message.objects.visible_to(user).unread().count()


def test_all_messages_are_there_page_by_page(applicant: User, signed_in: SignIn) -> None:
    send(applicant, 35)
    browser = signed_in(applicant)
    desk = browser.get("/desk/").content.decode()
    assert "case-035" in desk
    assert "case-025" not in desk
    assert f'href="{INBOX}"' in desk
    first, second = (browser.get(f"{INBOX}?page={number}").content.decode() for number in (1, 2))
    assert ("case-006" in first, "case-005" in first) == (True, False)
    assert ("case-006" in second, "case-001" in second) == (False, True)
    assert unread(applicant) == 35


def test_following_a_message_reads_it_and_leads_on(applicant: User, signed_in: SignIn) -> None:
    message, other = send(applicant, 2)
    browser = signed_in(applicant)
    address = reverse("desk:follow", args=[message.pk])
    assert browser.get(address).status_code == 405
    assert unread(applicant) == 2
    answer = browser.post(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/calls/")
    message.refresh_from_db()
    other.refresh_from_db()
    assert (message.read_at is not None, other.read_at) == (True, None)
    read_at = message.read_at
    browser.post(address)
    message.refresh_from_db()
    assert message.read_at == read_at


def test_nobody_follows_the_message_of_somebody_else(
    applicant: User, stranger: User, signed_in: SignIn
) -> None:
    (message,) = send(applicant)
    assert signed_in(stranger).post(reverse("desk:follow", args=[message.pk])).status_code == 404
    assert unread(applicant) == 1


def test_only_what_was_there_to_be_seen_is_marked_as_read(
    applicant: User, stranger: User, signed_in: SignIn
) -> None:
    send(applicant, 3)
    send(stranger)
    browser = signed_in(applicant)
    page = browser.get(INBOX).content.decode()
    newest = Message.objects.visible_to(applicant).first()
    assert newest is not None
    assert f'name="newest" value="{newest.pk}"' in page
    send(applicant)  # comes while the page is read
    answer = browser.post(reverse("desk:read_messages"), {"newest": newest.pk})
    assert answer.headers["Location"] == INBOX
    assert (unread(applicant), unread(stranger)) == (1, 1)
    foreign = Message.objects.visible_to(stranger).get()
    for other in ("", "x", "9" * 30, str(foreign.pk)):
        browser.post(reverse("desk:read_messages"), {"newest": other})
    assert (unread(applicant), unread(stranger)) == (1, 1)


@pytest.mark.parametrize("count", [1, 35])
def test_a_page_costs_the_same_however_many_there_are(
    applicant: User, signed_in: SignIn, asks: Asks, count: int
) -> None:
    send(applicant, count)
    browser = signed_in(applicant)
    with asks(7):
        assert browser.get(INBOX).status_code == 200
    assert browser.get(f"{INBOX}?sort=text").status_code == 400

"""A zone misses its report: reminded, warned from blue to red, it hands in, and the alert is closed. By pages, and the sweep."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from program.desk.actions import remind
from program.notify.models import Text
from program.people.models import User
from program.supervision.models import Obligation
from tests import factories
from tests.conftest import SignIn
from tests.supervision import casework
from tests.supervision.casework import on, sweep

pytestmark = pytest.mark.django_db
DESK = reverse("desk:desk")


def page(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def sent(browser: Client, address: str, then: str, **typed: object) -> None:
    answer = browser.post(address, typed, follow=True)
    assert (answer.status_code, then in answer.content.decode()) == (200, True), (
        address,
        answer.content.decode(),
    )


def test_a_report_that_is_missed(
    june: Obligation,
    applicant: User,
    reviewer: User,
    clerk: User,
    director: User,
    recommender: User,
    signed_in: SignIn,
) -> None:
    Obligation.objects.exclude(pk=june.pk).delete()
    zone, office, chief = map(signed_in, (applicant, clerk, director))
    here = june.get_absolute_url()
    with on(date(2026, 6, 26)):
        assert "work ledger of the year 2025, to be handed in" in page(zone, DESK)
        assert here in page(zone, reverse("supervision:matrix"))
        for person in (applicant, reviewer, clerk):
            remind(person)
    assert {m.recipient for m in applicant.inbox.all() | reviewer.inbox.all() | clerk.inbox.all()} == {
        applicant,
        reviewer,
    }
    assert applicant.inbox.get().text == Text.DUE_SOON
    for day in (date(2026, 7, 1), date(2026, 7, 7), date(2026, 7, 15), date(2026, 7, 30)):
        sweep(day)
    with on(date(2026, 7, 31)):
        remind(applicant)
        assert applicant.inbox.filter(text=Text.OVERDUE).exists()
        alert = casework.alert_of(june)
        there = alert.get_absolute_url()
        assert "31 days late" in page(zone, there)
        assert "turn this alert into a lead" in page(office, there)
        assert "turn this alert into a lead" not in page(zone, there)
        assert "red" in page(signed_in(recommender), there)
        sent(zone, f"{there}acknowledge/", "The office knows", **{"acknowledge-plan": "八月五日前报送。"})
        sent(office, f"{there}take/", "You look after")
        assert there in page(office, f"{reverse('supervision:alerts')}?level=3")
        sent(
            zone,
            f"{here}extend/",
            "waits for a director",
            **{"extend-until": "2026-08-03", "extend-reason": "核查未完。"},
        )
        request = june.dispensations.get()
        assert "extension or waiver of a duty, to be decided" in page(chief, DESK)
        sent(
            chief,
            f"/supervision/requests/{request.pk}/decline/",
            "Declined",
            **{"decline-words": "理由不足。"},
        )
    with on(date(2026, 8, 5)):
        sent(zone, f"{here}hand-in/", "Handed in.", **{"hand_in-scan": factories.pdf("台账说明")})
        assert "handed in by the zone, to be checked" in page(office, DESK)
        assert "reported" in page(zone, there)  # the alert closed by itself
        version = june.returns.get()
        remarks = "三、核算：与台账不一致\n附核算边界图"
        sent(
            office,
            f"/supervision/returns/{version.pk}/send-back/",
            "Returned",
            **{"send_back-remarks": remarks},
        )
        assert "returned: hand it in again" in page(zone, reverse("supervision:matrix"))
        assert [(row.field, row.remark) for row in version.remarks.all()] == [
            ("三、核算", "与台账不一致"), ("", "附核算边界图"),
        ]  # fmt: skip
        sent(zone, f"{here}hand-in/", "Handed in.", **{"hand_in-scan": factories.pdf("台账说明二")})
        sent(office, f"/supervision/returns/{june.returns.latest('number').pk}/accept/", "Accepted")
        assert "report accepted, late" in page(zone, reverse("supervision:matrix"))
        assert "Nothing is to be done" not in page(zone, here)  # a correction can follow
    assert casework.alert_of(june).closed_at is not None


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("extend/", {"extend-until": "2026-02-30", "extend-reason": "x"}),
        ("extend/", {"extend-until": "2026-06-30", "extend-reason": "x"}),
        ("extend/", {"extend-until": "2026-07-30", "extend-reason": " "}),
        ("waive/", {"waive-reason": "长" * 501}),
        ("hand-in/", {"hand_in-scan": factories.pdf, "hand_in-note": "长" * 2001}),
    ],
)
def test_bad_input_is_answered_at_its_field(
    june: Obligation,
    clerk: User,
    applicant: User,
    signed_in: SignIn,
    address: str,
    typed: dict[str, object],
) -> None:
    given = {name: value() if callable(value) else value for name, value in typed.items()}
    answer = signed_in(applicant if address == "hand-in/" else clerk).post(
        f"{june.get_absolute_url()}{address}", given
    )
    assert (answer.status_code, "invalid-feedback" in answer.content.decode()) == (422, True)
    assert not june.dispensations.exists()
    assert not june.returns.exists()

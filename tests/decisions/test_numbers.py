"""A number typed from a letter or a receipt is read as it is meant; a genuine letter is never called forged."""

import pytest
from django.test import Client
from django.urls import reverse

from program.applications.models import Application
from program.calls.models import Call
from program.decisions import actions, rules
from program.decisions.models import Designation, Objection, PublicNotice
from program.people.models import User
from tests.decisions import casework

pytestmark = pytest.mark.django_db

AS_TYPED = [
    "LS-2026-0001",
    "ls-2026-0001",
    "ＬＳ－２０２６－０００１",
    "LS–2026–0001",
    "LS—2026——0001",
    "LS−2026‑0001",
    "LSー2026一0001",
    " LS - 2026 - 0001 ",
    "LS\u30002026\u30000001",
    "LS\u200b-2026\u00ad-0001\ufeff",
    "LS 2026 0001",
    "LS/2026/0001",
    "LS20260001",
]


@pytest.mark.parametrize("typed", AS_TYPED)
def test_a_letter_number_is_read_however_it_was_typed(typed: str) -> None:
    assert rules.letter_number(typed) == "LS-2026-0001"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ""),
        (" ———\u200b ", ""),
        ("LS-2026-1", "LS-2026-1"),
        ("ls-gx-2026-10001", "LS-GX-2026-10001"),
        ("绿示-2026-0001", "绿示-2026-0001"),
        ("nothing of ours", "NOTHINGOFOURS"),
    ],
)
def test_what_is_no_letter_number_is_made_none(typed: str, read: str) -> None:
    assert rules.letter_number(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "K7QM-2XFA-9B3D",
        "k7qm2xfa9b3d",
        "Ｋ７ＱＭ—２ＸＦＡ—９Ｂ３Ｄ",
        "K7QM 2XFA 9B3D\u200b",
        "K7-QM2X-FA9B-3D",
    ],
)
def test_a_receipt_is_read_however_it_was_typed(typed: str) -> None:
    assert rules.receipt_number(typed) == "K7QM-2XFA-9B3D"


# ---------------------------------------------------------------- the letter
@pytest.fixture
def designation(
    notice: PublicNotice, cases: list[Application], call: Call, clerk: User, director: User
) -> Designation:
    casework.after_notice(notice)
    actions.sign_document(casework.enter(call, clerk), by=director)
    casework.keep_all("publish_document")
    return Designation.objects.get(application=cases[0])


def test_a_genuine_letter_is_found_by_form_and_by_address(designation: Designation) -> None:
    series, year, number = designation.letter_number.split("-")
    for dash in ("—", "－", " ", ""):
        typed = dash.join([series.lower(), year, number])
        found = Client().get(reverse("decisions:verify_any"), {"number": typed}, follow=True)
        assert found.status_code == 200
        assert "This number is in the register." in found.content.decode()
        page = Client().get(reverse("decisions:verify", args=[typed]))
        assert (page.status_code, designation.letter_number in page.content.decode()) == (200, True)


def test_a_number_that_is_not_there_is_answered_with_care(designation: Designation) -> None:
    page = Client().get(reverse("decisions:verify_any"), {"number": "ls—2026—9999"}, follow=True)
    assert page.status_code == 404
    said = page.content.decode()
    assert "LS-2026-9999" in said
    assert "Compare it with the letter, sign by sign." in said
    assert "not ours" not in said


@pytest.mark.parametrize("typed", ["", "   ", "———", "\u200b"])
def test_nothing_typed_is_answered_with_a_sentence(typed: str) -> None:
    page = Client().get(reverse("decisions:verify_any"), {"number": typed})
    assert page.status_code == 422
    assert "Type the number that stands at the head of the letter." in page.content.decode()


# ---------------------------------------------------------------- the receipt
def test_an_objection_is_looked_up_by_its_receipt(notice: PublicNotice, cases: list[Application]) -> None:
    objection = casework.object_to(notice, cases[0])
    lookup = reverse("decisions:receipt_any")
    assert lookup in Client().get(reverse("decisions:notices")).content.decode()
    assert lookup in Client().get(reverse("decisions:object", args=[notice.pk])).content.decode()
    typed = objection.receipt.lower().replace("-", "—")
    page = Client().get(lookup, {"receipt": typed}, follow=True)
    assert page.redirect_chain == [(reverse("decisions:objection_receipt", args=[objection.receipt]), 302)]
    assert f"<dd>\n      {objection.number}\n" in page.content.decode()


def test_a_receipt_that_nobody_has_is_answered_in_words(notice: PublicNotice) -> None:
    page = Client().get(reverse("decisions:receipt_any"), {"receipt": "AAAA-BBBB-CCCC"}, follow=True)
    assert page.status_code == 404
    assert "No objection has this receipt." in page.content.decode()
    empty = Client().get(reverse("decisions:receipt_any"), {"receipt": " "})
    assert (empty.status_code, "Type the receipt." in empty.content.decode()) == (422, True)
    assert not Objection.objects.exists()

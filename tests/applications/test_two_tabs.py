"""A part open in two tabs: nothing is written over unseen, and whoever wrote here decides which text stays."""

import pytest
from django.urls import reverse

from demonstrations.parks.demo import answers
from demonstrations.parks.models import Basics, Plan
from program.applications import actions
from program.applications.forms import Difference, differences, part_form
from program.applications.models import Application
from program.applications.rules import draft, part_of
from program.people.models import User
from tests.applications import desk
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def address(case: Application, code: str = "basics") -> str:
    return reverse("applications:part", args=[case.pk, code])


def stale(**changes: str) -> dict[str, str]:
    """What a tab sends that was opened before anything was saved."""
    return answers(0)["basics"] | {"revision": "0"} | changes


def compared(case: Application, code: str, **changes: str) -> list[Difference]:
    stored = draft(case, part_of(case, code))
    page = part_form(part_of(case, code), draft(case, part_of(case, code)), answers(0)[code] | changes)
    return differences(page, stored)


def test_the_two_texts_are_held_against_each_other_field_by_field(case: Application, applicant: User) -> None:
    desk.write(case, "basics", by=applicant)
    assert compared(case, "basics") == []
    assert compared(case, "basics", contact_name="第二个窗口", gdp="414", population="twelve") == [
        Difference("Resident population", "22.40", "twelve"),
        Difference("Contact person", "示例联系人", "第二个窗口"),
    ]


def test_rows_are_held_against_each_other_by_their_place(case: Application, applicant: User) -> None:
    desk.write(case, "basics", by=applicant)
    table = {"industries-0-share": "39", "industries-1-DELETE": "on"}
    assert compared(case, "basics", **table) == [
        Difference("Industries, row 1: Share", "38.00", "39"),
        Difference("Industries, row 2", "生物医药 · 198.00 · 22.00 · 205", "–"),
    ]
    added = {"industries-TOTAL_FORMS": "3", "industries-2-name": "新材料"}
    assert compared(case, "basics", **added) == [Difference("Industries, row 3", "–", "新材料")]


def test_the_button_offers_both_moves_and_the_autosave_the_same_box(
    case: Application, applicant: User, contact: User, signed_in: SignIn
) -> None:
    desk.write(case, "basics", by=applicant)
    browser, page = signed_in(contact), stale(contact_name="第二个窗口")
    by_button = browser.post(address(case), page)
    by_itself = browser.post(address(case), page, headers=JSON)
    assert (by_button.status_code, by_itself.status_code) == (409, 409)
    for box in (by_button.content.decode(), by_itself.json()["box"]):
        assert "by Applicant. Nothing was overwritten" in box
        assert "示例联系人" in box
        assert "第二个窗口" in box
        assert 'form="written"' in box
        assert 'name="over" value="1"' in box
        assert f'href="{address(case)}"' in box
    assert 'id="written"' in by_button.content.decode()
    assert (Basics.objects.get().revision, Basics.objects.get().contact_name) == (1, "示例联系人")


def test_this_page_is_kept_by_saving_it_over_the_other(
    case: Application, applicant: User, contact: User, signed_in: SignIn
) -> None:
    desk.write(case, "basics", by=applicant)
    answer = signed_in(contact).post(address(case), stale(contact_name="第二个窗口", over="1"))
    assert (answer.status_code, answer.headers["Location"]) == (302, address(case))
    stored = Basics.objects.get()
    assert (stored.revision, stored.contact_name, stored.edited_by) == (2, "第二个窗口", contact)


def test_what_was_saved_in_between_is_not_written_over_unseen_either(
    case: Application, applicant: User, contact: User, signed_in: SignIn
) -> None:
    desk.write(case, "basics", by=applicant)
    desk.write(case, "basics", by=applicant, changes={"contact_phone": "010-11111111"})
    answer = signed_in(contact).post(address(case), stale(over="1"))
    assert (answer.status_code, "010-11111111" in answer.content.decode()) == (409, True)
    assert 'name="over" value="2"' in answer.content.decode()
    assert Basics.objects.get().revision == 2


def test_a_page_that_was_overtaken_by_the_submission_says_so_and_can_be_copied_from(
    written: Application, applicant: User, contact: User, signed_in: SignIn
) -> None:
    desk.submit(written, by=applicant)
    page = stale(revision="1", contact_name="第二个窗口")
    by_button = signed_in(contact).post(address(written), page)
    by_itself = signed_in(contact).post(address(written), page, headers=JSON)
    for said, box in (
        (by_button.status_code, by_button.content.decode()),
        (by_itself.status_code, by_itself.json()["box"]),
    ):
        assert said == 409
        assert "by Applicant (version 1): it cannot be changed now." in box
        assert "copy out what you need" in box
        assert "Reload the page" not in box
        assert 'name="over"' not in box
    html = by_button.content.decode()
    assert 'value="第二个窗口"' in html
    assert "data-autosave" not in html
    assert "autosave.js" not in html
    assert Basics.objects.get().revision == 1


def test_a_page_of_a_case_given_up_says_so(case: Application, applicant: User, signed_in: SignIn) -> None:
    actions.abandon(case, reason="不再申报", by=applicant)
    said = signed_in(applicant).post(address(case), stale(), headers=JSON).json()
    assert said["error"] == "This application was given up: nothing can be written any more."


def test_what_may_not_be_corrected_says_so_in_the_box(
    to_correct: Application, applicant: User, signed_in: SignIn
) -> None:
    page = answers(1)["plan"] | {"revision": "1"}
    answer = signed_in(applicant).post(address(to_correct, "plan"), page, headers=JSON)
    assert (answer.status_code, Plan.objects.get().revision) == (403, 1)
    assert "Only what the office asked to correct" in answer.json()["box"]

"""A score sheet open in two tabs, and one handed in with gaps: nothing is lost, and everything is said at its field."""

import pytest
from django.test import Client
from django.urls import reverse

from program.applications.models import Application
from program.calls.models import Criterion
from program.refusals import Incomplete
from program.reviews import actions
from program.reviews.actions import Entry
from program.reviews.models import Assignment, Expert, Panel, ScoreSheet
from tests.conftest import SignIn
from tests.reviews.casework import assignment_of, entry, ready, submit

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def assignment(panel: Panel, experts: list[Expert], cases: list[Application]) -> Assignment:
    """Ready to be scored."""
    return ready(assignment_of(experts[0], cases[0]))


@pytest.fixture
def reader(experts: list[Expert], signed_in: SignIn) -> Client:
    return signed_in(experts[0].user)


@pytest.fixture
def criteria(assignment: Assignment) -> list[Criterion]:
    return list(assignment.application.call.rubric.criteria.all())


def posted(criteria: list[Criterion], mark: str = "80", **changes: str) -> dict[str, str]:
    """A whole sheet as the form posts it."""
    given = {"revision": "0", "advice": "recommend", "opinion": "可行"}
    given |= {f"score_{criterion.pk}": mark for criterion in criteria}
    return given | changes


def address(name: str, assignment: Assignment) -> str:
    return reverse(f"reviews:{name}", args=[assignment.pk])


# ---------------------------------------------------------------- two tabs
@pytest.mark.parametrize("name", ["save", "submit"])
def test_an_overtaken_sheet_offers_both_texts(
    assignment: Assignment, criteria: list[Criterion], reader: Client, name: str
) -> None:
    actions.save_sheet(assignment, entry(assignment.application, 70), revision=0, by=assignment.expert.user)
    page = posted(criteria, opinion="第二个窗口", advice="reserved")
    by_button = reader.post(address(name, assignment), page)
    by_itself = reader.post(address(name, assignment), page, headers=JSON)
    assert (by_button.status_code, by_itself.status_code) == (409, 409)
    for box in (by_button.content.decode(), by_itself.json()["box"]):
        assert "Nothing was overwritten" in box
        assert "Differences between the two texts: 5" in box
        assert all(text in box for text in ("第二个窗口", "方案可行。", "recommended with reservations"))
        assert f'formaction="{address("save", assignment)}" name="over" value="1"' in box
    assert ScoreSheet.objects.get().opinion == "方案可行。"
    kept = reader.post(address("save", assignment), page | {"over": "1"})
    assert (kept.status_code, kept.headers["Location"]) == (302, assignment.get_absolute_url())
    sheet = ScoreSheet.objects.get()
    assert (sheet.opinion, sheet.revision, sheet.submitted_at) == ("第二个窗口", 2, None)


def test_a_sheet_submitted_meanwhile_can_be_copied_from(
    assignment: Assignment, criteria: list[Criterion], reader: Client, experts: list[Expert]
) -> None:
    actions.submit_sheet(assignment, entry(assignment.application, 70), revision=0, by=experts[0].user)
    page = posted(criteria, opinion="第二个窗口", revision="1")
    by_button = reader.post(address("submit", assignment), page)
    by_itself = reader.post(address("save", assignment), page, headers=JSON)
    for status, box in (
        (by_button.status_code, by_button.content.decode()),
        (by_itself.status_code, by_itself.json()["box"]),
    ):
        assert (status, "copy out what you need" in box, 'name="over"' in box) == (409, True, False)
    html = by_button.content.decode()
    assert "第二个窗口" in html
    assert "data-autosave" not in html
    assert ScoreSheet.objects.get().opinion == "方案可行。"


def test_the_button_saves_without_scripts(
    assignment: Assignment, criteria: list[Criterion], reader: Client
) -> None:
    wrong = reader.post(address("save", assignment), posted(criteria, **{f"score_{criteria[0].pk}": "101"}))
    assert (wrong.status_code, 'name="revision" value="1"' in wrong.content.decode()) == (422, True)
    assert ScoreSheet.objects.get().scores.count() == 2
    right = reader.post(address("save", assignment), posted(criteria, revision="1"), follow=True)
    assert "Saved at" in right.content.decode()
    assert ScoreSheet.objects.get().revision == 2


def test_the_file_stays_closed_until_both_declarations_are_made(
    panel: Panel, experts: list[Expert], cases: list[Application], reader: Client
) -> None:
    closed = assignment_of(experts[0], cases[0])
    for name in ("save", "submit"):
        answer = reader.post(address(name, closed), posted(list(cases[0].call.rubric.criteria.all())))
        assert answer.status_code == 422
        assert "Score sheet" not in answer.content.decode()


# ---------------------------------------------------------------- gaps
def test_everything_that_is_missing_is_one_refusal(assignment: Assignment, criteria: list[Criterion]) -> None:
    with pytest.raises(Incomplete) as refusal:
        actions.submit_sheet(assignment, Entry(), revision=0, by=assignment.expert.user)
    assert [field for field, _sentence in refusal.value.findings] == [
        *(f"score_{criterion.pk}" for criterion in criteria),
        "advice",
        "opinion",
    ]
    assert refusal.value.field == f"score_{criteria[0].pk}"
    assert not ScoreSheet.objects.exists()


def test_each_gap_is_named_once_at_its_field_in_the_order_of_the_page(
    assignment: Assignment, criteria: list[Criterion], reader: Client
) -> None:
    given = posted(criteria, advice="", opinion="", **{f"score_{criteria[1].pk}": ""})
    html = reader.post(address("submit", assignment), given).content.decode()
    summary = html.split('class="error-summary"')[1].split("</div>")[0]
    said = [
        f'<a href="#id_score_{criteria[1].pk}">Innovation: Not scored yet.</a>',
        '<a href="#id_advice_0">Recommendation: Choose a recommendation.</a>',
        '<a href="#id_opinion">Opinion: Write your opinion.</a>',
    ]
    places = [summary.find(link) for link in said]
    assert places == sorted(places)
    assert min(places) >= 0
    assert not ScoreSheet.objects.exists()


def test_a_score_between_two_steps_leaves_the_name_to_its_field(
    assignment: Assignment, criteria: list[Criterion], reader: Client
) -> None:
    given = posted(criteria, **{f"score_{criteria[0].pk}": "80.5"})
    html = reader.post(address("submit", assignment), given).content.decode()
    assert f'<a href="#id_score_{criteria[0].pk}">Green benefit: Scores go in steps of 1.</a>' in html


def test_who_declares_a_conflict_is_thanked_for_that(
    panel: Panel, experts: list[Expert], cases: list[Application], reader: Client
) -> None:
    given = assignment_of(experts[0], cases[0])
    answer = reader.post(address("conflict", given), {"reason": "顾问"}, follow=True)
    assert "Thank you for declaring it." in answer.content.decode()


def test_the_sheets_of_others_are_not_compared_with(
    panel: Panel, experts: list[Expert], cases: list[Application], signed_in: SignIn
) -> None:
    submit(experts[1], cases[0], 66)
    mine = ready(assignment_of(experts[0], cases[0]))
    actions.save_sheet(mine, Entry(opinion="先前"), revision=0, by=experts[0].user)
    page = posted(list(cases[0].call.rubric.criteria.all()))
    html = signed_in(experts[0].user).post(address("save", mine), page).content.decode()
    assert "66" not in html.split('id="unsaved"')[1].split("</dl>")[0]

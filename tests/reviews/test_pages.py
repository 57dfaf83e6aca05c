"""The pages: who reaches them, what they let do, that nothing leaks, and what they cost."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from program.applications.models import Application
from program.journal.models import Line, Verb
from program.people.models import User
from program.reviews import actions, tasks
from program.reviews.models import Assignment, Expert, Panel, RankingRun, ReviewConclusion, Round, ScoreSheet
from tests import factories
from tests.conftest import SignIn
from tests.reviews.casework import assignment_of, entry, panel_case, ready, submit, submit_all
from tests.reviews.conftest import MakeCase, MakeExpert

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(panel: Panel, experts: list[Expert], cases: list[Application]) -> Assignment:
    return assignment_of(experts[0], cases[0])


@pytest.fixture
def reader(experts: list[Expert], signed_in: SignIn) -> Client:
    """The first expert's browser."""
    return signed_in(experts[0].user)


def posted(case: Application, mark: str = "80", **changes: str) -> dict[str, str]:
    """A whole sheet as the form posts it."""
    given = {"revision": "0", "advice": "recommend", "opinion": "可行"}
    for criterion in case.call.rubric.criteria.all():
        given[f"score_{criterion.pk}"] = mark
        given[f"comment_{criterion.pk}"] = ""
    return given | changes


# ---------------------------------------------------------------- the expert
def test_an_experts_way_from_the_list_to_the_submitted_sheet(assignment: Assignment, reader: Client) -> None:
    assert str(assignment.application.zone) in reader.get(reverse("reviews:mine")).content.decode()
    page = reader.get(assignment.get_absolute_url())
    assert "Confidentiality and integrity" in page.content.decode()
    confidentiality = reverse("reviews:confidentiality", args=[assignment.member_id])
    assert reader.post(confidentiality, {"assignment": assignment.pk}).status_code == 422
    reader.post(confidentiality, {"assignment": assignment.pk, "agreed": "on"})
    assert "Before this file opens" in reader.get(assignment.get_absolute_url()).content.decode()
    assert reader.post(reverse("reviews:declare", args=[assignment.pk]), {}).status_code == 422
    reader.post(reverse("reviews:declare", args=[assignment.pk]), {"agreed": "on"})
    assert "Score sheet" in reader.get(assignment.get_absolute_url()).content.decode()
    answer = reader.post(reverse("reviews:submit", args=[assignment.pk]), posted(assignment.application))
    assert answer.status_code == 302
    assert str(ScoreSheet.objects.get().total) == "80.00"
    assert "80.00" in reader.get(assignment.get_absolute_url()).content.decode()


def test_autosave_keeps_what_is_valid_and_says_what_is_not(assignment: Assignment, reader: Client) -> None:
    ready(assignment)
    first = assignment.application.call.rubric.criteria.first()
    assert first is not None
    address = reverse("reviews:save", args=[assignment.pk])
    given = posted(assignment.application, **{f"score_{first.pk}": "８０"})
    answer = reader.post(address, given, headers={"accept": "application/json"})
    said = answer.json()
    assert said["revision"] == 1
    assert list(said["errors"]) == [f"score_{first.pk}"]
    assert ScoreSheet.objects.get().scores.count() == 2
    stale = reader.post(address, given, headers={"accept": "application/json"})
    assert stale.status_code == 409
    assert "saved elsewhere" in stale.json()["error"]


@pytest.mark.parametrize("figure", ["NaN", "1e2", "80_0", "-1", "101", "80.55", "9" * 400, "<b>"])
def test_bad_figures_are_said_at_their_field_and_nothing_is_lost(
    assignment: Assignment, reader: Client, figure: str
) -> None:
    ready(assignment)
    first = assignment.application.call.rubric.criteria.first()
    assert first is not None
    given = posted(assignment.application, **{f"score_{first.pk}": figure, "opinion": "保留的文字"})
    answer = reader.post(reverse("reviews:submit", args=[assignment.pk]), given)
    assert answer.status_code == 422
    assert f'href="#id_score_{first.pk}"' in answer.content.decode()
    assert "保留的文字" in answer.content.decode()
    assert not ScoreSheet.objects.exists()


def test_a_stale_submission_keeps_both_texts(assignment: Assignment, reader: Client) -> None:
    ready(assignment)
    actions.save_sheet(assignment, entry(assignment.application, 70), revision=0, by=assignment.expert.user)
    answer = reader.post(
        reverse("reviews:submit", args=[assignment.pk]), posted(assignment.application, opinion="第二个窗口")
    )
    assert answer.status_code == 409
    assert "第二个窗口" in answer.content.decode()
    assert ScoreSheet.objects.get().opinion == "方案可行。"


def test_submitting_twice_answers_409(assignment: Assignment, reader: Client) -> None:
    ready(assignment)
    address = reverse("reviews:submit", args=[assignment.pk])
    reader.post(address, posted(assignment.application))
    assert reader.post(address, posted(assignment.application, revision="1")).status_code == 409


def test_a_conflict_from_the_page(assignment: Assignment, reader: Client) -> None:
    address = reverse("reviews:conflict", args=[assignment.pk])
    assert reader.post(address, {"reason": ""}).status_code == 422
    assert reader.post(address, {"reason": "顾问"}).status_code == 302
    assert reader.get(assignment.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["sheet", "declare", "conflict", "save", "submit"])
def test_another_experts_file_does_not_exist(
    assignment: Assignment, experts: list[Expert], signed_in: SignIn, name: str
) -> None:
    ready(assignment)
    other = signed_in(experts[1].user)
    address = reverse(f"reviews:{name}", args=[assignment.pk])
    answer = other.get(address) if name == "sheet" else other.post(address, posted(assignment.application))
    assert answer.status_code == 404
    assert not ScoreSheet.objects.exists()


OFFICE_PAGES = ("rounds", "experts")


@pytest.mark.parametrize(
    "who", ["applicant", "recommender", "inspector", "supervisor", "admin", "security", "expert"]
)
def test_the_offices_pages_do_not_exist_for_others(
    scored: Round,
    cases: list[Application],
    who: str,
    request: pytest.FixtureRequest,
    signed_in: SignIn,
    clerk: User,
) -> None:
    run = actions.rank(scored, by=clerk)
    client = signed_in(request.getfixturevalue(who))
    panel = scored.panels.get()
    case = panel_case(cases[0])
    addresses = [
        *(reverse(f"reviews:{name}") for name in OFFICE_PAGES), scored.get_absolute_url(),
        run.get_absolute_url(), case.get_absolute_url(),
        reverse("reviews:draw", args=[scored.pk]), reverse("reviews:close", args=[panel.pk]),
        reverse("reviews:progress", args=[panel.pk]),
    ]  # fmt: skip
    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.get(reverse("reviews:mine")).status_code == (200 if who == "expert" else 404)
    sheet = ScoreSheet.objects.first()
    assert sheet is not None
    moves = [
        reverse("reviews:rank", args=[scored.pk]), reverse("reviews:export", args=[run.pk]),
        reverse("reviews:withdraw", args=[sheet.pk]),
        reverse("reviews:void", args=[sheet.assignment_id]), reverse("reviews:conclude", args=[case.pk]),
    ]  # fmt: skip
    assert {client.post(address, {"reason": "x"}).status_code for address in moves} == {404}


def test_the_auditor_reads_and_moves_nothing(
    scored: Round, cases: list[Application], auditor: User, clerk: User, signed_in: SignIn
) -> None:
    client, case = signed_in(auditor), panel_case(cases[0])
    for address in (
        scored.get_absolute_url(),
        case.get_absolute_url(),
        reverse("reviews:rounds"),
        reverse("reviews:experts"),
    ):
        page = client.get(address)
        assert page.status_code == 200
        assert "<form" not in page.content.decode().split("<main")[1]
    assert client.post(reverse("reviews:rank", args=[scored.pk])).status_code == 403
    assert client.get(reverse("reviews:new_round")).status_code == 403


# ---------------------------------------------------------------- the office
@pytest.fixture
def scored(panel: Panel, experts: list[Expert], cases: list[Application], clerk: User) -> Round:
    """All sheets in, both cases concluded."""
    for case in cases:
        submit_all(experts, case, 60, 70, 80, 90, 100)
    actions.close_panel(panel, by=clerk)
    tasks.conclude_panel(panel.pk)
    return panel.round


def test_a_clerk_draws_a_panel_by_clicking(
    review_round: Round,
    experts: list[Expert],
    cases: list[Application],
    make_expert: MakeExpert,
    clerk: User,
    signed_in: SignIn,
) -> None:
    client = signed_in(clerk)
    neighbour = make_expert("neighbour", province=cases[0].zone.province)
    address = reverse("reviews:draw", args=[review_round.pk])
    page = client.get(address).content.decode()
    assert str(neighbour) in page
    assert "same province" in page  # before anything is drawn
    given = {
        "name": "第一组",
        "applications": [case.pk for case in cases],
        "experts": [expert.pk for expert in experts[:4]],
    }
    refused = client.post(address, given)
    assert refused.status_code == 409
    assert "at least 5 experts" in refused.content.decode()
    given["experts"] = [expert.pk for expert in [*experts, neighbour]]
    drawn = client.post(address, given, follow=True)
    assert "2 pairs were left out for a conflict." in drawn.content.decode()
    assert Assignment.objects.count() == 10


def test_a_clerk_closes_ranks_and_exports(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User, signed_in: SignIn
) -> None:
    client = signed_in(clerk)
    close = reverse("reviews:close", args=[panel.pk])
    texts = {f"opinion_{panel_case(case).pk}": "同意推荐。" for case in cases}
    refused = client.post(close, texts)
    assert refused.status_code == 409
    assert "(0/5)" in refused.content.decode()
    submit_all(experts, cases[0], 60, 70, 80, 90, 100)
    submit_all(experts, cases[1], 80, 82, 84, 86, 88)
    assert "final score 80.00" in client.get(close).content.decode()
    client.post(close, texts)
    progress = reverse("reviews:progress", args=[panel.pk])
    assert "hx-get" in client.get(progress).content.decode()
    tasks.conclude_panel(panel.pk)
    assert "Finished." in client.get(progress).content.decode()
    assert set(ReviewConclusion.objects.values_list("opinion", flat=True)) == {"同意推荐。"}
    page = client.post(reverse("reviews:rank", args=[panel.round_id]), follow=True).content.decode()
    assert "84.00" in page
    run = RankingRun.objects.get()
    for names, shown in (("0", False), ("1", True)):
        answer = client.post(reverse("reviews:export", args=[run.pk]), {"names": names})
        book = load_workbook(BytesIO(b"".join(answer)), read_only=True)
        text = str([list(sheet.values) for sheet in book.worksheets])
        assert (experts[0].user.name in text) == shown
        assert run.inputs_sha256 in text
    assert Line.objects.filter(verb=Verb.EXPORT).count() == 2


def test_an_export_holds_no_formula(scored: Round, clerk: User, signed_in: SignIn) -> None:
    User.objects.filter(expert__isnull=False).update(name="=1+1")
    run = actions.rank(scored, by=clerk)
    answer = signed_in(clerk).post(reverse("reviews:export", args=[run.pk]), {"names": "1"})
    sheets = load_workbook(BytesIO(b"".join(answer))).worksheets[1]
    assert {cell.data_type for cell in sheets["B"]} == {"s"}


def test_a_clerk_replaces_an_expert_and_withdraws_a_sheet(
    panel: Panel,
    experts: list[Expert],
    cases: list[Application],
    spare: Expert,
    clerk: User,
    signed_in: SignIn,
) -> None:
    client, case = signed_in(clerk), panel_case(cases[0])
    sheet = submit(experts[0], cases[0], 80)
    assert "方案可行。" in client.get(case.get_absolute_url()).content.decode()
    client.post(reverse("reviews:withdraw", args=[sheet.pk]), {"reason": "误填"})
    assert "误填" in client.get(case.get_absolute_url()).content.decode()
    client.post(reverse("reviews:void", args=[assignment_of(experts[1], cases[0]).pk]), {"reason": "生病"})
    client.post(reverse("reviews:assign", args=[case.pk]), {"expert": spare.pk})
    assert assignment_of(spare, cases[0]).case == case
    concluded = client.post(reverse("reviews:conclude", args=[case.pk]), {"opinion": "x"})
    assert concluded.status_code == 409
    assert "(0/5)" in concluded.content.decode()


def test_the_pool_is_kept_by_clicking(office: object, clerk: User, expert: User, signed_in: SignIn) -> None:
    client = signed_in(clerk)
    given = {
        "user": expert.pk, "specialities": "节能", "province": "11", "employer_name": "示例院", "employer_code": "123",
        "is_technical": "on",
        "former-TOTAL_FORMS": "0", "former-INITIAL_FORMS": "0", "revision": "0",
    }  # fmt: skip
    wrong = client.post(reverse("reviews:new_expert"), given)
    assert wrong.status_code == 422
    assert "has 18 characters; this one has 3." in wrong.content.decode()
    given["employer_code"] = factories.credit_code()
    assert client.post(reverse("reviews:new_expert"), given).status_code == 302
    entry_ = Expert.objects.get()
    change = given | {
        "specialities": "环保", "revision": "1", "former-TOTAL_FORMS": "1", "former-0-employer_name": "旧院",
        "former-0-credit_code": factories.credit_code(), "former-0-since": "2020-01-01", "former-0-until": "2024-01-01",
    }  # fmt: skip
    assert client.post(entry_.get_absolute_url(), change).status_code == 302
    entry_.refresh_from_db()
    assert (entry_.specialities, entry_.revision, entry_.employments.count()) == ("环保", 2, 1)
    stale = client.post(entry_.get_absolute_url(), change)
    assert stale.status_code == 409
    assert "Somebody was faster" in stale.content.decode()


# ---------------------------------------------------------------- secrecy
def test_nothing_of_a_review_reaches_the_applicant_or_another_expert(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User, signed_in: SignIn
) -> None:
    User.objects.filter(pk=experts[0].user_id).update(name="秘密专家")
    sheet = submit(experts[0], cases[0], 80)
    planted = ("秘密专家", "方案可行。", str(sheet.total))
    office = signed_in(clerk).get(panel_case(cases[0]).get_absolute_url()).content.decode()
    assert all(text in office for text in planted)
    for user in (cases[0].started_by, experts[1].user):
        client = signed_in(user)
        for address in (
            reverse("desk:desk"),
            reverse("reviews:mine"),
            cases[0].get_absolute_url(),
            assignment_of(experts[1], cases[0]).get_absolute_url(),
        ):
            page = client.get(address).content.decode()
            assert not any(text in page for text in planted)


# ---------------------------------------------------------------- cost
def queries(client: Client, address: str) -> int:
    client.get(address)  # what is read once a process
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_pages_cost_the_same_with_one_case_and_with_thirty(
    review_round: Round, experts: list[Expert], make_case: MakeCase, clerk: User, signed_in: SignIn
) -> None:
    office, reader = signed_in(clerk), signed_in(experts[0].user)
    pages = (
        (office, review_round.get_absolute_url()), (office, reverse("reviews:rounds")), (reader, reverse("reviews:mine")),
        (office, reverse("reviews:draw", args=[review_round.pk])), (office, reverse("reviews:experts")),
    )  # fmt: skip
    counted = []
    for number, count in (("A", 1), ("B", 29)):
        cases = [make_case() for _count in range(count)]
        actions.draw_panel(review_round, name=number, experts=experts, applications=cases, by=clerk)
        make_case()  # waits for a panel
        counted.append([queries(client, address) for client, address in pages])
    assert counted[0] == counted[1]
    assert max(counted[1]) <= 15
    closing = [
        queries(office, reverse("reviews:close", args=[panel.pk])) for panel in review_round.panels.all()
    ]
    assert closing[0] == closing[1] <= 15


def test_the_page_of_a_case_and_the_sheet_stay_cheap(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User, signed_in: SignIn
) -> None:
    submit_all(experts, cases[0], 60, 70, 80, 90, 100)
    assert queries(signed_in(clerk), panel_case(cases[0]).get_absolute_url()) <= 25
    assert queries(signed_in(experts[0].user), assignment_of(experts[0], cases[0]).get_absolute_url()) <= 25

"""The list of cases: what is within reach, filtered, with stage, holder and due date; and as a spreadsheet."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from program import clock
from program.applications.forms import listing
from program.applications.models import Application
from program.calls.models import Call
from program.files.spreadsheet import harmless
from program.journal.models import Audience, Line, Verb
from program.people.models import User
from program.process.models import StageName
from program.zones.models import RecommendingBody, Zone
from tests import factories
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db
LIST = "/applications/"


@pytest.fixture
def foreign(case: Application, other_zone: Zone, stranger: User) -> Application:
    return factories.case(case.call, other_zone, stranger)


def test_everybody_sees_the_cases_within_reach(
    submitted: Application, foreign: Application, clerk: User, auditor: User, applicant: User, recommender: User,
    foreign_recommender: User, stranger: User, expert: User, signed_in: SignIn,
) -> None:  # fmt: skip
    seen = {
        person.username: {
            case.number
            for case in (submitted, foreign)
            if case.number in signed_in(person).get(LIST).content.decode()
        }
        for person in (clerk, auditor, applicant, recommender, stranger, foreign_recommender, expert)
    }
    assert seen == {
        "clerk": {submitted.number, foreign.number},
        "auditor": {submitted.number, foreign.number},
        "applicant": {submitted.number},
        "recommender": {submitted.number},
        "stranger": {foreign.number},
        "foreign_recommender": set(),
        "expert": set(),
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("stage=recommendation", ["submitted"]),
        ("stage=draft", ["foreign"]),
        ("province=33", ["foreign"]),
        ("q=示例邻区", ["foreign"]),
        ("q=Example+High", ["submitted"]),
        ("q=nothing", []),
        ("overdue=yes", []),
        ("stage=recommendation&province=33", []),
    ],
)
def test_filters_narrow_the_list(
    submitted: Application, foreign: Application, clerk: User, signed_in: SignIn, query: str, found: list[str]
) -> None:
    html = signed_in(clerk).get(f"{LIST}?{query}").content.decode()
    cases = {"submitted": submitted, "foreign": foreign}
    assert [name for name, case in cases.items() if case.number in html] == found


def test_overdue_is_seen(submitted: Application, clerk: User, signed_in: SignIn) -> None:
    assert submitted.due is not None
    Application.objects.update(due_provisional=False)
    with clock.at(submitted.due + timedelta(days=2)):
        html = signed_in(clerk).get(f"{LIST}?overdue=yes").content.decode()
    assert submitted.number in html
    assert "2 d overdue" in html


def test_an_unknown_parameter_or_order_is_a_bad_request(
    clerk: User, recommender: User, signed_in: SignIn
) -> None:
    assert signed_in(clerk).get(f"{LIST}?applicant__credit_code=1").status_code == 400
    assert signed_in(clerk).get(f"{LIST}?sort=clerk").status_code == 400
    assert signed_in(clerk).get(f"{LIST}?sort=-due").status_code == 200
    assert signed_in(recommender).get(f"{LIST}?sort=-due").status_code == 400


def test_who_was_not_chosen_reads_deliberation_like_everybody_until_told(
    submitted: Application, clerk: User, applicant: User, recommender: User, signed_in: SignIn
) -> None:
    Application.objects.filter(pk=submitted.pk).update(stage=StageName.UNLISTED, waiting_role="", due=None)
    for outsider in (applicant, recommender):
        for query in ("", "?stage=deliberation"):
            html = signed_in(outsider).get(LIST + query).content.decode()
            assert submitted.number in html
            assert "not chosen" not in html
        pages = [
            signed_in(outsider).get(f"{LIST}?stage={stage}").content.decode()
            for stage in ("unlisted", "unknown")
        ]
        unlisted, unknown = pages
        assert (submitted.number in unlisted) == (submitted.number in unknown)
    assert "not chosen, not yet told" in signed_in(clerk).get(LIST).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_list(
    case: Application, recommending_body: RecommendingBody, clerk: User, applicant: User, signed_in: SignIn,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    browser = signed_in(clerk)
    with django_assert_max_num_queries(15) as few:
        browser.get(LIST)
    for _number in range(29):
        managing = factories.organization()
        factories.case(case.call, factories.zone(recommending_body, managing), applicant)
    with django_assert_max_num_queries(15) as many:
        assert "30 in all" in browser.get(LIST).content.decode()
    assert len(few) == len(many)


# ---------------------------------------------------------------- as a spreadsheet


def sheet(content: bytes) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))


def test_the_office_takes_the_list_out_and_that_is_noted(
    submitted: Application, foreign: Application, clerk: User, signed_in: SignIn
) -> None:
    export = reverse("applications:export")
    browser = signed_in(clerk)
    assert browser.get(export).status_code == 405
    response = browser.post(f"{export}?stage=recommendation")
    rows = sheet(response.content)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="applications-')
    assert [row[0] for row in rows] == ["Number", submitted.number]
    assert rows[1][6] == submitted.applicant.credit_code
    line = Line.objects.get(verb=Verb.EXPORT)
    assert (line.facts, line.audience, line.subject) == (
        {"rows": 1},
        Audience.OFFICE,
        "applications stage=recommendation",
    )


def test_a_name_that_looks_like_a_formula_stays_a_name(
    submitted: Application, clerk: User, signed_in: SignIn
) -> None:
    Zone.objects.filter(pk=submitted.zone_id).update(name_zh="=HYPERLINK(1)", name_en="=HYPERLINK(1)")
    content = signed_in(clerk).post(reverse("applications:export")).content
    cell = load_workbook(BytesIO(content)).active.cell(2, 3)
    assert (cell.value, cell.data_type) == ("'=HYPERLINK(1)", "s")
    assert [harmless(text) for text in ("+1", "-1", "@x", "\tx", "x", 1)] == [
        "'+1",
        "'-1",
        "'@x",
        "'\tx",
        "x",
        1,
    ]


def test_the_spreadsheet_is_the_offices(
    submitted: Application, applicant: User, recommender: User, signed_in: SignIn
) -> None:
    for outsider in (applicant, recommender):
        assert signed_in(outsider).post(reverse("applications:export")).status_code == 404
    assert Line.objects.filter(verb=Verb.EXPORT).count() == 0


def test_the_spreadsheet_costs_the_same_for_many(
    case: Application, call: Call, recommending_body: RecommendingBody, clerk: User, applicant: User, signed_in: SignIn,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    browser, export = signed_in(clerk), reverse("applications:export")
    with django_assert_max_num_queries(24) as few:
        browser.post(export)
    for _number in range(10):
        factories.case(call, factories.zone(recommending_body, factories.organization()), applicant)
    with django_assert_max_num_queries(24) as many:
        browser.post(export)
    assert len(few) == len(many)


def test_the_newest_calls_are_offered_and_an_older_one_once_it_is_chosen(
    case: Application, clerk: User, director: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "OFFERED", 1)
    factories.call(clerk, director, opens_at=case.call.opens_at + timedelta(days=1))
    browser, option = signed_in(clerk), f'<option value="{case.call_id}"'
    assert option not in browser.get(LIST).content.decode()
    page = browser.get(f"{LIST}?call={case.call_id}").content.decode()
    assert f"{option} selected>" in page
    assert case.number in page

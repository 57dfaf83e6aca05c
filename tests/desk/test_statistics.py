"""The office's statistics: every number leads to exactly the cases that it counts, for those who may see them."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import transaction
from django.test import Client

from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.people.models import User
from program.process.models import StageName
from program.progress.models import StageMedian
from program.rulesets.steps import load_calendar
from program.zones.models import RecommendingBody
from tests import factories
from tests.conftest import Asks, SignIn

pytestmark = pytest.mark.django_db
PAGE = "/desk/statistics/"
WEDNESDAY = datetime(2026, 3, 4, 9, 30, tzinfo=clock.BEIJING)
STAGES = (
    StageName.RECOMMENDATION, StageName.FORMALITY_CHECK, StageName.EXPERT_REVIEW, StageName.DELIBERATION,
    StageName.UNLISTED, StageName.PUBLIC_NOTICE,
)  # fmt: skip
DUE = (-9, -1, 0, 2, 4, 5, 40, None)
"""Days from now: overdue, today, this week up to Sunday, next week, later, without a day."""


@pytest.fixture(autouse=True)
def _wednesday(db: None) -> Iterator[None]:
    with transaction.atomic():
        load_calendar()
    with clock.at(WEDNESDAY):
        yield


@pytest.fixture
def calls(clerk: User, director: User) -> list[Call]:
    return [factories.call(clerk, director, code=code) for code in ("2026-1", "2026-B", "acceptance")]


@pytest.fixture
def cases(
    calls: list[Call], recommending_body: RecommendingBody, applicant: User, clerk: User
) -> list[Application]:
    """Some everywhere: each stage, each due day, a clerk or none, provisional days among them."""
    made = []
    for number in range(34):
        zone = factories.zone(recommending_body, applicant.memberships.get().organization)
        case = factories.case(calls[number % 2], zone, applicant)
        if number % 7:
            factories.rest_at(case, STAGES[number % len(STAGES)])
        due = DUE[number % len(DUE)]
        facts = {
            "due": None if due is None else clock.end_of(clock.today() + timedelta(days=due)),
            "due_provisional": number % 11 == 0,
            "clerk": clerk if number % 3 == 0 else None,
            "stage_since": clock.now() - timedelta(days=number * 3),
        }
        Application.objects.filter(pk=case.pk).update(**facts)
        made.append(case)
    return made


def numbers(browser: Client, query: str = "") -> list[tuple[int, str]]:
    """Every number that is a link, and where it leads."""
    page = browser.get(PAGE + query).content.decode()
    found = re.findall(r'<a href="(/search/[^"]+)">([\d,]+)</a>', page)
    return [(int(number.replace(",", "")), unescape(address)) for address, number in found]


@pytest.mark.parametrize(
    "query", ["", "?track=park", "?call=2026-1", "?call=2026-B", "?track=park&call=2026-1", "?track="]
)
def test_each_number_leads_to_its_cases(
    cases: list[Application], clerk: User, auditor: User, signed_in: SignIn, query: str
) -> None:
    for person in (clerk, auditor):
        browser = signed_in(person)
        found = numbers(browser, query)
        assert len(found) > 12
        for number, address in found:
            answer = browser.get(address)
            assert answer.status_code == 200, address
            assert answer.context["page"].paginator.count == number, address


def test_the_rows_add_up(cases: list[Application], clerk: User, signed_in: SignIn) -> None:
    context = signed_in(clerk).get(PAGE).context
    stages = [row for table in context["tables"] for row in table.rows]
    for rows in (stages, context["clerks"], context["calls"]):
        assert sum(row.open.count for row in rows) == len(cases)
    late = Application.objects.filter(due__lt=clock.now(), due_provisional=False).count()
    assert sum(row.overdue.count for row in stages) == late > 0
    assert sum(sum(parts) for parts in context["chart"].values()) == len(cases)
    assert sum(parts[1] for parts in context["chart"].values()) == late
    assert [each.case.stage for each in context["longest"]].count(StageName.DRAFT) == 0
    days = [each.days for each in context["longest"]]
    assert days == sorted(days, reverse=True)


def test_closed_cases_and_ends_of_terms_count_for_nothing(
    case: Application, clerk: User, signed_in: SignIn
) -> None:
    Application.objects.filter(pk=case.pk).update(stage=StageName.REFUSED)
    assert signed_in(clerk).get(PAGE).context["tables"] == []


def test_how_long_stages_take(
    cases: list[Application], calls: list[Call], clerk: User, signed_in: SignIn
) -> None:
    common = {"track": "park", "stage": StageName.FORMALITY_CHECK, "cases": 9}
    StageMedian.objects.create(**common, lower="2.5", days="4.0", upper="77.7")
    StageMedian.objects.create(**common, call=calls[0], lower="1.0", days="3.0", upper="88.8")
    browser = signed_in(clerk)
    assert ["77.7" in browser.get(PAGE + query).content.decode() for query in ("", "?call=2026-1")] == [
        True,
        False,
    ]
    assert ["88.8" in browser.get(PAGE + query).content.decode() for query in ("", "?call=2026-1")] == [
        False,
        True,
    ]


def test_the_supervisor_reads_numbers_and_nothing_that_leads_to_cases(
    cases: list[Application], supervisor: User, signed_in: SignIn
) -> None:
    """Nor how many were not chosen, before they are told."""
    browser = signed_in(supervisor)
    answer = browser.get(PAGE)
    page = answer.content.decode()
    assert numbers(browser) == []
    assert not [case for case in cases if case.number in page]
    assert str(StageName.UNLISTED.label) not in page
    rows = {row.label: row.open.count for table in answer.context["tables"] for row in table.rows}
    quiet = Application.objects.filter(stage__in=[StageName.DELIBERATION, StageName.UNLISTED]).count()
    assert rows[str(StageName.DELIBERATION.label)] == quiet


def test_nobody_else_knows_of_it(
    admin: User,
    applicant: User,
    recommender: User,
    expert: User,
    inspector: User,
    security: User,
    signed_in: SignIn,
) -> None:
    for person in (admin, applicant, recommender, expert, inspector, security):
        assert signed_in(person).get(PAGE).status_code == 404


@pytest.mark.parametrize(
    "query", ["clerk=x", "sort=stage", "track=none", "call=none", "call=%00", "page=2&order=x"]
)
def test_what_is_not_offered_is_400(clerk: User, signed_in: SignIn, query: str) -> None:
    assert signed_in(clerk).get(f"{PAGE}?{query}").status_code == 400


def test_the_queries_do_not_grow(
    case: Application, request: pytest.FixtureRequest, clerk: User, signed_in: SignIn, asks: Asks
) -> None:
    Application.objects.filter(pk=case.pk).update(clerk=clerk, stage=StageName.FORMALITY_CHECK)
    browser = signed_in(clerk)
    with asks(11):
        browser.get(PAGE)
    request.getfixturevalue("cases")
    with asks(11):
        browser.get(PAGE)

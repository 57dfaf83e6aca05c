"""推荐函: a zone drafts its letter for the enterprises that it recommends, as a recommending body does for its zones."""

from datetime import date

import pytest
from django.urls import reverse

from program import tracks
from program.applications import actions as applications
from program.applications.actions import Place
from program.applications.models import Application
from program.calls.models import Call
from program.papers import actions, rules
from program.papers.models import Paper
from program.papers.rules.of_call import listed
from program.papers.rules.records import of_case
from program.people.models import User
from program.process.models import StageName
from program.refusals import NotYours
from program.zones.models import Management, Zone
from tests import factories
from tests.demonstrations.enterprises.conftest import waiting
from tests.demonstrations.enterprises.test_queue import SignIn
from tests.papers.reading import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(certifying: Call, zone: Zone, clerk: User) -> list[Application]:
    return waiting(certifying, zone, clerk, 2, StageName.RECOMMENDATION)


def table(paper: Paper) -> rules.Table:
    return next(block for block in rules.loaded(paper.content) if isinstance(block, rules.Table))


def test_it_names_enterprises_by_their_code(
    cases: list[Application], certifying: Call, zone: Zone, reviewer: User
) -> None:
    first, second = cases
    applications.recommend_together(
        [Place(first, 1, "同意推荐。")],
        letter_number="示例高新管函〔2026〕8号", letter_date=date(2026, 3, 2), letter=factories.pdf("letter"), by=reviewer,
    )  # fmt: skip
    paper = actions.draft_recommendation_letter(certifying, zone, ranks={second.pk: 2}, by=reviewer)
    assert said(paper)[0] == "示例高新区管委会"
    assert said(paper)[4].endswith("现推荐以下2家企业，推荐顺序如下：")
    assert table(paper).heads == ("推荐顺序", "企业", "统一社会信用代码", "申报编号")
    assert table(paper).rows == tuple(
        (str(rank), case.applicant.name_zh, case.applicant.credit_code, case.number)
        for rank, case in enumerate(cases, 1)
    )


def test_only_the_zones_own_reviewer_drafts_and_reads_it(
    cases: list[Application], certifying: Call, zone: Zone, reviewer: User, other_reviewer: User, clerk: User,
    recommender: User, signed_in: SignIn,
) -> None:  # fmt: skip
    ranks = {case.pk: rank for rank, case in enumerate(cases, 1)}
    for person in (other_reviewer, clerk, recommender):
        with pytest.raises(NotYours):
            actions.draft_recommendation_letter(certifying, zone, ranks=ranks, by=person)
    paper = actions.draft_recommendation_letter(certifying, zone, ranks=ranks, by=reviewer)
    people = (reviewer, other_reviewer, clerk, recommender)
    seen = [signed_in(person).get(paper.get_absolute_url()).status_code for person in people]
    assert seen == [200, 404, 404, 404]
    letter = reverse("papers:letter", args=[certifying.pk])
    assert [signed_in(person).get(letter).status_code for person in (clerk, recommender)] == [404, 404]
    assert cases[0].number not in signed_in(other_reviewer).get(letter).content.decode()


def test_a_body_that_manages_the_zone_no_longer_reads_no_letter_of_it(
    cases: list[Application], certifying: Call, zone: Zone, reviewer: User, signed_in: SignIn
) -> None:
    paper = actions.draft_recommendation_letter(certifying, zone, ranks={cases[0].pk: 1}, by=reviewer)
    held = Management.objects.get(zone=zone)
    held.until = held.since
    held.save()
    assert signed_in(reviewer).get(paper.get_absolute_url()).status_code == 404


def test_it_is_drafted_by_clicking_from_the_queue(
    cases: list[Application], certifying: Call, reviewer: User, signed_in: SignIn
) -> None:
    browser = signed_in(reviewer)
    letter = reverse("papers:letter", args=[certifying.pk])
    assert letter in browser.get(reverse("applications:queue", args=[certifying.pk])).content.decode()
    typed = {f"rank-{case.pk}": rank for rank, case in enumerate(cases, 1)}
    response = browser.post(letter, typed, follow=True)
    assert cases[1].applicant.name_zh in response.content.decode()
    assert letter in response.content.decode()  # the way back


def test_a_call_for_zones_asks_no_reviewer_for_a_letter(
    call: Call, recommender: User, reviewer: User, signed_in: SignIn
) -> None:
    letter = reverse("papers:letter", args=[call.pk])
    assert [signed_in(person).get(letter).status_code for person in (recommender, reviewer)] == [200, 404]


def test_papers_call_an_enterprise_an_enterprise(cases: list[Application]) -> None:
    assert of_case(cases[0])[1] == ("企业", cases[0].applicant.name_zh)
    assert listed(cases, tracks.get("leading_enterprise").words).heads == (
        "序号",
        "企业",
        "地区",
        "所在国家高新区",
    )

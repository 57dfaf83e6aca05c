"""推荐: a zone answers for all its enterprises with one letter, all of them or none."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from program.applications import actions
from program.applications.actions import Place
from program.applications.models import Application, Recommendation
from program.calls.models import Call
from program.files.models import File
from program.people.models import User
from program.process.models import StageName
from program.refusals import Invalid, NotYours, SomebodyWasFaster
from program.zones.models import Zone
from tests import factories
from tests.demonstrations.enterprises.conftest import waiting

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def cases(certifying: Call, zone: Zone, clerk: User) -> list[Application]:
    return waiting(certifying, zone, clerk, 4, StageName.RECOMMENDATION)


def together(places: list[tuple[Application, int]], by: User) -> list[Recommendation]:
    return actions.recommend_together(
        [Place(case, rank, "同意推荐。") for case, rank in places],
        letter_number="示例高新管函〔2026〕8号", letter_date=date(2026, 3, 2), letter=factories.pdf("letter"), by=by,
    )  # fmt: skip


def stages(cases: list[Application]) -> set[str]:
    return set(Application.objects.filter(pk__in=[case.pk for case in cases]).values_list("stage", flat=True))


def test_one_letter_recommends_them_all(cases: list[Application], reviewer: User) -> None:
    made = together([(case, rank) for rank, case in enumerate(cases, 1)], reviewer)
    assert stages(cases) == {StageName.FORMALITY_CHECK}
    assert len({row.letter_id for row in made}) == 1
    assert sorted(row.rank or 0 for row in made) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("ranks", "error"),
    [([1, 2, 3, 6], Invalid), ([1, 2, 2, 3], SomebodyWasFaster), ([0, 1, 2, 3], Invalid), ([], Invalid)],
)
def test_all_of_them_or_none(
    cases: list[Application], reviewer: User, ranks: list[int], error: type[Exception]
) -> None:
    with pytest.raises(error):
        together(list(zip(cases, ranks, strict=False)), reviewer)
    assert stages(cases) == {StageName.RECOMMENDATION}
    assert not Recommendation.objects.exists()
    assert not File.objects.filter(name="letter.pdf").exists()


def test_one_of_another_zone_among_them_stops_all(
    cases: list[Application], certifying: Call, other_zone: Zone, clerk: User, reviewer: User
) -> None:
    foreign = waiting(certifying, other_zone, clerk, 1, StageName.RECOMMENDATION)
    with pytest.raises(NotYours):
        together([(cases[0], 1), (foreign[0], 2)], reviewer)
    assert stages([*cases, *foreign]) == {StageName.RECOMMENDATION}


def test_ranks_of_two_zones_do_not_meet(
    cases: list[Application],
    certifying: Call,
    other_zone: Zone,
    clerk: User,
    reviewer: User,
    other_reviewer: User,
) -> None:
    (foreign,) = waiting(certifying, other_zone, clerk, 1, StageName.RECOMMENDATION)
    together([(cases[0], 1)], reviewer)
    together([(foreign, 1)], other_reviewer)
    with pytest.raises(SomebodyWasFaster):
        together([(cases[1], 1)], reviewer)


# ---------------------------------------------------------------- on its page
def sent(cases: list[Application], ranks: dict[int, str]) -> dict[str, Any]:
    rows = {f"rank-{case.pk}": ranks.get(number, "") for number, case in enumerate(cases)}
    rows |= {f"opinion-{case.pk}": "同意" for case in cases}
    return rows | {
        "letter_number": "示例函〔2026〕9号", "letter_date": "2026-03-02", "letter": factories.pdf("letter"),
    }  # fmt: skip


def test_whoever_has_no_rank_stays_in_the_queue(
    cases: list[Application], certifying: Call, reviewer: User, signed_in: SignIn
) -> None:
    page, browser = reverse("applications:queue", args=[certifying.pk]), signed_in(reviewer)
    text = browser.get(page).content.decode()
    assert all(case.applicant.name_zh in text for case in cases)
    assert browser.post(page, sent(cases, {0: "2", 2: "1"})).status_code == 302
    left = Application.objects.filter(stage=StageName.RECOMMENDATION)
    assert set(left) == {cases[1], cases[3]}


@pytest.mark.parametrize(
    ("ranks", "words"),
    [({}, "Give at least one case a rank."), ({0: "1", 1: "1"}, "This rank stands here twice.")],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    cases: list[Application],
    certifying: Call,
    reviewer: User,
    signed_in: SignIn,
    ranks: dict[int, str],
    words: str,
) -> None:
    page = reverse("applications:queue", args=[certifying.pk])
    response = signed_in(reviewer).post(page, sent(cases, ranks))
    assert response.status_code == 422
    text = response.content.decode()
    assert words in text
    assert "示例函〔2026〕9号" in text
    assert not Recommendation.objects.exists()


def test_nobody_else_has_this_queue(
    cases: list[Application],
    certifying: Call,
    other_reviewer: User,
    manager: User,
    clerk: User,
    signed_in: SignIn,
) -> None:
    page = reverse("applications:queue", args=[certifying.pk])
    text = signed_in(other_reviewer).get(page).content.decode()
    assert not any(case.number in text or case.applicant.name_zh in text for case in cases)
    for other in (manager, clerk):
        assert signed_in(other).get(page).status_code == 404


def test_the_queue_asks_the_same_whatever_its_length(
    certifying: Call, zone: Zone, clerk: User, reviewer: User, signed_in: SignIn, asks: Any
) -> None:
    page, browser = reverse("applications:queue", args=[certifying.pk]), signed_in(reviewer)
    for count in (1, 9):
        waiting(certifying, zone, clerk, count, StageName.RECOMMENDATION)
        with asks(7):
            browser.get(page)

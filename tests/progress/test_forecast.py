"""The forecast: a rule written out, checked by hand; the same on page, PDF, CSV and JSON; nothing of a period that is over."""

import csv
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.people.models import User
from program.process.models import StageName
from program.process.rules import main_stages
from program.progress import actions, rules, tasks
from program.progress.models import GoalSet, StageMedian
from program.progress.rules.forecast import Record, UnderWay, end_of, expected, outlook, reached_on
from program.tracks import get
from program.zones.models import RecommendingBody
from tests import factories
from tests.files.test_documents import needs_pango

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 6, 1, 12, tzinfo=clock.BEIJING)
DAYS = {
    StageName.RECOMMENDATION: Decimal(10), StageName.FORMALITY_CHECK: Decimal(5), StageName.EXPERT_REVIEW: Decimal(20),
    StageName.DELIBERATION: Decimal(7), StageName.PUBLIC_NOTICE: Decimal(14), StageName.PUBLICATION: Decimal(4),
}  # fmt: skip


def ends(*days: int) -> list[date]:
    return [date(2026, 6, 1) + timedelta(days=each) for each in days]


# ---------------------------------------------------------------- the rule
@pytest.mark.parametrize(
    ("stage", "since", "left"),
    [
        (StageName.RECOMMENDATION, 0, 60),
        (StageName.RECOMMENDATION, 4, 56),
        (StageName.RECOMMENDATION, 99, 50),  # longer than usual: the rest of the way
        (StageName.CORRECTION, 5, 45),  # beside the way: as its formality check
        (StageName.PUBLICATION, 1, 3),
    ],
)
def test_a_case_ends_when_its_stages_are_over(stage: StageName, since: int, left: int) -> None:
    way = main_stages(get("park").flow_class)
    end = end_of(UnderWay(stage, MOMENT - timedelta(days=since)), way, DAYS, MOMENT)
    assert end == date(2026, 6, 1) + timedelta(days=left)


def test_nobody_is_told_by_it_who_was_not_chosen() -> None:
    """Not how long it is deliberated already, nor whether it still is."""
    way = main_stages(get("park").flow_class)
    told = {
        end_of(UnderWay(stage, MOMENT - timedelta(days=since)), way, DAYS, MOMENT)
        for stage in (StageName.DELIBERATION, StageName.UNLISTED)
        for since in (0, 3, 30)
    }
    assert len(told) == 1


@pytest.mark.parametrize(
    ("through", "found"), [([], 7), ([1], None), ([1, 2], None), ([1, 2, 3], 9), ([1, 2, 3, 400], 9)]
)
def test_how_many_there_would_be(through: Sequence[int], found: int | None) -> None:
    """Two of three are listed, rounded down; of one case or two nothing is said."""
    assert expected(7, ends(*through), date(2026, 12, 31), Decimal(2) / 3) == found


def test_the_first_day_on_which_it_is_there() -> None:
    assert reached_on(7, ends(30, 10, 20), 9, Decimal(2) / 3) == ends(30)[0]
    assert reached_on(7, ends(30, 10, 20), 10, Decimal(2) / 3) is None


@pytest.mark.parametrize(
    ("listed", "refused", "speaks"),
    [(4, 0, False), (5, 0, True), (3, 3, True), (3, 1, False), (9, 2, False), (2, 8, False), (0, 5, True)],
)
def test_too_few_decided_cases_say_nothing(listed: int, refused: int, speaks: bool) -> None:
    assert Record(listed, refused).speaks == speaks


@pytest.mark.parametrize(
    ("base", "wanted", "through", "state", "year_end", "period_end", "by"),
    [
        (9, 9, [], "reached", 9, 9, ""),
        (0, 9, [], "short", 0, 0, ""),
        (0, 9, [10, 20], "few", None, None, ""),
        (0, 3, [10, 20, 30, 40, 50, 60], "expected", 3, 3, "2026-07"),
        (0, 1, [10, 20, 30, 40], "expected", 2, 2, ""),  # by the second case: it would tell of two
        (0, 3, [10, 20, 30, 300, 310, 320], "expected", 1, 3, "2027-04"),
        (0, 3, [10, 20, 30, 40, 300, 310], "expected", None, 3, "2027-04"),  # two between the ends would be told
        (0, 3, [10, 20, 30, 9000], "short", 1, 1, ""),
    ],
)  # fmt: skip
def test_what_is_said(
    base: int,
    wanted: int,
    through: list[int],
    state: str,
    year_end: int | None,
    period_end: int | None,
    by: str,
) -> None:
    found = outlook(base, wanted, ends(*through), Record(5, 5), 2026, 2030)
    assert (found["state"], found["year_end"], found["period_end"], found["by"]) == (
        state,
        year_end,
        period_end,
        by,
    )


def test_without_a_record_nothing_is_said() -> None:
    found = outlook(0, 9, ends(1, 2, 3), Record(4, 0), 2026, 2030)
    assert found == {"state": "no_data", "year_end": None, "period_end": None, "by": ""}


# ---------------------------------------------------------------- the board
@pytest.fixture
def running(draft: GoalSet, director: User) -> GoalSet:
    return actions.sign(draft, by=director, seen=draft.revision)


@pytest.fixture
def cases(call: Call, recommending_body: RecommendingBody, applicant: User) -> list[Application]:
    """Six that were decided, four of them listed; four under way."""
    organization, made = applicant.memberships.get().organization, []
    stages = [StageName.LISTED] * 4 + [StageName.REFUSED] * 3 + [StageName.FORMALITY_CHECK] * 4
    for stage in stages:
        case = factories.case(call, factories.zone(recommending_body, organization), applicant)
        outcome = stage.value if stage in {StageName.LISTED, StageName.REFUSED} else ""
        Application.objects.filter(pk=case.pk).update(stage=stage, outcome=outcome, stage_since=clock.now())
        made.append(case)
    return made


def ten(board: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any]
    (found,) = (row for row in board["periods"][0]["forecast"]["tiers"] if row["tier"] == "ten")
    return found


def test_the_board_says_it_everywhere_the_same(
    running: GoalSet, cases: list[Application], client: Client
) -> None:
    with clock.at(MOMENT):
        Application.objects.update(stage_since=clock.now())
        board = tasks.count()
        found = ten(board.data)
        assert (found["state"], found["decided"], found["rate"]) == ("short", 7, "57.1")
        assert (found["year_end"], found["period_end"]) == (2, 2)  # 4/7 of four
        page = client.get(reverse("progress:board")).content.decode()
        assert "about 2" in page
        assert "the office&#x27;s own rule" in page
        assert "57.1%" in page
        rows = list(csv.DictReader(StringIO(client.get(reverse("progress:csv")).content.decode("utf-8-sig"))))
        said = [
            (row["measure"], row["year"], row["value"], row["state"])
            for row in rows
            if "forecast" in row["measure"]
        ]
        assert said[:2] == [
            ("forecast.year_end", "2026", "2", "short"),
            ("forecast.period_end", "2030", "2", "short"),
        ]
        assert client.get(reverse("progress:json")).content.decode() == board.content


@needs_pango
def test_the_paper_says_it_too(running: GoalSet, cases: list[Application]) -> None:
    with clock.at(MOMENT):
        Application.objects.update(stage_since=clock.now())
        board = tasks.count()
        tasks.print_board(board.pk, board.sha256)
    board.refresh_from_db()
    assert board.pdf is not None
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(board.pdf.path.read_bytes())).pages)
    assert "2026年底约2" in "".join(text.split())


def test_a_period_that_is_over_has_none(running: GoalSet, cases: list[Application]) -> None:
    with clock.at(MOMENT):
        periods = tasks.count().data["periods"]
        assert [bool(each["forecast"]) for each in periods] == [True, False]
        assert rules.page(tasks.count().data, 2025)["counters"][0].forecast is None
    with clock.at(MOMENT.replace(year=2031)):
        assert [each["forecast"] for each in tasks.count().data["periods"]] == [{}, {}]


def test_of_four_decided_cases_there_is_none(
    running: GoalSet, cases: list[Application], client: Client
) -> None:
    Application.objects.filter(stage=StageName.REFUSED).update(outcome="abandoned")
    with clock.at(MOMENT):
        Application.objects.update(stage_since=clock.now())
        found = ten(tasks.count().data)
        assert (found["state"], found["year_end"], "rate" in found) == ("no_data", None, False)
        assert (
            "A forecast needs at least 5 decided cases"
            in client.get(reverse("progress:board")).content.decode()
        )


def test_medians_come_before_the_rules(running: GoalSet, cases: list[Application]) -> None:
    with clock.at(MOMENT):
        Application.objects.update(stage_since=clock.now())
        before = ten(tasks.count().data)["days"]
        StageMedian.objects.create(track="park", stage=StageName.EXPERT_REVIEW, days="400.0", cases=5)
        assert ten(tasks.count().data)["days"] > before
        assert ten(tasks.count().data)["year_end"] == 0
        StageMedian.objects.update(cases=4)
        assert ten(tasks.count().data)["days"] == before


def test_a_new_count_of_the_medians_is_a_new_count_of_the_board(running: GoalSet) -> None:
    before = rules.counted_from()
    StageMedian.objects.create(track="park", stage=StageName.EXPERT_REVIEW, days="1.0", cases=5)
    assert rules.counted_from() != before

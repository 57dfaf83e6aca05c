"""Quorum, conclusion, panels closed in the background, rankings, and conflicts that come late."""

import json
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from program.applications.models import Application
from program.background.models import Promise
from program.journal.models import Audience, Line, Verb
from program.notify.models import Message, Text
from program.people.models import User
from program.process.models import Outcomes, StageName
from program.process.steps import close as close_case
from program.process.steps import turn
from program.refusals import NotYours, Refused, SomebodyWasFaster
from program.reviews import actions, rules, tasks
from program.reviews.models import (
    Assignment,
    Expert,
    Panel,
    RankingLine,
    RankingRun,
    ReviewConclusion,
    Round,
    ScoreSheet,
)
from tests import factories
from tests.conftest import Keep
from tests.reviews.casework import assignment_of, entry, panel_case, ready, submit, submit_all
from tests.reviews.conftest import MakeCase, MakeExpert

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- one case
def test_a_case_is_concluded_with_its_quorum(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    submit_all(experts, cases[0], 60, 70, 80, 90, 100)
    made = actions.conclude(cases[0], opinion="同意推荐。", by=clerk)
    assert (made.score, made.counted, made.quorum, made.opinion) == (Decimal("80.00"), 5, 5, "同意推荐。")
    cases[0].refresh_from_db()
    assert cases[0].stage == StageName.SITE_VISIT
    line = Line.objects.get(verb=Verb.CONCLUDE_REVIEW)
    assert (line.audience, line.facts) == (Audience.OFFICE, {"count": 5})


def test_below_the_quorum_nothing_is_concluded(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    submit_all(experts[:4], cases[0], 60, 70, 80, 90)
    with pytest.raises(Refused, match=r"Too few submitted score sheets: .* \(4/5\)"):
        actions.conclude(cases[0], opinion="x", by=clerk)
    cases[0].refresh_from_db()
    assert cases[0].stage == StageName.EXPERT_REVIEW
    assert not ReviewConclusion.objects.exists()


def test_the_second_clerk_is_told_that_somebody_was_faster(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User, second_clerk: User
) -> None:
    submit_all(experts, cases[0], 60, 70, 80, 90, 100)
    actions.conclude(cases[0], opinion="x", by=clerk)
    with pytest.raises(SomebodyWasFaster):
        actions.conclude(cases[0], opinion="y", by=second_clerk)
    assert ReviewConclusion.objects.count() == 1


@pytest.mark.parametrize("who", ["director", "auditor", "applicant", "expert"])
def test_only_a_clerk_concludes_closes_and_ranks(
    panel: Panel, experts: list[Expert], cases: list[Application], who: str, request: pytest.FixtureRequest
) -> None:
    submit_all(experts, cases[0], 60, 70, 80, 90, 100)
    other = request.getfixturevalue(who)
    for attempt in (
        lambda: actions.conclude(cases[0], opinion="x", by=other),
        lambda: actions.close_panel(panel, by=other),
        lambda: actions.rank(panel.round, by=other),
    ):
        with pytest.raises(NotYours):
            attempt()
    assert not ReviewConclusion.objects.exists()


def test_a_conclusion_is_frozen(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    submit_all(experts, cases[0], 60, 70, 80, 90, 100)
    made = actions.conclude(cases[0], opinion="x", by=clerk)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        ReviewConclusion.objects.filter(pk=made.pk).update(score=99)


def test_a_case_without_a_panel_is_not_concluded(cases: list[Application], clerk: User) -> None:
    with pytest.raises(Refused, match="No panel"):
        actions.conclude(cases[0], opinion="x", by=clerk)


# ---------------------------------------------------------------- a panel
@pytest.fixture
def scored(panel: Panel, experts: list[Expert], cases: list[Application]) -> Panel:
    """Every expert has submitted for both cases: 80.00 and 84.00."""
    submit_all(experts, cases[0], 60, 70, 80, 90, 100)
    submit_all(experts, cases[1], 80, 82, 84, 86, 88)
    return panel


def test_closing_a_panel_concludes_its_cases_in_the_background(
    scored: Panel, cases: list[Application], clerk: User, keep_promises: Keep
) -> None:
    actions.close_panel(scored, opinions={panel_case(cases[0]).pk: "同意。"}, by=clerk)
    assert not ReviewConclusion.objects.exists()
    tasks.conclude_panel(scored.pk)
    tasks.conclude_panel(scored.pk)  # run again, it ends the same
    made = ReviewConclusion.objects.order_by("proceeding_id")
    assert [(row.score, row.by) for row in made] == [(Decimal("80.00"), clerk), (Decimal("84.00"), clerk)]
    assert made[0].opinion == "同意。"
    assert made[1].opinion.startswith("5 experts reviewed the file; final score 84.00.")
    assert {case.stage for case in Application.objects.all()} == {StageName.SITE_VISIT}
    with pytest.raises(SomebodyWasFaster):
        actions.close_panel(scored, by=clerk)


def test_a_panel_with_a_case_below_its_quorum_stays_open(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    submit_all(experts, cases[0], 60, 70, 80, 90, 100)
    with pytest.raises(Refused, match=r"\(0/5\)"):
        actions.close_panel(panel, by=clerk)
    panel.refresh_from_db()
    assert panel.closed_at is None
    assert not Promise.objects.filter(name="program.reviews.tasks.conclude_panel").exists()


def test_a_case_given_up_does_not_hold_its_panel_up(
    scored: Panel, cases: list[Application], clerk: User
) -> None:
    with transaction.atomic():
        close_case(turn(cases[0], StageName.EXPERT_REVIEW), Outcomes.ABANDONED)
    actions.close_panel(scored, by=clerk)
    tasks.conclude_panel(scored.pk)
    assert ReviewConclusion.objects.count() == 1


def test_a_conflict_between_closing_and_concluding_holds_up_that_case_only(
    scored: Panel, experts: list[Expert], cases: list[Application], spare: Expert, clerk: User
) -> None:
    actions.close_panel(scored, by=clerk)
    actions.declare(assignment_of(experts[0], cases[0]), no_conflict=False, reason="顾问", by=experts[0].user)
    tasks.conclude_panel(scored.pk)
    assert [row.proceeding.application for row in ReviewConclusion.objects.all()] == [cases[1]]
    assert "(4/5)" in panel_case(cases[0]).obstacle
    actions.assign_further(panel_case(cases[0]), spare, by=clerk)
    submit(spare, cases[0], 80)
    tasks.conclude_panel(scored.pk)
    assert ReviewConclusion.objects.count() == 2
    assert panel_case(cases[0]).obstacle == ""


def test_after_the_panel_has_closed_only_the_newly_assigned_score(
    panel: Panel,
    experts: list[Expert],
    make_expert: MakeExpert,
    cases: list[Application],
    spare: Expert,
    clerk: User,
) -> None:
    late = make_expert()
    actions.add_member(panel, late, by=clerk)
    ready(assignment_of(late, cases[0]))
    submit_all(experts, cases[0], 60, 70, 80, 90, 100)
    actions.conclude(cases[0], opinion="x", by=clerk)
    with pytest.raises(Refused, match="closed"):
        actions.submit_sheet(assignment_of(late, cases[0]), entry(cases[0], 80), revision=0, by=late.user)
    actions.assign_further(panel_case(cases[0]), spare, by=clerk)
    assert submit(spare, cases[0], 80).total == Decimal("80.00")


# ---------------------------------------------------------------- the ranking
@pytest.fixture
def concluded(scored: Panel, clerk: User) -> Round:
    actions.close_panel(scored, by=clerk)
    tasks.conclude_panel(scored.pk)
    return scored.round


def lines_of(run: RankingRun) -> list[tuple[str, int | None, Decimal | None]]:
    return [(line.application.number, line.rank, line.score) for line in run.lines.all()]


def test_a_round_is_ranked(concluded: Round, cases: list[Application], clerk: User) -> None:
    run = actions.rank(concluded, by=clerk)
    assert lines_of(run) == [(cases[1].number, 1, Decimal("84.00")), (cases[0].number, 2, Decimal("80.00"))]
    best = run.lines.get(rank=1)
    assert (best.counted, best.spread, best.standard_error) == (5, Decimal(8), Decimal("1.41"))
    assert best.raw_scores == [Decimal(figure) for figure in ("88.00", "86.00", "84.00", "82.00", "80.00")]
    assert run.parameters == {"trim_from": 5, "complete": True}
    assert rules.is_current(run)
    assert Line.objects.get(verb=Verb.RANK).facts["sha256"] == run.inputs_sha256


def test_the_inputs_suffice_for_a_recount(concluded: Round, cases: list[Application], clerk: User) -> None:
    run = actions.rank(concluded, by=clerk)
    entries = json.loads(run.inputs)[cases[0].number]
    totals = sorted(Decimal(sheet["total"]) for sheet in entries)
    assert sum(totals[1:-1]) / 3 == run.lines.get(application=cases[0]).score
    assert {tuple(sheet["scores"]) for sheet in entries} == {("01", "02", "03")}
    assert not any(expert.user.name in run.inputs for expert in Expert.objects.all())


def test_ties_share_a_rank(
    review_round: Round, make_case: MakeCase, experts: list[Expert], clerk: User
) -> None:
    cases = [make_case() for _number in range(3)]
    panel, _skipped = actions.draw_panel(
        review_round, name="A", experts=experts, applications=cases, by=clerk
    )
    for case, totals in zip(
        cases, ((70, 80, 80, 80, 90), (80, 80, 80, 80, 80), (70, 70, 70, 70, 70)), strict=True
    ):
        submit_all(experts, case, *totals)
    actions.close_panel(panel, by=clerk)
    tasks.conclude_panel(panel.pk)
    assert [rank for _number, rank, _score in lines_of(actions.rank(review_round, by=clerk))] == [1, 1, 3]


def test_the_same_ranking_is_not_made_twice(concluded: Round, clerk: User, second_clerk: User) -> None:
    actions.rank(concluded, by=clerk)
    with pytest.raises(SomebodyWasFaster, match="up to date"):
        actions.rank(concluded, by=second_clerk)
    assert RankingRun.objects.count() == 1


def test_nothing_concluded_nothing_ranked(panel: Panel, clerk: User) -> None:
    with pytest.raises(Refused, match="No case"):
        actions.rank(panel.round, by=clerk)


def test_panels_without_a_common_expert_are_not_ranked_together(
    review_round: Round, make_case: MakeCase, make_expert: MakeExpert, clerk: User
) -> None:
    for name in "AB":
        experts, case = [make_expert() for _number in range(5)], make_case()
        panel, _skipped = actions.draw_panel(
            review_round, name=name, experts=experts, applications=[case], by=clerk
        )
        submit_all(experts, case, 60, 70, 80, 90, 100)
        actions.close_panel(panel, by=clerk)
        tasks.conclude_panel(panel.pk)
    with pytest.raises(Refused, match="no expert in common"):
        actions.rank(review_round, by=clerk)


def test_a_run_is_frozen(concluded: Round, clerk: User) -> None:
    run = actions.rank(concluded, by=clerk)
    for rows, change in (
        (RankingRun.objects.filter(pk=run.pk), {"inputs": "{}"}),
        (RankingLine.objects.filter(run=run), {"rank": 9}),
    ):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            rows.update(**change)


# ---------------------------------------------------------------- late conflicts
def test_a_late_conflict_sets_the_sheet_aside_and_makes_the_ranking_stale(
    concluded: Round, experts: list[Expert], cases: list[Application], spare: Expert, clerk: User
) -> None:
    run = actions.rank(concluded, by=clerk)
    actions.declare(
        assignment_of(experts[4], cases[0]), no_conflict=False, reason="新任顾问", by=experts[4].user
    )  # the 100
    assert not rules.is_current(run)
    line = Line.objects.get(verb=Verb.DECLARE_CONFLICT)
    assert line.facts["sheet_set_aside"] is True
    assert Message.objects.filter(text=Text.REPLACEMENT_NEEDED, recipient=clerk).count() == 1
    assert ScoreSheet.objects.count() == 10  # nothing is erased
    second = actions.rank(concluded, by=clerk)
    assert second.lines.get(application=cases[0]).score == Decimal("75.00")  # four: (60 + 70 + 80 + 90) / 4
    actions.assign_further(panel_case(cases[0]), spare, by=clerk)
    submit(spare, cases[0], 85)
    assert not rules.is_current(second)
    third = actions.rank(concluded, by=clerk)
    assert third.lines.get(application=cases[0]).score == Decimal("78.33")  # (70 + 80 + 85) / 3
    assert rules.is_current(third)
    assert not rules.is_current(second)


def test_below_three_sheets_a_case_has_neither_score_nor_rank(
    concluded: Round, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    for expert in experts[:3]:
        actions.void_assignment(assignment_of(expert, cases[1]), reason="回避", by=clerk)
    run = actions.rank(concluded, by=clerk)
    assert lines_of(run) == [(cases[0].number, 1, Decimal("80.00")), (cases[1].number, None, None)]
    assert run.parameters["complete"] is False


def test_a_conflict_that_comes_after_the_decision_is_kept_all_the_same(
    concluded: Round, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    cases[0].refresh_from_db()
    factories.rest_at(cases[0], StageName.PUBLIC_NOTICE)
    assignment = assignment_of(experts[0], cases[0])
    actions.declare(assignment, no_conflict=False, reason="顾问", by=experts[0].user)
    assert Line.objects.filter(verb=Verb.DECLARE_CONFLICT, application=cases[0]).exists()
    assert not Message.objects.filter(text=Text.REPLACEMENT_NEEDED).exists()


def test_a_case_given_up_leaves_the_ranking(concluded: Round, cases: list[Application], clerk: User) -> None:
    run = actions.rank(concluded, by=clerk)
    with transaction.atomic():
        close_case(turn(cases[1], StageName.SITE_VISIT), Outcomes.ABANDONED)
    assert not rules.is_current(run)
    assert lines_of(actions.rank(concluded, by=clerk)) == [(cases[0].number, 1, Decimal("80.00"))]


def test_no_counted_score_stands_under_a_conflict(
    concluded: Round, experts: list[Expert], cases: list[Application]
) -> None:
    actions.declare(assignment_of(experts[0], cases[0]), no_conflict=False, reason="顾问", by=experts[0].user)
    assert not ScoreSheet.objects.counted().exclude(assignment__conflict="").exists()
    assert Assignment.objects.exclude(conflict="").get().voided_at is not None

"""Two at once, on the database that takes many writers: one effect, and the other is told that somebody was faster."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import models

from program.applications.models import Application
from program.people.models import User
from program.refusals import Refused, SomebodyWasFaster
from program.reviews import actions, rules, tasks
from program.reviews.models import Expert, Panel, RankingRun, ReviewConclusion, Round, ScoreSheet
from tests.races import ON_POSTGRESQL, at_once, kinds
from tests.reviews.casework import assignment_of, entry, panel_case, ready, submit_all

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]


def submissions(expert: Expert, case: Application) -> list[Any]:
    assignment = assignment_of(expert, case)
    ready(assignment)
    sheet = entry(case, 80)
    return at_once(
        *(lambda: actions.submit_sheet(assignment, sheet, revision=0, by=expert.user) for _time in range(8))
    )


def test_a_sheet_is_submitted_once(panel: Panel, experts: list[Expert], cases: list[Application]) -> None:
    assert kinds(submissions(experts[0], cases[0])) == ["ScoreSheet"] + ["SomebodyWasFaster"] * 7
    assert ScoreSheet.objects.count() == 1


def test_without_the_lock_the_same_race_breaks(
    panel: Panel, experts: list[Expert], cases: list[Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, **_options: rows)
    answers = submissions(experts[0], cases[0])
    assert any(not isinstance(answer, ScoreSheet | SomebodyWasFaster) for answer in answers)
    assert ScoreSheet.objects.count() == 1  # the constraint holds where the lock does not


def test_two_clerks_conclude_a_case_once(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User, second_clerk: User
) -> None:
    submit_all(experts, cases[0], 60, 70, 80, 90, 100)
    copies = [(Application.objects.get(pk=cases[0].pk), by) for by in (clerk, second_clerk) * 4]
    answers = at_once(
        *(lambda case=case, by=by: actions.conclude(case, opinion="x", by=by) for case, by in copies)
    )
    assert kinds(answers) == ["ReviewConclusion"] + ["SomebodyWasFaster"] * 7
    assert ReviewConclusion.objects.count() == 1


def test_a_sheet_against_the_closing_of_its_panel(
    panel: Panel, experts: list[Expert], spare: Expert, cases: list[Application], clerk: User
) -> None:
    """Whichever comes first, what is concluded rests on exactly the sheets that count."""
    actions.add_member(panel, spare, by=clerk)
    for case in cases:
        submit_all(experts, case, 60, 70, 80, 90, 100)
    assignment = ready(assignment_of(spare, cases[0]))
    late: Callable[[], Any] = lambda: actions.submit_sheet(  # noqa: E731
        assignment, entry(cases[0], 10), revision=0, by=spare.user
    )
    answers = at_once(late, lambda: actions.close_panel(panel, by=clerk))
    assert isinstance(answers[0], ScoreSheet | Refused)
    assert isinstance(answers[1], Panel)
    tasks.conclude_panel(panel.pk)
    counted = rules.counted(panel_case(cases[0]).proceeding)
    assert len(counted) == (6 if isinstance(answers[0], ScoreSheet) else 5)
    assert ReviewConclusion.objects.get(proceeding__application=cases[0]).counted == len(counted)


def test_two_workers_conclude_one_panel_once(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    for case in cases:
        submit_all(experts, case, 60, 70, 80, 90, 100)
    actions.close_panel(panel, by=clerk)
    answers = at_once(*(lambda: tasks.conclude_panel(panel.pk) for _worker in range(4)))
    assert answers == [None] * 4
    assert ReviewConclusion.objects.count() == 2


def test_cases_come_before_one_panel(
    review_round: Round, experts: list[Expert], cases: list[Application], clerk: User, second_clerk: User
) -> None:
    def draw(name: str, by: User, pks: list[int]) -> Any:
        drawn = [Application.objects.get(pk=pk) for pk in pks]
        return actions.draw_panel(review_round, name=name, experts=experts, applications=drawn, by=by)

    pks = [case.pk for case in cases]
    answers = at_once(lambda: draw("A", clerk, pks), lambda: draw("B", second_clerk, pks[::-1]))
    assert kinds(answers) == ["SomebodyWasFaster", "tuple"]
    assert Panel.objects.count() == 1


def test_one_ranking_for_two_clicks(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User, second_clerk: User
) -> None:
    for case in cases:
        submit_all(experts, case, 60, 70, 80, 90, 100)
    actions.close_panel(panel, by=clerk)
    tasks.conclude_panel(panel.pk)
    answers = at_once(*(lambda by=by: actions.rank(panel.round, by=by) for by in (clerk, second_clerk) * 2))
    assert kinds(answers) == ["RankingRun"] + ["SomebodyWasFaster"] * 3
    assert RankingRun.objects.count() == 1

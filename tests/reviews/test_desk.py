"""What the office sees of a panel: whether its scoring can end, who could still join it, what happened in the round."""

import pytest
from django.urls import reverse

from program.applications.models import Application
from program.desk.work import waiting_for
from program.people.models import User
from program.reviews import actions, rules
from program.reviews.models import Expert, Panel, Round
from tests.conftest import SignIn
from tests.reviews.casework import assignment_of, ready, submit_all
from tests.reviews.conftest import MakeExpert

pytestmark = pytest.mark.django_db


def can_end(clerk: User) -> set[str]:
    """Addresses on the clerk's desk where the scoring of a panel is ended."""
    note = "all score sheets are in: scoring can end"
    return {item.url for item in waiting_for(clerk) if item.note == note}


def test_the_scoring_of_a_panel_can_end_when_all_its_sheets_are_in(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    submit_all(experts, cases[0], 80, 81, 82, 83, 84)
    submit_all(experts[:4], cases[1], 80, 81, 82, 83)
    assert can_end(clerk) == set()
    submit_all(experts[4:], cases[1], 84)
    assert can_end(clerk) == {reverse("reviews:close", args=[panel.pk])}
    actions.close_panel(panel, by=clerk)
    assert can_end(clerk) == set()


def test_below_the_quorum_it_cannot(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    submit_all(experts, cases[0], 80, 81, 82, 83, 84)
    submit_all(experts[:2], cases[1], 80, 81)
    for expert in experts[2:]:
        actions.void_assignment(assignment_of(expert, cases[1]), reason="生病", by=clerk)
    assert not rules.awaited().exists()
    assert can_end(clerk) == set()


def test_only_those_are_offered_who_could_join(
    panel: Panel, experts: list[Expert], cases: list[Application], make_expert: MakeExpert, clerk: User, signed_in: SignIn,
) -> None:  # fmt: skip
    spare = make_expert("spare")
    partial = make_expert("partial", employer_code=cases[0].applicant.credit_code)
    neighbour = make_expert("neighbour", province=cases[0].zone.province)
    conflicted = ready(assignment_of(experts[0], cases[0]))
    actions.declare(conflicted, no_conflict=False, reason="曾任顾问", by=experts[0].user)
    page = signed_in(clerk).get(reverse("reviews:add_member", args=[panel.pk])).content.decode()
    offered = {
        expert.user.username
        for expert in (*experts, spare, partial, neighbour)
        if f'<option value="{expert.pk}"' in page
    }
    assert offered == {"spare", "partial"}


def test_an_expert_is_added_on_the_page(panel: Panel, spare: Expert, clerk: User, signed_in: SignIn) -> None:
    address = reverse("reviews:add_member", args=[panel.pk])
    browser = signed_in(clerk)
    assert browser.post(address, {"expert": ""}).status_code == 422
    assert browser.post(address, {"expert": spare.pk}).status_code == 302
    assert spare.assignments.count() == 2
    assert "Nobody in the pool could take a case" in browser.get(address).content.decode()


def test_what_happened_in_a_round_is_read_on_its_page(
    panel: Panel,
    experts: list[Expert],
    cases: list[Application],
    review_round: Round,
    clerk: User,
    signed_in: SignIn,
) -> None:
    for case in cases:
        submit_all(experts, case, 80, 81, 82, 83, 84)
    actions.close_panel(panel, by=clerk)
    page = signed_in(clerk).get(review_round.get_absolute_url()).content.decode()
    assert page.index("closed the panel") < page.index("opened a round of reviews")

"""抽取核查对象: drawn by lot with a seed that anybody can draw by again; whoever is not drawn goes on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.journal.models import Line, Verb
from program.lots import drawn
from program.people.models import Role, User
from program.process.models import StageName
from program.refusals import NotYours, Refused, SomebodyWasFaster
from program.visits import actions
from program.visits.models import Lot, Sample
from program.visits.rules import without_lot
from program.visits.tasks import carry_out_sample
from program.zones.models import Zone
from tests import factories
from tests.demonstrations.enterprises.conftest import waiting

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def cases(certifying: Call, zone: Zone, clerk: User) -> list[Application]:
    return waiting(certifying, zone, clerk, 6, StageName.SITE_VISIT)


def test_the_draw_is_repeated_from_its_seed() -> None:
    numbers = [f"QY-2026-{place:04d}" for place in range(1, 101)]
    assert drawn("a" * 32, numbers, 20) == drawn("a" * 32, reversed(numbers), 20)
    assert drawn("a" * 32, numbers, 20) != drawn("b" * 32, numbers, 20)
    assert len(drawn("a" * 32, numbers, 20)) == 20


@pytest.mark.parametrize(
    ("count", "share", "expected"), [(1, 20, 1), (6, 20, 2), (10, 20, 2), (3, 100, 3), (200, 1, 2)]
)
def test_the_share_is_rounded_up_and_never_nobody(count: int, share: int, expected: int) -> None:
    assert len(drawn("seed", [str(number) for number in range(count)], share)) == expected


def test_whoever_is_not_drawn_goes_on_without_a_visit(
    cases: list[Application], certifying: Call, clerk: User
) -> None:
    sample = actions.draw_sample(certifying, by=clerk)
    chosen = {lot.application_id for lot in sample.lots.all() if lot.is_drawn}
    assert chosen == {
        case.pk for case in cases if case.number in drawn(sample.seed, [each.number for each in cases], 20)
    }
    carry_out_sample(sample.pk)
    carry_out_sample(sample.pk)  # killed half-way and run again: the same
    stages = dict(Application.objects.values_list("pk", "stage"))
    assert stages == {
        case.pk: StageName.SITE_VISIT if case.pk in chosen else StageName.DELIBERATION for case in cases
    }
    assert Line.objects.filter(verb=Verb.DRAW_VISITS).count() == 1
    assert Line.objects.filter(verb=Verb.PASS_OVER_VISIT).count() == 4


def test_a_case_that_comes_later_stands_in_a_draw_of_its_own(
    cases: list[Application], certifying: Call, zone: Zone, clerk: User
) -> None:
    actions.draw_sample(certifying, by=clerk)
    with pytest.raises(SomebodyWasFaster, match="No case of this call waits"):
        actions.draw_sample(certifying, by=clerk)
    (late,) = waiting(certifying, zone, clerk, 1, StageName.SITE_VISIT)
    assert list(without_lot(certifying)) == [late]
    assert [lot.application for lot in actions.draw_sample(certifying, by=clerk).lots.all()] == [late]
    assert Sample.objects.count() == 2


def test_nobody_else_draws(
    cases: list[Application], certifying: Call, director: User, reviewer: User
) -> None:
    for other in (director, reviewer):
        with pytest.raises(NotYours):
            actions.draw_sample(certifying, by=other)
    assert not Sample.objects.exists()


def test_no_visit_is_planned_before_the_draw_nor_to_who_was_not_drawn(
    cases: list[Application], certifying: Call, office: object, clerk: User
) -> None:
    team = [factories.member(clerk.memberships.get().organization, Role.INSPECTOR) for _ in range(3)]
    plan: dict[str, Any] = {"day": clock.today(), "team": team, "lead": team[0], "by": clerk}
    with pytest.raises(Refused, match="draw first"):
        actions.plan(cases[0], **plan)
    actions.draw_sample(certifying, by=clerk)
    lots = {lot.is_drawn: lot.application for lot in Lot.objects.select_related("application")}
    with pytest.raises(Refused, match="was not drawn"):
        actions.plan(lots[False], **plan)
    assert actions.plan(lots[True], **plan).application == lots[True]


def test_a_park_is_visited_without_a_draw(case: Application, clerk: User, signed_in: SignIn) -> None:
    page = reverse("visits:sample", args=[case.call_id])
    assert signed_in(clerk).get(page).status_code == 404


def test_the_page_shows_seed_and_lots_to_the_office_alone(
    cases: list[Application],
    certifying: Call,
    clerk: User,
    auditor: User,
    manager: User,
    reviewer: User,
    signed_in: SignIn,
) -> None:
    page = reverse("visits:sample", args=[certifying.pk])
    move = signed_in(clerk).get(cases[0].get_absolute_url()).content.decode()
    assert page in move
    assert signed_in(clerk).post(page).status_code == 302
    sample = Sample.objects.get()
    for reader in (clerk, auditor):
        text = signed_in(reader).get(page).content.decode()
        assert sample.seed in text
    for other in (manager, reviewer):
        assert signed_in(other).get(page).status_code == 404
    assert signed_in(auditor).post(page).status_code == 403
    assert Sample.objects.count() == 1


def test_whoever_was_drawn_is_passed_over_by_nobody(
    cases: list[Application], certifying: Call, clerk: User
) -> None:
    drawn_lot = actions.draw_sample(certifying, by=clerk).lots.filter(is_drawn=True).first()
    assert drawn_lot is not None
    assert actions.pass_over(drawn_lot) is False
    assert Application.objects.get(pk=drawn_lot.application_id).stage == StageName.SITE_VISIT

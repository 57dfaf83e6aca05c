"""A zone is part of another by now: what its enterprises have declared of past years is checked by who manages that."""

import pytest
from django.test import Client
from django.urls import reverse

from program import clock
from program.indicators import actions
from program.indicators.models import Declaration, State
from program.indicators.rules import waiting_declarations
from program.people.models import Organization, Role, User
from program.people.rules import fresh_standing
from program.refusals import NotYours, Refused
from program.zones.actions import list_site
from program.zones.models import RecommendingBody, Zone, managing_organization
from tests import factories
from tests.alterations import casework
from tests.conftest import Asks, SignIn
from tests.indicators.conftest import YEAR
from tests.zones.test_enterprises import listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def successor(recommending_body: RecommendingBody) -> tuple[Zone, User]:
    """The zone that takes it over, and its reviewer."""
    zone, manager = casework.another(recommending_body)
    return zone, factories.member(manager.memberships.get().organization, Role.ZONE_REVIEWER)


def merged(zone: Zone, into: Zone, clerk: User, director: User, number: str = "示例函〔2026〕2号") -> Zone:
    casework.signed(casework.merger(zone, into, clerk, number=number), director)
    return Zone.objects.get(pk=zone.pk)


def test_the_reviewers_of_the_other_zone_check_them(
    submitted: Declaration, zone: Zone, successor: tuple[Zone, User], reviewer: User, clerk: User, director: User,
    signed_in: SignIn,
) -> None:  # fmt: skip
    into, takes_over = successor
    assert not Declaration.objects.visible_to(takes_over).exists()
    with pytest.raises(NotYours):
        actions.accept(submitted, by=takes_over)
    merged(zone, into, clerk, director)
    assert [*waiting_declarations(fresh_standing(takes_over))] == [submitted]
    board = reverse("indicators:board", args=[zone.code]) + f"?year={YEAR}"
    assert signed_in(takes_over).get(board).status_code == 200
    assert signed_in(takes_over).get(submitted.get_absolute_url()).status_code == 200
    for former in (reviewer, factories.user()):
        assert not Declaration.objects.visible_to(former).exists()
        with pytest.raises(NotYours):
            actions.accept(submitted, by=former)
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED
    assert actions.accept(submitted, by=takes_over).state == State.ACCEPTED


def test_also_after_a_merger_of_the_other_zone(
    submitted: Declaration, zone: Zone, successor: tuple[Zone, User], recommending_body: RecommendingBody,
    clerk: User, director: User,
) -> None:  # fmt: skip
    into, between = successor
    last, manager = casework.another(recommending_body, "示例丙高新技术产业开发区")
    merged(zone, into, clerk, director)
    merged(into, last, clerk, director, "示例函〔2026〕3号")
    found = Zone.objects.get(pk=zone.pk)
    assert (found.merged_into, found.goes_on_as, managing_organization(found)) == (
        into, last, last.managements.get().organization,
    )  # fmt: skip
    with pytest.raises(NotYours):
        actions.accept(submitted, by=between)
    assert actions.accept(submitted, by=manager).state == State.ACCEPTED


def test_what_the_zone_declares_itself_is_written_and_read_there_too(
    zone: Zone, factors: None, successor: tuple[Zone, User], clerk: User, director: User
) -> None:
    into, takes_over = successor
    closed = merged(zone, into, clerk, director)
    made = actions.begin(closed, None, clock.today().year - 1, by=takes_over)
    assert made in Declaration.objects.written_by(takes_over)


def test_no_site_is_listed_in_it_any_more(
    zone: Zone, enterprise: Organization, successor: tuple[Zone, User], clerk: User, director: User
) -> None:
    into, takes_over = successor
    closed = merged(zone, into, clerk, director)
    with pytest.raises(Refused, match="part of another"):
        list_site(closed, listing(), by=takes_over)
    assert not closed.affiliations.exists()


@pytest.mark.parametrize("mergers", [1, 30])
def test_reach_costs_no_more_after_many_mergers(
    recommending_body: RecommendingBody, successor: tuple[Zone, User], clerk: User, signed_in: SignIn, asks: Asks, mergers: int
) -> None:  # fmt: skip
    into, takes_over = successor
    for _ in range(mergers):
        Zone.objects.filter(pk=factories.zone(recommending_body).pk).update(
            closed_on=clock.today(), merged_into=into, goes_on_as=into
        )
    browser: Client = signed_in(takes_over)
    with asks(8):
        assert browser.get(reverse("indicators:declarations")).status_code == 200

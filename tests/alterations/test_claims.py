"""A merger and open claims to sites: they go on with the zone that goes on; nobody claims from itself."""

import pytest

from program.claims.models import Outcome, Settlement, SiteClaim
from program.journal.models import Line, Verb
from program.notify.models import Message, Text
from program.people.models import Role, User
from program.zones.models import Zone
from tests import factories
from tests.alterations import casework
from tests.conftest import SignIn
from tests.zones.claiming import claimed, contested, drafted, listed, stood

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_manager(other: Zone) -> User:
    return factories.member(other.managements.get().organization, Role.MANAGER)


def test_a_claim_against_the_zone_that_closes_is_answered_by_the_other(
    zone: Zone, other: Zone, other_zone: Zone, applicant: User, other_manager: User, stranger: User, clerk: User,
    director: User, signed_in: SignIn,
) -> None:  # fmt: skip
    site = listed(zone, applicant)
    claim = claimed(other_zone, stranger)
    made = casework.merger(zone, other, clerk)
    shown = signed_in(director).get(made.get_absolute_url()).content.decode()
    assert f"{claim.number}, a claim to a site, goes on with" in shown
    casework.signed(made, director)
    claim.refresh_from_db()
    assert (claim.holder, claim.claimant, claim.closed_at) == (other, other_zone, None)
    year = made.effective.year
    assert stood(site)[-1] == (other, year, None)
    contested(claim, other_manager)


def test_a_claim_of_the_zone_that_closes_is_the_others(
    zone: Zone, other: Zone, other_zone: Zone, applicant: User, stranger: User, clerk: User, director: User
) -> None:
    listed(other_zone, stranger)
    claim = claimed(zone, applicant)
    casework.signed(casework.merger(zone, other, clerk), director)
    claim.refresh_from_db()
    assert (claim.claimant, claim.holder, claim.closed_at) == (other, other_zone, None)


def test_a_claim_between_the_two_is_over(
    zone: Zone, other: Zone, applicant: User, other_manager: User, clerk: User, director: User
) -> None:
    site = listed(zone, applicant)
    boss = factories.member(site.organization, Role.MANAGER)
    claim = contested(claimed(other, other_manager), applicant)
    drafted(claim, clerk, None)
    casework.signed(casework.merger(zone, other, clerk), director)
    claim = SiteClaim.objects.get(pk=claim.pk)
    assert (claim.outcome, claim.claimant, claim.holder) == (Outcome.MERGED, other, zone)
    assert not Settlement.objects.exists()
    assert Line.objects.filter(verb=Verb.OVERTAKE_CLAIM, subject=claim.number).count() == 1
    assert Message.objects.filter(recipient=boss).latest("pk").text == Text.CLAIM_OVERTAKEN

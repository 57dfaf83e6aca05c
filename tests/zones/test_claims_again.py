"""A claim that was settled is not made again; a yes covers what was read; whoever is nobody there is told nothing."""

import pytest

from program.claims import actions
from program.people.models import User
from program.refusals import NotYours, Refused, SomebodyWasFaster
from program.zones.models import Zone
from tests.zones.claiming import (
    YEAR,
    agreed,
    claimed,
    contested,
    declared,
    drafted,
    listed,
    seen,
    signed,
    stood,
)

pytestmark = pytest.mark.django_db


def test_what_the_office_has_settled_is_not_claimed_again(
    zone: Zone, applicant: User, other_zone: Zone, stranger: User, clerk: User, director: User
) -> None:
    listed(zone, applicant)
    claim = claimed(other_zone, stranger)
    contested(claim, applicant)
    drafted(claim, clerk, None)
    signed(claim, director)
    with pytest.raises(Refused, match="settled this already"):
        claimed(other_zone, stranger)
    assert claimed(other_zone, stranger, since_year=YEAR + 1).pk


def test_a_yes_covers_the_effects_that_were_read(
    zone: Zone, applicant: User, other_zone: Zone, stranger: User
) -> None:
    listed(zone, applicant)
    claim = claimed(other_zone, stranger)
    read = seen(claim)
    declared(claim.site, zone, 2025, applicant)
    with pytest.raises(SomebodyWasFaster, match="have changed"):
        actions.agree(claim, effects=read, by=applicant)
    assert stood(claim.site) == [(zone, 2023, None)]
    assert agreed(claim, applicant).moved_from == 2026


def test_a_stranger_is_not_told_whether_there_is_such_a_site(zone: Zone, clerk: User) -> None:
    with pytest.raises(NotYours):
        claimed(zone, clerk, site="没有这个厂区")

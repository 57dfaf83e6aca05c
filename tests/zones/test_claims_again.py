"""A claim that was settled is not made again; whoever is nobody there is told nothing."""

import pytest

from program.people.models import User
from program.refusals import NotYours, Refused
from program.zones.models import Zone
from tests.zones.claiming import YEAR, claimed, contested, drafted, listed, signed

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


def test_a_stranger_is_not_told_whether_there_is_such_a_site(zone: Zone, clerk: User) -> None:
    with pytest.raises(NotYours):
        claimed(zone, clerk, site="没有这个厂区")

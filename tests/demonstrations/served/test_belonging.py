"""归属: a record that waits for its zone's check says that a site is claimed; checked, it stays with that zone."""

import pytest
from django.urls import reverse

from demonstrations.served import actions
from demonstrations.served.models import ServiceRecord, State
from program.claims.models import SiteClaim
from program.claims.rules import disputed
from program.people.models import Organization, User
from program.zones.models import Affiliation, Zone
from tests.conftest import SignIn
from tests.demonstrations.served import casework
from tests.zones.claiming import agreed, claimed

pytestmark = pytest.mark.django_db
SAID = "Another zone claims a site of this enterprise"


def claim_of(firm: Organization, zone: Zone, by: User, since: int = 2026) -> SiteClaim:
    return claimed(zone, by, credit_code=firm.credit_code, site="示例厂区", since_year=since)


def test_the_zones_check_says_so(
    sent: ServiceRecord,
    firm: Organization,
    other_zone: Zone,
    stranger: User,
    reviewer: User,
    signed_in: SignIn,
) -> None:
    browser = signed_in(reviewer)
    assert SAID not in browser.get(sent.get_absolute_url()).content.decode()
    claim_of(firm, other_zone, stranger, sent.result_year)
    assert SAID in browser.get(sent.get_absolute_url()).content.decode()
    many = browser.post(reverse("served:accept_many"), {"record": str(sent.pk)}).content.decode()
    assert "a site is claimed by another zone" in many
    actions.accept(sent, by=reviewer, seen=sent.revision)
    assert SAID not in browser.get(sent.get_absolute_url()).content.decode()


def test_only_of_the_years_in_which_it_stood_there(
    sent: ServiceRecord, firm: Organization, zone: Zone, other_zone: Zone, stranger: User
) -> None:
    Affiliation.objects.update(since_year=2025)
    claim_of(firm, other_zone, stranger, 2025)
    asked = {(firm.pk, zone.pk, 2024), (firm.pk, zone.pk, 2025), (firm.pk, other_zone.pk, 2025)}
    assert disputed(asked) == {(firm.pk, zone.pk, 2025)}


def test_a_record_stays_with_the_zone_that_kept_it(
    counted: ServiceRecord, firm: Organization, zone: Zone, other_zone: Zone, stranger: User, applicant: User, clerk: User,
    signed_in: SignIn,
) -> None:  # fmt: skip
    agreed(claim_of(firm, other_zone, stranger), applicant)
    counted.refresh_from_db()
    assert (counted.zone, counted.state) == (zone, State.COUNTED)
    page = signed_in(clerk).get(reverse("desk:firm", args=[firm.credit_code])).content.decode()
    assert counted.number in page


def test_a_record_of_a_past_year_is_still_opened_there(
    firm: Organization, zone: Zone, other_zone: Zone, stranger: User, applicant: User
) -> None:
    agreed(claim_of(firm, other_zone, stranger), applicant)
    assert casework.opened(zone, applicant, firm).zone == zone, "2024 it stood here"

"""Enterprises of a zone: listed by its reviewer, invited once, gone after a year; nobody else's business."""

import pytest

from program.people.models import Invitation, Organization, OrganizationKind, Role, User
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.zones.actions import Listing, end_affiliation, invite_enterprise, list_site
from program.zones.models import Affiliation, Site, Zone
from program.zones.rules import StandsElsewhere
from tests import factories

pytestmark = pytest.mark.django_db
CODE = factories.credit_code(77_001, prefix="91")


def listing(code: str = CODE, *, site: str = "主厂区", since: int = 2023) -> Listing:
    return Listing(code, "示例精密机械有限公司", site, "39", since)


def test_an_enterprise_is_registered_with_its_first_site(zone: Zone, applicant: User) -> None:
    site = list_site(zone, listing(), by=applicant)
    made = Organization.objects.get(credit_code=CODE)
    assert (made.kind, made.name_zh, site.organization) == (
        OrganizationKind.ENTERPRISE,
        "示例精密机械有限公司",
        made,
    )
    assert [(row.zone, row.since_year, row.until_year) for row in site.affiliations.all()] == [
        (zone, 2023, None)
    ]


def test_one_that_is_known_keeps_its_name(
    zone: Zone, other_zone: Zone, applicant: User, stranger: User
) -> None:
    list_site(zone, listing(), by=applicant)
    list_site(other_zone, Listing(CODE, "示例改名有限公司", "二厂", "39", 2024), by=stranger)
    assert Organization.objects.get(credit_code=CODE).name_zh == "示例精密机械有限公司"
    assert Affiliation.objects.count() == 2


def test_who_lists(zone: Zone, contact: User, stranger: User, clerk: User) -> None:
    for person in (contact, stranger, clerk):
        with pytest.raises(NotYours):
            list_site(zone, listing(), by=person)
    assert not Site.objects.exists()
    assert not Organization.objects.filter(credit_code=CODE).exists()


def test_a_managing_body_is_no_enterprise(
    zone: Zone, applicant: User, stranger_organization: Organization
) -> None:
    with pytest.raises(Invalid, match="another kind"):
        list_site(zone, listing(stranger_organization.credit_code), by=applicant)
    with pytest.raises(Invalid):
        list_site(zone, listing("91990000000077001X"), by=applicant)
    assert not Site.objects.exists()


def test_its_manager_is_invited_by_the_zone_in_which_it_stands(
    zone: Zone, other_zone: Zone, applicant: User, stranger: User, contact: User
) -> None:
    site = list_site(zone, listing(), by=applicant)
    for where, person in ((zone, contact), (zone, stranger), (other_zone, stranger)):
        with pytest.raises(NotYours):
            invite_enterprise(site, where, email="new@example.org", name="示例", by=person)
    assert not Invitation.objects.exists()
    made, _token = invite_enterprise(site, zone, email="new@example.org", name="示例", by=applicant)
    assert (made.role, made.organization) == (Role.MANAGER, site.organization)
    with pytest.raises(SomebodyWasFaster, match="open already"):
        invite_enterprise(site, zone, email="again@example.org", name="示例", by=applicant)


def test_nobody_is_invited_into_an_enterprise_that_looks_after_itself(zone: Zone, applicant: User) -> None:
    site = list_site(zone, listing(), by=applicant)
    factories.member(site.organization, Role.MANAGER)
    with pytest.raises(Refused, match="has joined already"):
        invite_enterprise(site, zone, email="new@example.org", name="示例", by=applicant)
    assert not Invitation.objects.exists()


def test_past_years_stay_with_the_old_zone(zone: Zone, applicant: User, stranger: User) -> None:
    site = list_site(zone, listing(), by=applicant)
    with pytest.raises(NotYours):
        end_affiliation(site, zone, until_year=2024, by=stranger)
    with pytest.raises(Invalid):
        end_affiliation(site, zone, until_year=2022, by=applicant)
    end_affiliation(site, zone, until_year=2024, by=applicant)
    assert [Site.objects.within(zone, year).count() for year in (2022, 2023, 2024, 2025)] == [0, 1, 1, 0]
    with pytest.raises(SomebodyWasFaster):
        end_affiliation(site, zone, until_year=2025, by=applicant)
    with pytest.raises(NotYours):
        invite_enterprise(site, zone, email="new@example.org", name="示例", by=applicant)


def test_a_site_that_left_comes_back_as_what_it_was(
    zone: Zone, other_zone: Zone, applicant: User, stranger: User
) -> None:
    site = list_site(zone, listing(), by=applicant)
    with pytest.raises(StandsElsewhere):
        list_site(other_zone, listing(since=2025), by=stranger)
    end_affiliation(site, zone, until_year=2024, by=applicant)
    with pytest.raises(Invalid, match="up to 2024") as refused:
        list_site(other_zone, listing(since=2024), by=stranger)
    assert (refused.value.field, Affiliation.objects.count()) == ("since_year", 1)
    assert list_site(other_zone, listing(since=2025), by=stranger) == site
    assert [Site.objects.within(other_zone, year).count() for year in (2024, 2025)] == [0, 1]
    assert Site.objects.within(zone, 2024).get() == site

"""Providers, needs and offers: released by the office, matched by field, service and region, followed up to the record."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from demonstrations.served import actions, rules
from demonstrations.served.models import Follow, Match, Posting, Provider, Release, Side
from program.people.models import Organization, OrganizationKind, Role, User
from program.refusals import Invalid, NotYours, SomebodyWasFaster
from program.zones.models import Zone
from tests import factories
from tests.conftest import SignIn
from tests.demonstrations.served import casework

pytestmark = pytest.mark.django_db
PHONE = "010-55556666"


# ---------------------------------------------------------------- the directory
def test_entered_by_themselves_and_released_by_the_office(
    provider_organization: Organization, server: User, clerk: User, stranger: User, client: Client
) -> None:
    with pytest.raises(NotYours):
        actions.enter_provider(provider_organization, casework.provider_values(), by=stranger)
    made = casework.provider(provider_organization, server, None, contact_phone=PHONE)
    where = reverse("served:providers")
    assert "示例节能服务院" not in client.get(where).content.decode()
    with pytest.raises(NotYours):
        actions.release(made, by=server, seen=1)
    actions.release(made, by=clerk, seen=1)
    page = client.get(where).content.decode()
    assert provider_organization.name in page
    assert PHONE not in page
    with pytest.raises(SomebodyWasFaster):
        actions.enter_provider(provider_organization, casework.provider_values(), by=server)
    changed = actions.change_entry(made, casework.provider_values(introduction="新"), by=server, seen=1)
    assert changed.state == Release.WAITING  # and off the public page until it is released anew
    assert provider_organization.name not in client.get(where).content.decode()


def test_whoever_checks_or_decides_offers_nothing(managing_body: Organization, applicant: User) -> None:
    with pytest.raises(NotYours):
        actions.enter_provider(managing_body, casework.provider_values(), by=applicant)
    assert not Provider.objects.exists()


def test_of_fewer_than_three_enterprises_no_sum_is_published(
    zone: Zone, applicant: User, reviewer: User, provider: Provider, client: Client
) -> None:
    for number in (1, 2):
        casework.counted(zone, applicant, reviewer, provider=provider.organization)
        found = rules.measured([provider])[provider.organization_id]
        assert (found.records, set(found.saved.values())) == (None, {None}), number
    casework.counted(zone, applicant, reviewer, provider=provider.organization)
    found = rules.measured([provider])[provider.organization_id]
    assert (found.records, list(found.saved.values())) == (3, [Decimal(60)])
    assert "60" in client.get(reverse("served:providers")).content.decode()


# ---------------------------------------------------------------- needs and offers
@pytest.fixture
def need(firm: Organization, firm_manager: User, clerk: User) -> Posting:
    return casework.posted(firm, Side.NEED, firm_manager, clerk, contact_phone=PHONE)


@pytest.fixture
def offer(provider: Provider, server: User, clerk: User) -> Posting:
    return casework.posted(
        provider.organization, Side.OFFER, server, clerk, title="示例改造服务", province=""
    )


def test_who_posts_what(
    firm: Organization, firm_manager: User, provider_organization: Organization, server: User, applicant: User,
    managing_body: Organization, zone: Zone,
) -> None:  # fmt: skip
    values = casework.posting_values()
    actions.post(managing_body, Side.NEED, values, by=applicant)  # a zone needs a service too
    for organization, side, person in (
        (firm, Side.NEED, server), (provider_organization, Side.NEED, server),
        (provider_organization, Side.OFFER, server),  # not in the directory yet
        (firm, Side.OFFER, firm_manager), (managing_body, Side.OFFER, applicant),
    ):  # fmt: skip
        with pytest.raises(NotYours):
            actions.post(organization, side, values, by=person)
    with pytest.raises(Invalid, match="province"):
        actions.post(firm, Side.NEED, values | {"province": ""}, by=firm_manager)
    assert Posting.objects.count() == 1


def test_suggested_by_field_service_and_region(
    need: Posting, offer: Posting, provider: Provider, server: User, clerk: User
) -> None:
    for other in ({"field": "ozone"}, {"service": "air"}, {"province": "33"}):
        casework.posted(provider.organization, Side.OFFER, server, clerk, **other)
    casework.posted(provider.organization, Side.OFFER, server, None)  # waits
    assert list(rules.fitting(need)) == [offer]
    assert list(rules.fitting(offer)) == [need]
    assert list(rules.providers_fitting(need)) == [provider]


def test_everybody_reads_what_is_released_without_the_contact(
    need: Posting,
    offer: Posting,
    client: Client,
    signed_in: SignIn,
    stranger: User,
    firm_manager: User,
    clerk: User,
) -> None:
    page = client.get(reverse("served:needs")).content.decode()
    assert (need.title in page, offer.title in page, PHONE in page) == (True, True, False)
    for person, shown in ((stranger, False), (firm_manager, True), (clerk, True)):
        assert (PHONE in signed_in(person).get(need.get_absolute_url()).content.decode()) is shown


def test_interest_followed_up_to_the_record(
    need: Posting, offer: Posting, zone: Zone, server: User, firm_manager: User, stranger: User, firm: Organization,
    provider: Provider, signed_in: SignIn,
) -> None:  # fmt: skip
    with pytest.raises(NotYours):
        actions.note_interest(need, offer, text="", by=stranger)
    browser = signed_in(server)
    assert PHONE not in browser.get(need.get_absolute_url()).content.decode()
    answer = browser.post(reverse("served:interest", args=[offer.pk, need.pk]), {"text": "可以承接"})
    made = Match.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert PHONE in browser.get(made.get_absolute_url()).content.decode()
    assert signed_in(stranger).get(made.get_absolute_url()).status_code == 404
    with pytest.raises(SomebodyWasFaster):
        actions.note_interest(need, offer, text="", by=firm_manager)
    with pytest.raises(SomebodyWasFaster):
        actions.follow(made, Follow.CONTRACTED, by=server, seen="noted")
    made = actions.follow(made, Follow.CONTACTED, by=firm_manager, seen="noted")
    made = actions.follow(made, Follow.CONTRACTED, by=server, seen="contacted")
    with pytest.raises(Invalid):
        actions.follow(made, Follow.RECORDED, by=server, seen="contracted")
    record = actions.open_record(zone, casework.entered(firm), by=server, provider=provider)
    posted = {"recorded-record": str(record.pk), "recorded-text": "", "seen": "contracted"}
    assert browser.post(reverse("served:follow", args=[made.pk, "recorded"]), posted).status_code == 302
    made.refresh_from_db()
    assert (made.step, made.record) == (Follow.RECORDED, record)


def test_a_record_of_somebody_else_is_not_linked(
    need: Posting, offer: Posting, zone: Zone, server: User, provider: Provider, applicant: User
) -> None:
    made = actions.note_interest(need, offer, text="", by=server)
    made = actions.follow(made, Follow.CONTACTED, by=server, seen="noted")
    made = actions.follow(made, Follow.CONTRACTED, by=server, seen="contacted")
    other = actions.open_record(
        zone, casework.entered(casework.enterprise(zone)), by=server, provider=provider
    )
    with pytest.raises(Invalid):
        actions.follow(made, Follow.RECORDED, by=server, seen="contracted", record=other)
    made.refresh_from_db()
    assert (made.step, made.record) == (Follow.CONTRACTED, None)


def test_forms_of_provider_and_posting(
    provider_organization: Organization,
    server: User,
    firm: Organization,
    firm_manager: User,
    clerk: User,
    signed_in: SignIn,
) -> None:
    browser = signed_in(server)
    values = {key: value for key, value in casework.provider_values().items() if key != "introduction"}
    assert browser.post(reverse("served:provider_new"), values).status_code == 422
    assert browser.post(reverse("served:provider_new"), casework.provider_values()).status_code == 302
    made = Provider.objects.get()
    assert sorted(row.code for row in made.scopes.all()) == ["32", "energy_saving", "retrofit"]
    office = signed_in(clerk)
    assert office.post(reverse("served:provider_return", args=[made.pk]), {}).status_code == 422
    given = {"return-reason": "请补充资质。", "return-revision": "1"}
    assert office.post(reverse("served:provider_return", args=[made.pk]), given).status_code == 302
    page = browser.get(made.get_absolute_url()).content.decode()
    assert "请补充资质。" in page
    where = reverse("served:posting_new", args=["need"])
    assert signed_in(firm_manager).post(where, casework.posting_values(province="99")).status_code == 422
    assert signed_in(firm_manager).post(where, casework.posting_values()).status_code == 302
    assert browser.get(reverse("served:posting_new", args=["gift"])).status_code == 404


def test_a_zone_s_contact_and_an_expert_post_nothing(contact: User, expert: User, signed_in: SignIn) -> None:
    for person in (contact, expert):
        assert signed_in(person).get(reverse("served:posting_new", args=["need"])).status_code == 403


def test_an_organization_of_the_office_is_none(office: Organization, clerk: User) -> None:
    factories.grant(clerk, office, Role.CONTACT)
    assert office.kind == OrganizationKind.SPECIAL_OFFICE
    with pytest.raises(NotYours):
        actions.enter_provider(office, casework.provider_values(), by=clerk)

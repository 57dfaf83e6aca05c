"""Whoever checks: passes, sends back item by item, opens again, reminds; one, or many at once."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from program.desk.work import waiting_for
from program.indicators import actions
from program.indicators.models import Declaration, Remark, State
from program.journal.models import Line, Verb
from program.notify.models import Message, Text
from program.people.http import PASSED
from program.people.models import OrganizationKind, Role, User
from program.refusals import Incomplete, NotYours, Refused, SomebodyWasFaster
from program.zones.actions import Listing, list_site
from program.zones.models import Site, Zone
from tests import factories
from tests.conftest import Keep, SignIn
from tests.indicators.conftest import GOOD, YEAR, cells

pytestmark = pytest.mark.django_db
PLACE = "energy:electricity:production"


def desk_of(user: User) -> list[tuple[str, str]]:
    return [(item.title, item.note) for item in waiting_for(User.objects.get(pk=user.pk))]


def board_of(zone: Zone) -> str:
    return f"{reverse('indicators:board', args=[zone.code])}?year={YEAR}"


def passed(browser: Client) -> Client:
    """With the second factor, which the office needs."""
    session = browser.session
    session[PASSED] = True
    session.save()
    return browser


def told(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


# ---------------------------------------------------------------- who may
def test_who_passes_what(
    submitted: Declaration, firm: User, contact: User, stranger: User, clerk: User
) -> None:
    for person in (firm, contact, stranger, clerk):
        with pytest.raises(NotYours):
            actions.accept(submitted, by=person)
        with pytest.raises(NotYours):
            actions.return_(submitted, [("", "请改")], by=person)
    submitted.refresh_from_db()
    assert (submitted.state, Remark.objects.count()) == (State.SUBMITTED, 0)


def test_the_office_checks_the_zone(
    zone: Zone, reviewer: User, applicant: User, clerk: User, factors: None
) -> None:
    own = actions.begin(zone, None, YEAR, by=reviewer)
    actions.enter(own, cells({"item:zone_area": "38.6"}, of_zone=True), revision=0, by=reviewer)
    own = actions.submit(own, by=reviewer)
    with pytest.raises(NotYours):
        actions.accept(own, by=applicant)
    assert desk_of(clerk) == [("Example High-Tech Zone", f"declaration for {YEAR}, to be checked")]
    assert actions.accept(own, by=clerk).state == State.ACCEPTED


def test_two_at_once(submitted: Declaration, applicant: User, reviewer: User) -> None:
    actions.accept(submitted, by=reviewer)
    with pytest.raises(SomebodyWasFaster):
        actions.return_(submitted, [("", "请改")], by=applicant)
    assert not Remark.objects.exists()


# ---------------------------------------------------------------- sent back item by item
def test_sent_back_item_by_item(
    submitted: Declaration, applicant: User, firm: User, signed_in: SignIn
) -> None:
    where = reverse("indicators:return", args=[submitted.pk])
    browser = signed_in(applicant)
    assert browser.post(where, {"remark": " "}).status_code == 422
    assert not Remark.objects.exists()
    too_long = browser.post(where, {f"remark:{PLACE}": "长" * 301})
    assert (too_long.status_code, Remark.objects.count()) == (422, 0)
    response = browser.post(where, {"remark": "请补充依据。", f"remark:{PLACE}": "与对账单不符。"})
    assert response.status_code == 302
    assert list(Remark.objects.values_list("place", "text")) == [
        ("", "请补充依据。"),
        (PLACE, "与对账单不符。"),
    ]
    assert desk_of(firm) == [("Example Machines", f"declaration for {YEAR}, returned: to be changed")]
    page = signed_in(firm).get(submitted.get_absolute_url()).content.decode()
    assert page.index("请补充依据。") < page.index(f'data-place="{PLACE}"') < page.index("与对账单不符。")
    assert browser.post(where, {"remark": "再改"}).status_code == 409
    actions.submit(submitted, by=firm)
    assert not Remark.objects.filter(settled_at=None).exists()


def test_what_is_sent_back_says_what(submitted: Declaration, applicant: User) -> None:
    with pytest.raises(Incomplete):
        actions.return_(submitted, [(PLACE, "  ")], by=applicant)
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


def test_whoever_checks_reads_what_was_handed_in(
    submitted: Declaration, applicant: User, firm: User, signed_in: SignIn
) -> None:
    """Not what is being changed meanwhile."""
    actions.return_(submitted, [("", "请改")], by=applicant)
    actions.enter(submitted, cells({PLACE: "9999"}), revision=1, by=firm)
    page = signed_in(applicant).get(submitted.get_absolute_url()).content.decode()
    assert "1,180.5" in page
    assert "9,999" not in page


def test_a_draft_shows_no_figures_to_whoever_checks(
    filled: Declaration, applicant: User, signed_in: SignIn
) -> None:
    page = signed_in(applicant).get(filled.get_absolute_url()).content.decode()
    assert "This declaration is being filled in." in page
    assert "1180.5" not in page.replace(",", "")


# ---------------------------------------------------------------- many at once
@pytest.fixture
def second(zone: Zone, applicant: User, factors: None) -> Declaration:
    """Another enterprise's, handed in."""
    enterprise = factories.organization(
        OrganizationKind.ENTERPRISE, credit_code=factories.credit_code(prefix="91"), name_en="Second Firm"
    )
    site = list_site(
        zone, Listing(enterprise.credit_code, enterprise.name_zh, "二厂", "39", 2020), by=applicant
    )
    manager = factories.member(enterprise, Role.MANAGER)
    begun = actions.begin(zone, site, YEAR, by=manager)
    return actions.submit(actions.enter(begun, cells(GOOD), revision=0, by=manager), by=manager)


def test_many_at_once_each_its_own_verb(
    submitted: Declaration,
    second: Declaration,
    zone: Zone,
    applicant: User,
    reviewer: User,
    signed_in: SignIn,
) -> None:
    where = f"{reverse('indicators:accept_many', args=[zone.code])}?year={YEAR}"
    ticked = {"declaration": [submitted.pk, second.pk]}
    browser = signed_in(applicant)
    shown = browser.post(where, ticked)
    assert (shown.status_code, Declaration.objects.in_force().count()) == (200, 0)
    actions.return_(second, [("", "请改")], by=reviewer)
    done = browser.post(where, {**ticked, "confirm": "1"}, follow=True)
    assert told(done) == [
        "1 declarations were accepted.",
        f"Second Firm was not accepted: {SomebodyWasFaster.sentence}",
    ]
    assert list(Declaration.objects.in_force()) == [submitted]


def test_nothing_ticked(submitted: Declaration, zone: Zone, applicant: User, signed_in: SignIn) -> None:
    where = f"{reverse('indicators:accept_many', args=[zone.code])}?year={YEAR}"
    for ticked in ([], ["x"], ["9" * 30], ["999999"]):
        response = signed_in(applicant).post(where, {"declaration": ticked, "confirm": "1"}, follow=True)
        assert told(response) == ["Tick at least one declaration that waits to be checked."]
    assert not Declaration.objects.in_force().exists()


def test_a_board_is_read_only_for_the_office(
    submitted: Declaration, zone: Zone, clerk: User, contact: User, signed_in: SignIn
) -> None:
    for person in (clerk, contact):
        browser = passed(signed_in(person))
        assert browser.get(board_of(zone)).status_code == 200
        for name in ("accept_many", "remind", "list_site"):
            response = browser.post(
                reverse(f"indicators:{name}", args=[zone.code]), {"declaration": submitted.pk}
            )
            assert response.status_code == 403, name
    assert not Declaration.objects.in_force().exists()


def test_a_stranger_finds_no_board(zone: Zone, stranger: User, firm: User, signed_in: SignIn) -> None:
    for person in (stranger, firm):
        assert signed_in(person).get(board_of(zone)).status_code == 404


# ---------------------------------------------------------------- remind, list, invite
def test_reminded_once_a_day(
    site: Site, firm: User, zone: Zone, applicant: User, keep_promises: Keep
) -> None:
    actions.remind(zone, YEAR, by=applicant)
    with pytest.raises(Refused):
        actions.remind(zone, YEAR, by=applicant)
    assert keep_promises() == []
    assert list(Message.objects.values_list("recipient", "text")) == [(firm.pk, Text.DECLARE_PLEASE)]
    assert Line.objects.filter(verb=Verb.REMIND_DECLARANTS).count() == 1


def test_listed_and_invited_from_the_board(
    zone: Zone, applicant: User, factors: None, signed_in: SignIn
) -> None:
    browser = signed_in(applicant)
    where = f"{reverse('indicators:list_site', args=[zone.code])}?year={YEAR}"
    given = {
        "credit_code": factories.credit_code(prefix="91"),
        "name_zh": "示例新厂",
        "site": "总厂",
        "industry": "39",
    }
    for wrong in (
        {"industry": "3"},
        {"industry": "３９"},
        {"credit_code": "123"},
        {"since_year": "2999"},
        {"since_year": "1e3"},
    ):
        response = browser.post(where, {**given, "since_year": "2024", **wrong})
        assert (response.status_code, Site.objects.count()) == (422, 0), wrong
    listed = browser.post(where, {**given, "since_year": "2024"})
    site = Site.objects.get()
    assert listed.headers["Location"] == reverse("indicators:invite_enterprise", args=[zone.code, site.pk])
    again = browser.post(where, {**given, "since_year": "2024"})
    assert (again.status_code, Site.objects.count()) == (409, 1)
    invited = browser.post(listed.headers["Location"], {"email": "boss@example.org", "name": "示例厂长"})
    assert (invited.status_code, site.organization.invitations.count()) == (302, 1)
    page = browser.get(board_of(zone)).content.decode()
    assert "示例新厂" in page


def test_a_board_costs_the_same_however_many_declare(
    submitted: Declaration, zone: Zone, applicant: User, signed_in: SignIn
) -> None:
    browser = signed_in(applicant)
    browser.get(board_of(zone))
    with CaptureQueriesContext(connection) as one:
        assert browser.get(board_of(zone)).status_code == 200
    for number in range(12):
        enterprise = factories.organization(
            OrganizationKind.ENTERPRISE,
            credit_code=factories.credit_code(prefix="91"),
            name_en=f"Firm {number}",
        )
        list_site(zone, Listing(enterprise.credit_code, enterprise.name_zh, "厂", "39", 2020), by=applicant)
    with CaptureQueriesContext(connection) as many:
        page = browser.get(board_of(zone))
    assert [page.context["board"].counts[state] for state in ("none", "submitted")] == [12, 1]
    assert len(many) == len(one) <= 15


def test_nobody_checks_what_they_handed_in_themselves(submitted: Declaration, firm: User, zone: Zone) -> None:
    """Who declares for the enterprise and reviews for the zone does one of the two."""
    factories.grant(firm, zone.managements.get().organization, Role.ZONE_REVIEWER)
    with pytest.raises(NotYours):
        actions.accept(submitted, by=firm)
    with pytest.raises(NotYours):
        actions.return_(submitted, [("", "请改")], by=firm)
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


def test_only_what_is_in_force_is_opened_again(submitted: Declaration, firm: User, applicant: User) -> None:
    with pytest.raises(SomebodyWasFaster):
        actions.ask_reopening(submitted, reason="数据有误", by=firm)
    accepted = actions.accept(submitted, by=applicant)
    fresh = actions.reopen(actions.ask_reopening(accepted, reason="数据有误", by=firm), by=applicant)
    with pytest.raises(SomebodyWasFaster):  # there is a newer version
        actions.ask_reopening(accepted, reason="数据有误", by=firm)
    assert Declaration.objects.newest().get(site=fresh.site_id, year=YEAR) == fresh


def test_who_opens_again_and_only_when_asked(
    accepted: Declaration, firm: User, stranger: User, clerk: User, applicant: User
) -> None:
    with pytest.raises(SomebodyWasFaster):
        actions.reopen(accepted, by=applicant)
    with pytest.raises(SomebodyWasFaster):
        actions.decline_reopening(accepted, reason="不必", by=applicant)
    asked = actions.ask_reopening(accepted, reason="数据有误", by=firm)
    for person in (firm, stranger, clerk):
        with pytest.raises(NotYours):
            actions.reopen(asked, by=person)
        with pytest.raises(NotYours):
            actions.decline_reopening(asked, reason="不必", by=person)
    assert Declaration.objects.count() == 1

"""How managing bodies and recommending bodies join: by one-time link, with their credit code."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client
from django.urls import reverse

from program import clock
from program.journal.models import Line, Verb
from program.notify.models import Letter
from program.people import actions as people
from program.people.models import Invitation, Membership, Organization, OrganizationKind, Role, User
from program.people.steps import Newcomer
from program.refusals import Gone, Invalid, NotYours, Refused, SomebodyWasFaster
from program.zones import actions
from program.zones.models import Management, RecommendingBody, Zone
from program.zones.steps import Joining
from tests import factories
from tests.conftest import Keep, SignIn

ENTERED = {
    "name_zh": "示例新区管委会",
    "name_en": "New Zone Committee",
    "address": "示例路2号",
    "username": "newcomer",
    "name": "示例新人",
    "phone": "010-00000000",
    "password": "quiet-river-2026",
    "again": "quiet-river-2026",
}


@pytest.fixture
def lone_zone(recommending_body: RecommendingBody) -> Zone:
    """A zone whose managing body has not joined."""
    return factories.zone(recommending_body, code="SL3299", name_zh="示例新区", name_en="New Zone")


@pytest.fixture
def lone_body(db: None) -> RecommendingBody:
    """A recommending body that has not joined."""
    return factories.recommending_body(code="X3400")


def newcomer(username: str = "newcomer") -> Newcomer:
    return Newcomer(username=username, name="示例新人", phone="", password=make_password(factories.PASSWORD))


def joining(code: str = "") -> Joining:
    return Joining(code or factories.credit_code(), "示例新区管委会", "New Zone Committee", "示例路2号")


def invite(zone: Zone, by: User) -> tuple[Invitation, str]:
    return actions.invite_managing_body(zone, email="new@example.org", name="示例新人", by=by)


def left_behind() -> dict[str, int]:
    """What a refusal must leave as it was."""
    counted = (User, Organization, Membership, Management, Line, Letter)
    return {model.__name__: model.objects.count() for model in counted} | {
        "open": Invitation.objects.open(clock.now()).count()
    }


# ---------------------------------------------------------------- inviting
@pytest.mark.parametrize("who", ["clerk", "director"])
def test_the_office_invites_the_managing_body_of_a_zone(
    who: str, lone_zone: Zone, request: pytest.FixtureRequest, keep_promises: Keep
) -> None:
    by = request.getfixturevalue(who)
    invitation, token = invite(lone_zone, by)
    assert (invitation.role, invitation.organization) == (Role.MANAGER, None)
    assert keep_promises() == []
    assert re.findall(r"/invitations/([\w-]+)/", str(mail.outbox[0].body)) == [token]
    assert "New Zone" in mail.outbox[0].body
    assert Line.objects.get().subject == "SL3299"


NOT_THE_OFFICE = [
    "admin", "security", "auditor", "supervisor", "expert", "inspector", "applicant", "contact", "recommender",
]  # fmt: skip


@pytest.mark.parametrize("who", NOT_THE_OFFICE)
def test_nobody_else_does(
    who: str, lone_zone: Zone, lone_body: RecommendingBody, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)
    before = left_behind()
    with pytest.raises(NotYours):
        invite(lone_zone, by)
    with pytest.raises(NotYours):
        actions.invite_recommending_body(lone_body, email="new@example.org", name="x", by=by)
    assert left_behind() == before


def test_one_invitation_at_a_time(
    lone_zone: Zone, lone_body: RecommendingBody, clerk: User, signed_in: SignIn
) -> None:
    first, _token = invite(lone_zone, clerk)
    actions.invite_recommending_body(lone_body, email="new@example.org", name="x", by=clerk)
    before = left_behind()
    with pytest.raises(SomebodyWasFaster, match="Take it back"):
        invite(lone_zone, clerk)
    with pytest.raises(SomebodyWasFaster, match="Take it back"):
        actions.invite_recommending_body(lone_body, email="other@example.org", name="x", by=clerk)
    entered = {"email": "other@example.org", "name": "x"}
    late = signed_in(clerk).post(reverse("zones:invite", args=[lone_zone.code]), entered)
    assert (late.status_code, list(late.context["form"].errors)) == (409, ["email"])
    assert left_behind() == before
    people.revoke(first, by=clerk)
    assert invite(lone_zone, clerk)[0].email == "new@example.org"


def test_who_has_joined_is_not_invited_again(
    zone: Zone, recommending_body: RecommendingBody, clerk: User
) -> None:
    before = left_behind()
    with pytest.raises(Refused, match="has a managing body already"):
        invite(zone, clerk)
    with pytest.raises(Refused, match="has joined already"):
        actions.invite_recommending_body(recommending_body, email="new@example.org", name="x", by=clerk)
    assert left_behind() == before


# ---------------------------------------------------------------- joining
def test_a_managing_body_joins_and_takes_its_zone(lone_zone: Zone, clerk: User) -> None:
    _invitation, token = invite(lone_zone, clerk)
    organization = actions.onboard(token, joining(), newcomer=newcomer())
    assert (organization.kind, organization.province) == (OrganizationKind.MANAGING_BODY, lone_zone.province)
    management = Management.objects.get(zone=lone_zone)
    assert (management.organization, management.until) == (organization, None)
    membership = Membership.objects.get(organization=organization)
    assert (membership.user.username, membership.role, membership.granted_by) == (
        "newcomer",
        Role.MANAGER,
        clerk,
    )
    assert Line.objects.filter(verb=Verb.ONBOARD, actor=membership.user, subject="SL3299").count() == 1
    with pytest.raises(Gone, match="used already"):
        actions.onboard(token, joining(), newcomer=newcomer("another"))


def test_a_recommending_body_joins_with_its_first_recommender(
    lone_body: RecommendingBody, clerk: User
) -> None:
    _invitation, token = actions.invite_recommending_body(
        lone_body, email="new@example.org", name="x", by=clerk
    )
    organization = actions.onboard(token, joining(), newcomer=newcomer())
    lone_body.refresh_from_db()
    assert lone_body.organization == organization
    assert Membership.objects.get(organization=organization).role == Role.RECOMMENDER


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("123", "has 18 characters; this one has 3"),
        ("12990000000000001", "has 18 characters; this one has 17"),
        (factories.credit_code(1)[:-1] + "I", "check character does not fit"),
        (factories.credit_code(1)[:-1] + "！", "check character does not fit"),
        (factories.credit_code(1, prefix="91").replace("9", "９"), "18 digits and capital letters"),
        (factories.credit_code(1)[:4] + " " + factories.credit_code(1)[4:], "without spaces"),
        ("", "has 18 characters; this one has 0"),
    ],
)
def test_a_wrong_credit_code_is_refused_at_its_field(
    lone_zone: Zone, clerk: User, client: Client, code: str, sentence: str
) -> None:
    _invitation, token = invite(lone_zone, clerk)
    before = left_behind()
    with pytest.raises(Invalid, match=sentence) as refused:
        actions.onboard(token, Joining(code, "示例", "", ""), newcomer=newcomer())
    assert refused.value.field == "credit_code"
    page = client.post(reverse("zones:onboarding", args=[token]), ENTERED | {"credit_code": code})
    assert page.status_code == 200
    assert page.context["joining"].has_error("credit_code")
    assert left_behind() == before


def test_a_code_of_another_kind_is_refused_at_its_field(lone_zone: Zone, clerk: User) -> None:
    enterprise = factories.organization(OrganizationKind.ENTERPRISE)
    _invitation, token = invite(lone_zone, clerk)
    before = left_behind()
    with pytest.raises(Invalid, match="another kind: enterprise") as refused:
        actions.onboard(token, joining(enterprise.credit_code), newcomer=newcomer())
    assert refused.value.field == "credit_code"
    assert left_behind() == before


def test_a_link_does_not_open_another_organisations_door(
    lone_zone: Zone, clerk: User, managing_body: Organization, applicant: User, stranger: User
) -> None:
    _invitation, token = invite(lone_zone, clerk)
    before = left_behind()
    for entering in ({"newcomer": newcomer()}, {"by": stranger}):
        with pytest.raises(Invalid, match="has joined already") as refused:
            actions.onboard(token, joining(managing_body.credit_code), **entering)
        assert refused.value.field == "credit_code"
    assert left_behind() == before


def test_its_own_manager_brings_an_organisation_along(
    lone_zone: Zone, clerk: User, managing_body: Organization, applicant: User
) -> None:
    _invitation, token = invite(lone_zone, clerk)
    organizations = Organization.objects.count()
    assert actions.onboard(token, joining(managing_body.credit_code), by=applicant) == managing_body
    assert Organization.objects.count() == organizations
    managed = Zone.objects.managed_by(applicant).order_by("code")
    assert [zone.code for zone in managed] == ["SL3201", "SL3299"]
    assert applicant.memberships.current().count() == 1


def test_an_organisation_that_nobody_looks_after_can_be_taken_up(lone_zone: Zone, clerk: User) -> None:
    known = factories.organization(name_zh="示例旧管委会")
    _invitation, token = invite(lone_zone, clerk)
    assert actions.onboard(token, joining(known.credit_code), newcomer=newcomer()) == known


def test_a_body_has_one_organisation_and_an_organisation_one_body(
    lone_body: RecommendingBody, clerk: User, recommending_body: RecommendingBody, recommender: User
) -> None:
    assert recommending_body.organization is not None
    _invitation, token = actions.invite_recommending_body(
        lone_body, email="new@example.org", name="x", by=clerk
    )
    before = left_behind()
    with pytest.raises(Invalid, match="another recommending body already"):
        actions.onboard(token, joining(recommending_body.organization.credit_code), by=recommender)
    assert left_behind() == before


def test_if_the_zone_was_taken_meanwhile_nothing_is_half_done(
    lone_zone: Zone, clerk: User, stranger_organization: Organization
) -> None:
    _invitation, token = invite(lone_zone, clerk)
    Management.objects.create(zone=lone_zone, organization=stranger_organization)
    before = left_behind()
    with pytest.raises(Refused, match="has a managing body already"):
        actions.onboard(token, joining(), newcomer=newcomer())
    assert left_behind() == before


def test_links_for_people_and_for_organisations_are_not_mixed_up(
    lone_zone: Zone, clerk: User, managing_body: Organization, applicant: User
) -> None:
    _invitation, for_zone = invite(lone_zone, clerk)
    _invitation, for_person = people.invite(
        managing_body, email="p@example.org", name="x", role=Role.CONTACT, by=applicant
    )
    before = left_behind()
    with pytest.raises(Refused, match="yet to join"):
        people.accept(for_zone, newcomer=newcomer())
    with pytest.raises(Refused, match="for a person"):
        actions.onboard(for_person, joining(), newcomer=newcomer())
    assert left_behind() == before


# ---------------------------------------------------------------- by clicking
def test_from_the_zones_page_to_the_first_manager(
    lone_zone: Zone, clerk: User, signed_in: SignIn, client: Client
) -> None:
    office = signed_in(clerk)
    assert "Invite the managing body" in office.get(lone_zone.get_absolute_url()).content.decode()
    invited = office.post(
        reverse("zones:invite", args=["SL3299"]),
        {"email": "new@example.org", "name": "示例新人"},
        follow=True,
    )
    found = re.search(r"(/invitations/[\w-]+/)", invited.content.decode())
    assert found
    assert "Take back" in invited.content.decode()

    page = client.get(found[1], follow=True)
    assert page.redirect_chain == [(f"{found[1]}organization/", 302)]
    assert "示例新人" in page.content.decode()
    answer = client.post(f"{found[1]}organization/", ENTERED | {"credit_code": factories.credit_code()})
    assert answer.status_code == 302
    assert client.get(reverse("people:members")).status_code == 200
    assert "New Zone Committee" in office.get(lone_zone.get_absolute_url()).content.decode()
    for address in (found[1], f"{found[1]}organization/"):
        assert Client().get(address).status_code == 410


def test_both_forms_say_what_is_wrong_at_once(lone_zone: Zone, clerk: User, client: Client) -> None:
    _invitation, token = invite(lone_zone, clerk)
    before = left_behind()
    page = client.post(reverse("zones:onboarding", args=[token]), {})
    assert page.context["joining"].has_error("credit_code")
    assert page.context["account"].has_error("username")
    assert left_behind() == before


def test_the_office_takes_an_invitation_back_on_the_zones_page(
    lone_zone: Zone, clerk: User, applicant: User, auditor: User, signed_in: SignIn
) -> None:
    invitation, token = invite(lone_zone, clerk)
    address = reverse("people:revoke", args=[invitation.pk])
    assert signed_in(applicant).post(address).status_code == 404
    assert signed_in(auditor).post(address).status_code == 403
    answer = signed_in(clerk).post(address, {"next": lone_zone.get_absolute_url()})
    assert answer["Location"] == lone_zone.get_absolute_url()
    assert Client().get(reverse("zones:onboarding", args=[token])).status_code == 410

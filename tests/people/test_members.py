"""The people of an organisation: who sees them, who ends a role."""

import pytest
from django.urls import reverse

from program.journal.models import Line, Verb
from program.people import actions
from program.people.models import Invitation, Membership, Organization, Role, User
from program.refusals import NotYours, Refused
from tests import factories
from tests.conftest import Asks, SignIn

MEMBERS = "/members/"


def of(user: User) -> Membership:
    return user.memberships.current().get()


# ---------------------------------------------------------------- ending a role
def test_a_manager_ends_a_role_and_the_sessions_end_with_it(
    applicant: User, contact: User, signed_in: SignIn
) -> None:
    browser = signed_in(contact)
    assert browser.get(reverse("people:profile")).status_code == 200
    actions.end_membership(of(contact), by=applicant)
    assert not contact.memberships.current().exists()
    assert browser.get(reverse("people:profile")).status_code == 302
    line = Line.objects.get(verb=Verb.END_MEMBERSHIP)
    assert (line.actor, line.facts) == (applicant, {"person": "Contact", "role": "contact"})


def test_with_another_role_left_one_signs_in_again(
    applicant: User, contact: User, stranger_organization: Organization, signed_in: SignIn
) -> None:
    factories.grant(contact, stranger_organization, Role.CONTACT)
    browser = signed_in(contact)
    actions.end_membership(
        contact.memberships.get(organization__managements__zone__code="SL3201"), by=applicant
    )
    assert browser.get(reverse("people:profile")).status_code == 302
    assert signed_in(User.objects.get(pk=contact.pk)).get(reverse("people:profile")).status_code == 200


def test_the_last_manager_stays(applicant: User, contact: User) -> None:
    with pytest.raises(Refused, match="Invite a successor first"):
        actions.end_membership(of(applicant), by=applicant)
    assert of(applicant).ended_at is None
    assert Line.objects.count() == 0


def test_with_a_successor_a_manager_may_go(managing_body: Organization, applicant: User) -> None:
    successor = factories.member(managing_body, Role.MANAGER)
    actions.end_membership(of(applicant), by=successor)
    assert not applicant.memberships.current().exists()


def test_the_last_of_those_who_let_others_in_stay(admin: User, security: User, recommender: User) -> None:
    for person, by in ((admin, security), (security, security), (recommender, recommender)):
        with pytest.raises(Refused, match="Invite a successor first"):
            actions.end_membership(of(person), by=by)
    assert Line.objects.count() == 0


def test_nothing_ends_twice(applicant: User, contact: User) -> None:
    membership = of(contact)
    actions.end_membership(membership, by=applicant)
    with pytest.raises(Refused, match="has ended already"):
        actions.end_membership(membership, by=applicant)
    assert Line.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "whose"),
    [
        ("stranger", "contact"),
        ("contact", "applicant"),
        ("contact", "contact"),
        ("clerk", "contact"),
        ("clerk", "director"),
        ("admin", "expert"),
        ("admin", "clerk"),
        ("admin", "security"),
        ("security", "expert"),
        ("security", "contact"),
        ("auditor", "clerk"),
        ("recommender", "applicant"),
    ],
)
def test_who_may_not_end_whose_role(who: str, whose: str, request: pytest.FixtureRequest) -> None:
    person, other = request.getfixturevalue(who), request.getfixturevalue(whose)
    with pytest.raises(NotYours):
        actions.end_membership(of(other), by=person)
    assert of(other).ended_at is None
    assert Line.objects.count() == 0


# ---------------------------------------------------------------- the page
def test_colleagues_are_seen_and_strangers_are_not(
    applicant: User, contact: User, stranger: User, signed_in: SignIn
) -> None:
    shown = signed_in(contact).get(MEMBERS).content.decode()
    assert applicant.email in shown
    assert stranger.email not in shown
    assert "Invite somebody" not in shown


def test_other_organisations_do_not_exist(
    applicant: User, stranger_organization: Organization, office: Organization, signed_in: SignIn
) -> None:
    browser = signed_in(applicant)
    for wanted in (stranger_organization.pk, office.pk, 10**30, "x", "１", ""):
        assert browser.get(MEMBERS, {"organization": wanted}).status_code == 404
    assert browser.get(MEMBERS, {"order": "x"}).status_code == 400


OFFICE_VIEW = {
    "admin": {"clerk", "director", "auditor", "admin", "security", "supervisor"},
    "clerk": {"clerk", "expert", "inspector"},
    "director": {"director", "expert", "inspector"},
    "auditor": {"clerk", "director", "auditor", "admin", "security", "supervisor", "expert", "inspector"},
    "security": {"clerk", "director", "auditor", "admin", "security", "supervisor"},
    "supervisor": {"supervisor"},
    "expert": {"expert"},
    "inspector": {"inspector"},
}
"""Whom each sees of the office: experts never meet other experts."""


@pytest.mark.parametrize("who", OFFICE_VIEW)
def test_who_sees_whom_in_the_office(who: str, request: pytest.FixtureRequest, signed_in: SignIn) -> None:
    people = {name: request.getfixturevalue(name) for name in OFFICE_VIEW}
    factories.member(request.getfixturevalue("office"), Role.EXPERT, "second_expert")
    shown = signed_in(people[who]).get(MEMBERS).content.decode()
    assert {name for name, person in people.items() if person.email in shown} == OFFICE_VIEW[who]
    assert ("second_expert@" in shown) == ("inspector" in OFFICE_VIEW[who] and who != "inspector")


def test_inviting_on_the_page_shows_the_link_once(applicant: User, signed_in: SignIn) -> None:
    browser = signed_in(applicant)
    entered = {"email": "new@example.org", "name": "新人", "role": "contact"}
    shown = browser.post(MEMBERS, entered, follow=True).content.decode()
    assert "/invitations/" in shown
    assert "new@example.org" in shown
    assert "shown here once" not in browser.get(MEMBERS).content.decode()


@pytest.mark.parametrize(
    ("entered", "sentence"),
    [
        ({"role": "director"}, "Select a valid choice"),
        ({"role": "clerk"}, "Select a valid choice"),
        ({"email": "nowhere"}, "valid email address"),
        ({"email": ""}, "This field is required."),
    ],
)
def test_a_bad_invitation_is_said_at_its_field(
    applicant: User, signed_in: SignIn, entered: dict[str, str], sentence: str
) -> None:
    good = {"email": "new@example.org", "name": "新人", "role": "contact"}
    page = signed_in(applicant).post(MEMBERS, good | entered)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert Invitation.objects.count() == 0


def test_who_may_not_invite_is_refused(contact: User, signed_in: SignIn) -> None:
    entered = {"email": "new@example.org", "name": "新人", "role": "contact"}
    assert signed_in(contact).post(MEMBERS, entered).status_code == 403
    assert Invitation.objects.count() == 0


def test_taking_back_and_ending_on_the_page(
    managing_body: Organization, applicant: User, contact: User, stranger: User, signed_in: SignIn
) -> None:
    invitation, _token = actions.invite(
        managing_body, email="new@example.org", name="x", role=Role.CONTACT, by=applicant
    )
    revoke = reverse("people:revoke", args=[invitation.pk])
    end = reverse("people:end_membership", args=[of(contact).pk])
    for address in (revoke, end):
        assert signed_in(stranger).post(address).status_code == 404
        assert signed_in(applicant).get(address).status_code == 405
    assert signed_in(contact).post(revoke).status_code == 404
    assert signed_in(contact).post(end).status_code == 403
    browser = signed_in(applicant)
    assert browser.post(revoke, {"next": "https://example.com/"})["Location"] == MEMBERS
    assert browser.post(end).status_code == 302
    assert "has ended already" in browser.post(end, follow=True).content.decode()
    assert Invitation.objects.get().revoked_by == applicant
    assert not contact.memberships.current().exists()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_asks_the_same_number_of_queries_whatever_its_length(
    managing_body: Organization,
    applicant: User,
    signed_in: SignIn,
    rows: int,
    asks: Asks,
) -> None:
    for number in range(rows):
        factories.member(managing_body, Role.CONTACT, phone="1")
        actions.invite(
            managing_body, email=f"n{number}@example.org", name="x", role=Role.CONTACT, by=applicant
        )
    browser = signed_in(applicant)
    with asks(8):
        assert browser.get(MEMBERS).status_code == 200

"""One-time links into organisations that have joined."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from program import clock
from program.journal.models import Line, Verb
from program.notify.models import Letter
from program.people import actions
from program.people.models import Invitation, Membership, Organization, Role, User
from program.people.rules import hashed
from program.people.steps import Newcomer
from program.refusals import Gone, NotYours, Refused, SomebodyWasFaster
from tests import factories
from tests.conftest import Keep, SignIn
from tests.races import ON_POSTGRESQL, at_once, came

LINK = re.compile(r"/invitations/([\w-]+)/")
ACCOUNT = {
    "username": "newcomer",
    "name": "示例新人",
    "phone": "010-00000000",
    "password": "quiet-river-2026",
    "again": "quiet-river-2026",
}


def newcomer(username: str = "newcomer") -> Newcomer:
    return Newcomer(username=username, name="示例新人", phone="", password=make_password(factories.PASSWORD))


def invite(organization: Organization, by: User, role: Role = Role.CONTACT) -> tuple[Invitation, str]:
    return actions.invite(organization, email="new@example.org", name="示例新人", role=role, by=by)


def left_behind() -> dict[str, int]:
    """What a refusal must leave as it was."""
    counted = (User, Membership, Line, Letter)
    return {model.__name__: model.objects.count() for model in counted} | {
        "open": Invitation.objects.open(clock.now()).count()
    }


# ---------------------------------------------------------------- inviting
def test_a_manager_invites_and_the_letter_carries_the_only_copy_of_the_token(
    managing_body: Organization, applicant: User, keep_promises: Keep
) -> None:
    invitation, token = invite(managing_body, applicant)
    assert keep_promises() == []
    letter = mail.outbox[0]
    assert letter.to == ["new@example.org"]
    assert LINK.findall(str(letter.body)) == [token]
    assert invitation.token_hash == hashed(token)
    assert invitation.expires_at - invitation.invited_at == timedelta(days=14)
    assert Letter.objects.get().body == ""
    line = Line.objects.get(verb=Verb.INVITE)
    assert (line.actor, line.on_behalf) == (applicant, str(managing_body))
    assert token not in str(line.facts)


MATRIX = {
    "applicant": {"managing_body": {Role.CONTACT, Role.MANAGER, Role.ZONE_REVIEWER}},
    "contact": {},
    "stranger": {},
    "recommender": {"recommending_organization": {Role.RECOMMENDER}},
    "foreign_recommender": {},
    "admin": {
        "office": {Role.CLERK, Role.DIRECTOR, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN, Role.SECURITY}
    },
    "clerk": {
        "office": {Role.EXPERT, Role.INSPECTOR},
        "managing_body": {Role.MANAGER},
        "recommending_organization": {Role.RECOMMENDER},
    },
    "director": {
        "office": {Role.EXPERT, Role.INSPECTOR},
        "managing_body": {Role.MANAGER},
        "recommending_organization": {Role.RECOMMENDER},
    },
    "security": {},
    "auditor": {},
    "supervisor": {},
    "expert": {},
    "inspector": {},
}
"""Who may invite whom into what, written by hand from program.md §2; who confirms and ends: test_separation.py."""


@pytest.mark.parametrize("who", MATRIX)
def test_who_may_invite_whom(who: str, request: pytest.FixtureRequest) -> None:
    body = request.getfixturevalue("recommending_body")
    places = {
        "office": request.getfixturevalue("office"),
        "managing_body": request.getfixturevalue("managing_body"),
        "recommending_organization": body.organization,
    }
    by = request.getfixturevalue(who)
    allowed: dict[str, set[Role]] = {}
    for place, organization in places.items():
        for role in Role:
            before = left_behind()
            try:
                actions.invite(organization, email=f"to-{role}@example.org", name="示例", role=role, by=by)
            except NotYours:
                assert left_behind() == before
            else:
                allowed.setdefault(place, set()).add(role)
    assert allowed == MATRIX[who]


def test_the_same_address_is_not_invited_twice(managing_body: Organization, applicant: User) -> None:
    invite(managing_body, applicant)
    before = left_behind()
    with pytest.raises(SomebodyWasFaster, match="Take it back before you send another") as refused:
        actions.invite(managing_body, email="NEW@example.org", name="x", role=Role.CONTACT, by=applicant)
    assert refused.value.field == "email"
    assert left_behind() == before


def test_whom_the_page_shows_is_no_lost_race_but_a_mistake(
    managing_body: Organization,
    applicant: User,
    contact: User,
    signed_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """422 where the form could know; 409 where the row came between its question and the verb's."""
    invite(managing_body, applicant)
    before, browser = left_behind(), signed_in(applicant)
    page = f"{reverse('people:members')}?organization={managing_body.pk}"
    for email, sentence in ((contact.email, "has this role already"), ("NEW@example.org", "is open already")):
        answer = browser.post(page, {"email": email, "name": "x", "role": "contact"})
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    monkeypatch.setattr("program.people.forms.invited_already", lambda *_: "")
    answer = browser.post(page, {"email": "new@example.org", "name": "x", "role": "contact"})
    assert (answer.status_code, "is open already" in answer.content.decode()) == (409, True)
    assert left_behind() == before


def test_after_taking_it_back_another_may_be_sent(managing_body: Organization, applicant: User) -> None:
    first, dead = invite(managing_body, applicant)
    actions.revoke(first, by=applicant)
    _second, token = invite(managing_body, applicant)
    with pytest.raises(Gone, match="taken back"):
        actions.accept(dead, newcomer=newcomer())
    assert actions.accept(token, newcomer=newcomer()).role == Role.CONTACT


def test_who_has_the_role_is_not_invited_to_it(
    managing_body: Organization, applicant: User, contact: User
) -> None:
    before = left_behind()
    with pytest.raises(SomebodyWasFaster, match="has this role already"):
        actions.invite(managing_body, email=contact.email, name="x", role=Role.CONTACT, by=applicant)
    assert left_behind() == before


def test_a_stranger_takes_nothing_back(managing_body: Organization, applicant: User, stranger: User) -> None:
    invitation, _token = invite(managing_body, applicant)
    before = left_behind()
    with pytest.raises(NotYours):
        actions.revoke(invitation, by=stranger)
    assert left_behind() == before


def test_what_was_accepted_cannot_be_taken_back(managing_body: Organization, applicant: User) -> None:
    invitation, token = invite(managing_body, applicant)
    actions.accept(token, newcomer=newcomer())
    with pytest.raises(SomebodyWasFaster, match="used or taken back"):
        actions.revoke(invitation, by=applicant)


# ---------------------------------------------------------------- accepting
def test_a_newcomer_makes_an_account(managing_body: Organization, applicant: User) -> None:
    _invitation, token = invite(managing_body, applicant)
    taken = actions.accept(token, newcomer=newcomer())
    membership = Membership.objects.get(user=taken.accepted_by)
    assert (membership.user.email, membership.organization, membership.role, membership.granted_by) == (
        "new@example.org",
        managing_body,
        Role.CONTACT,
        applicant,
    )
    assert Line.objects.get(verb=Verb.ACCEPT_INVITATION).actor == membership.user


def test_somebody_signed_in_joins_a_second_organisation(
    managing_body: Organization, applicant: User, stranger: User
) -> None:
    _invitation, token = invite(managing_body, applicant)
    users = User.objects.count()
    actions.accept(token, by=stranger)
    assert User.objects.count() == users
    assert set(stranger.memberships.current().values_list("role", flat=True)) == {Role.MANAGER, Role.CONTACT}


@pytest.mark.parametrize("moment", [timedelta(microseconds=-1), timedelta(0), timedelta(microseconds=1)])
def test_a_link_lives_until_its_last_microsecond(
    managing_body: Organization, applicant: User, moment: timedelta
) -> None:
    invitation, token = invite(managing_body, applicant)
    with clock.at(invitation.expires_at + moment):
        if moment < timedelta(0):
            assert actions.accept(token, newcomer=newcomer()).role == Role.CONTACT
        else:
            before = left_behind()
            with pytest.raises(Gone, match="expired"):
                actions.accept(token, newcomer=newcomer())
            assert left_behind() == before


def test_a_link_works_once(managing_body: Organization, applicant: User) -> None:
    _invitation, token = invite(managing_body, applicant)
    actions.accept(token, newcomer=newcomer())
    before = left_behind()
    with pytest.raises(Gone, match="used already"):
        actions.accept(token, newcomer=newcomer("another"))
    assert left_behind() == before


def test_an_invented_token_opens_nothing(managing_body: Organization, applicant: User) -> None:
    invite(managing_body, applicant)
    before = left_behind()
    with pytest.raises(Gone):
        actions.accept("invented", newcomer=newcomer())
    assert left_behind() == before


@pytest.mark.parametrize("name", ["applicant", "APPLICANT"])
def test_a_taken_user_name_is_refused_at_its_field(
    managing_body: Organization, applicant: User, name: str
) -> None:
    _invitation, token = invite(managing_body, applicant)
    before = left_behind()
    with pytest.raises(SomebodyWasFaster, match="taken") as refused:
        actions.accept(token, newcomer=newcomer(name))
    assert refused.value.field == "username"
    assert left_behind() == before


@pytest.mark.parametrize(
    ("has", "wants"),
    [
        (Role.CLERK, Role.ADMIN),
        (Role.AUDITOR, Role.SECURITY),
        (Role.EXPERT, Role.DIRECTOR),
        (Role.INSPECTOR, Role.CLERK),
    ],
)
def test_roles_that_must_stay_apart(office: Organization, admin: User, has: Role, wants: Role) -> None:
    person = factories.member(office, has)
    _invitation, token = invite(office, admin, wants)
    before = left_behind()
    with pytest.raises(Refused, match="at the same time"):
        actions.accept(token, by=person)
    assert left_behind() == before


def two_at_once(rounds: int) -> list[int]:
    """Two people open the same link at the same moment, round after round; answers how many entered in each."""
    organization = factories.organization()
    manager = factories.member(organization, Role.MANAGER)
    entered = []
    for turn in range(rounds):
        _invitation, token = actions.invite(
            organization, email=f"new{turn}@example.org", name="x", role=Role.CONTACT, by=manager
        )
        newcomers = (newcomer(f"{side}{turn}") for side in "ab")
        answers = at_once(*(partial(actions.accept, token, newcomer=person) for person in newcomers))
        assert {type(answer) for answer in answers} <= {Invitation, Gone}
        entered.append(came(answers)["done"])
    return entered


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_enters() -> None:
    assert two_at_once(20) == [1] * 20
    assert Membership.objects.filter(role=Role.CONTACT).count() == 20


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    assert max(two_at_once(20)) == 2


# ---------------------------------------------------------------- the page behind the link
def test_the_page_says_who_invites_for_what(
    managing_body: Organization, applicant: User, client: Client
) -> None:
    _invitation, token = invite(managing_body, applicant)
    before = left_behind()
    page = client.get(reverse("people:invitation", args=[token]))
    shown = page.content.decode()
    assert page.status_code == 200
    assert all(word in shown for word in (str(managing_body), applicant.name, "new@example.org", "示例新人"))
    assert left_behind() == before
    assert "no-store" in page["Cache-Control"]


def test_a_newcomer_enters_by_the_page_and_is_signed_in(
    managing_body: Organization, applicant: User, client: Client
) -> None:
    _invitation, token = invite(managing_body, applicant)
    answer = client.post(reverse("people:invitation", args=[token]), ACCOUNT)
    assert answer.status_code == 302
    person = User.objects.get(username="newcomer")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert person.check_password("quiet-river-2026")
    again = client.get(reverse("people:invitation", args=[token]))
    assert again.status_code == 410
    assert "used already" in again.content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"again": "something-else-1"}, "The two passwords differ."),
        ({"password": "12345678901", "again": "12345678901"}, "entirely numeric"),
        ({"password": "newcomer-1", "again": "newcomer-1"}, "too similar to the"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"username": "applicant"}, "This user name is taken."),
        ({"username": "<script>alert(1)</script>"}, "Enter a valid username"),
        ({"name": ""}, "This field is required."),
    ],
)
def test_bad_entries_are_said_at_their_field(
    managing_body: Organization, applicant: User, client: Client, changed: dict[str, str], sentence: str
) -> None:
    _invitation, token = invite(managing_body, applicant)
    before = left_behind()
    page = client.post(reverse("people:invitation", args=[token]), ACCOUNT | changed)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert left_behind() == before


def test_names_that_look_like_code_are_shown_as_text(
    managing_body: Organization, applicant: User, client: Client, signed_in: SignIn, keep_promises: Keep
) -> None:
    name = "<script>alert('名')</script>"
    _invitation, token = actions.invite(
        managing_body, email="new@example.org", name=name, role=Role.CONTACT, by=applicant
    )
    address = reverse("people:invitation", args=[token])
    assert "<script>alert" not in client.get(address).content.decode()
    client.post(address, ACCOUNT | {"name": name})
    page = signed_in(applicant).get(reverse("people:members")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    keep_promises()
    assert name in mail.outbox[0].body


def test_an_unknown_link_is_404_and_a_dead_one_410(
    managing_body: Organization, applicant: User, client: Client
) -> None:
    invitation, token = invite(managing_body, applicant)
    assert client.get(reverse("people:invitation", args=["invented"])).status_code == 404
    actions.revoke(invitation, by=applicant)
    for method in (client.get, client.post):
        page = method(reverse("people:invitation", args=[token]))
        assert page.status_code == 410
        assert "taken back" in page.content.decode()


def test_who_is_signed_in_enters_with_one_press(
    managing_body: Organization, applicant: User, stranger: User, signed_in: SignIn
) -> None:
    _invitation, token = invite(managing_body, applicant)
    browser = signed_in(stranger)
    address = reverse("people:invitation", args=[token])
    assert stranger.username in browser.get(address).content.decode()
    assert browser.post(address).status_code == 302
    assert stranger.memberships.current().filter(organization=managing_body, role=Role.CONTACT).count() == 1


def test_links_are_absolute(managing_body: Organization, applicant: User, keep_promises: Keep) -> None:
    invite(managing_body, applicant)
    keep_promises()
    assert f"{settings.SITE_URL}/invitations/" in mail.outbox[0].body

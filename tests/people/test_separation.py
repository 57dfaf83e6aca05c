"""The three administrators are three people: one invites, one confirms and ends, one reads (program.md §2)."""

import pytest
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from program.journal.models import Line, Verb
from program.notify.models import Message, Text
from program.people import actions
from program.people.models import Invitation, Membership, Organization, Role, User
from program.people.steps import Newcomer
from program.refusals import NotYours, Refused, SomebodyWasFaster
from tests import factories
from tests.conftest import SignIn

MEMBERS = "/members/"
STAFF = (Role.CLERK, Role.DIRECTOR, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN, Role.SECURITY)
CALLED_IN = (Role.EXPERT, Role.INSPECTOR)


def accepted(
    office: Organization, by: User, role: Role = Role.CLERK, username: str = "newcomer"
) -> Invitation:
    """Somebody has accepted an invitation into the office."""
    _invitation, token = actions.invite(
        office, email=f"{username}@example.org", name="示例新人", role=role, by=by
    )
    account = Newcomer(username, "示例新人", "", make_password(factories.PASSWORD))
    return actions.accept(token, newcomer=account)


def person_of(invitation: Invitation) -> User:
    assert invitation.accepted_by is not None
    return invitation.accepted_by


def verbs() -> list[str]:
    return list(Line.objects.order_by("pk").values_list("verb", flat=True))


# ---------------------------------------------------------------- the table
TABLE = {
    # who: (invites to, confirms, ends, resets a second factor, reads the office's people)
    "admin": (STAFF, (), (), False, True),
    "security": ((), STAFF, STAFF, True, True),
    "auditor": ((), (), (), False, True),
    "clerk": (CALLED_IN, (), CALLED_IN, False, False),
    "director": (CALLED_IN, (), CALLED_IN, False, False),
    "supervisor": ((), (), (), False, False),
    "expert": ((), (), (), False, False),
    "inspector": ((), (), (), False, False),
    "applicant": ((), (), (), False, False),
}


@pytest.mark.parametrize("who", TABLE)
def test_who_does_what_about_roles_of_the_office(
    who: str, office: Organization, request: pytest.FixtureRequest, signed_in: SignIn
) -> None:
    person: User = request.getfixturevalue(who)
    invites, confirms, ends, resets, reads = TABLE[who]
    other_admin = factories.member(office, Role.ADMIN, "other_admin")
    factories.member(office, Role.SECURITY, "other_security")

    def may(verb: object, *given: object, **named: object) -> bool:
        try:
            assert callable(verb)
            verb(*given, **named, by=person)
        except NotYours:
            return False
        return True

    for role in (*STAFF, *CALLED_IN):
        invited = may(actions.invite, office, email=f"to-{role}@example.org", name="x", role=role)
        assert invited == (role in invites), f"invite {role}"
        held = factories.member(office, role, f"held-{role}").memberships.get()
        assert may(actions.end_membership, held) == (role in ends), f"end {role}"
    for role in STAFF:
        waiting = accepted(office, other_admin, role, f"waiting-{role}")
        assert may(actions.confirm_role, waiting) == (role in confirms), f"confirm {role}"
        waiting = accepted(office, other_admin, role, f"declined-{role}")
        assert may(actions.decline_role, waiting) == (role in confirms), f"decline {role}"
    browser = signed_in(User.objects.get(pk=person.pk))
    assert (browser.get(reverse("people:reset_factors")).status_code == 200) == resets
    shown = browser.get(MEMBERS).content.decode()
    assert ("other_admin@example.org" in shown) == reads


# ---------------------------------------------------------------- a role takes two people
def test_a_role_of_the_office_begins_with_its_confirmation(
    office: Organization, admin: User, security: User, signed_in: SignIn
) -> None:
    waiting = accepted(office, admin)
    newcomer = person_of(waiting)
    browser = signed_in(newcomer)
    assert browser.get(reverse("calls:manage")).status_code == 404
    assert not newcomer.memberships.exists()
    assert [(message.recipient, message.text) for message in Message.objects.all()] == [
        (security, Text.ROLE_TO_CONFIRM)
    ]
    membership = actions.confirm_role(waiting, by=security)
    assert (membership.user, membership.role, membership.granted_by) == (newcomer, Role.CLERK, security)
    assert browser.get(reverse("calls:manage")).status_code == 200
    assert verbs() == [Verb.INVITE, Verb.ACCEPT_INVITATION, Verb.CONFIRM_ROLE]
    line = Line.objects.get(verb=Verb.CONFIRM_ROLE)
    assert (line.actor, line.facts) == (security, {"person": "示例新人", "role": "clerk"})


def test_a_declined_role_never_begins(office: Organization, admin: User, security: User) -> None:
    waiting = accepted(office, admin)
    actions.decline_role(waiting, by=security)
    for verb in (actions.confirm_role, actions.decline_role):
        with pytest.raises(SomebodyWasFaster):
            verb(waiting, by=security)
    assert not person_of(waiting).memberships.exists()
    assert verbs() == [Verb.INVITE, Verb.ACCEPT_INVITATION, Verb.DECLINE_ROLE]


def test_an_answer_is_given_once(office: Organization, admin: User, security: User) -> None:
    waiting = accepted(office, admin)
    actions.confirm_role(waiting, by=security)
    for verb in (actions.confirm_role, actions.decline_role):
        with pytest.raises(SomebodyWasFaster):
            verb(waiting, by=security)
    assert person_of(waiting).memberships.count() == 1


def test_what_was_not_accepted_is_not_confirmed(office: Organization, admin: User, security: User) -> None:
    invitation, _token = actions.invite(office, email="new@example.org", name="x", role=Role.CLERK, by=admin)
    with pytest.raises(SomebodyWasFaster):
        actions.confirm_role(invitation, by=security)
    assert not Membership.objects.filter(role=Role.CLERK).exists()


def test_who_waits_is_not_invited_again(office: Organization, admin: User) -> None:
    accepted(office, admin)
    with pytest.raises(Refused, match="waits for the confirmation"):
        actions.invite(office, email="NEWCOMER@example.org", name="x", role=Role.CLERK, by=admin)


def test_nobody_confirms_their_own_role_nor_one_they_asked_for(
    office: Organization, admin: User, security: User, auditor: User
) -> None:
    waiting = accepted(office, admin, Role.SUPERVISOR)
    actions.end_membership(admin.memberships.get(), by=_second(office, security))
    factories.grant(admin, office, Role.SECURITY)  # who invited has changed sides
    factories.grant(person_of(waiting), office, Role.SECURITY)
    for person in (admin, person_of(waiting)):
        with pytest.raises(NotYours):
            actions.confirm_role(waiting, by=person)
    assert not Membership.objects.filter(role=Role.SUPERVISOR).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=waiting.pk).update(
            confirmed_by=person_of(waiting), confirmed_at=waiting.accepted_at
        )


def _second(office: Organization, security: User) -> User:
    """The security administrator, with another system administrator in place."""
    factories.member(office, Role.ADMIN, "second_admin")
    return security


@pytest.mark.parametrize("has", [Role.ADMIN, Role.SECURITY, Role.AUDITOR])
@pytest.mark.parametrize("wants", [Role.ADMIN, Role.SECURITY, Role.AUDITOR])
def test_nobody_holds_two_of_the_three(office: Organization, has: Role, wants: Role) -> None:
    person = factories.member(office, has)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.grant(person, office, wants)
    assert person.memberships.count() == 1


def test_a_role_taken_meanwhile_keeps_the_other_out(
    office: Organization, admin: User, security: User
) -> None:
    """Accepted while there was room, confirmed when there is none any more."""
    person = factories.user("busy")
    tokens = [
        actions.invite(office, email=f"{role}@example.org", name="x", role=role, by=admin)[1]
        for role in (Role.CLERK, Role.AUDITOR)
    ]
    first, second = (actions.accept(token, by=person) for token in tokens)
    actions.confirm_role(first, by=security)
    with pytest.raises(Refused, match="at the same time"):
        actions.confirm_role(second, by=security)
    assert list(person.memberships.values_list("role", flat=True)) == [Role.CLERK]


# ---------------------------------------------------------------- sessions end with the role
def test_the_next_request_after_a_role_ended_is_signed_out(
    office: Organization, clerk: User, security: User, signed_in: SignIn
) -> None:
    factories.grant(clerk, office, Role.SUPERVISOR)
    browser = signed_in(clerk)
    assert browser.get(reverse("calls:manage")).status_code == 200
    actions.end_membership(clerk.memberships.get(role=Role.CLERK), by=security)
    answer = browser.get(reverse("calls:manage"))
    assert (answer.status_code, answer["Location"].startswith(reverse("people:sign_in"))) == (302, True)
    again = signed_in(User.objects.get(pk=clerk.pk))
    assert again.get(reverse("calls:manage")).status_code == 404
    assert again.get(reverse("people:profile")).status_code == 200


# ---------------------------------------------------------------- the page
def test_confirming_on_the_page(office: Organization, admin: User, security: User, signed_in: SignIn) -> None:
    waiting, other = accepted(office, admin), accepted(office, admin, Role.DIRECTOR, "second")
    confirm, decline = (
        reverse(f"people:{name}", args=[one.pk])
        for name, one in (("confirm_role", waiting), ("decline_role", other))
    )
    asking = signed_in(admin)
    assert "waits for the security administrator" in asking.get(MEMBERS).content.decode()
    assert asking.post(confirm).status_code == 403
    browser = signed_in(security)
    assert f'action="{confirm}"' in browser.get(MEMBERS).content.decode()
    assert "is in effect" in browser.post(confirm, follow=True).content.decode()
    assert "was not confirmed" in browser.post(decline, follow=True).content.decode()
    assert "Somebody was faster" in browser.post(decline, follow=True).content.decode()
    assert "To be confirmed" not in browser.get(MEMBERS).content.decode()


def test_the_invitation_says_that_the_role_begins_later(
    office: Organization, admin: User, client: Client
) -> None:
    _invitation, token = actions.invite(office, email="new@example.org", name="x", role=Role.CLERK, by=admin)
    address = reverse("people:invitation", args=[token])
    assert "has confirmed it" in client.get(address).content.decode()
    account = {"username": "newcomer", "name": "示例新人", "phone": "1"} | dict.fromkeys(
        ("password", "again"), "quiet-river-2026"
    )
    assert "Your role begins when" in client.post(address, account, follow=True).content.decode()

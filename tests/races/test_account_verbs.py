"""Every verb on invitations, names and second factors that two can reach: the losers hear that somebody was faster."""

from collections import Counter
from functools import partial

import pytest
from allauth.mfa.models import Authenticator

from program.journal.models import Line, Verb
from program.people import actions
from program.people.models import Invitation, Membership, Organization, OrganizationKind, Role, User
from program.people.rules import APP
from program.people.steps import Answer, new_secret
from program.zones import actions as zones
from tests import factories
from tests.people.app import App, set_up
from tests.people.test_invitations import newcomer
from tests.races import ON_POSTGRESQL, THREADS, Move, at_once
from tests.races.situations import NUMBERS, Office
from tests.races.table import Race, by_all, half, race, run_all
from tests.zones.test_onboarding import joining

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]


def managed() -> tuple[Organization, list[User]]:
    """An organisation that eight look after."""
    organization = factories.organization()
    return organization, [factories.member(organization, Role.MANAGER) for _ in range(THREADS)]


def invited(organization: Organization, by: User, role: Role = Role.CONTACT) -> tuple[Invitation, str]:
    email = f"new{next(NUMBERS)}@example.org"
    return actions.invite(organization, email=email, name="示例", role=role, by=by)


# ---------------------------------------------------------------- invitations
@race
def invite(on: Office) -> Race:
    organization, managers = managed()
    known = {"email": "new@example.org", "name": "示例", "role": Role.CONTACT}
    return Race(by_all(actions.invite, organization, managers, **known), organization.invitations.count)


@race
def revoke(on: Office) -> Race:
    organization, managers = managed()
    invitation, _token = invited(organization, managers[0])
    gone = Line.objects.filter(verb=Verb.REVOKE_INVITATION, subject=str(organization))
    return Race(by_all(actions.revoke, invitation, managers), gone.count)


@race
def revoked_against_accepted(on: Office) -> Race:
    """Who follows the link is told of the link (410), who takes it back that somebody was faster."""
    organization, managers = managed()
    invitation, token = invited(organization, managers[0])
    accept = [partial(actions.accept, token, newcomer=newcomer(f"a{next(NUMBERS)}")) for _ in range(THREADS)]
    verbs = (Verb.REVOKE_INVITATION, Verb.ACCEPT_INVITATION)
    return Race(
        half(by_all(actions.revoke, invitation, managers), accept),
        Line.objects.filter(verb__in=verbs, subject=str(organization)).count,
        [Counter(done=1, faster=3, Gone=4), Counter(done=1, faster=4, Gone=3)],
    )


@race
def one_user_name(on: Office) -> Race:
    """Eight newcomers by eight links want one name."""
    organization, managers = managed()
    name = f"wanted{next(NUMBERS)}"
    tokens = [invited(organization, managers[0])[1] for _ in range(THREADS)]
    moves: list[Move] = [partial(actions.accept, token, newcomer=newcomer(name)) for token in tokens]
    return Race(moves, Membership.objects.filter(organization=organization, role=Role.CONTACT).count)


@race
def confirmed_against_declined(on: Office) -> Race:
    keepers = [factories.member(on.office, Role.SECURITY) for _ in range(THREADS)]
    invitation, token = invited(on.office, factories.member(on.office, Role.ADMIN), Role.CLERK)
    invitation = actions.accept(token, newcomer=newcomer(f"c{next(NUMBERS)}"))
    assert invitation.accepted_by is not None
    answered = Line.objects.filter(
        verb__in=(Verb.CONFIRM_ROLE, Verb.DECLINE_ROLE), facts__person=invitation.accepted_by.name
    )
    before = answered.count()
    confirm, decline = (
        by_all(verb, invitation, keepers) for verb in (actions.confirm_role, actions.decline_role)
    )
    return Race(half(confirm, decline), lambda: answered.count() - before)


@race
def one_credit_code(on: Office) -> Race:
    """Eight zones join with one code: whoever comes while it is being registered, or after."""
    code = factories.credit_code()
    zone = [factories.zone(on.body) for _ in range(THREADS)]
    tokens = [
        zones.invite_managing_body(each, email=f"z{next(NUMBERS)}@example.org", name="示例", by=on.clerk)[1]
        for each in zone
    ]
    moves: list[Move] = [
        partial(zones.onboard, token, joining(code), newcomer=newcomer(f"z{next(NUMBERS)}"))
        for token in tokens
    ]
    made = Organization.objects.filter(credit_code=code, kind=OrganizationKind.MANAGING_BODY)
    # 422: it had joined before this one looked, and its own manager must sign in.
    return Race(moves, made.count, [Counter(done=1, faster=7 - late, Invalid=late) for late in range(8)])


# ---------------------------------------------------------------- second factors
def factors(person: User) -> int:
    return int(Authenticator.objects.filter(user=person, type=APP).count())


@race
def set_up_app(on: Office) -> Race:
    person, secret = factories.member(on.office, Role.CLERK), new_secret()
    known = {"secret": secret, "code": App(secret).shows()}
    return Race(by_all(actions.set_up_app, person, [person] * THREADS, **known), lambda: factors(person))


@race
def remove_factor(on: Office) -> Race:
    person = factories.member(on.office, Role.EXPERT)
    set_up(person)
    factor = Authenticator.objects.select_related("user").get(user=person, type=APP)
    gone = Line.objects.filter(verb=Verb.REMOVE_FACTOR, subject=person.username)
    return Race(by_all(actions.remove_factor, factor, [person] * THREADS), gone.count)


@race
def reset_factors(on: Office) -> Race:
    keepers = [factories.member(on.office, Role.SECURITY) for _ in range(THREADS)]
    person = factories.member(on.office, Role.CLERK)
    set_up(person)
    done = Line.objects.filter(verb=Verb.RESET_FACTORS, subject=person.username)
    return Race(by_all(actions.reset_factors, person, keepers, reason="当面核对"), done.count)


@race
def one_code(on: Office) -> Race:
    """Eight with the code that the app shows: one is in, five have used a code that counts no more, then it is closed."""
    person = factories.member(on.office, Role.CLERK)
    app, _codes = set_up(person)
    return answered(person, app.shows())


@race
def one_recovery_code(on: Office) -> Race:
    person = factories.member(on.office, Role.CLERK)
    _app, codes = set_up(person)
    return answered(person, codes[0])


def answered(person: User, code: str) -> Race:
    given: list[Answer] = []

    def answer() -> None:
        given.append(actions.answer_code(person, code))

    return Race([answer] * THREADS, lambda: given.count(Answer.RIGHT), [Counter(done=6, TooOften=2)])


def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)


@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_a_code_opens_more_than_once(everybody: Office) -> None:
    held = one_code(everybody)
    at_once(*held.moves)
    assert held.effect() > 1

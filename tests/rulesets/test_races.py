"""Two at once, on PostgreSQL: one wins, the other gets a sentence; without the lock both would win."""

import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db.models import QuerySet

from program.journal.models import Line, Verb
from program.people.models import Organization, Role, User
from program.rulesets import actions, rules
from program.rulesets.models import Key, RuleSet
from tests import factories
from tests.races import ON_POSTGRESQL, at_once, came
from tests.rulesets.test_actions import SEVEN_DAYS

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]
ONE_OF_TWO = Counter(done=1, faster=1)


@pytest.fixture
def second_director(office: Organization) -> User:
    return factories.member(office, Role.DIRECTOR, "second_director")


@pytest.fixture
def _slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long enough between reading and writing for the other to come in between."""
    for name in ("require_draft", "findings"):
        asked = getattr(rules, name)

        def ask(*subjects: object, asked: Callable[..., object] = asked) -> object:
            answer = asked(*subjects)
            time.sleep(0.2)
            return answer

        monkeypatch.setattr(rules, name, ask)


@pytest.fixture
def _without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, *_, **__: rows.all())


@pytest.mark.usefixtures("_slowly")
def test_two_directors_sign_at_once(draft: RuleSet, director: User, second_director: User) -> None:
    outcome = at_once(
        lambda: actions.sign(draft, by=director), lambda: actions.sign(draft, by=second_director)
    )
    assert came(outcome) == ONE_OF_TWO
    assert Line.objects.filter(verb=Verb.SIGN_RULES).count() == 1
    draft.refresh_from_db()
    assert draft.signed_by == Line.objects.get(verb=Verb.SIGN_RULES).actor


@pytest.mark.usefixtures("_slowly", "_without_lock")
def test_without_the_lock_both_would_sign(draft: RuleSet, director: User, second_director: User) -> None:
    outcome = at_once(
        lambda: actions.sign(draft, by=director), lambda: actions.sign(draft, by=second_director)
    )
    assert came(outcome) == Counter(done=2)


@pytest.mark.usefixtures("_slowly")
def test_two_clerks_change_at_once(draft: RuleSet, clerk: User, second_clerk: User) -> None:
    other = {Key.PUBLIC_NOTICE_DAYS: SEVEN_DAYS[Key.PUBLIC_NOTICE_DAYS]._replace(authority="另有规定")}
    outcome = at_once(
        lambda: actions.change(draft, SEVEN_DAYS, by=clerk, seen=1),
        lambda: actions.change(draft, other, by=second_clerk, seen=1),
    )
    assert came(outcome) == ONE_OF_TWO
    draft.refresh_from_db()
    assert draft.revision == 2


@pytest.mark.usefixtures("_slowly")
def test_a_number_is_not_changed_under_the_signature(draft: RuleSet, clerk: User, director: User) -> None:
    at_once(
        lambda: actions.change(draft, SEVEN_DAYS, by=clerk, seen=1),
        lambda: actions.sign(draft, by=director, seen=1),
    )
    draft.refresh_from_db()
    changed = rules.ruled(draft) != rules.defaults()
    assert (draft.signed_at is None) == changed  # one of both happened


def test_two_clerks_take_one_version_number(clerk: User, second_clerk: User) -> None:
    outcome = at_once(
        lambda: actions.draft(code="2026.1", title="规则", by=clerk),
        lambda: actions.draft(code="2026.1", title="规则", by=second_clerk),
    )
    assert came(outcome) == ONE_OF_TWO
    assert Line.objects.filter(verb=Verb.DRAFT_RULES).count() == 1

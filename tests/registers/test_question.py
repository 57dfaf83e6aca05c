"""“May this code enter?”: decisions in force, credit checks, and everybody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from program import clock
from program.journal.models import Line, Verb
from program.people.models import User
from program.refusals import NotYours, Refused, SomebodyWasFaster
from program.registers import actions, steps
from program.registers.models import Restriction, Source
from program.registers.rules import may_enter, may_enter_all
from tests import factories
from tests.conftest import Asks
from tests.registers import casework
from tests.registers.casework import CODE

pytestmark = pytest.mark.django_db


def test_a_draft_keeps_nobody_out(clerk: User, director: User) -> None:
    draft = casework.drafted(clerk)
    assert may_enter(CODE, on=clock.today())
    actions.sign(draft, by=director)
    answer = may_enter(CODE, on=clock.today())
    assert not answer
    (sentence,) = answer.reasons
    assert draft.number in sentence
    assert draft.document_number in sentence
    assert may_enter(factories.credit_code(), on=clock.today())


def test_from_its_first_day_through_its_last(clerk: User, director: User) -> None:
    """Yesterday nothing was signed: what is asked of a past day is answered as of then."""
    held = casework.restricted(CODE, clerk, director)
    answers = [
        bool(may_enter(CODE, on=day))
        for day in (held.since - timedelta(days=1), held.since, held.until, held.until + timedelta(days=1))
    ]
    assert answers == [True, False, False, True]


def test_a_lifting_undoes_it_and_erases_nothing(clerk: User, director: User) -> None:
    held = casework.restricted(CODE, clerk, director)
    actions.draft_lifting(held, casework.given("2"), reason="申诉成立。", by=clerk)
    assert not may_enter(CODE, on=clock.today())
    actions.sign_lifting(held, by=director)
    assert may_enter(CODE, on=clock.today())
    assert Restriction.objects.get().signed_by == director


def test_two_decisions_give_two_reasons(clerk: User, director: User, asks: Asks) -> None:
    casework.restricted(CODE, clerk, director, "甲1号")
    casework.restricted(CODE, clerk, director, "甲2号")
    others = [factories.credit_code() for _ in range(20)]
    with asks(2):
        answers = may_enter_all([CODE, *others], on=clock.today())
    assert len(answers[CODE].restricted) == 2
    assert all(answers[code] for code in others)


@pytest.mark.parametrize(
    ("age", "within", "yes"), [(None, None, True), (None, 30, False), (30, 30, True), (31, 30, False), (31, None, True)]
)  # fmt: skip
def test_a_check_where_the_gate_asks_for_one(
    clerk: User, age: int | None, within: int | None, yes: bool
) -> None:
    if age is not None:
        casework.checked(clerk, day=clock.today() - timedelta(days=age))
    assert bool(may_enter(CODE, on=clock.today(), checked_within=within)) is yes


def test_an_adverse_entry_stands_until_its_source_says_otherwise(clerk: User) -> None:
    day = clock.today() - timedelta(days=2)
    casework.checked(clerk, words="失信被执行人", day=day)
    casework.checked(clerk, source=Source.ENTERPRISES, day=day + timedelta(days=1))
    (reason,) = may_enter(CODE, on=clock.today()).doubts
    assert "失信被执行人" in reason
    casework.checked(clerk)
    assert may_enter(CODE, on=clock.today(), checked_within=30)


# ---------------------------------------------------------------- by another package, inside its own transaction
def test_somebody_elses_measure(clerk: User, director: User) -> None:
    """What a measure of supervision does, and its reversal: the same rows, the same lines, nothing committed by itself."""
    term: dict[str, Any] = {"since": clock.today(), "until": clock.today() + timedelta(days=1000)}
    decided: dict[str, Any] = {"reason": "造假。", "drafted_by": clerk, "signed_by": director}

    def restrict(number: str, **changes: Any) -> Restriction:
        with transaction.atomic():
            basis = casework.basis(clerk, number)
            return steps.restrict(CODE, owner="示例公司", basis=basis, **decided | term | changes)

    def lift(number: str, **changes: Any) -> None:
        with transaction.atomic():
            steps.lift(held, basis=casework.basis(clerk, number), **decided | changes)

    held = restrict("1号")
    assert not may_enter(CODE, on=clock.today())
    actions.draft_lifting(held, casework.given("3号"), reason="经办拟稿。", by=clerk)
    with pytest.raises(NotYours):
        lift("4号", signed_by=clerk)
    lift("4号")
    assert may_enter(CODE, on=clock.today())
    verbs = Line.objects.filter(subject=held.number).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [Verb.SIGN_ENTRY, Verb.DRAFT_LIFTING, Verb.SIGN_LIFTING]
    with pytest.raises(Refused):
        lift("5号")
    with pytest.raises(NotYours):
        restrict("6号", signed_by=clerk)
    with pytest.raises(SomebodyWasFaster):
        restrict("1号")
    assert Restriction.objects.count() == 1

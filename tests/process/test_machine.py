"""Sequences nobody thought of: two cases of a call walked at random, each step held against a table written by hand.

`MACHINE=nightly` walks 2,000 × 50 instead of 100 × 30; `MACHINE=200x40` any other number.
"""

import os
from copy import deepcopy
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from program.process.models import StageName as S
from tests.once import ON_POSTGRESQL_IN_CI
from tests.process.machine.moves import MOVES
from tests.process.machine.needs import NEEDS, THERE
from tests.process.machine.starts import STARTS, build
from tests.process.machine.table import REVOCABLE, ROLES, TABLE
from tests.process.machine.walk import Walk

NIGHTLY, CI = "2000x50", "100x30"
SIZE = {"nightly": NIGHTLY, "": CI}.get(os.environ.get("MACHINE", ""), os.environ.get("MACHINE", CI))
EXAMPLES, STEPS = map(int, SIZE.split("x"))
JUMPS = ("an hour", "a day", "a week", "a month", "the window", "recommendations", "what is due")


class Cases(RuleBasedStateMachine):
    """Each walk begins where `begun` has come to, and is rolled back at its end."""

    begun: Walk

    def __init__(self) -> None:
        super().__init__()
        self.walk = deepcopy(self.begun)
        self.around = transaction.atomic()
        self.around._from_testcase = True  # type: ignore[attr-defined]
        self.around.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    @rule(data=st.data())
    def onward(self, data: Any) -> None:
        """Somebody does what is next."""
        moves = self.walk.possible(straight=True) or self.walk.possible()
        if moves:
            self.walk.attempt(*data.draw(st.sampled_from(moves)))

    @rule(data=st.data())
    def onward_still(self, data: Any) -> None:
        self.onward(data)

    @rule(data=st.data())
    def aside(self, data: Any) -> None:
        """Somebody does what may be done as well."""
        if moves := self.walk.possible():
            self.walk.attempt(*data.draw(st.sampled_from(moves)))

    @rule(
        verb=st.sampled_from(list(TABLE)),
        who=st.sampled_from(list(ROLES)),
        case=st.sampled_from("AB"),
    )
    def anything(self, verb: str, who: str, case: str) -> None:
        """Anybody tries anything anywhere."""
        self.walk.attempt(verb, who, case)

    @rule(verb=st.sampled_from(list(TABLE)), who=st.sampled_from(list(ROLES)))
    def anything_twice(self, verb: str, who: str) -> None:
        self.walk.attempt(verb, who, "A")
        self.walk.attempt(verb, who, "A")

    @rule(data=st.data(), after=st.integers(1, 12))
    def killed(self, data: Any, after: int) -> None:
        """The process dies after so many writes of a verb; nothing is left of it, and it can be done again."""
        if moves := self.walk.possible():
            move = data.draw(st.sampled_from(moves))
            self.walk.killed(*move, after=after)
            self.walk.attempt(*move)

    @rule()
    def worker(self) -> None:
        self.walk.worker()

    @rule(after=st.integers(0, 40))
    def worker_killed(self, after: int) -> None:
        """The worker dies; when its lease has run out another does the rest."""
        self.walk.worker(killed_after=after)

    @rule()
    def sweep(self) -> None:
        self.walk.sweep()

    @rule(who=st.sampled_from(["clerk", "director", "auditor"]))
    def trouble(self, who: str) -> None:
        """A timer fails; somebody tries it again."""
        self.walk.trouble(who)

    @rule(jump=st.sampled_from(JUMPS))
    def time_passes(self, jump: str) -> None:
        self.walk.jump(jump)

    @rule(who=st.sampled_from(REVOCABLE))
    def role_changes(self, who: str) -> None:
        """A role is revoked, or given back."""
        self.walk.change_role(who)


@pytest.fixture(autouse=True)
def _calm(settings: LazySettings) -> None:
    """Nobody here is throttled: objections of one evening come from one test."""
    settings.OBJECTIONS_AN_HOUR = 1000


@pytest.fixture
def profile() -> settings:
    share = -(-EXAMPLES // len(STARTS))
    examples = max(share // 5, 1) if connection.vendor == "postgresql" else share
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=SIZE == CI,
        phases=(Phase.generate, Phase.shrink) if SIZE == NIGHTLY else (Phase.generate,),
        suppress_health_check=checks,
        print_blob=True,
    )


@ON_POSTGRESQL_IN_CI
@pytest.mark.django_db
@pytest.mark.parametrize("start", STARTS)
def test_whatever_comes_the_cases_are_where_the_table_says(start: str, profile: settings) -> None:
    begun = type("Cases", (Cases,), {"begun": build(start)})
    run_state_machine_as_test(begun, settings=profile)


def test_the_table_knows_every_stage() -> None:
    assert {stage for row in TABLE.values() for stage in row.at} == set(S)
    assert set(TABLE) == set(MOVES)
    assert {need for row in TABLE.values() for need in row.needs} <= set(NEEDS)
    assert {row.there for row in TABLE.values()} <= set(THERE)

"""How a race is written down: what eight people do at one moment, what they come to, and its one effect."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from program import clock
from program.applications.models import Application
from program.journal.models import Verb
from program.people.models import User
from program.process.models import StageName
from tests.races import ONE_WINS, ROUNDS, THREADS, Move, at_once, came, effects, fresh
from tests.races.situations import Office

Came = Mapping[str, int]


@dataclass
class Race:
    """`effect` counts what came of it: always one."""

    moves: Sequence[Move]
    effect: Callable[[], int]
    comes_to: Sequence[Came] = (ONE_WINS,)


Setting = Callable[[Office], Race]
TABLE: list[Setting] = []


def race(setting: Setting) -> Setting:
    """A line of the table."""
    TABLE.append(setting)
    return setting


def run_all(module: str, office: Office, subtests: pytest.Subtests) -> None:
    """All races of a module, ROUNDS times each; one flush of the database for all of them."""
    for setting in TABLE:
        if setting.__module__ == module:
            with subtests.test(setting.__name__):
                for _ in range(ROUNDS):
                    run(setting(office))


def run(held: Race) -> None:
    answers = at_once(*held.moves)
    assert came(answers) in [Counter(each) for each in held.comes_to], answers
    assert held.effect() == 1


def eight(verb: Callable[..., Any], case: Application, **given: Any) -> list[Move]:
    """Each of eight has the page of its own open; a list is dealt out, one to each."""
    return [
        partial(verb, fresh(case), **{key: dealt(value, place) for key, value in given.items()})
        for place in range(THREADS)
    ]


def dealt(value: Any, place: int) -> Any:
    return value[place] if isinstance(value, list) and len(value) == THREADS else value


def by_all(verb: Callable[..., Any], thing: Any, people: Sequence[User], **given: Any) -> list[Move]:
    return [partial(verb, thing, **given, by=by) for by in people]


def later(moves: Sequence[Move]) -> list[Move]:
    """The same two months on."""

    def then(move: Move) -> object:
        with clock.at(clock.now() + clock.days(60)):
            return move()

    return [partial(then, move) for move in moves]


def half(first: Sequence[Move], second: Sequence[Move]) -> list[Move]:
    """Four of the one, four of the other, by turns."""
    return [move for pair in zip(first[: THREADS // 2], second[: THREADS // 2], strict=True) for move in pair]


def one_line(case: Application, *verbs: Verb) -> Callable[[], int]:
    """One of these verbs stands in the case's journal, once."""
    return lambda: sum(effects(verb, case) for verb in verbs)


def came_to(case: Application, stage: StageName, *verbs: Verb) -> Callable[[], int]:
    """…and the case rests where it leads."""
    return lambda: one_line(case, *verbs)() if fresh(case).stage == stage else 0

"""Eight at one moment: each on a connection of its own, each with the clock of the test."""

import os
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context, copy_context
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from program.applications.models import Application
from program.journal.models import Line, Verb
from program.refusals import SomebodyWasFaster

Move = Callable[[], Any]
THREADS = 8
ROUNDS = int(os.environ.get("RACE_ROUNDS", "1"))
ON_POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="races: SQLite lets one writer in at a time"
)


def at_once(*moves: Move) -> list[Any]:
    """Start all moves at one moment; what each returned or raised, in their order."""
    gate = Barrier(len(moves))

    def run(move: Move) -> Any:
        connection.ensure_connection()
        gate.wait()
        try:
            return move()
        except Exception as error:  # the answer that is looked at
            return error
        finally:
            connection.close()

    def begin(context: Context, move: Move) -> Any:
        return context.run(run, move)

    with ThreadPoolExecutor(len(moves)) as pool:
        # A thread begins with an empty context; the clock of the test stands in this one.
        return list(pool.map(begin, [copy_context() for _move in moves], moves))


def came(answers: Iterable[Any]) -> Counter[str]:
    """What each came to: "done", "faster" (409), the class of another refusal, or of the error that a user meets as a 500."""
    return Counter(_word(answer) for answer in answers)


def _word(answer: Any) -> str:
    if isinstance(answer, SomebodyWasFaster):
        return "faster"
    return type(answer).__name__ if isinstance(answer, Exception) else "done"


def kinds(answers: Iterable[Any]) -> list[str]:
    """The classes of what came back."""
    return sorted(type(answer).__name__ for answer in answers)


ONE_WINS = Counter(done=1, faster=THREADS - 1)
EVERYBODY = Counter(done=THREADS)


def effects(verb: Verb, case: Application) -> int:
    """How often a verb took effect on a case: one line in the journal each time."""
    return Line.objects.filter(verb=verb, application=case).count()


def fresh(case: Application) -> Application:
    """As somebody else has it who has just opened the page."""
    return Application.objects.get(pk=case.pk)

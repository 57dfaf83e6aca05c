"""Promise work inside the caller's transaction: a rollback takes the promise away."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import timedelta
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Q
from django.utils.module_loading import import_string
from django_tasks import task

from program import clock
from program.background.models import Promise

ATTEMPTS = 5
LEASE = timedelta(minutes=5)

Brake = Callable[[str], bool]
BRAKES: list[Brake] = []
"""Questions whether a promise of that name is held back now; packages above register theirs."""

Thing = TypeVar("Thing")
_kept: ContextVar[int | None] = ContextVar("kept_promise", default=None)


def promise(name: str, *arguments: str | int) -> Promise:
    """Promise to run the function at dotted path `name` with JSON arguments; it must be idempotent."""
    assert connection.in_atomic_block, "work is promised inside the transaction of the change that needs it"
    made = Promise.objects.create(name=name, arguments=list(arguments))
    keep.enqueue(made.pk)
    return made


def promise_once(name: str, *arguments: str | int) -> bool:
    """Promise it unless the very same was ever promised; answers whether it was now. For what happens once a day."""
    if Promise.objects.filter(name=name, arguments=list(arguments)).exists():
        return False
    with transaction.atomic():
        promise(name, *arguments)
    return True


def promise_if_none_waits(name: str, *arguments: str | int) -> bool:
    """Promise it unless the very same waits and nobody has begun it: what is asked for often is done once."""
    if Promise.objects.open().filter(name=name, arguments=list(arguments), attempts=0).exists():
        return False
    promise(name, *arguments)
    return True


def register_brake(question: Brake) -> None:
    BRAKES.append(question)


def is_held(name: str) -> bool:
    """What is held back waits in the queue and loses no attempt by it."""
    return any(question(name) for question in BRAKES)


def claim(pk: int) -> Promise | None:
    """Lease an open promise that nobody holds, counting the attempt first. One UPDATE, so two workers cannot both win."""
    moment = clock.now()
    free = Promise.objects.open().filter(pk=pk).exclude(leased_until__gt=moment)
    made = free.first()
    if made is not None and is_held(made.name):
        return None
    if made is None or made.attempts >= ATTEMPTS:
        free.update(given_up_at=moment)
        return None
    won = free.filter(attempts=made.attempts).update(attempts=made.attempts + 1, leased_until=moment + LEASE)
    if not won:
        return None
    made.refresh_from_db()
    return made


@task()
def keep(pk: int) -> None:
    """Keep one promise; a failure is written down and tried again later, at most ATTEMPTS times."""
    made = claim(pk)
    if made is None:
        return
    token = _kept.set(made.pk)
    try:
        import_string(made.name)(*made.arguments)
    except Exception as error:  # whatever it was, it is written down and seen on the office's page
        fail(made, error)
    else:
        done = {"kept_at": clock.now(), "leased_until": None, "given_up_at": None, "error": ""}
        Promise.objects.filter(pk=made.pk).update(**done)
    finally:
        _kept.reset(token)


def still_at_it() -> None:
    """Long work says so between its cases: its lease begins anew, and nobody else takes it for lost."""
    kept = _kept.get()
    if kept is not None:
        Promise.objects.filter(pk=kept).update(leased_until=clock.now() + LEASE)


class PartlyDone(Exception):
    """Some of many could not be done; the others are."""


def one_by_one(things: Iterable[Thing], act: Callable[[Thing], object]) -> None:
    """Do each, in a transaction of its own. What fails fails alone, is named at the end and tried again with the promise."""
    failed = []
    for thing in things:
        try:
            act(thing)
        except Exception as error:  # named below, with the others
            failed.append(f"{thing}: {type(error).__name__}: {error}")
        still_at_it()
    if failed:
        raise PartlyDone("; ".join(failed))


def fail(made: Promise, error: Exception) -> None:
    """Write the error down; back off 1, 4, 9 … minutes, or give up."""
    moment = clock.now()
    text = f"{type(error).__name__}: {error}"
    if made.attempts >= ATTEMPTS:
        Promise.objects.filter(pk=made.pk).update(given_up_at=moment, leased_until=None, error=text)
        return
    pause = timedelta(minutes=made.attempts**2)
    Promise.objects.filter(pk=made.pk).update(leased_until=moment + pause, error=text)


def sweep() -> int:
    """Queue again what is lost: a lease that ran out (a killed worker, a back-off over), or queued long ago and never begun.

    Answers how many. Once queued again a promise has another LEASE of time before it counts as lost once more.
    """
    moment = clock.now()
    never_begun = Q(leased_until=None, queued_at__lte=moment - LEASE)
    found = list(
        Promise.objects.open()
        .filter(Q(leased_until__lte=moment) | never_begun)
        .order_by("pk")
        .values_list("pk", "name")
    )
    held = {name for name in {name for _pk, name in found} if is_held(name)}
    lost = [pk for pk, name in found if name not in held]
    for pk in lost:
        with transaction.atomic():
            Promise.objects.open().filter(pk=pk).update(queued_at=moment, leased_until=None)
            keep.enqueue(pk)
    return len(lost)

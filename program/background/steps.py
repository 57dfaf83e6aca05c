"""Promise work inside the caller's transaction: a rollback takes the promise away."""

from datetime import timedelta

from django.db import connection
from django.utils.module_loading import import_string
from django_tasks import task

from program import clock
from program.background.models import Promise

ATTEMPTS = 5
LEASE = timedelta(minutes=5)


def promise(name: str, *arguments: str | int) -> Promise:
    """Promise to run the function at dotted path `name` with JSON arguments; it must be idempotent."""
    assert connection.in_atomic_block, "work is promised inside the transaction of the change that needs it"
    made = Promise.objects.create(name=name, arguments=list(arguments))
    keep.enqueue(made.pk)
    return made


def claim(pk: int) -> Promise | None:
    """Lease an open promise that nobody holds, counting the attempt first. One UPDATE, so two workers cannot both win."""
    moment = clock.now()
    free = Promise.objects.open().filter(pk=pk).exclude(leased_until__gt=moment)
    made = free.first()
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
    try:
        import_string(made.name)(*made.arguments)
    except Exception as error:  # whatever it was, it is written down and seen on the office's page
        fail(made, error)
    else:
        Promise.objects.filter(pk=made.pk).update(kept_at=clock.now(), leased_until=None, error="")


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
    """Put promises whose lease ran out back into the queue (killed workers, back-off over); answer how many."""
    lost = list(Promise.objects.open().filter(leased_until__lte=clock.now()).values_list("pk", flat=True))
    for pk in lost:
        keep.enqueue(pk)
    return len(lost)

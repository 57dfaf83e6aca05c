"""Work promised in a transaction: kept at least once, whoever dies; what fails is seen; what is rolled back never was."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from program import clock
from program.background import actions, steps
from program.background.models import Promise
from program.background.steps import ATTEMPTS, LEASE, PartlyDone, claim, keep, one_by_one, promise, sweep
from tests.conftest import Keep

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=clock.BEIJING)
WORK = f"{__name__}.work"
done: list[int] = []


def work(number: int) -> None:
    """What is promised here."""
    if number < 0:
        raise ValueError("a negative number")
    done.append(number)


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    done.clear()
    with clock.at(NOON):
        yield


@pytest.fixture
def made() -> Callable[[int], Promise]:
    def make(number: int) -> Promise:
        with transaction.atomic():
            return promise(WORK, number)

    return make


def later(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def queued() -> int:
    return DBTaskResult.objects.count()


def test_a_rollback_takes_it_away(made: Callable[[int], Promise]) -> None:
    with transaction.atomic():
        promise(WORK, 1)
        transaction.set_rollback(True)
    assert (Promise.objects.count(), queued()) == (0, 0)


def test_kept_once(made: Callable[[int], Promise], keep_promises: Keep) -> None:
    kept = made(1)
    assert keep_promises() == []
    keep.func(kept.pk)
    assert done == [1]
    kept.refresh_from_db()
    assert (kept.kept_at, kept.attempts, kept.leased_until) == (NOON, 1, None)


def test_two_workers_cannot_both_have_it(made: Callable[[int], Promise]) -> None:
    waiting = made(1)
    assert claim(waiting.pk) is not None
    assert claim(waiting.pk) is None


def test_a_worker_killed_half_way_loses_its_lease(made: Callable[[int], Promise]) -> None:
    waiting = made(1)
    assert claim(waiting.pk) is not None  # and was killed
    with clock.at(NOON + LEASE - timedelta(microseconds=1)):
        assert sweep() == 0
    with clock.at(NOON + LEASE):
        assert (sweep(), queued()) == (1, 2)
        keep.func(waiting.pk)
    assert done == [1]


def test_killed_between_the_queue_and_the_lease(made: Callable[[int], Promise]) -> None:
    """The engine believes that it runs, nobody holds it: it is queued again, and only once in a while."""
    waiting = made(1)
    with clock.at(NOON + LEASE):
        assert (sweep(), sweep(), queued()) == (1, 0, 2)
        keep.func(waiting.pk)
    assert done == [1]


def test_a_failure_is_written_down_and_tried_again_ever_later(made: Callable[[int], Promise]) -> None:
    failing = made(-1)
    moment, pauses = NOON, []
    for _ in range(ATTEMPTS - 1):
        with clock.at(moment):
            keep.func(failing.pk)
        failing.refresh_from_db()
        assert failing.error == "ValueError: a negative number"
        assert failing.leased_until is not None
        pauses.append((failing.leased_until - moment).total_seconds() / 60)
        moment = failing.leased_until
    assert pauses == [1, 4, 9, 16]
    with clock.at(moment):
        keep.func(failing.pk)
    assert list(Promise.objects.given_up()) == [failing]
    with clock.at(moment + timedelta(days=1)):
        assert sweep() == 0


def test_a_task_that_kills_its_worker_is_given_up(made: Callable[[int], Promise]) -> None:
    """Attempts count before the work begins."""
    poison = made(1)
    for turn in range(ATTEMPTS):
        with clock.at(NOON + turn * LEASE):
            assert claim(poison.pk) is not None
    with clock.at(NOON + ATTEMPTS * LEASE):
        keep.func(poison.pk)
    assert done == []
    assert Promise.objects.given_up().count() == 1


def test_given_up_and_revived_by_support(made: Callable[[int], Promise]) -> None:
    failing = made(-1)
    for turn in range(ATTEMPTS):
        with clock.at(NOON + turn * timedelta(hours=1)):
            keep.func(failing.pk)
    assert Promise.objects.given_up().count() == 1
    Promise.objects.update(arguments=[7])
    assert actions.retry(failing.pk)
    assert not actions.retry(failing.pk)
    keep.func(failing.pk)
    assert done == [7]


def test_long_work_renews_its_lease(made: Callable[[int], Promise], monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = made(3)
    leases: list[datetime | None] = []

    def long(number: int) -> None:
        def case(turn: int) -> None:
            leases.append(Promise.objects.get(pk=waiting.pk).leased_until)
            assert sweep() == 0

        for turn in range(number):
            with clock.at(NOON + turn * (LEASE - timedelta(seconds=1))):
                one_by_one([turn], case)

    monkeypatch.setattr(f"{__name__}.work", long)
    keep.func(waiting.pk)
    assert leases == [NOON + LEASE, NOON + LEASE, NOON + 2 * LEASE - timedelta(seconds=1)]
    assert Promise.objects.get().kept_at == NOON


def test_work_that_ends_after_it_was_given_up_is_done(
    made: Callable[[int], Promise], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slower than anybody waited for: its end counts, and no constraint stands in its way."""
    slow = made(1)

    def meanwhile(_number: int) -> None:
        Promise.objects.update(given_up_at=NOON)

    monkeypatch.setattr(f"{__name__}.work", meanwhile)
    keep.func(slow.pk)
    slow.refresh_from_db()
    assert (slow.kept_at, slow.given_up_at) == (NOON, None)


def test_of_many_one_fails_alone() -> None:
    with pytest.raises(PartlyDone, match="-2: ValueError: a negative number"):
        one_by_one([1, -2, 3], work)
    assert done == [1, 3]


def test_outside_a_transaction_nothing_is_promised(transactional_db: None) -> None:
    with pytest.raises(AssertionError):
        steps.promise(WORK, 1)

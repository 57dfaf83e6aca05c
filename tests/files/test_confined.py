"""A child that hangs, eats or falls harms nobody, and the next question finds a new one."""

import os
import threading
import time
from collections.abc import Iterator

import pytest

from program.files import confined
from program.files.confined import Confined, Ended, Why


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Iterator[Confined]:
    monkeypatch.setenv("SECRET_KEY", "not for children")
    greedy = Confined("tests.files.greedy", seconds=1, memory=2**29, children=1)
    yield greedy
    greedy.close()


def test_one_child_answers_again_and_again(child: Confined) -> None:
    facts, blobs = child.ask({"do": "answer"}, [b"one", b"", b"x" * 3_000_000])
    assert blobs == [b"one", b"", b"x" * 3_000_000]
    assert child.ask({"do": "answer"})[0]["pid"] == facts["pid"] != os.getpid()
    assert "SECRET_KEY" not in facts["environment"]


def test_what_a_library_prints_garbles_nothing(child: Confined) -> None:
    assert child.ask({"do": "print"}, [b"answer"])[1] == [b"answer"]


@pytest.mark.parametrize(
    ("habit", "why"),
    [
        ("sleep", Why.TIME),
        ("spin", Why.TIME),
        ("eat", Why.MEMORY),
        ("crash", Why.CRASH),
        ("raise", Why.CRASH),
    ],
)
def test_a_child_that_ends_says_why_and_is_replaced(child: Confined, habit: str, why: Why) -> None:
    before = child.ask({"do": "answer"})[0]["pid"]
    began = time.monotonic()
    with pytest.raises(Ended) as ended:
        child.ask({"do": habit})
    assert ended.value.why is why
    assert time.monotonic() - began < 10
    assert child.ask({"do": "answer"})[0]["pid"] != before


def test_a_child_that_somebody_killed_is_replaced(child: Confined) -> None:
    before = child.ask({"do": "answer"})[0]["pid"]
    os.kill(before, 9)
    time.sleep(0.1)
    assert child.ask({"do": "answer"})[0]["pid"] != before


def test_a_child_is_replaced_after_its_jobs(child: Confined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "JOBS", 2)
    pids = [child.ask({"do": "answer"})[0]["pid"] for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_a_child_that_cannot_start() -> None:
    lame = Confined("tests.files.greedy", "missing", seconds=1)
    with pytest.raises(Ended) as ended:
        lame.ask({"do": "answer"})
    assert ended.value.why is Why.START


def test_two_threads_have_two_children() -> None:
    pair = Confined("tests.files.greedy", seconds=5, children=2)
    pids: set[int] = set()
    gate = threading.Barrier(2)

    def ask() -> None:
        gate.wait()
        for number in range(20):
            facts, blobs = pair.ask({"do": "answer"}, [str(number).encode()])
            assert blobs == [str(number).encode()]
            pids.add(facts["pid"])

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pair.close()
    assert 1 <= len(pids) <= 2


def test_after_a_fork_the_children_stay_with_their_parent(child: Confined) -> None:
    before = child.ask({"do": "answer"})[0]["pid"]
    twin = os.fork()
    if twin == 0:
        try:
            code = 0 if child.ask({"do": "answer"})[0]["pid"] != before else 1
            child.close()
        except BaseException:
            code = 2
        os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(twin, 0)[1]) == 0
    assert child.ask({"do": "answer"})[0]["pid"] == before

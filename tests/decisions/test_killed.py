"""Killed with −9 at any point and run again, a signed batch ends the same: one verdict each, numbers without a gap.

`KILLED=300` does it with 300 cases instead of 10.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from program.background.steps import LEASE
from tests.decisions.killing import APRIL, MARCH
from tests.once import ON_POSTGRESQL_IN_CI

SIZE = int(os.environ.get("KILLED", "10"))
Ask = Callable[[str], list[tuple[Any, ...]]]
DECIDED = "SELECT count(*) FROM program_line WHERE verb = 'decide'"
LISTED = "SELECT count(*) FROM program_line WHERE verb = 'designate'"
LETTERS = "SELECT count(*) FROM program_designationletter"
PATIENCE = 600


class House:
    """A database and a folder that outlive the processes which work on them."""

    def __init__(self, folder: Path, url: str, ask: Ask) -> None:
        self.ask = ask
        self.moment = MARCH
        self.kills = 0
        self.environment = os.environ | {"DATABASE_URL": url, "VAR_DIR": str(folder), "DEMO": "on"}

    def begin(self, *words: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.decisions.killing", *words]
        return subprocess.Popen(command, env=self.environment, cwd=settings.BASE_DIR)

    def run(self, *words: str) -> None:
        assert self.begin(*words).wait(PATIENCE) == 0

    def work(self, *, until: str = "", reaches: int = 0) -> None:
        """A worker, killed as soon as the count reaches so many; without one it does all there is to do."""
        self.moment += LEASE + timedelta(minutes=5)
        worker = self.begin("work", self.moment.isoformat())
        while until and worker.poll() is None and self.ask(until)[0][0] < reaches:
            time.sleep(0.002)
        if until:
            worker.send_signal(signal.SIGKILL)
            self.kills += worker.wait() == -signal.SIGKILL
        else:
            assert worker.wait(PATIENCE) == 0

    def finish(self) -> None:
        """Workers come and go until nothing is left; what failed once because of the kill waits out its back-off."""
        for _turn in range(10):
            self.work()
            if not self.ask("SELECT 1 FROM program_promise WHERE kept_at IS NULL LIMIT 1"):
                return
        raise AssertionError(self.ask("SELECT name, error FROM program_promise WHERE kept_at IS NULL"))


@pytest.fixture
def house(tmp_path: Path, transactional_db: None) -> Iterator[House]:
    """On PostgreSQL the tests' own database; on SQLite, whose test database is in memory, a copy of its empty tables."""
    if connection.vendor == "postgresql":
        where = connection.settings_dict
        url = (
            f"postgres://{where['USER']}:{where['PASSWORD']}@{where['HOST']}:{where['PORT']}/{where['NAME']}"
        )

        def asked(sql: str) -> list[tuple[Any, ...]]:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall())

        yield House(tmp_path, url, asked)
        return
    file = tmp_path / "killed.sqlite3"
    connection.ensure_connection()
    assert connection.connection is not None
    with sqlite3.connect(file) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
    copy.close()
    reader = sqlite3.connect(file, timeout=20)
    yield House(tmp_path, f"sqlite:///{file}", lambda sql: reader.execute(sql).fetchall())
    reader.close()


def ends_the_same(house: House, size: int) -> None:
    """As without a kill: the first two thirds are listed, in the order of their cases."""
    listed = size * 2 // 3
    stages = "SELECT stage, count(*) FROM program_application GROUP BY stage ORDER BY stage"
    assert house.ask(stages) == [("listed", listed), ("refused", size - listed)]
    assert lines_of(house) == [("decide timer designate",)] * listed + [("decide tell",)] * (size - listed)
    told = "SELECT text, count(*), count(DISTINCT application_id) FROM program_message WHERE application_id IS NOT NULL"
    assert house.ask(f"{told} GROUP BY text ORDER BY text") == [
        ("listed", listed, listed),
        ("not_listed", size - listed, size - listed),
        ("on_notice", listed, listed),
    ]
    numbers = house.ask("SELECT letter_number FROM program_designation ORDER BY application_id")
    assert numbers == [(f"LS-2026-{place:04d}",) for place in range(1, listed + 1)]
    assert house.ask(LETTERS) == [(listed,)]
    assert house.ask("SELECT last FROM program_counter WHERE series = 'LS-2026'") == [(listed,)]
    assert house.ask("SELECT count(*) FROM program_trouble") == [(0,)]
    assert house.ask("SELECT count(*) FROM program_batch WHERE carried_out_at IS NULL") == [(0,)]
    unmailed = "SELECT count(*) FROM program_message WHERE mailed_at IS NULL"
    assert house.ask(unmailed) == [(0,)]
    house.run("verify")


def lines_of(house: House) -> list[tuple[str]]:
    """What the journal says of each case since the signature, in the order of the cases."""
    rows = house.ask(
        "SELECT application_id, verb FROM program_line WHERE application_id IS NOT NULL ORDER BY application_id, id"
    )
    said: dict[int, list[str]] = {}
    for case, verb in rows:
        said.setdefault(case, []).append(verb)
    return [(" ".join(verbs),) for _case, verbs in sorted(said.items())]


def publish(house: House) -> None:
    """Carried out to the end; a month later the notice has ended, and the document is signed."""
    house.finish()
    house.moment = APRIL
    house.finish()
    house.run("publish", house.moment.isoformat())


@ON_POSTGRESQL_IN_CI
def test_killed_at_many_points_it_ends_the_same(house: House) -> None:
    house.run("prepare", str(SIZE))
    listed = SIZE * 2 // 3
    for reaches in (2, SIZE // 2):
        house.work(until=DECIDED, reaches=reaches)
    publish(house)
    house.work(until=LISTED, reaches=listed // 2)
    for reaches in (1, listed // 2):
        house.work(until=LETTERS, reaches=reaches)
    assert house.kills >= 4, "killed too late to show anything"
    house.finish()
    ends_the_same(house, SIZE)

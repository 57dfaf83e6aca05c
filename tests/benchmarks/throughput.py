"""How many readers a second get a notice: the web server of `make run`, asked over connections that stay open.

Whoever asks runs on the same machine and takes its share of it: what is found is the least that the server does.
"""

import http.client
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

ASKERS, SECONDS = 8, 10
SERVER = (
    "program.config.wsgi",
    "--preload",
    "--workers",
    "2",
    "--threads",
    "4",
    "--log-level",
    "warning",
    "--no-control-socket",
)
"""As .ci/serve starts it."""


def throughput(address: str) -> list[str]:
    """A table: the page kept, drawn each time, and asked for again by whoever has it."""
    lines = ["| a notice | requests a second | CPU of the web server, ms a request |", "|---|---|---|"]
    for name, kept, again in (
        ("kept, given out again", "", False),
        ("kept, asked for with its mark (304)", "", True),
        ("drawn each time", "0", False),
    ):
        rate, spent = served(address, kept=kept, again=again)
        lines.append(f"| {name} | {rate:.0f} | {spent * 1000:.2f} |")
        sys.stderr.write(f"{lines[-1]}\n")
    return lines


def served(address: str, *, kept: str, again: bool) -> tuple[float, float]:
    """Requests a second, and seconds of processor that the server took for each."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with server(kept) as port:
        mark = ask(port, address, {}, time.monotonic())[1] if again else ""
        headers = {"If-None-Match": mark} if mark else {}
        began = time.monotonic()
        with ThreadPoolExecutor(ASKERS) as askers:
            answers = list(askers.map(partial(ask, port, address, headers), [began + SECONDS] * ASKERS))
        taken, count = time.monotonic() - began, sum(each for each, _mark in answers)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return count / taken, spent / count


def ask(port: int, address: str, headers: dict[str, str], until: float) -> tuple[int, str]:
    """Ask until then, at least once: how often it was answered, and the mark of the page."""
    connection, count, mark = http.client.HTTPConnection("127.0.0.1", port), 0, ""
    while not count or time.monotonic() < until:
        connection.request("GET", address, headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == (304 if headers else 200), answer.status
        count, mark = count + 1, answer.headers.get("ETag", "")
    connection.close()
    return count, mark


@contextmanager
def server(kept: str) -> Iterator[int]:
    """The web server on a free port, with the database of the measurement."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | ({"PUBLIC_PAGES_KEPT": kept} if kept else {})
    command = [sys.executable, "-m", "gunicorn", *SERVER, "--bind", f"127.0.0.1:{port}"]
    running = subprocess.Popen(command, env=environment)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        running.terminate()
        running.wait(20)

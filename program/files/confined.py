"""Work in a child process with a limit on time and memory.

What somebody sent may hang a parser or fill the memory; a web process or a worker must not feel it. A child runs one
module of ours, answers question after question over its pipes, and ends itself: the kernel's alarm clock and the limit
on its memory need nobody who watches. This module is used on both sides and therefore imports no Django.
"""

import atexit
import json
import os
import resource
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

Message = tuple[dict[str, Any], list[bytes]]
"""Some JSON and some bytes."""
Work = Callable[[dict[str, Any], list[bytes]], Message]

ROOT = Path(__file__).resolve().parents[2]
GIB = 2**30
CANNOT_START, NO_MEMORY = 70, 71
PREPARING = 60
"""Seconds to load libraries and fonts on a busy machine."""
JOBS = 200
"""A child is replaced after so many, whatever its libraries leak."""
INHERITED = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
"""Of the environment a child gets these alone: no secret key, no database."""


class Why(Enum):
    """Why a child ended before it answered."""

    TIME = auto()
    MEMORY = auto()
    START = auto()
    CRASH = auto()


class Ended(Exception):
    """The child ended before it answered."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.name)
        self.why = why


# ---------------------------------------------------------------- both sides: messages over a pipe
def send(stream: BinaryIO, facts: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
    head = json.dumps({"facts": facts, "sizes": [len(blob) for blob in blobs]}).encode()
    stream.write(struct.pack(">I", len(head)) + head)
    stream.writelines(blobs)
    stream.flush()


def receive(stream: BinaryIO) -> Message | None:
    """The next message, or none if the other side has ended."""
    try:
        (length,) = struct.unpack(">I", _exactly(stream, 4))
        head = json.loads(_exactly(stream, length))
        return head["facts"], [_exactly(stream, size) for size in head["sizes"]]
    except EOFError:
        return None


def _exactly(stream: BinaryIO, size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


# ---------------------------------------------------------------- the child's side
def serve(prepare: Callable[[], Work]) -> None:
    """Limit this process, prepare, then answer questions until there are none."""
    seconds, memory = int(sys.argv[1]), int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's affair; its end closes our pipe
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints does not garble the answers
    signal.alarm(PREPARING)
    try:
        work = prepare()
    except (ImportError, OSError) as error:
        _end(CANNOT_START, error)
    signal.alarm(0)
    while (question := receive(sys.stdin.buffer)) is not None:
        signal.alarm(seconds)
        try:
            answer = work(*question)
        except MemoryError as error:
            _end(NO_MEMORY, error)
        signal.alarm(0)
        send(answers, *answer)


def _end(code: int, error: BaseException) -> NoReturn:
    os.write(2, f"{sys.argv[0]}: {type(error).__name__}: {error}\n".encode())
    os._exit(code)


# ---------------------------------------------------------------- the parent's side
@dataclass
class Child:
    process: "subprocess.Popen[bytes]"
    jobs: int = 0

    def ask(self, facts: dict[str, Any], blobs: Sequence[bytes]) -> Message | None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.jobs += 1
        try:
            send(self.process.stdin, facts, blobs)  # type: ignore[arg-type]
            return receive(self.process.stdout)  # type: ignore[arg-type]
        except BrokenPipeError:
            return None

    def close(self) -> int:
        """Let the child go and answer how it ended; one that does not go is made to."""
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                assert pipe is not None
                pipe.close()
        try:
            return self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


class Confined:
    """At most `children` processes that run `module`, begun when first asked, then asked again and again."""

    def __init__(
        self,
        module: str,
        *arguments: str,
        seconds: int,
        memory: int = GIB,
        children: int = 2,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.command = [sys.executable, "-m", module, str(seconds), str(memory), *arguments]
        self.environment = environment or {}
        self._places = threading.BoundedSemaphore(children)
        self._idle: list[Child] = []
        os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.close)

    def ask(self, facts: dict[str, Any], blobs: Sequence[bytes] = ()) -> Message:
        """The child's answer; `Ended` if it ended instead."""
        with self._places:
            child = self._take()
            try:
                answer = child.ask(facts, blobs)
            except BaseException:  # the conversation broke off half-way: this child is of no more use
                child.process.kill()
                child.close()
                raise
            if answer is None:
                raise Ended(_why(child.close()))
            if child.jobs >= JOBS:
                child.close()
            else:
                self._idle.append(child)
            return answer

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _take(self) -> Child:
        while self._idle:
            with suppress(IndexError):  # another thread took the last one
                child = self._idle.pop()
                if child.process.poll() is None:
                    return child
                child.close()
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        # A fixed hash seed: the order in a set must not show in a document's bytes.
        environment = {**inherited, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", **self.environment}
        return Child(
            subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment
            )
        )

    def _forget(self) -> None:
        """After a fork the children belong to the other process; its pipes must not be kept open from here."""
        for child in self._idle:
            for pipe in (child.process.stdin, child.process.stdout):
                if pipe is not None:
                    pipe.close()
            child.process.returncode = 0  # not ours to wait for
        self._idle = []


def _why(code: int) -> Why:
    endings = {-signal.SIGALRM: Why.TIME, NO_MEMORY: Why.MEMORY, CANNOT_START: Why.START}
    return endings.get(code, Why.CRASH)

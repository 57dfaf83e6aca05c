"""A child with bad habits, for the tests of confinement (`python -m tests.files.greedy`)."""

import os
import signal
import sys
import time
from typing import Any

from program.files.confined import Message, Work, serve


def work(facts: dict[str, Any], blobs: list[bytes]) -> Message:
    match facts["do"]:
        case "sleep":
            time.sleep(60)
        case "spin":
            while True:
                pass
        case "eat":
            return {"eaten": len(b"x" * 2**31)}, []
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "raise":
            raise ValueError("an error of ours")
        case "print":
            sys.stdout.write("a library that prints")
            sys.stdout.flush()
    return {"pid": os.getpid(), "environment": dict(os.environ)}, blobs


def prepare() -> Work:
    if "missing" in sys.argv:
        raise OSError("cannot load library")
    return work


if __name__ == "__main__":
    serve(prepare)

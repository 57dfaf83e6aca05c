"""Fills the database of a measurement, in a process of its own.

    python -m tests.benchmarks.filling [SIZE]

One that has played the demonstration serves pages a third slower than a fresh one, as a web server is.
"""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # the program must be set up before

from tests.benchmarks.filler import fill  # noqa: E402
from tests.benchmarks.firms import fill_firms  # noqa: E402

if __name__ == "__main__":
    if sys.argv[1:]:
        fill(int(sys.argv[1]))
    else:
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
        call_command("seed_demo", verbosity=0)
        fill_firms()

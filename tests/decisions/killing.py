"""What the test of killed workers has done in processes of their own, on a database that outlives them.

`python -m tests.decisions.killing prepare 30 | work 2026-03-02T10:00 | publish 2026-04-01T10:00 | verify`
"""

import os
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "program.config.settings")
    django.setup()

from django.core.management import call_command
from django.db import transaction
from django.test.utils import override_settings

from program import clock
from program.calls.models import Call
from program.decisions import actions
from program.people.models import OrganizationKind, Role, User
from program.rulesets.steps import load_calendar
from tests import factories
from tests.decisions import casework

MARCH = datetime(2026, 3, 2, 9, 30, tzinfo=clock.BEIJING)
APRIL = MARCH + timedelta(days=30)
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def prepare(size: str) -> None:
    """A signed batch over so many cases, two thirds of them listed; nothing carried out yet."""
    number = int(size)
    with clock.at(MARCH), override_settings(PASSWORD_HASHERS=HASHERS):
        with transaction.atomic():
            load_calendar()
        office = factories.organization(OrganizationKind.SPECIAL_OFFICE, province="11")
        clerk = factories.member(office, Role.CLERK, "clerk")
        director = factories.member(office, Role.DIRECTOR, "director")
        listed = number * 2 // 3
        call = factories.call(clerk, director, quota=listed, reserves=min(number - listed, 100))
        body = casework.body()
        scores = [f"{90 - place * 0.1:.2f}" for place in range(number)]
        cases = [casework.case_at_deliberation(call, body, clerk) for _ in range(number)]
        run = casework.ranking(call, cases, clerk, scores=scores)
        casework.sign(actions.draft_batch(call, run, by=clerk), clerk, director)


def work(at: str) -> None:
    """`manage.py work --once`, at a moment: later than the lease of whoever was killed before."""
    with clock.at(datetime.fromisoformat(at)):
        call_command("work", once=True)


def publish(at: str) -> None:
    """The document that lists whoever has come through the notice, entered and signed."""
    clerk, director = (User.objects.get(username=name) for name in ("clerk", "director"))
    with clock.at(datetime.fromisoformat(at)):
        actions.sign_document(casework.enter(Call.objects.get(), clerk), by=director)


def verify() -> None:
    call_command("verify_journal")


WAYS: dict[str, Callable[..., None]] = {
    "prepare": prepare,
    "work": work,
    "publish": publish,
    "verify": verify,
}

if __name__ == "__main__":
    WAYS[sys.argv[1]](*sys.argv[2:])

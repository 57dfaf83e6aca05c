"""How long 300 cases take: the batch carried out, the letters printed in one render child and in two.

    python -m tests.benchmarks.carry_out 300 2

On a database of its own: so many cases, so often. The machine is shared: the shortest of the times counts.
"""

import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from tests.benchmarks.report import keep, own_database

if __name__ == "__main__":
    own_database()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import override_settings

from program import clock
from program.background.models import Promise
from program.calls.models import Call
from program.decisions import actions, tasks
from program.decisions.models import Batch, Designation, PublicNotice
from program.files.documents import render_pdf
from program.journal.steps import seal
from program.people.models import OrganizationKind, Role, User
from program.process.actions import run_due
from program.rulesets.steps import load_calendar
from tests import factories
from tests.decisions import casework

MARCH = datetime(2026, 3, 2, 9, 30, tzinfo=clock.BEIJING)
MOST = {"decisions": 10, "letters in one render child": 45, "letters in two": 30}
"""Seconds that 300 of them may take."""
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def timed(what: str, act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    took = time.monotonic() - began
    say(f"  {what}: {took:.1f} s")
    return took


def office() -> tuple[User, User]:
    """Clerk and director of the one office."""
    known = {user.username: user for user in User.objects.filter(username__in=("clerk", "director"))}
    if not known:
        with transaction.atomic():
            load_calendar()
        made = factories.organization(OrganizationKind.SPECIAL_OFFICE, province="11")
        known = {role.value: factories.member(made, role, role.value) for role in (Role.CLERK, Role.DIRECTOR)}
    return known["clerk"], known["director"]


def signed(number: int, clerk: User, director: User) -> Batch:
    """A batch over so many cases of a new call, all of them listed; nothing carried out yet."""
    call = factories.call(clerk, director, quota=number, reserves=0)
    body = casework.body()
    cases = [casework.case_at_deliberation(call, body, clerk) for _ in range(number)]
    scores = [f"{90 - place * 0.1:.2f}" for place in range(number)]
    run = casework.ranking(call, cases, clerk, scores=scores)
    batch = casework.prepare(actions.draft_batch(call, run, by=clerk), clerk)
    timed("signed", lambda: actions.sign_batch(batch, revision=batch.revision, by=director))
    return batch


def published(batch: Batch, clerk: User, director: User) -> list[int]:
    """The notice run out, the document signed, each case listed; the keys of the designations."""
    notice = PublicNotice.objects.get(batch=batch)
    with clock.at(notice.ends + timedelta(days=1)):
        timed("led on when the notice ended", run_due)
        document = casework.enter(Call.objects.get(pk=batch.call_id), clerk, f"示例文〔2026〕{batch.pk}号")
        actions.sign_document(document, by=director)
        timed("published", lambda: tasks.publish_document(document.pk))
    return list(Designation.objects.filter(document=document).order_by("pk").values_list("pk", flat=True))


def printed(letters: list[int], children: int) -> None:
    """As so many workers would: each with a render child of its own."""
    render_pdf("program/decisions/notice_paper.html", paper(), title="示例")  # fonts are loaded once a child

    def work(place: int) -> None:
        try:
            with clock.at(MARCH + timedelta(days=40)):
                for pk in letters[place::children]:
                    tasks.make_letter(pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(place,)) for place in range(children)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def paper() -> dict[str, object]:
    notice = PublicNotice.objects.latest("pk")
    return {"notice": notice, "items": [], "office": settings.OFFICE, "head": seal()}


def once(number: int) -> tuple[float, float, float]:
    """Decisions, letters in one child, letters in two."""
    clerk, director = office()
    with clock.at(MARCH):
        batch = signed(number, clerk, director)
        decided = timed("decisions carried out", lambda: tasks.carry_out(batch.pk))
    letters = published(batch, clerk, director)
    half = len(letters) // 2  # both ways print a half; what is told is for the whole
    one = 2 * timed("half of the letters in one render child", lambda: printed(letters[:half], 1))
    two = 2 * timed("the other half in two", lambda: printed(letters[half:], 2))
    Promise.objects.open().delete()
    return decided, one, two


def main(number: int, times: int) -> None:
    call_command("migrate", verbosity=0)
    with override_settings(PASSWORD_HASHERS=HASHERS):
        found = [once(number) for _ in range(times)]
    lines = ["| what | seconds | most |", "|---|---|---|"]
    for (what, most), column in zip(MOST.items(), zip(*found, strict=True), strict=True):
        took, allowed = min(column), most * number / 300
        lines.append(
            f"| {number} {what} | {took:.1f} | {allowed:.0f}{' **over**' if took > allowed else ''} |"
        )
    say("\n".join(lines))
    keep("jobs", lines)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [300, 2][len(given) :]))

"""What happens to an obligation inside somebody else's transaction: handed in, accepted, sent back, released.

Whoever takes a report in calls `submit` in the transaction that makes the report, and hangs its row on the return.
"""

from datetime import datetime

from django.db import connection

from program import clock
from program.files.models import File
from program.people.models import User
from program.rulesets.rules import Calendar
from program.supervision.models import Duty, Ending, Obligation, Release, Return
from program.supervision.rules import again_due_of
from program.supervision.steps.alerts import close_of
from program.zones.models import Zone

PROGRESS_OF_IT = ["handed_in_at", "was_late", "accepted_at", "sent_back_at", "again_due", "due_provisional"]


def lock(obligation: Obligation) -> Obligation:
    """The obligation, locked and read again with its zone. It is always locked first: before its returns, requests, alert."""
    rows = Obligation.objects.select_for_update(of=("self",)).select_related("zone", "rule_set")
    locked: Obligation = rows.get(pk=obligation.pk)
    return locked


def owed(zone: Zone, duty: Duty, year: int) -> Obligation | None:
    """The locked obligation, if the zone owes this at all."""
    assert connection.in_atomic_block
    found = Obligation.objects.owed().filter(zone=zone, duty=duty, year=year).first()
    return lock(found) if found is not None else None


def hand_in(zone: Zone, duty: Duty, year: int, *, at: datetime | None = None) -> Obligation | None:
    """Note that the duty was met (at that moment): it is late if its day had passed. What is handed in already stays as it is."""
    found = owed(zone, duty, year)
    return handed_in(found, at or clock.now()) if found is not None else None


def accept(zone: Zone, duty: Duty, year: int, *, at: datetime | None = None) -> Obligation | None:
    """Note that what was handed in was accepted; the first acceptance counts."""
    found = owed(zone, duty, year)
    return accepted(found, at or clock.now()) if found is not None else None


def send_back(zone: Zone, duty: Duty, year: int, *, at: datetime | None = None) -> Obligation | None:
    """Note that it was returned: due again within the rules' days for corrections. What was accepted once stays accepted."""
    found = owed(zone, duty, year)
    return sent_back(found, at or clock.now()) if found is not None else None


def submit(obligation: Obligation, *, by: User, note: str = "", file: File | None = None) -> Return:
    """The next version of what is handed in for the (locked) obligation."""
    assert connection.in_atomic_block
    made: Return = Return.objects.create(
        obligation=obligation, number=obligation.returns.count() + 1, file=file, note=note.strip(),
        submitted_by=by, submitted_at=clock.now(),
    )  # fmt: skip
    handed_in(obligation, made.submitted_at)
    return made


# ---------------------------------------------------------------- the same, of a locked row
def handed_in(obligation: Obligation, at: datetime) -> Obligation:
    if obligation.handed_in_at is None:
        obligation.handed_in_at = at
        obligation.was_late = obligation.was_late or at > obligation.expected
        obligation.save(update_fields=PROGRESS_OF_IT)
        obligation.dispensations.open().update(lapsed_at=clock.now())
        close_of(obligation, Ending.HANDED_IN)
    return obligation


def accepted(obligation: Obligation, at: datetime) -> Obligation:
    if obligation.accepted_at is None:
        handed_in(obligation, at)
        obligation.accepted_at = at
        obligation.save(update_fields=PROGRESS_OF_IT)
    return obligation


def sent_back(obligation: Obligation, at: datetime) -> Obligation:
    if obligation.accepted_at is None:
        again = again_due_of(obligation, clock.beijing_date(at), Calendar())
        obligation.handed_in_at, obligation.sent_back_at = None, at
        obligation.again_due, obligation.due_provisional = again.moment, again.provisional
        obligation.save(update_fields=PROGRESS_OF_IT)
    return obligation


def taken_back(obligation: Obligation) -> Obligation:
    """Whoever handed it in recalled it: it is owed as before."""
    obligation.handed_in_at = None
    obligation.save(update_fields=PROGRESS_OF_IT)
    return obligation


def released(obligation: Obligation, release: Release, reason: str) -> Obligation:
    """It is owed no more; the row stays, with its reason."""
    obligation.release, obligation.released_at, obligation.release_reason = release, clock.now(), reason
    obligation.save(update_fields=["release", "released_at", "release_reason"])
    obligation.dispensations.open().update(lapsed_at=clock.now())
    close_of(obligation, Ending(release))
    return obligation

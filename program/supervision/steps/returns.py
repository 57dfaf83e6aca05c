"""What happens to a version of what was handed in: a clerk accepts it, or returns it item by item."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from program import clock
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.people.models import Role, User
from program.people.rules import require_role
from program.refusals import Incomplete, SomebodyWasFaster
from program.supervision.models import Obligation, Return, ReturnRemark
from program.supervision.steps.duties import accepted, lock, sent_back
from program.supervision.steps.telling import tell_zone


def to_check(handed_in: Return, by: User) -> Return:
    """The version, read again under the lock of its obligation, for a clerk."""
    obligation = lock(handed_in.obligation)
    require_role(by, Role.CLERK)
    found: Return = Return.objects.get(pk=handed_in.pk)
    found.obligation = obligation
    if found.accepted_at is not None or found.returned_at is not None:
        raise SomebodyWasFaster
    return found


def accept_version(handed_in: Return, *, by: User, path: str = "", **facts: Any) -> Return:
    """Accept the (locked) version: the duty is met. `facts`: what else the journal says of it."""
    handed_in.accepted_by, handed_in.accepted_at = by, clock.now()
    handed_in.save(update_fields=["accepted_by", "accepted_at"])
    accepted(handed_in.obligation, handed_in.accepted_at)
    journal.record(Verb.ACCEPT_RETURN, by=by, subject=handed_in.obligation, version=handed_in.number, **facts)
    tell_zone(handed_in.obligation, Text.RETURN_ACCEPTED, path)
    return handed_in


def give_back(handed_in: Return, remarks: Sequence[tuple[str, str]], *, by: User, path: str = "") -> Return:
    """Return the (locked) version item by item: (place, what is to be changed); an empty place means the whole."""
    written = [(place.strip()[:80], text.strip()[:500]) for place, text in remarks if text.strip()]
    if not written:
        raise Incomplete(_("Say what is to be changed."), field="remark")
    handed_in.returned_by, handed_in.returned_at = by, clock.now()
    handed_in.save(update_fields=["returned_by", "returned_at"])
    ReturnRemark.objects.bulk_create(
        ReturnRemark(given_back=handed_in, field=place, remark=text) for place, text in written
    )
    obligation = sent_back(handed_in.obligation, handed_in.returned_at)
    journal.record(
        Verb.SEND_RETURN_BACK, by=by, subject=obligation, version=handed_in.number,
        reasons=[text for _place, text in written],
    )  # fmt: skip
    if obligation.accepted_at is not None:
        tell_zone(obligation, Text.CORRECTION_SENT_BACK, path, count=len(written))
    else:
        tell_zone(obligation, Text.RETURN_SENT_BACK, path, count=len(written), due=again(obligation))
    return handed_in


def again(obligation: Obligation) -> str:
    """The day on which it is due again, for a message."""
    return f"{clock.beijing_date(obligation.expected).isoformat()}{'?' if obligation.due_provisional else ''}"

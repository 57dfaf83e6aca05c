"""Verbs on what zones hand in: handed in, accepted, sent back item by item, corrected by a further version."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.files.models import MediaType
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.people.models import Role, User
from program.people.rules import fresh_standing, people_with, require_role
from program.refusals import Incomplete, NotYours, Refused, SomebodyWasFaster
from program.supervision import rules, steps
from program.supervision.actions.telling import tell_about, tell_zone
from program.supervision.models import BY_FIGURES, Obligation, Return, ReturnRemark
from program.zones.models import managing_organization


@transaction.atomic(durable=True)
def hand_in_return(
    obligation: Obligation, *, by: User, note: str = "", scan: "UploadedFile[bytes] | None" = None
) -> Return:
    """The zone hands in what it owes, or corrects what was accepted by a further version; a clerk checks it."""
    obligation = steps.lock(obligation)
    if not rules.hands_in_for(obligation.zone, fresh_standing(by)):
        raise NotYours
    require_open(obligation)
    if scan is None and obligation.duty not in rules.NEEDS_NO_FILE:
        raise Incomplete(_("Upload the report."), field="scan")
    body = managing_organization(obligation.zone)
    file = store(scan, by=by, organization=body, types=[MediaType.PDF]) if scan is not None else None
    made = steps.submit(obligation, by=by, note=note, file=file)
    journal.record(
        Verb.HAND_IN_RETURN, by=by, subject=obligation, on_behalf=obligation.zone.name_zh, version=made.number
    )
    tell_about(obligation, people_with(Role.CLERK), Text.RETURN_TO_CHECK)
    return made


def require_open(obligation: Obligation) -> None:
    """Whether a (further) version can be handed in now."""
    if obligation.duty in BY_FIGURES:
        raise Refused(_("This duty is met by the declared figures: nothing is handed in here."))
    if obligation.release:
        raise Refused(_("This duty is owed no more."))
    if obligation.returns.waiting().exists():
        raise SomebodyWasFaster(_("What was handed in last waits to be checked."))


@transaction.atomic(durable=True)
def accept_return(handed_in: Return, *, by: User) -> Return:
    """Accept a version; the duty is met."""
    handed_in = to_check(handed_in, by)
    handed_in.accepted_by, handed_in.accepted_at = by, clock.now()
    handed_in.save(update_fields=["accepted_by", "accepted_at"])
    steps.accepted(handed_in.obligation, handed_in.accepted_at)
    journal.record(Verb.ACCEPT_RETURN, by=by, subject=handed_in.obligation, version=handed_in.number)
    tell_zone(handed_in.obligation, Text.RETURN_ACCEPTED)
    return handed_in


@transaction.atomic(durable=True)
def send_return_back(handed_in: Return, remarks: Sequence[tuple[str, str]], *, by: User) -> Return:
    """Return a version item by item: (place, what is to be changed); an empty place means the whole."""
    handed_in = to_check(handed_in, by)
    written = [(place.strip()[:80], text.strip()[:500]) for place, text in remarks if text.strip()]
    if not written:
        raise Incomplete(_("Say what is to be changed."), field="remark")
    handed_in.returned_by, handed_in.returned_at = by, clock.now()
    handed_in.save(update_fields=["returned_by", "returned_at"])
    ReturnRemark.objects.bulk_create(
        ReturnRemark(given_back=handed_in, field=place, remark=text) for place, text in written
    )
    obligation = steps.sent_back(handed_in.obligation, handed_in.returned_at)
    journal.record(
        Verb.SEND_RETURN_BACK, by=by, subject=obligation, version=handed_in.number,
        reasons=[text for _place, text in written],
    )  # fmt: skip
    if obligation.accepted_at is not None:
        tell_zone(obligation, Text.CORRECTION_SENT_BACK, count=len(written))
    else:
        tell_zone(obligation, Text.RETURN_SENT_BACK, count=len(written), due=again(obligation))
    return handed_in


def again(obligation: Obligation) -> str:
    """The day on which it is due again, for a message."""
    return f"{clock.beijing_date(obligation.expected).isoformat()}{'?' if obligation.due_provisional else ''}"


def to_check(handed_in: Return, by: User) -> Return:
    """The version, read again under the lock of its obligation, for a clerk."""
    obligation = steps.lock(handed_in.obligation)
    require_role(by, Role.CLERK)
    found: Return = Return.objects.get(pk=handed_in.pk)
    found.obligation = obligation
    if found.accepted_at is not None or found.returned_at is not None:
        raise SomebodyWasFaster
    return found

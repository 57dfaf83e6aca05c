"""Verbs on what zones hand in here: handed in, accepted, sent back item by item, corrected by a further version.

Reports are handed in and checked where they are written (program/reports).
"""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from program.files.models import MediaType
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.people.models import Role, User
from program.people.rules import fresh_standing, people_with
from program.refusals import NotYours, Refused, SomebodyWasFaster
from program.supervision import rules, steps
from program.supervision.models import BY_FIGURES, Obligation, Return
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
    body = managing_organization(obligation.zone)
    file = store(scan, by=by, organization=body, types=[MediaType.PDF]) if scan is not None else None
    made = steps.submit(obligation, by=by, note=note, file=file)
    journal.record(
        Verb.HAND_IN_RETURN, by=by, subject=obligation, on_behalf=obligation.zone.name_zh, version=made.number
    )
    steps.tell_about(obligation, people_with(Role.CLERK), Text.RETURN_TO_CHECK)
    return made


def require_open(obligation: Obligation) -> None:
    """Whether a (further) version can be handed in now."""
    if obligation.duty in BY_FIGURES:
        raise Refused(_("This duty is met by the declared figures: nothing is handed in here."))
    require_no_report(obligation)
    if obligation.release:
        raise Refused(_("This duty is owed no more."))
    if obligation.returns.waiting().exists():
        raise SomebodyWasFaster(_("What was handed in last waits to be checked."))


def require_no_report(obligation: Obligation) -> None:
    if obligation.is_reported:
        raise Refused(_("This is a report: it is written, handed in and checked on a page of its own."))


@transaction.atomic(durable=True)
def accept_return(handed_in: Return, *, by: User) -> Return:
    """Accept a version; the duty is met."""
    handed_in = steps.to_check(handed_in, by)
    require_no_report(handed_in.obligation)
    return steps.accept_version(handed_in, by=by)


@transaction.atomic(durable=True)
def send_return_back(handed_in: Return, remarks: Sequence[tuple[str, str]], *, by: User) -> Return:
    """Return a version item by item: (place, what is to be changed); an empty place means the whole."""
    handed_in = steps.to_check(handed_in, by)
    require_no_report(handed_in.obligation)
    return steps.give_back(handed_in, remarks, by=by)

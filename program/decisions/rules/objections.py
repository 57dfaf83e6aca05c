"""Questions about objections: still in time, in whose hands, what the party may read."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from program.applications.models import Application
from program.applications.rules import CODE_LETTERS
from program.decisions.models import Objection, ObjectionOutcome, ObjectionState, PublicNotice
from program.people.models import Role, User
from program.people.rules import hashed, standing
from program.refusals import Gone

AN_HOUR = timedelta(hours=1)
FEWEST_LETTERS = 20
"""Grounds shorter than this say nothing that could be examined."""


def takes_objections(notice: PublicNotice, moment: datetime) -> bool:
    """Through the last moment of the notice; a provisional end (暂定) ends nothing."""
    return notice.provisional or moment <= notice.ends


def new_receipt() -> str:
    """Sixty bits that nobody guesses, in letters that survive a telephone: K7QM-2XFA-9B3D."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _place in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def client_key(address: str) -> str:
    """What is kept of the address that an objection came from: enough to count, not to find."""
    return salted_hmac("program.decisions.objection", address, algorithm="sha256").hexdigest()


def of_link(token: str) -> Objection | None:
    """The objection whose letter brought this one-time link."""
    found = Objection.objects.select_related("item__notice", "item__application__call__rule_set")
    objection: Objection | None = found.filter(token_hash=hashed(token)).first()
    return objection


def dead_link(objection: Objection | None) -> str:
    """Why a one-time link confirms nothing; empty while it would."""
    if objection is None:
        return str(Gone.sentence)
    if objection.confirmed_at is not None:
        return _("This address is confirmed already. The receipt shows where the objection stands.")
    return ""


def too_many(notice: PublicNotice, client: str, moment: datetime) -> bool:
    """Whether one address has objected to one notice as often as an hour allows."""
    recent = Objection.objects.filter(item__notice=notice, client=client, submitted_at__gt=moment - AN_HOUR)
    return bool(recent.count() >= settings.OBJECTIONS_AN_HOUR)


@dataclass(frozen=True)
class ObjectionMoves:
    """What a person may do with an objection now."""

    take_up: bool
    settle: bool


def objection_moves(objection: Objection, user: User) -> ObjectionMoves:
    held, state = standing(user), objection.state
    return ObjectionMoves(
        take_up=state == ObjectionState.RECEIVED and held.has(Role.CLERK),
        settle=state == ObjectionState.ACCEPTED
        and held.has(Role.DIRECTOR)
        and objection.accepted_by_id != user.pk,
    )


@dataclass(frozen=True)
class Examined:
    """What a party may read of an objection to its case: never who objected, nor the grounds in the objector's words."""

    number: str
    summary: str
    accepted_at: datetime
    outcome: str
    finding: str


def examined(application: Application) -> list[Examined]:
    """Objections to the case that were taken up, as the party reads them."""
    taken_up: QuerySet[Objection] = Objection.objects.filter(
        item__application=application, accepted_at__isnull=False
    )
    return [
        Examined(
            row.number,
            row.summary,
            row.accepted_at,
            str(ObjectionOutcome(row.outcome).label) if row.outcome else "",
            row.finding,
        )
        for row in taken_up.order_by("accepted_at")
        if row.accepted_at is not None
    ]

"""Questions about entries that are decided and lifted: who drafts, who signs, what keeps a draft from being signed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from program.journal.models import Line, Verb
from program.people.models import Role, User
from program.people.rules import Standing
from program.refusals import NotYours
from program.registers.models import (
    Entry,
    Lifting,
    ProjectLifting,
    RestrictedProject,
    Restriction,
    RestrictionLifting,
    Stands,
)

LIFTINGS: dict[type[Entry], type[Lifting]] = {
    Restriction: RestrictionLifting,
    RestrictedProject: ProjectLifting,
}
DRAFTERS: dict[type[Entry], tuple[Role, ...]] = {
    Restriction: (Role.CLERK, Role.SUPERVISOR),
    RestrictedProject: (Role.CLERK,),
}
PREFIXES: dict[type[Entry], str] = {Restriction: "ZGXZ", RestrictedProject: "XZXM"}
"""资格限制, 限制项目."""


def had_a_hand_in(decided: Any, user: User) -> bool:
    """Drafted it, or changed the draft since."""
    if decided.drafted_by_id == user.pk:
        return True
    changes = Line.objects.filter(verb=Verb.CHANGE_ENTRY, subject=str(decided), actor=user)
    return isinstance(decided, Entry) and changes.exists()


def require_no_hand_in(decided: Any, user: User) -> None:
    if had_a_hand_in(decided, user):
        raise NotYours(_("Whoever drafted or changed a decision does not sign it."))


def entries_to_sign(model: type[Entry], user: User) -> QuerySet[Any]:
    """Drafts in which this person had no hand; one query."""
    changed = Line.objects.filter(verb=Verb.CHANGE_ENTRY, subject=OuterRef("number"), actor=user)
    drafts: QuerySet[Any] = model._default_manager.filter(~Exists(changed), signed_at=None)
    return drafts.exclude(drafted_by=user)


def liftings_to_sign(model: type[Lifting], user: User) -> QuerySet[Any]:
    return model._default_manager.filter(signed_at=None).exclude(drafted_by=user)


@dataclass(frozen=True)
class EntryMoves:
    """What a person may do with an entry now; the verbs ask again."""

    change: bool
    discard: bool
    sign: bool
    lift: bool
    discard_lifting: bool
    sign_lifting: bool


def entry_moves(entry: Any, held: Standing, day: date) -> EntryMoves:
    drafts, signs = held.has(*DRAFTERS[type(entry)]), held.has(Role.DIRECTOR)
    stands, lifting = entry.standing_on(day), entry.lifted_by
    draft, open_lifting = stands == Stands.DRAFT, lifting is not None and lifting.signed_at is None
    return EntryMoves(
        change=draft and drafts,
        discard=draft and (drafts or signs),
        sign=draft and signs and not had_a_hand_in(entry, held.user),
        lift=drafts and lifting is None and stands in {Stands.IN_FORCE, Stands.TO_COME},
        discard_lifting=open_lifting and (drafts or signs),
        sign_lifting=open_lifting and signs and not had_a_hand_in(lifting, held.user),
    )


def years_later(day: date, years: int) -> date:
    """The last day of a term of whole years: the day before its anniversary."""
    try:
        anniversary = day.replace(year=day.year + years)
    except ValueError:  # 29 February
        anniversary = date(day.year + years, 3, 1)
    return date.fromordinal(anniversary.toordinal() - 1)

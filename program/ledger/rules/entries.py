"""Questions about entries: who writes, who checks, what keeps one from being written or submitted."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from program.journal.models import Line, Verb
from program.ledger.models import (
    FIRST_YEAR,
    UNDER_WAY,
    WRITABLE,
    WRITING_ROLES,
    Kind,
    LedgerEntry,
    LedgerFile,
    State,
)
from program.ledger.rules.words import KINDS, is_counted
from program.people.models import Role, User
from program.people.rules import Standing
from program.prepared import Keys
from program.refusals import Finding
from program.zones.models import REVIEWING_ROLES, Zone, managing_organization

MOST_FILES = 10
TEXTS = ("title", "description", "owner_unit", "owner_person")
"""What is written with every entry."""
Key = tuple[str, str, str, date]
"""Clause, kind, title and date: two entries of a zone that agree in these are one piece of work."""


# ---------------------------------------------------------------- who
def zones_of(held: Standing) -> QuerySet[Zone]:
    """The zones for which the person enters work."""
    return Zone.objects.answered_for(held.organizations(*WRITING_ROLES))


def has_role(zone: Zone | None, held: Standing, *of_zone: Role) -> bool:
    """One of these roles in the zone's managing body; for the office's own work a clerk."""
    if zone is None:
        return held.has(Role.CLERK)
    body = managing_organization(zone)
    return body is not None and body.pk in held.organizations(*of_zone)


def writes_for(zone: Zone | None, held: Standing) -> bool:
    return has_role(zone, held, *WRITING_ROLES)


def submits_for(zone: Zone | None, held: Standing) -> bool:
    """A contact only drafts."""
    return has_role(zone, held, *REVIEWING_ROLES)


def had_a_hand_in(entry: LedgerEntry, user: User) -> bool:
    """Entered, changed or submitted it: whoever did does not accept it."""
    if user.pk in {entry.entered_by_id, entry.submitted_by_id}:
        return True
    return Line.objects.filter(verb=Verb.CHANGE_WORK, subject=entry.number, actor=user).exists()


def to_mend(bodies: Keys) -> "QuerySet[Any]":
    """What was returned to the zones for which these organisations answer."""
    found: QuerySet[Any] = LedgerEntry.objects.filter(
        state=State.RETURNED, zone__in=Zone.objects.answered_for(bodies).values("pk")
    )
    return found


def to_check(user: User) -> "QuerySet[Any]":
    """What was submitted and the person had no hand in."""
    changed = Line.objects.filter(verb=Verb.CHANGE_WORK, subject=OuterRef("number"), actor=user)
    submitted = LedgerEntry.objects.to_check().filter(~Exists(changed))
    found: QuerySet[Any] = submitted.exclude(entered_by=user).exclude(submitted_by=user)
    return found


@dataclass(frozen=True)
class Moves:
    """What a person may do with an entry now; the verbs ask again."""

    change: bool
    submit: bool
    accept: bool
    send_back: bool
    strike_out: bool
    correct: bool

    @property
    def any_move(self) -> bool:
        return any(asdict(self).values())


def moves(entry: LedgerEntry, held: Standing) -> Moves:
    writes, checks = writes_for(entry.zone, held), held.has(Role.CLERK)
    writable, submitted = entry.state in WRITABLE, entry.state == State.SUBMITTED
    accepted = entry.state == State.ACCEPTED
    return Moves(
        change=writes and writable,
        submit=writable and submits_for(entry.zone, held),
        accept=checks and submitted and not had_a_hand_in(entry, held.user),
        send_back=checks and submitted,
        strike_out=checks and accepted,
        correct=writes and accepted and correction_of(entry) is None,
    )


# ---------------------------------------------------------------- what
def faults(values: Mapping[str, Any], today: date) -> list[Finding]:
    """What is wrong with an entry as it was typed, each thing at its field. The form and the verb ask alike."""
    empty = [name for name in TEXTS if not str(values[name]).strip()]
    return [
        *((name, _("This field is required.")) for name in empty),
        *period_faults(values["since"], values["until"], values["year"], today),
        *figure_faults(Kind(values["kind"]), values["figure"]),
    ]


def period_faults(since: date, until: date | None, year: int, today: date) -> list[Finding]:
    if since > today:
        return [("since", _("The ledger holds what was done: this day is still to come."))]
    if until is not None and until < since:
        return [("until", _("A period ends after it begins."))]
    if not since.year <= year <= (until or since).year:
        return [("year", _("The work was not done in this year."))]
    return []


def figure_faults(kind: Kind, figure: Decimal | None) -> list[Finding]:
    unit = KINDS[kind].unit
    if unit is None:
        none = _("An entry of this kind has no figure: leave it empty.")
        return [("figure", none)] if figure is not None else []
    if figure is None:
        return [("figure", _("Say how much it was, in %(unit)s.") % {"unit": unit.label})]
    if figure <= 0:
        return [("figure", _("A figure is more than zero."))]
    if is_counted(unit) and figure != figure.to_integral_value():
        return [("figure", _("Write a whole number."))]
    return []


def years(today: date) -> list[int]:
    """The years that the ledger has, the newest first."""
    return list(range(today.year, FIRST_YEAR - 1, -1))


def lacks_evidence(entry: LedgerEntry) -> bool:
    """Whether its kind wants files that show it, and there is none."""
    return KINDS[Kind(entry.kind)].evidence and not entry.files.attached().exists()


def files_of(entry: LedgerEntry) -> "QuerySet[LedgerFile]":
    """Those it has, and those that were taken off after the office had read them."""
    found: QuerySet[LedgerFile] = entry.files.select_related("file").order_by("taken_off", "pk")
    return found


# ---------------------------------------------------------------- one piece of work, once
def key_of(values: Mapping[str, Any]) -> Key:
    return values["clause"], values["kind"], values["title"].strip(), values["since"]


def standing_entries(
    zone: Zone | None, titles: Collection[str], *, apart_from: Collection[int] = ()
) -> dict[Key, str]:
    """Those of a zone (of the office) under these titles that count or are on their way to, with their numbers; one query."""
    rows = LedgerEntry.objects.filter(zone=zone, title__in=titles, state__in=[*UNDER_WAY, State.ACCEPTED])
    found = rows.exclude(pk__in=apart_from).values_list("clause", "kind", "title", "since", "number")
    return {(clause, kind, title, since): number for clause, kind, title, since, number in found}


def twin_sentence(number: str) -> str:
    return _("This work stands in the ledger already: %(number)s.") % {"number": number}


# ---------------------------------------------------------------- corrections
def correction_of(entry: LedgerEntry) -> LedgerEntry | None:
    """The entry that corrects it, or is about to."""
    found: LedgerEntry | None = entry.corrections.exclude(state=State.WITHDRAWN).first()
    return found

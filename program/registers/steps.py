"""Restricting a code and lifting that, inside a transaction that somebody else's verb opened.

Whoever decides on other grounds (a measure of supervision, and its reversal) brings a decision that is signed already:
the same rows arise as by this package's own verbs, with the same lines in the journal and the same messages.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from program import clock
from program.files.models import File
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Organization, Role, User, check_credit_code
from program.people.rules import people_with
from program.process.steps import next_number
from program.refusals import Invalid, NotYours, SomebodyWasFaster
from program.registers import rules
from program.registers.models import Entry, Restriction, RestrictionLifting, Stands


@dataclass(frozen=True)
class Basis:
    """The document on which a decision stands."""

    authority: str
    number: str
    day: date
    document: File

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "authority": self.authority.strip(),
            "document_number": self.number.strip(),
            "document_date": self.day,
            "document": self.document,
        }


def restrict(
    code: str, *, owner: str, basis: Basis, reason: str, since: date, until: date, drafted_by: User, signed_by: User
) -> Restriction:  # fmt: skip
    """The code may not take part from `since` through `until`; in force with the caller's transaction."""
    assert connection.in_atomic_block
    if drafted_by.pk == signed_by.pk:
        raise NotYours(_("Whoever drafted or changed a decision does not sign it."))
    made: Restriction = add(
        Restriction, basis, credit_code=code, owner=owner, reason=reason, since=since, until=until, drafted_by=drafted_by
    )  # fmt: skip
    put_in_force(made, by=signed_by)
    return made


def lift(
    restriction: Restriction, *, basis: Basis, reason: str, drafted_by: User, signed_by: User
) -> RestrictionLifting:
    """Undo a restriction by a decision of its own: from now on it has no effect; its row and its history stay."""
    assert connection.in_atomic_block
    if drafted_by.pk == signed_by.pk:
        raise NotYours(_("Whoever drafted or changed a decision does not sign it."))
    entry = lock(restriction)
    draft = entry.lifted_by
    if draft is not None and draft.signed_at is None:
        draft.delete()  # somebody had begun to lift it by hand: this decision takes its place
    made: RestrictionLifting = add_lifting(entry, basis, reason=reason, drafted_by=drafted_by)
    put_lifting_in_force(made, by=signed_by)
    return made


# ---------------------------------------------------------------- what the verbs of this package do, too
def add(model: type[Entry], basis: Basis, **columns: Any) -> Any:
    """A draft of its own number."""
    series = f"{rules.PREFIXES[model]}-{clock.today().year}"
    made = model(
        **tidy(columns), **basis.columns, number=f"{series}-{next_number(series):04d}", drafted_at=clock.now()
    )
    require_sound(made)
    return stored(made)


def add_lifting(entry: Any, basis: Basis, **columns: Any) -> Any:
    """The draft of a decision that lifts the (locked) entry."""
    if entry.standing_on(clock.today()) not in {Stands.IN_FORCE, Stands.TO_COME}:
        raise SomebodyWasFaster(_("Only what is signed and not over yet can be lifted."))
    model: Any = rules.LIFTINGS[type(entry)]
    made = model(entry=entry, **tidy(columns), **basis.columns, drafted_at=clock.now())
    require_sound(made)
    return stored(made)


def put_in_force(entry: Any, *, by: User) -> Any:
    """The signature. A restricted organisation is told; whoever holds a code only on paper is told on paper."""
    entry.signed_by, entry.signed_at = by, clock.now()
    entry.save(update_fields=["signed_by", "signed_at"])
    journal.record(
        Verb.SIGN_ENTRY, by=by, subject=entry, version=entry.revision, audience=Audience.OFFICE,
        issuer=entry.authority, document=entry.document_number, until=entry.until,
    )  # fmt: skip
    tell_organization(entry, Text.ENTRY_IN_FORCE, until=entry.until)
    return entry


def put_lifting_in_force(lifting: Any, *, by: User) -> Any:
    lifting.signed_by, lifting.signed_at = by, clock.now()
    lifting.save(update_fields=["signed_by", "signed_at"])
    journal.record(
        Verb.SIGN_LIFTING, by=by, subject=lifting.entry, audience=Audience.OFFICE,
        issuer=lifting.authority, document=lifting.document_number,
    )  # fmt: skip
    tell_organization(lifting.entry, Text.ENTRY_LIFTED)
    return lifting


def lock(entry: Any) -> Any:
    """The entry, locked and read again with its lifting; whoever comes after it was discarded is told so."""
    locked = type(entry).objects.select_for_update(of=("self",)).filter(pk=entry.pk).first()
    if locked is None:
        raise SomebodyWasFaster
    return locked


def tidy(columns: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in columns.items()}


def require_sound(made: Any) -> None:
    """Each sentence at its field. What was decided tomorrow was not decided."""
    found: list[tuple[str | None, Any]] = []
    if made.document_date > clock.today():
        found.append(("document_date", _("The document bears a date in the future.")))
    for name, sentence in (("reason", _("Say why.")), ("authority", _("Name the issuer of the document."))):
        if not getattr(made, name):
            found.append((name, sentence))
    if isinstance(made, Entry):
        if made.until < made.since:
            found.append(("until", _("A term ends after it begins.")))
        try:
            check_credit_code(made.credit_code)
        except ValidationError as error:
            found.append(("credit_code", error.messages[0]))
    if found:
        raise Invalid(findings=found)


def stored(made: Any) -> Any:
    """Saved; the same decision twice is refused by the database, and said at the document's number."""
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise SomebodyWasFaster(
            _("This decision has been entered already."), field="document_number"
        ) from error
    return made


def tell_organization(entry: Any, text: Text, **facts: object) -> None:
    """The managers of the organisation, if it is on the platform."""
    about = Organization.objects.filter(credit_code=entry.credit_code).first()
    if about is not None:
        people = people_with(Role.MANAGER, about)
        tell(people, text, path=entry.get_absolute_url(), number=entry.number, **facts)

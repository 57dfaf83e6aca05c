"""Verbs on restrictions and restricted projects: drafted on a document, signed by a director, lifted by another decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.files.models import MediaType
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import people_with, require_role
from program.refusals import Incomplete, NotYours, Refused, SomebodyWasFaster
from program.registers import rules, steps
from program.registers.models import Entry

SCANS = (MediaType.PDF, MediaType.JPEG, MediaType.PNG)


@dataclass(frozen=True)
class Given:
    """The document as it was typed and handed in; `scan`: none where a draft keeps the one it has."""

    authority: str
    number: str
    day: date
    scan: "UploadedFile[bytes] | None" = None

    def stored(self, by: User, kept: Any = None) -> steps.Basis:
        file = store(self.scan, by=by, organization=None, types=SCANS) if self.scan else kept
        if file is None:
            raise Incomplete(_("The document is missing."), field="document")
        return steps.Basis(self.authority, self.number, self.day, file)


@transaction.atomic(durable=True)
def draft(model: type[Entry], given: Given, values: Mapping[str, Any], *, by: User) -> Any:
    """Draft an entry; it has no effect before a director who had no hand in it signs."""
    require_role(by, *rules.DRAFTERS[model])
    made = steps.add(model, given.stored(by), **values, drafted_by=by)
    journal.record(
        Verb.DRAFT_ENTRY, by=by, subject=made, audience=Audience.OFFICE,
        issuer=made.authority, document=made.document_number, until=made.until,
    )  # fmt: skip
    tell_directors(made)
    return made


def draft_of(entry: Any, seen: int | None, *roles: Role, by: User) -> Any:
    """The locked draft, as it was `seen`."""
    entry = steps.lock(entry)
    require_role(by, *roles)
    if entry.signed_at is not None:
        raise SomebodyWasFaster
    if seen is not None and seen != entry.revision:
        raise SomebodyWasFaster(
            _("This draft was changed since you opened the page. Reload it to see it as it is.")
        )
    return entry


@transaction.atomic(durable=True)
def change(entry: Any, given: Given, values: Mapping[str, Any], *, by: User, seen: int | None = None) -> Any:
    """Change a draft."""
    entry = draft_of(entry, seen, *rules.DRAFTERS[type(entry)], by=by)
    basis = given.stored(by, entry.document)
    for name, value in {**steps.tidy(dict(values)), **basis.columns}.items():
        setattr(entry, name, value)
    entry.revision += 1
    steps.require_sound(entry)
    steps.stored(entry)
    journal.record(
        Verb.CHANGE_ENTRY, by=by, subject=entry, version=entry.revision, audience=Audience.OFFICE,
        issuer=entry.authority, document=entry.document_number, until=entry.until,
    )  # fmt: skip
    return entry


@transaction.atomic(durable=True)
def discard(entry: Any, *, by: User) -> None:
    """Throw a draft away; the journal keeps that there was one, and its number is not given again."""
    entry = draft_of(entry, None, *rules.DRAFTERS[type(entry)], Role.DIRECTOR, by=by)
    journal.record(
        Verb.DISCARD_ENTRY, by=by, subject=entry, audience=Audience.OFFICE, document=entry.document_number
    )
    entry.delete()


@transaction.atomic(durable=True)
def sign(entry: Any, *, by: User, seen: int | None = None) -> Any:
    """Put an entry in force: from its first day every gate that asks hears of it."""
    entry = draft_of(entry, seen, Role.DIRECTOR, by=by)
    rules.require_no_hand_in(entry, by)
    if entry.until < clock.today():
        raise Refused(_("The term of this entry is over already: change the draft or discard it."))
    return steps.put_in_force(entry, by=by)


@transaction.atomic(durable=True)
def draft_lifting(entry: Any, given: Given, *, reason: str, by: User) -> Any:
    """Draft the decision that lifts an entry."""
    entry = steps.lock(entry)
    require_role(by, *rules.DRAFTERS[type(entry)])
    made = steps.add_lifting(entry, given.stored(by), reason=reason, drafted_by=by)
    journal.record(
        Verb.DRAFT_LIFTING, by=by, subject=entry, audience=Audience.OFFICE,
        issuer=made.authority, document=made.document_number,
    )  # fmt: skip
    tell_directors(entry)
    return made


def lifting_of(entry: Any) -> Any:
    """The unsigned lifting of the entry, whose row is the lock of both."""
    lifting = steps.lock(entry).lifted_by
    if lifting is None or lifting.signed_at is not None:
        raise SomebodyWasFaster
    return lifting


@transaction.atomic(durable=True)
def discard_lifting(entry: Any, *, by: User) -> None:
    """Throw the draft of a lifting away; the entry stays in force."""
    lifting = lifting_of(entry)
    require_role(by, *rules.DRAFTERS[type(entry)], Role.DIRECTOR)
    journal.record(
        Verb.DISCARD_LIFTING, by=by, subject=entry, audience=Audience.OFFICE, document=lifting.document_number
    )
    lifting.delete()


@transaction.atomic(durable=True)
def sign_lifting(entry: Any, *, by: User) -> Any:
    """Lift an entry: it has no effect any more, and nothing of it is erased."""
    lifting = lifting_of(entry)
    require_role(by, Role.DIRECTOR)
    if rules.had_a_hand_in(lifting, by):
        raise NotYours(_("Whoever drafted or changed a decision does not sign it."))
    return steps.put_lifting_in_force(lifting, by=by)


def tell_directors(entry: Any) -> None:
    tell(people_with(Role.DIRECTOR), Text.ENTRY_TO_SIGN, path=entry.get_absolute_url(), number=entry.number)

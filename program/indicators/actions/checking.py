"""The verbs of whoever checks: accept, return item by item, open again, remind."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.background.steps import promise_if_none_waits, promise_once
from program.indicators import rules
from program.indicators.actions.declaring import lock
from program.indicators.models import Declaration, EnergyLine, Evidence, ItemValue, Remark, State
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import fresh_standing, people_with
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster
from program.zones.actions import require_reviewer
from program.zones.models import Zone

LOOK_AGAIN = "program.monitoring.tasks.look_at"
"""What is accepted is held against the zone's targets, later and somewhere else."""


@transaction.atomic(durable=True)
def accept(declaration: Declaration, *, by: User) -> Declaration:
    """Accept what was handed in: from now on it is added up, and an earlier version is not any more."""
    declaration = to_check(declaration, by)
    moment = clock.now()
    Declaration.objects.in_force().filter(
        zone=declaration.zone, site=declaration.site, year=declaration.year
    ).update(superseded_at=moment)
    declaration.state = State.ACCEPTED
    declaration.checked_by, declaration.checked_at = by, moment
    declaration.save(update_fields=["state", "checked_by", "checked_at"])
    journal.record(
        Verb.ACCEPT_DECLARATION,
        by=by,
        subject=declaration,
        version=declaration.version,
        sha256=declaration.sha256,
    )
    tell_declarant(declaration, Text.DECLARATION_ACCEPTED)
    promise_if_none_waits(LOOK_AGAIN, declaration.zone_id)
    return declaration


@transaction.atomic(durable=True)
def return_(declaration: Declaration, remarks: Sequence[tuple[str, str]], *, by: User) -> list[Remark]:
    """Return a declaration item by item: (place, what is to be changed); an empty place means the whole."""
    declaration = to_check(declaration, by)
    written = [(place, text.strip()[:300]) for place, text in remarks if text.strip()]
    if not written:
        raise Incomplete(_("Say what is to be changed."), field="remark")
    declaration.state = State.RETURNED
    declaration.checked_by, declaration.checked_at = by, clock.now()
    declaration.returned_statement = declaration.statement
    declaration.save(update_fields=["state", "checked_by", "checked_at", "returned_statement"])
    made = Remark.objects.bulk_create(
        Remark(declaration=declaration, place=place[:80], text=text, by=by, at=clock.now())
        for place, text in written
    )
    journal.record(
        Verb.RETURN_DECLARATION,
        by=by,
        subject=declaration,
        version=declaration.version,
        remarks=[text for _place, text in written],
    )
    tell_declarant(declaration, Text.DECLARATION_RETURNED, count=len(made))
    return made


@transaction.atomic(durable=True)
def reopen(declaration: Declaration, *, by: User) -> Declaration:
    """Open an accepted declaration again: a new version begins with what the old one says; the old one is kept, and in force."""
    declaration = asked_to_reopen(declaration, by)
    lines: list[Any] = list(declaration.lines.all())
    items: list[Any] = list(declaration.items.all())
    evidence: list[Any] = list(declaration.evidence.attached())
    Declaration.objects.filter(pk=declaration.pk).update(is_newest=False)
    fresh = Declaration.objects.create(
        zone=declaration.zone, site=declaration.site, year=declaration.year, version=declaration.version + 1,
        by_month=declaration.by_month, price_base=declaration.price_base, value_added_final=declaration.value_added_final,
        opened_by=by, opened_at=clock.now(), reopening_reason=declaration.reopening_reason,
    )  # fmt: skip
    for row in evidence:
        row.handed_in = False
    for row in (*lines, *items, *evidence):
        row.pk, row.declaration = None, fresh
        row._state.adding = True
    EnergyLine.objects.bulk_create(lines)
    ItemValue.objects.bulk_create(items)
    Evidence.objects.bulk_create(evidence)
    journal.record(
        Verb.REOPEN_DECLARATION,
        by=by,
        subject=declaration,
        version=fresh.version,
        reason=declaration.reopening_reason,
    )
    tell_declarant(fresh, Text.DECLARATION_REOPENED)
    return fresh


@transaction.atomic(durable=True)
def decline_reopening(declaration: Declaration, *, reason: str, by: User) -> Declaration:
    """Leave an accepted declaration as it is."""
    declaration = asked_to_reopen(declaration, by)
    if not reason.strip():
        raise Invalid(_("Say why it is not reopened."), field="reason")
    declaration.reopening_asked_by = declaration.reopening_asked_at = None
    declaration.reopening_reason = ""
    declaration.save(update_fields=["reopening_asked_by", "reopening_asked_at", "reopening_reason"])
    journal.record(
        Verb.DECLINE_REOPENING,
        by=by,
        subject=declaration,
        version=declaration.version,
        reason=reason.strip()[:300],
    )
    tell_declarant(declaration, Text.REOPENING_DECLINED, reason=reason.strip()[:300])
    return declaration


@transaction.atomic(durable=True)
def remind(zone: Zone, year: int, *, by: User) -> None:
    """Ask every enterprise of the zone that has not declared to do so; once a day."""
    require_reviewer(zone, by)
    if not promise_once("program.indicators.tasks.remind", zone.pk, year, clock.today().isoformat()):
        raise Refused(_("They were reminded today already."))
    journal.record(Verb.REMIND_DECLARANTS, by=by, subject=zone.code, year=year)


# ---------------------------------------------------------------- what the verbs share
def to_check(declaration: Declaration, by: User) -> Declaration:
    """The locked row of what was handed in, for somebody who checks it."""
    declaration = lock(declaration)
    if not rules.checks_for(declaration, fresh_standing(by)):
        raise NotYours
    if declaration.state != State.SUBMITTED:
        raise SomebodyWasFaster
    return declaration


def asked_to_reopen(declaration: Declaration, by: User) -> Declaration:
    declaration = lock(declaration)
    if not rules.checks_for(declaration, fresh_standing(by)):
        raise NotYours
    if (
        declaration.reopening_asked_at is None
        or not declaration.is_newest
        or declaration.state != State.ACCEPTED
    ):
        raise SomebodyWasFaster
    return declaration


def tell_declarant(declaration: Declaration, text: Text, **facts: object) -> None:
    """The people of whoever declares."""
    body = rules.declarant_of(declaration)
    if body is None:
        return
    people = [person for role in (Role.MANAGER, Role.CONTACT) for person in people_with(role, body)]
    subject = declaration.zone.name_zh if declaration.site is None else declaration.site.organization.name_zh
    tell(people, text, path=declaration.get_absolute_url(), case=subject, year=declaration.year, **facts)

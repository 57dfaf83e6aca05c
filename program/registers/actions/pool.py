"""Verbs on the reserve pool: entered and put forward by the zone, reviewed by the office, followed up, let out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import fresh_standing, people_with, require_role
from program.process.steps import next_number
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.registers import rules
from program.registers.models import (
    UNDER_REVIEW,
    WRITABLE,
    ExitKind,
    FinanceKind,
    FinanceOutcome,
    FinanceStep,
    PoolProject,
    PoolState,
)
from program.zones.models import REVIEWING_ROLES, Zone, managing_organization

COLUMNS = (
    "title", "field", "content", "investment", "financing", "saving_tce", "saving_co2", "starts", "ends"
)  # fmt: skip


@transaction.atomic(durable=True)
def enter_project(zone: Zone, values: Mapping[str, Any], *, credit_code: str, by: User) -> PoolProject:
    """The zone enters a project, its own or that of an organisation in its statistics."""
    require_zone(zone, by)
    series = f"XMK-{clock.today().year}"
    made = PoolProject(zone=zone, entered_by=by, entered_at=clock.now())
    write(made, values, credit_code)
    made.number = f"{series}-{next_number(series):04d}"
    made.save()
    journal.record(Verb.ENTER_PROJECT, by=by, subject=made, on_behalf=zone.name_zh)
    return made


@transaction.atomic(durable=True)
def change_project(
    project: PoolProject, values: Mapping[str, Any], *, credit_code: str, by: User, seen: int | None = None
) -> PoolProject:
    """Change what has not been put forward, or was returned."""
    project = lock(project)
    require_zone(project.zone, by)
    require_state(project, *WRITABLE, seen=seen)
    write(project, values, credit_code)
    project.revision += 1
    project.save()
    journal.record(
        Verb.CHANGE_PROJECT, by=by, subject=project, on_behalf=project.zone.name_zh, version=project.revision
    )
    return project


@transaction.atomic(durable=True)
def put_forward(project: PoolProject, *, by: User, seen: int | None = None) -> PoolProject:
    """The office reviews it next; until then nobody changes it."""
    project = lock(project)
    require_zone(project.zone, by)
    require_state(project, *WRITABLE, seen=seen)
    project.state = PoolState.PUT_FORWARD
    project.put_forward_by, project.put_forward_at = by, clock.now()
    project.reviewed_by, project.reviewed_at, project.review_reason = None, None, ""
    project.save()
    journal.record(
        Verb.PUT_PROJECT_FORWARD,
        by=by,
        subject=project,
        on_behalf=project.zone.name_zh,
        version=project.revision,
    )
    tell(
        people_with(Role.CLERK), Text.PROJECT_TO_REVIEW, path=project.get_absolute_url(),
        number=project.number, project=project.title,
    )  # fmt: skip
    return project


# ---------------------------------------------------------------- the review
@transaction.atomic(durable=True)
def admit(project: PoolProject, *, by: User, seen: int | None = None) -> PoolProject:
    """入库: only whoever may enter, with a credit check that is still valid."""
    project = review(project, seen, by)
    if found := rules.obstacles(project, clock.today()):
        raise Refused(" ".join(found))
    return reviewed(project, PoolState.ADMITTED, Verb.ADMIT_PROJECT, Text.PROJECT_ADMITTED, by=by)


@transaction.atomic(durable=True)
def send_back(project: PoolProject, *, reason: str, by: User, seen: int | None = None) -> PoolProject:
    """退回修改."""
    project = review(project, seen, by, reason)
    return reviewed(project, PoolState.RETURNED, Verb.RETURN_PROJECT, Text.PROJECT_RETURNED, by=by)


@transaction.atomic(durable=True)
def refuse(project: PoolProject, *, reason: str, by: User, seen: int | None = None) -> PoolProject:
    """不予入库."""
    project = review(project, seen, by, reason)
    return reviewed(project, PoolState.REFUSED, Verb.REFUSE_PROJECT, Text.PROJECT_REFUSED, by=by)


def review(project: PoolProject, seen: int | None, by: User, reason: str | None = None) -> PoolProject:
    """The locked project, for a clerk; with the reason where one is needed."""
    project = lock(project)
    require_role(by, Role.CLERK)
    require_state(project, *UNDER_REVIEW, seen=seen)
    if reason is not None and not reason.strip():
        raise Invalid(_("Say why."), field="reason")
    project.review_reason = (reason or "").strip()
    return project


def reviewed(project: PoolProject, state: PoolState, verb: Verb, text: Text, *, by: User) -> PoolProject:
    project.state, project.reviewed_by, project.reviewed_at = state, by, clock.now()
    project.save()
    reason = project.review_reason
    journal.record(verb, by=by, subject=project, version=project.revision, reason=reason or None)
    body = managing_organization(project.zone)
    tell(
        [person for role in REVIEWING_ROLES for person in people_with(role, body)] if body else [],
        text, path=project.get_absolute_url(), number=project.number, project=project.title, reason=reason,
    )  # fmt: skip
    return project


# ---------------------------------------------------------------- in the pool, and out of it
@dataclass(frozen=True)
class Finance:
    """A line of the follow-up; amounts in 10⁴ yuan, none granted unless it was."""

    day: date
    institution: str
    kind: FinanceKind
    applied: Decimal
    outcome: FinanceOutcome
    granted: Decimal | None = None
    note: str = ""


@transaction.atomic(durable=True)
def follow_up(project: PoolProject, finance: Finance, *, by: User) -> FinanceStep:
    """Whom the project asked for money, and what came of it."""
    project = lock(project)
    require_state(project, PoolState.ADMITTED)
    if not rules.pool_moves(project, fresh_standing(by)).follow:
        raise NotYours
    if finance.day > clock.today():
        raise Invalid(_("The day is in the future."), field="day")
    made = FinanceStep(
        project=project, day=finance.day, institution=finance.institution.strip(), kind=finance.kind,
        applied=finance.applied, outcome=finance.outcome, granted=finance.granted, note=finance.note.strip(),
        entered_by=by, entered_at=clock.now(),
    )  # fmt: skip
    require_constraints(made, "granted")
    made.save()
    journal.record(
        Verb.FOLLOW_FINANCE, by=by, subject=project, date=made.day, institution=made.institution,
        outcome=made.outcome,
    )  # fmt: skip
    return made


@transaction.atomic(durable=True)
def let_out(project: PoolProject, kind: ExitKind, *, day: date, reason: str, by: User) -> PoolProject:
    """出库: completed or withdrawn, or struck out by the office."""
    project = lock(project)
    require_state(project, *(set(PoolState) - {PoolState.REFUSED, PoolState.EXITED}))
    if kind not in rules.pool_moves(project, fresh_standing(by)).exits:
        raise NotYours
    if day > clock.today():
        raise Invalid(_("The day is in the future."), field="day")
    if not reason.strip():
        raise Invalid(_("Say why."), field="reason")
    project.state, project.exit_kind, project.exit_date = PoolState.EXITED, kind, day
    project.exit_reason, project.exited_by, project.exited_at = reason.strip(), by, clock.now()
    project.save()
    journal.record(
        Verb.LET_PROJECT_OUT, by=by, subject=project, exit=kind, date=day, reason=project.exit_reason
    )
    return project


# ---------------------------------------------------------------- what they share
def require_zone(zone: Zone, by: User) -> None:
    body = managing_organization(zone)
    if body is None:
        raise NotYours
    require_role(by, *REVIEWING_ROLES, organization=body)


def lock(project: PoolProject) -> PoolProject:
    """The project, locked and read again."""
    rows = PoolProject.objects.select_for_update(of=("self",)).select_related("zone", "owner")
    locked: PoolProject = rows.get(pk=project.pk)
    return locked


def require_state(project: PoolProject, *states: PoolState, seen: int | None = None) -> None:
    """Whoever comes later than another, or with a page that is not the latest, is told so."""
    if project.state not in states or (seen is not None and seen != project.revision):
        raise SomebodyWasFaster


def write(project: PoolProject, values: Mapping[str, Any], credit_code: str) -> None:
    """What was typed, unsaved; each thing that cannot be is said at its field."""
    project.owner = rules.owner_in(project.zone, credit_code)
    for name in COLUMNS:
        value = values[name]
        setattr(project, name, value.strip() if isinstance(value, str) else value)
    if not project.title or not project.content:
        raise Invalid(_("Name the project and say what is done."), field="title")
    require_constraints(project, "financing")


def require_constraints(made: Any, field: str) -> None:
    """The sentences of the table's own constraints, before the database would say them."""
    try:
        made.validate_constraints(exclude={"number"})
    except ValidationError as error:
        raise Invalid(
            findings=[(FIELDS.get(code, field), said) for code, said in coded(made, error)]
        ) from error


FIELDS = {
    "pool_saving_is_named": "saving_tce",
    "pool_ends_after_it_starts": "ends",
}  # fmt: skip


def coded(made: Any, error: ValidationError) -> list[tuple[str, str]]:
    """(name of the constraint, its sentence)."""
    names = {str(each.violation_error_message): each.name for each in made._meta.constraints}
    return [(names.get(said, ""), said) for said in error.messages]

"""Questions about projects of the reserve pool: who writes, what keeps one out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from program.people.models import DECIDING_ROLES, Organization, Role
from program.people.rules import Standing
from program.refusals import Invalid
from program.registers.models import (
    UNDER_REVIEW,
    WRITABLE,
    ExitKind,
    PoolProject,
    PoolState,
    RestrictedProject,
)
from program.registers.rules.gate import Answer, may_enter
from program.rulesets.models import Key
from program.rulesets.rules import in_force
from program.zones.models import REVIEWING_ROLES, Affiliation, Zone, managing_organization


def zones_of(held: Standing) -> QuerySet[Zone]:
    """The zones for whose organisations the person enters projects."""
    own = held.organizations(*REVIEWING_ROLES)
    return Zone.objects.filter(managements__organization__in=own, managements__until=None)


def writes_for(zone: Zone, held: Standing) -> bool:
    body = managing_organization(zone)
    return body is not None and body.pk in held.organizations(*REVIEWING_ROLES)


def owner_in(zone: Zone, credit_code: str) -> Organization:
    """The zone's managing body, or an organisation with a site in its statistics; refused for everybody else."""
    sites = Affiliation.objects.filter(site__organization=OuterRef("pk"), zone=zone, until_year=None)
    ours = Q(managements__zone=zone, managements__until=None) | Q(Exists(sites))
    found = Organization.objects.filter(ours, credit_code=credit_code).first()
    if found is None:
        raise Invalid(
            _("No organisation of this zone has this credit code: enter its site in the zone's statistics first."),
            field="credit_code",
        )  # fmt: skip
    return found


def admission(project: PoolProject, on: date) -> Answer:
    """Whether its owner may enter: the pool asks for a credit check that is still valid."""
    days = int(in_force(Key.CREDIT_CHECK_DAYS).value)
    return may_enter(project.owner.credit_code, on=on, checked_within=days)


def restricted_twins(project: PoolProject, on: date) -> QuerySet[RestrictedProject]:
    """Restricted projects in force of the same owner; one of the same name keeps it out."""
    within: QuerySet[RestrictedProject] = RestrictedProject.objects.in_force(on)
    return within.filter(credit_code=project.owner.credit_code)


def obstacles(project: PoolProject, on: date) -> list[str]:
    """Every reason why the project cannot be admitted on that day."""
    twins = [row for row in restricted_twins(project, on) if row.title == project.title]
    words = _("This project is restricted from green finance: %(number)s.")
    return [*admission(project, on).reasons, *(words % {"number": row.number} for row in twins)]


def granted(project: PoolProject) -> Decimal:
    """10⁴ yuan, added in Python."""
    return sum((step.granted for step in project.finance.all() if step.granted is not None), Decimal(0))


@dataclass(frozen=True)
class PoolMoves:
    """What a person may do with a project now; the verbs ask again."""

    change: bool
    put_forward: bool
    review: bool
    follow: bool
    exits: tuple[ExitKind, ...]


def pool_moves(project: PoolProject, held: Standing) -> PoolMoves:
    writes, works = writes_for(project.zone, held), held.has(*DECIDING_ROLES)
    writable, inside = project.state in WRITABLE, project.state == PoolState.ADMITTED
    return PoolMoves(
        change=writes and writable,
        put_forward=writes and writable,
        review=project.state in UNDER_REVIEW and held.has(Role.CLERK),
        follow=inside and (writes or held.has(Role.CLERK)),
        exits=exits_open(project, writes=writes, works=works),
    )


def exits_open(project: PoolProject, *, writes: bool, works: bool) -> tuple[ExitKind, ...]:
    """The zone says that a project is completed, or withdraws it at any time; the office can also strike it out."""
    if project.state in {PoolState.REFUSED, PoolState.EXITED}:
        return ()
    if project.state == PoolState.ADMITTED:
        struck = (ExitKind.STRUCK_OUT,) if works else ()
        return (ExitKind.COMPLETED, ExitKind.WITHDRAWN, *struck) if writes or works else ()
    return (ExitKind.WITHDRAWN,) if writes else ()

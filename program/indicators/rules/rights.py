"""Who may do what with a declaration."""

from dataclasses import dataclass

from program.indicators.models import WRITABLE_STATES, Declaration, State
from program.people.models import APPLICANT_ROLES, Organization, Role
from program.people.rules import Standing
from program.zones.models import REVIEWING_ROLES, Zone, managing_organization


def body_of(zone: Zone) -> Organization | None:
    """Who manages the zone now, asked for once as long as this object of the zone lives: a page, or a verb after its lock."""
    if not hasattr(zone, "_managed_by"):
        zone._managed_by = managing_organization(zone)  # type: ignore[attr-defined]
    found: Organization | None = zone._managed_by  # type: ignore[attr-defined]
    return found


def declarant_of(declaration: Declaration) -> Organization | None:
    """The organisation that declares: the enterprise, or for the zone itself its managing body."""
    return declaration.site.organization if declaration.site else body_of(declaration.zone)


def checker_of(declaration: Declaration) -> Organization | None:
    """The organisation that checks: the zone's managing body its enterprises; none: the office the zone."""
    return body_of(declaration.zone) if declaration.site else None


def may_write(declaration: Declaration, held: Standing) -> bool:
    return declaration.state in WRITABLE_STATES and writes_for(declaration, held)


def writes_for(declaration: Declaration, held: Standing) -> bool:
    body = declarant_of(declaration)
    roles = APPLICANT_ROLES if declaration.site else APPLICANT_ROLES | {Role.ZONE_REVIEWER}
    return body is not None and body.pk in held.organizations(*roles)


def may_submit(declaration: Declaration, held: Standing) -> bool:
    """Only the manager hands in; for a zone its reviewer too."""
    body = declarant_of(declaration)
    roles = (Role.MANAGER,) if declaration.site else REVIEWING_ROLES
    return declaration.state in WRITABLE_STATES and body is not None and body.pk in held.organizations(*roles)


def checks_for(declaration: Declaration, held: Standing) -> bool:
    """The zone checks its enterprises, the office's clerk the zone itself; nobody what they handed in themselves."""
    if declaration.submitted_by_id is not None and declaration.submitted_by_id == held.user.pk:
        return False
    if declaration.site is None:
        return held.has(Role.CLERK)
    body = checker_of(declaration)
    return body is not None and body.pk in held.organizations(*REVIEWING_ROLES)


def may_check(declaration: Declaration, held: Standing) -> bool:
    return declaration.state == State.SUBMITTED and checks_for(declaration, held)


def reviews_zone(zone: Zone, held: Standing) -> bool:
    """Whether the person checks the zone's enterprises, lists and reminds them."""
    body = body_of(zone)
    return body is not None and body.pk in held.organizations(*REVIEWING_ROLES)


@dataclass(frozen=True)
class Moves:
    """What somebody can do with a declaration as it stands; the verbs ask again."""

    write: bool
    submit: bool
    recall: bool
    check: bool
    ask: bool
    decide: bool


def moves(declaration: Declaration, held: Standing) -> Moves:
    """One query at most: who manages the zone."""
    declares = writes_for(declaration, held)
    accepted = declaration.state == State.ACCEPTED and declaration.is_newest
    asked = declaration.reopening_asked_at is not None
    return Moves(
        write=declares and declaration.state in WRITABLE_STATES,
        submit=declares and may_submit(declaration, held),
        recall=declares and declaration.state == State.SUBMITTED,
        check=may_check(declaration, held),
        ask=declares and accepted and not asked,
        decide=accepted and asked and checks_for(declaration, held),
    )

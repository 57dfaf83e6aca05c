"""Questions about providers, needs and offers: who enters them, which fit each other, what was measured of a provider."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from demonstrations.served.models import (
    NEXT,
    Follow,
    Match,
    Metric,
    Posting,
    Provider,
    RecordFigure,
    Release,
    ServiceRecord,
    Side,
    State,
)
from demonstrations.served.rules.public import sums
from program.decisions.models import Designation
from program.decisions.models import Standing as Designated
from program.indicators.rules import FEWEST_PEERS
from program.people.models import APPLICANT_ROLES, Organization, OrganizationKind, Role
from program.people.rules import Standing
from program.zones.models import REVIEWING_ROLES

LEADING = "leading_enterprise"
"""The track whose designations are certified technologies, if there is one."""
NEEDING = (OrganizationKind.ENTERPRISE, OrganizationKind.MANAGING_BODY)
NO_PROVIDERS = (
    OrganizationKind.SPECIAL_OFFICE, OrganizationKind.MANAGING_BODY, OrganizationKind.RECOMMENDING_BODY,
)  # fmt: skip
"""Whoever checks or decides offers nothing itself."""
MOST = 10
"""Suggestions that a page shows."""


# ---------------------------------------------------------------- who
def own_organizations(held: Standing) -> QuerySet[Organization]:
    """Those for which the person enters something: contact or manager, in a zone its reviewer too."""
    reviewing = Q(kind=OrganizationKind.MANAGING_BODY, pk__in=held.organizations(*REVIEWING_ROLES))
    others = ~Q(kind=OrganizationKind.MANAGING_BODY) & Q(pk__in=held.organizations(*APPLICANT_ROLES))
    return Organization.objects.filter(reviewing | others).order_by("pk")


def may_provide(held: Standing) -> QuerySet[Organization]:
    return own_organizations(held).exclude(kind__in=NO_PROVIDERS)


def may_need(held: Standing) -> QuerySet[Organization]:
    return own_organizations(held).filter(kind__in=NEEDING)


def may_offer(held: Standing) -> QuerySet[Organization]:
    """Only whoever stands in the directory."""
    released = Provider.objects.released().values("organization")
    return may_provide(held).filter(pk__in=released)


def enters_for(organization: Organization, held: Standing) -> bool:
    roles = REVIEWING_ROLES if organization.kind == OrganizationKind.MANAGING_BODY else APPLICANT_ROLES
    return organization.pk in held.organizations(*roles)


@dataclass(frozen=True)
class EntryMoves:
    """What a person may do with an entry now; the verbs ask again."""

    change: bool
    withdraw: bool
    release: bool
    send_back: bool

    @property
    def any_move(self) -> bool:
        return any(asdict(self).values())


def entry_moves(entry: Any, held: Standing) -> EntryMoves:
    own, waits = enters_for(entry.organization, held), entry.state == Release.WAITING
    checks = held.has(Role.CLERK)
    return EntryMoves(
        change=own and entry.state != Release.WITHDRAWN,
        withdraw=own and entry.state != Release.WITHDRAWN,
        release=checks and waits and entry.entered_by_id != held.user.pk,
        send_back=checks and entry.state in {Release.WAITING, Release.RELEASED},
    )


# ---------------------------------------------------------------- what fits
def fitting(posting: Posting) -> "QuerySet[Any]":
    """Released postings of the other side in the same field and of the same service, the same province first."""
    other = Side.OFFER if posting.side == Side.NEED else Side.NEED
    rows = Posting.objects.released().filter(side=other, field=posting.field, service=posting.service)
    if posting.province:  # an offer without a province is made everywhere; a need always has one
        rows = rows.filter(province__in=[posting.province, ""])
    near = Case(When(province=posting.province, then=Value(0)), default=Value(1), output_field=IntegerField())
    found: QuerySet[Any] = rows.exclude(organization=posting.organization).annotate(near=near)
    return found.select_related("organization").order_by("near", "-pk")


def providers_fitting(posting: Posting) -> Any:
    """Released providers of the field, the service and the province of a need."""
    rows = Provider.objects.released()
    for kind, code in (("field", posting.field), ("service", posting.service), ("region", posting.province)):
        if code:
            rows = rows.filter(scopes__kind=kind, scopes__code=code)
    found: QuerySet[Any] = rows.exclude(organization=posting.organization).select_related("organization")
    return found.order_by("-pk")[:MOST]


def certified_near(posting: Posting) -> "QuerySet[Any]":
    """Leading enterprises whose designation stands, in the province of a need: their technologies are certified."""
    rows = Designation.objects.filter(track=LEADING, standing__in=[Designated.BUILDING, Designated.NAMED])
    if posting.province:
        rows = rows.filter(zone__province=posting.province)
    found: QuerySet[Any] = rows.select_related("organization", "zone").order_by("-since", "pk")
    return found[:MOST]


def next_steps(match: Match) -> tuple[Follow, ...]:
    return NEXT[Follow(match.step)]


def linkable(match: Match, held: Standing) -> "QuerySet[Any]":
    """Records within reach that are of this match: of the provider that offered, for whoever needed."""
    rows = ServiceRecord.objects.visible_to(held.user).filter(provider=match.offer.organization)
    if match.need.organization.kind == OrganizationKind.ENTERPRISE:
        rows = rows.filter(enterprise=match.need.organization)
    else:
        rows = rows.filter(
            zone__managements__organization=match.need.organization, zone__managements__until=None
        )
    found: QuerySet[Any] = rows.exclude(state=State.WITHDRAWN).order_by("-pk")
    return found


# ---------------------------------------------------------------- what was measured
@dataclass(frozen=True)
class Measured:
    """Counted records of a provider and what they save; none: of too few firms to be told."""

    records: int | None
    saved: dict[Metric, Decimal | None]


def measured(providers: Iterable[Provider]) -> dict[int, Measured]:
    """By provider's organisation; one query. Each counted record is another firm."""
    keys = [each.organization_id for each in providers]
    rows = RecordFigure.objects.filter(
        record__state=State.COUNTED, record__provider__in=keys, saved__isnull=False
    ).order_by("pk")
    found: dict[int, list[tuple[int, str, Any]]] = {key: [] for key in keys}
    for organization, record, metric, saved in rows.values_list(
        "record__provider", "record", "metric", "saved"
    ):
        found[organization].append((record, metric, saved))
    return {key: of_provider(rows) for key, rows in found.items()}


def of_provider(rows: list[tuple[int, str, Any]]) -> Measured:
    records = len({record for record, _metric, _saved in rows})
    told = None if 0 < records < FEWEST_PEERS else records
    return Measured(told, sums((metric, saved) for _record, metric, saved in rows))

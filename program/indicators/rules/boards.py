"""Who has declared and who has not: of one zone, of all zones, of one's own sites. A constant number of queries."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from program import clock
from program.indicators.models import (
    WRITABLE_STATES,
    Declaration,
    DerivedFigure,
    EnergyLine,
    ItemValue,
    State,
)
from program.indicators.rules.energy import COMPREHENSIVE_ENERGY
from program.indicators.rules.gathering import Coverage
from program.people.models import APPLICANT_ROLES, Role
from program.people.rules import Standing
from program.zones.models import Affiliation, Site, Zone

NOT_BEGUN = "none"
YEARS_BACK = 4
"""So many years before this one are offered on the page of one's own sites."""


def boards_of(held: Standing) -> "QuerySet[Zone]":
    """Zones whose board the person reads: all for the office's readers and the supervisor, else those for which one answers."""
    if held.reads_everything or held.has(Role.SUPERVISOR):
        return Zone.objects.all()
    bodies = held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER)
    return Zone.objects.answered_for(bodies)


# ---------------------------------------------------------------- one zone, one year
@dataclass
class Firm:
    """A site in a zone's year, with its newest declaration."""

    site: Site
    declaration: Declaration | None
    in_force: bool = False
    tce: Decimal | None = None
    warnings: int = 0
    explained: int = 0
    until_year: int | None = None  # none: it stands in the zone's statistics still

    @property
    def state(self) -> str:
        return self.declaration.state if self.declaration else NOT_BEGUN


@dataclass(frozen=True)
class Board:
    """All sites of a zone in a year; what the zone adds itself stands apart."""

    firms: Sequence[Firm]
    own: Declaration | None

    @property
    def counts(self) -> dict[str, int]:
        """State → how many sites, in the order of their way."""
        found = dict.fromkeys([NOT_BEGUN, State.DRAFT, State.SUBMITTED, State.RETURNED, State.ACCEPTED], 0)
        for firm in self.firms:
            found[firm.state] += 1
        return {str(state): count for state, count in found.items()}

    @property
    def coverage(self) -> Coverage:
        return Coverage(sum(firm.in_force for firm in self.firms), len(self.firms))


def board(zone: Zone, year: int) -> Board:
    """Three queries."""
    there = Affiliation.objects.filter(zone=zone, site=OuterRef("pk")).in_year(year).order_by("-since_year")
    within = Site.objects.within(zone, year).select_related("organization")
    sites: Any = within.annotate(until_year=Subquery(there.values("until_year")[:1]))
    rows = list(
        Declaration.objects.filter(zone=zone, year=year)
        .without_statements()
        .order_by("version")
        .select_related("submitted_by")
    )
    newest = {row.site_id: row for row in rows}
    valid = {row.site_id for row in rows if row.state == State.ACCEPTED and row.superseded_at is None}
    firms = [Firm(site, newest.get(site.pk), site.pk in valid, until_year=site.until_year) for site in sites]
    return Board(firms, newest.get(None))


def narrowed(firms: Iterable[Firm], state: str, words: str) -> list[Firm]:
    """In a state, and with these words in name, credit code or site."""
    wanted = words.strip().lower()
    return [
        firm
        for firm in firms
        if (not state or firm.state == state)
        and (not wanted or wanted in f"{firm.site.organization} {firm.site.organization.credit_code} {firm.site}".lower())
    ]  # fmt: skip


def detailed(firms: Sequence[Firm]) -> Sequence[Firm]:
    """With tce and warnings of what was handed in; two queries for one page of a board."""
    handed_in = [
        firm.declaration.pk
        for firm in firms
        if firm.declaration and firm.declaration.state in (State.SUBMITTED, State.ACCEPTED)
    ]
    energy = dict(
        DerivedFigure.objects.filter(declaration__in=handed_in, code=COMPREHENSIVE_ENERGY).values_list(
            "declaration", "value"
        )
    )
    statements = dict(Declaration.objects.filter(pk__in=handed_in).order_by().values_list("pk", "statement"))
    for firm in firms:
        if firm.declaration and firm.declaration.pk in statements:
            firm.tce = energy.get(firm.declaration.pk)
            asked = [
                one
                for one in json.loads(statements[firm.declaration.pk])["findings"]
                if one["rule"].startswith("W1")
            ]
            firm.warnings, firm.explained = len(asked), sum(bool(one["explanation"]) for one in asked)
    return firms


# ---------------------------------------------------------------- all zones within reach
@dataclass(frozen=True)
class ZoneRow:
    """How far a zone is with a year."""

    zone: Zone
    coverage: Coverage
    to_check: int
    own: Declaration | None


def zone_rows(zones: Sequence[Zone], year: int) -> list[ZoneRow]:
    """Three queries, whatever the number of zones."""
    ids = [zone.pk for zone in zones]
    standing_there = Affiliation.objects.filter(zone__in=ids).in_year(year).order_by()
    counts = standing_there.values("zone").annotate(count=Count("site", distinct=True))
    expected: Mapping[int, int] = dict(counts.values_list("zone", "count"))
    of_sites = Declaration.objects.filter(zone__in=ids, year=year, site__isnull=False).order_by()
    counted = {
        zone: (valid, waiting)
        for zone, valid, waiting in of_sites.values("zone")
        .annotate(
            valid=Count("pk", filter=Q(state=State.ACCEPTED, superseded_at=None)),
            waiting=Count("pk", filter=Q(state=State.SUBMITTED)),
        )
        .values_list("zone", "valid", "waiting")
    }
    own = {
        row.zone_id: row
        for row in Declaration.objects.newest()
        .filter(zone__in=ids, year=year, site=None)
        .without_statements()
    }
    rows = []
    for zone in zones:
        valid, waiting = counted.get(zone.pk, (0, 0))
        rows.append(ZoneRow(zone, Coverage(valid, expected.get(zone.pk, 0)), waiting, own.get(zone.pk)))
    return rows


# ---------------------------------------------------------------- one's own sites
@dataclass
class OwnYear:
    """A site's year: what is there, and what is missing of it."""

    site: Site
    zone: Zone
    year: int
    declaration: Declaration | None = None
    has_energy: bool = False
    has_value_added: bool = False
    remarks: int = 0

    @property
    def is_writable(self) -> bool:
        return self.declaration is not None and self.declaration.state in WRITABLE_STATES


@dataclass
class OwnSite:
    """A site of an enterprise with its years, the newest first."""

    site: Site
    years: list[OwnYear] = field(default_factory=list)


def own_sites(held: Standing) -> list[OwnSite]:
    """The sites for which the person declares; two queries."""
    this_year = clock.today().year
    sites = Affiliation.objects.filter(site__organization__in=held.organizations(*APPLICANT_ROLES))
    rows = list(
        sites.select_related("site__organization", "zone").order_by(
            "site__organization", "site", "-since_year"
        )
    )
    there = {(row.site_id, row.zone_id, row.year): row for row in _with_contents(rows)}
    found: dict[int, OwnSite] = {}
    for row in rows:
        last = min(row.until_year or this_year, this_year)
        own = found.setdefault(row.site_id, OwnSite(row.site))
        for year in range(last, max(row.since_year, this_year - YEARS_BACK) - 1, -1):
            declaration = there.get((row.site_id, row.zone_id, year))
            own.years.append(own_year(row, year, declaration))
    return list(found.values())


def own_year(row: Affiliation, year: int, declaration: Declaration | None) -> OwnYear:
    return OwnYear(
        row.site, row.zone, year, declaration,
        has_energy=bool(getattr(declaration, "has_energy", False)),
        has_value_added=bool(getattr(declaration, "has_value_added", False)),
        remarks=int(getattr(declaration, "open_remarks", 0)),
    )  # fmt: skip


def _with_contents(rows: Sequence[Affiliation]) -> "QuerySet[Declaration]":
    here = OuterRef("pk")
    found: QuerySet[Declaration] = (
        Declaration.objects.newest()
        .filter(site__in={row.site_id for row in rows})
        .without_statements()
        .annotate(
            has_energy=Exists(EnergyLine.objects.filter(declaration=here)),
            has_value_added=Exists(
                ItemValue.objects.filter(declaration=here, item="industrial_value_added", value__isnull=False)
            ),
            open_remarks=Count("remarks", filter=Q(remarks__settled_at=None)),
        )
    )
    return found


# ---------------------------------------------------------------- what waits for somebody
def waiting_declarations(held: Standing) -> "QuerySet[Declaration]":
    """To check or to reopen for whoever checks, returned ones for whoever declares."""
    from_zones = Q(pk__in=[])
    to_decide = Q(state=State.SUBMITTED) | Q(state=State.ACCEPTED, reopening_asked_at__isnull=False)
    if held.has(Role.MANAGER, Role.ZONE_REVIEWER):
        bodies = held.organizations(Role.MANAGER, Role.ZONE_REVIEWER)
        managed = Zone.objects.answered_for(bodies).values("pk")
        from_zones |= Q(site__isnull=False, zone__in=managed) & to_decide
    if held.has(Role.CLERK):
        from_zones |= Q(site=None) & to_decide
    own = Q(pk__in=[])
    if held.has(*APPLICANT_ROLES, Role.ZONE_REVIEWER):
        writers = held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER)
        declaring = Zone.objects.answered_for(writers).values("pk")
        own |= Q(site__organization__in=held.organizations(*APPLICANT_ROLES)) | Q(
            site=None, zone__in=declaring
        )
    mine = Q(state=State.RETURNED) & own
    others = from_zones & ~Q(submitted_by=held.user)
    return Declaration.objects.newest().filter(others | mine).order_by("submitted_at", "pk")

"""What is read from the database for the arithmetic: factors, a declaration's sheet, the figures of zones and enterprises."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from program.indicators.models import (
    DataItem,
    Declaration,
    DerivedFigure,
    EnergyLine,
    FactorSet,
    ItemKind,
    ItemValue,
    State,
)
from program.indicators.rules.checks import Sheet, peers_of
from program.indicators.rules.energy import Carrier, Energy, Factors, Grid, Quantity, derive
from program.zones.models import Affiliation, Zone

MONEY = frozenset({"industrial_value_added"})
"""Items of which two years are compared on one price base only."""


def current_factors() -> FactorSet:
    """The factor set by which is derived what is handed in now: the one signed last. DoesNotExist before any was loaded."""
    found: FactorSet = FactorSet.objects.signed().latest("signed_at", "pk")
    return found


def factors_of(factor_set: FactorSet) -> Factors:
    """Its carriers and grid factors; two queries."""
    carriers = {
        row.code: Carrier(row.code, row.unit, row.tce, row.co2, row.by_grid, row.renewable)
        for row in factor_set.carriers.all()
    }
    grid = {row.year: Grid(row.value, row.equivalent) for row in factor_set.grid.all()}
    return Factors(factor_set.code, carriers, grid, factor_set.fixed_grid)


def quantities(lines: Iterable[EnergyLine]) -> list[Quantity]:
    """The lines of a declaration, months added up."""
    added: dict[tuple[str, str], Decimal] = {}
    for line in lines:
        key = (line.carrier, line.use)
        added[key] = added.get(key, Decimal(0)) + line.quantity
    return [Quantity(*key, total) for key, total in added.items()]


def energy_of(declaration: Declaration, factors: Factors) -> Energy:
    return derive(quantities(declaration.lines.all()), declaration.year, factors)


def energy_place(carrier: str, use: str) -> str:
    return f"energy:{carrier}:{use}"


def item_place(code: str) -> str:
    return f"item:{code}"


def sheet_of(declaration: Declaration, factors: Factors | None = None) -> Sheet:
    """A declaration as the checks read it; its lines and items may be prefetched."""
    figures: dict[str, Decimal] = {}
    torch: dict[str, Decimal] = {}
    noted: set[str] = set()
    lines: Any = list(declaration.lines.all())
    for each in quantities(lines):
        figures[energy_place(each.carrier, each.use)] = each.quantity
    cells = [
        (energy_place(line.carrier, line.use), line.torch_quantity, line.difference_note) for line in lines
    ]
    items: Any = list(declaration.items.all())
    figures |= {item_place(item.item): item.value for item in items if item.value is not None}
    cells += [(item_place(item.item), item.torch_value, item.difference_note) for item in items]
    for place, there, note in cells:
        if there is not None:
            torch[place] = torch.get(place, Decimal(0)) + there
        if note:
            noted.add(place)
    gaps = energy_of(declaration, factors).gaps if factors else []
    without = [place for place in figures if place.startswith("energy:") and place.split(":")[1] in gaps]
    return Sheet(figures, torch, frozenset(noted), without)


def last_year_of(declaration: Declaration) -> Declaration | None:
    """What the same site declared for the year before, as it is in force."""
    found: Declaration | None = (
        Declaration.objects.in_force()
        .filter(zone=declaration.zone_id, site=declaration.site_id, year=declaration.year - 1)
        .prefetch_related("lines", "items")
        .first()
    )
    return found


def peers(declaration: Declaration) -> dict[str, list[float]]:
    """Comparable sites: the same year and division of industry, handed in, the newest that was; sizes only, nobody's name.

    Two queries.
    """
    if declaration.site is None:
        return {}
    comparable = (
        Declaration.objects.filter(
            year=declaration.year,
            site__industry=declaration.site.industry,
            state__in=(State.SUBMITTED, State.ACCEPTED),
            superseded_at=None,
        )
        .exclude(site=declaration.site_id)
        .order_by()
    )
    of_version = ("declaration__site", "declaration__version")
    energy: Any = EnergyLine.objects.filter(declaration__in=comparable).order_by()
    others: Any = ItemValue.objects.filter(declaration__in=comparable, value__isnull=False).order_by()
    sheets: dict[tuple[int, int], dict[str, Decimal]] = {}
    for site, version, carrier, use, quantity in energy.values_list(
        *of_version, "carrier", "use", "quantity"
    ):
        figures = sheets.setdefault((site, version), {})
        place = energy_place(carrier, use)
        figures[place] = figures.get(place, Decimal(0)) + quantity
    for site, version, item, value in others.values_list(*of_version, "item", "value"):
        sheets.setdefault((site, version), {})[item_place(item)] = value
    newest = {site: sheets[site, version] for site, version in sorted(sheets)}
    return peers_of(map(Sheet, newest.values()))


# ---------------------------------------------------------------- zones and enterprises
@dataclass(frozen=True)
class Coverage:
    """How many of the sites that stand in a zone have an accepted declaration for a year."""

    reported: int
    expected: int

    @property
    def share(self) -> Decimal | None:
        """Per cent; where no site is listed the zone declares for itself, and then all of it is there."""
        if not self.expected:
            return Decimal(100) if self.reported else None
        return Decimal(100) * self.reported / self.expected


@dataclass
class Gathered:
    """What was declared and derived for a zone, an enterprise or all zones, year by year, added up in Python."""

    figures: dict[str, dict[int, Decimal]] = field(default_factory=dict)
    coverage: dict[int, Coverage] = field(default_factory=dict)
    bases: dict[int, set[int]] = field(default_factory=dict)  # price bases of a year's declarations
    preliminary: set[int] = field(default_factory=set)  # years whose value added is not final
    factor_sets: dict[int, set[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    sites: dict[int, int] = field(default_factory=dict)  # how many of a year's declarations are a site's

    def add(self, code: str, year: int, value: Decimal) -> None:
        of_year = self.figures.setdefault(code, {})
        if self.kinds.get(code) == ItemKind.YES_NO:  # what holds of a zone holds if every part says so
            of_year[year] = min(of_year.get(year, value), value)
        else:
            of_year[year] = of_year.get(year, Decimal(0)) + value

    def comparable(self, year: int) -> dict[str, dict[int, Decimal]]:
        """The figures, money only of the years that count in the prices of this one."""
        base = self.bases.get(year, set())
        alike = {one for one, found in self.bases.items() if len(base) == 1 and found == base}
        return {
            code: {one: value for one, value in of_years.items() if code not in MONEY or one in alike}
            for code, of_years in self.figures.items()
        }


def of_zone(zone: Zone, years: Iterable[int], kinds: Mapping[str, str] | None = None) -> Gathered:
    """Everything in force in a zone, with its coverage; `kinds` of items, where they are known already."""
    span = sorted(years)
    gathered = gather(Declaration.objects.in_force().filter(zone=zone, year__in=span), kinds)
    counts: dict[str, Any] = {str(year): Count("pk", filter=_stood_in(year)) for year in span}
    expected = Affiliation.objects.filter(zone=zone).aggregate(**counts)
    for year in span:
        listed = expected[str(year)]
        there = gathered.sites.get(year, 0) if listed else int(year in gathered.bases)
        gathered.coverage[year] = Coverage(there, listed)
    return gathered


def _stood_in(year: int) -> Q:
    return Q(since_year__lte=year) & (Q(until_year=None) | Q(until_year__gte=year))


def gather(declarations: "QuerySet[Declaration]", kinds: Mapping[str, str] | None = None) -> Gathered:
    """Add the declared items and the derived figures up; two queries, and one for the kinds of items."""
    found = Gathered(kinds=dict(kinds or DataItem.objects.values_list("code", "kind")))
    for year, base, final, factor_set, site in declarations.order_by().values_list(
        "year", "price_base", "value_added_final", "factor_set__code", "site"
    ):
        found.sites[year] = found.sites.get(year, 0) + (site is not None)
        found.bases.setdefault(year, set()).add(base)
        found.factor_sets.setdefault(year, set()).add(factor_set)
        if not final:
            found.preliminary.add(year)
    ids = declarations.order_by().values("pk")
    declared: Any = ItemValue.objects.filter(declaration__in=ids, value__isnull=False).order_by()
    derived: Any = DerivedFigure.objects.filter(declaration__in=ids).order_by()
    rows = declared.values_list("item", "declaration__year", "value").union(
        derived.values_list("code", "declaration__year", "value"), all=True
    )
    for code, year, value in rows:
        found.add(code, year, value)
    return found


def item_units() -> dict[str, str]:
    """Data item → unit, those that are declared; derived ones have theirs from `energy.DERIVED_UNITS`."""
    return dict(DataItem.objects.values_list("code", "unit"))

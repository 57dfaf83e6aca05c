"""A declaration as its page shows it: every cell with unit, last year's figure, change, findings and remarks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from program.figures import plain
from program.indicators.models import (
    DataItem,
    Declaration,
    Evidence,
    FactorSet,
    ItemKind,
    Missing,
    Remark,
    State,
    Use,
)
from program.indicators.rules.cells import Cells, totals_of
from program.indicators.rules.checks import Found, Rule, Sheet
from program.indicators.rules.energy import Factors
from program.indicators.rules.explaining import Names, judged_against, names_for, sentence
from program.indicators.rules.gathering import (
    energy_place,
    factors_of,
    item_place,
    sheet_of,
)
from program.indicators.rules.reading import Catalogue, Cell, catalogue
from program.indicators.rules.units import unit_label

COMMON = (
    "raw_coal",
    "natural_gas",
    "diesel",
    "gasoline",
    "electricity",
    "green_electricity",
    "heat",
    "steam",
)
"""Carriers that every page offers at once."""
USES: Mapping[str, LazyText | str] = dict(Use.choices)
GROUPS: Sequence[tuple[str | LazyText, str]] = (
    (
        _("Economy"),
        "industrial_value_added industrial_output employees hightech_output resource_recovery_value_added",
    ),
    (
        _("Water"),
        "fresh_water total_water reused_water reclaimed_water_used wastewater_treated wastewater",
    ),
    (
        _("Solid waste and recycling"),
        (
            "solid_waste_generated solid_waste_used solid_waste_disposed_or_used "
            "recycled_resources_collected recycled_resources_used"
        ),
    ),
    (
        _("Pollutants generated and discharged"),
        " ".join(f"{one}_generated {one}_discharged" for one in ("cod", "nh3n", "so2", "nox", "vocs", "pm")),
    ),
    (_("Land and ecology"), "industrial_land zone_area forest_area green_area pm25_days_below_50"),
)
"""Headings of the data items; what stands under none of them is management."""
MANAGEMENT = _("Management")


@dataclass(frozen=True)
class Known:
    """Carriers, items and factors of one version, read once for a page: four queries."""

    factor_set: FactorSet
    factors: Factors
    catalogue: Catalogue
    names: Names
    items: Sequence[DataItem]


def known_for(declaration: Declaration, *, frozen: bool) -> Known:
    """By the factors that hold now, or those with which it was handed in."""
    sets = FactorSet.objects.prefetch_related("carriers", "grid")
    of_version = sets.filter(pk=declaration.factor_set_id).first() if frozen else None
    factor_set: FactorSet = of_version or sets.signed().latest("signed_at", "pk")
    items = list(DataItem.objects.all())
    of_zone = declaration.site_id is None
    return Known(
        factor_set,
        factors_of(factor_set),
        catalogue(factor_set, of_zone=of_zone, items=items),
        names_for(factor_set, items),
        items,
    )


@dataclass(frozen=True)
class Said:
    """A finding beside its cell. `field`: the name under which it is explained; none where nothing is asked."""

    rule: Rule
    sentence: str
    explanation: str
    field: str

    @property
    def kind(self) -> str:
        return "bad" if self.rule.stops else "wait" if self.rule.asks else ""

    @property
    def is_open(self) -> bool:
        return self.rule.stops or (self.rule.asks and not self.explanation)


@dataclass
class GridLine:
    """One place: a row of the grid."""

    place: str
    name: str
    unit: str
    kind: str
    cell: Cell
    use: str = ""  # in words, where it is not production
    total: Decimal | None = None  # of all months
    last: Decimal | None = None
    findings: list[Said] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    evidence: Sequence[Evidence] = ()
    asks_evidence: bool = False

    @property
    def lacks_evidence(self) -> bool:
        """A figure for which evidence is required stands here without any."""
        return self.asks_evidence and self.cell.value is not None and not self.evidence

    @property
    def code(self) -> str:
        return self.place.split(":")[1]

    @property
    def change(self) -> Decimal | None:
        """Per cent to last year, one decimal."""
        if self.total is None or not self.last:
            return None
        return ((self.total / self.last - 1) * 100).quantize(Decimal("0.1"))

    @property
    def text(self) -> str:
        return "" if self.cell.value is None else plain(self.cell.value)

    @property
    def torch(self) -> str:
        return "" if self.cell.torch is None else plain(self.cell.torch)

    @property
    def missing_label(self) -> str:
        return str(Missing(self.cell.missing).label) if self.cell.missing else ""

    @property
    def is_yes_no(self) -> bool:
        return self.kind == ItemKind.YES_NO

    @property
    def is_item(self) -> bool:
        return self.place.startswith("item:")


def family(declaration: Declaration) -> list[Declaration]:
    """All versions of it, and what is in force for the year before, newest first; one query, without the statements."""
    same = Q(year=declaration.year) | Q(year=declaration.year - 1, state=State.ACCEPTED, superseded_at=None)
    rows = Declaration.objects.filter(same, zone=declaration.zone_id, site=declaration.site_id)
    return list(rows.without_statements().order_by("-year", "-version"))


def sheet_before(declaration: Declaration, rows: Iterable[Declaration]) -> Sheet | None:
    """Last year's figures as they are in force; two queries."""
    found = next((row for row in rows if row.year == declaration.year - 1), None)
    return sheet_of(found) if found else None


def judged_now(declaration: Declaration, known: Known, before: Sheet | None) -> list[tuple[Found, str]]:
    return judged_against(declaration, known.factors, before)


def said_of(judged: Iterable[tuple[Found, str]], names: Names) -> dict[str, list[Said]]:
    """Place → what was found there."""
    found: dict[str, list[Said]] = {}
    for one, explanation in judged:
        asked = f"explain:{one.rule.value}:{one.place}" if one.rule.asks else ""
        found.setdefault(one.place, []).append(Said(one.rule, sentence(one, names), explanation, asked))
    return found


@dataclass(frozen=True)
class Sections:
    """The rows of a page: energy, then the data items under their headings."""

    energy: list[GridLine]
    items: list[tuple[str, list[GridLine]]]

    def __iter__(self) -> Iterator[GridLine]:
        yield from self.energy
        for _heading, lines in self.items:
            yield from lines


@dataclass(frozen=True)
class Content:
    """What a page shows in its rows."""

    cells: Cells
    before: Mapping[str, Decimal]
    found: Mapping[str, list[Said]]
    remarks: Mapping[str, list[Remark]]
    evidence: Mapping[str, Sequence[Evidence]]
    month: int = 0


def sections(known: Known, content: Content, *, more: Iterable[str] = (), whole: bool = True) -> Sections:
    """Rows in the order of the catalogue. `whole`: also the empty ones that are usually offered; `more`: others asked for."""
    totals = totals_of(content.cells)
    there = {place for place, _month in content.cells} | {*content.found, *content.remarks, *content.evidence}
    offered = {energy_place(code, Use.PRODUCTION) for code in COMMON if code in known.catalogue.carriers}
    energy = there | {*more} | (offered | {*content.before} if whole else set())
    uses = [use.value for use in Use]
    order = {code: number for number, code in enumerate(known.catalogue.carriers)}
    places = [place.split(":") for place in energy if place.startswith("energy:")]
    places = [each for each in places if each[1] in order and each[2] in uses]
    places.sort(key=lambda each: (order[each[1]], uses.index(each[2])))
    lines = [line(known, content, totals, ":".join(each)) for each in places]
    items: dict[str, list[GridLine]] = {}
    for item in known.items:
        place = item_place(item.code)
        if item.code in known.catalogue.items and (whole or place in there):
            made = line(known, content, totals, place)
            made.asks_evidence = item.evidence
            items.setdefault(heading(item.code), []).append(made)
    headings = [*(str(title) for title, _codes in GROUPS), str(MANAGEMENT)]
    return Sections(lines, [(title, items[title]) for title in headings if title in items])


def heading(code: str) -> str:
    return str(next((title for title, codes in GROUPS if code in codes.split()), MANAGEMENT))


def line(known: Known, content: Content, totals: Mapping[str, Decimal], place: str) -> GridLine:
    kind, code, *use = place.split(":")
    month = content.month if kind == "energy" else 0
    return GridLine(
        place=place,
        name=known.names.names.get(code, code),
        unit=unit_label(known.catalogue.unit(place)),
        kind=known.catalogue.kind(place),
        cell=content.cells.get((place, month), Cell(place, month=month)),
        use=str(Use(use[0]).label) if use and use[0] != Use.PRODUCTION else "",
        total=totals.get(place),
        last=content.before.get(place),
        findings=content.found.get(place, []),
        remarks=content.remarks.get(place, []),
        evidence=content.evidence.get(place, ()),
    )


def remarks_by_place(remarks: Iterable[Remark]) -> dict[str, list[Remark]]:
    """Those that are not settled yet; the empty place is the whole."""
    found: dict[str, list[Remark]] = {}
    for remark in remarks:
        if remark.settled_at is None:
            found.setdefault(remark.place, []).append(remark)
    return found

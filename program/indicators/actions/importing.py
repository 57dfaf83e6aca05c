"""Declarations that come along from elsewhere: figures that were accepted there. All or nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.indicators import rules, steps
from program.indicators.models import (
    Declaration,
    DerivedFigure,
    EnergyLine,
    FactorSet,
    ItemValue,
    PriceBase,
    Source,
    State,
    Use,
)
from program.indicators.rules import Cell
from program.journal import steps as journal
from program.journal.models import Verb
from program.people.models import User
from program.zones.models import Affiliation, Site, Zone

BATCH = 500
Subject = tuple[Zone, Site | None]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class RowError:
    """What is wrong in one row of a file; rows are counted as an editor counts lines, the head being the first."""

    file: str
    row: int
    sentence: str


@dataclass(frozen=True)
class Row:
    """A row as it was written: the place, its figure and unit as text."""

    file: str
    number: int
    organization: str
    year: str
    place: str
    value: str
    unit: str


@dataclass
class Import:
    """What a file would write: subject and year → cells; or why it would not."""

    cells: dict[tuple[Subject, int], dict[str, Cell]] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    written: int = 0  # new versions; what was in force with the same figures is left as it is


def read(given: Iterable[Row], factor_set: FactorSet) -> Import:
    """Read all rows; every row that cannot be taken is named."""
    found = Import()
    known = rules.catalogue(factor_set, of_zone=True)
    subjects = Subjects()
    for row in given:
        try:
            year = year_of(row.year)
            subject = subjects.find(row.organization, year)
            cell = rules.read_cell(known, row.place, row.value, unit=row.unit)
            cells = found.cells.setdefault((subject, year), {})
            if cell.is_empty:
                raise ValidationError(_("The figure is missing."))
            if row.place in cells:
                raise ValidationError(_("This figure was given in an earlier row already."))
            cells[row.place] = cell
        except ValidationError as error:
            found.errors.append(RowError(row.file, row.number, " ".join(error.messages)))
    return found


def year_of(text: str) -> int:
    from_year, until_year = clock.today().year - 20, clock.today().year
    text = text.strip()
    if len(text) == 4 and text.isascii() and text.isdigit() and from_year <= int(text) <= until_year:
        return int(text)
    raise ValidationError(
        _("Write the year in four digits, from %(first)s to %(last)s.")
        % {"first": from_year, "last": until_year}
    )


class Subjects:
    """Zones by code, enterprises by credit code with the site that stood in a zone in a year; read once."""

    def __init__(self) -> None:
        self.zones: dict[str, Zone] = {zone.code: zone for zone in Zone.objects.all()}
        self.sites: dict[str, list[Affiliation]] = {}
        for row in Affiliation.objects.select_related("site__organization", "zone"):
            self.sites.setdefault(row.site.organization.credit_code, []).append(row)

    def find(self, code: str, year: int) -> Subject:
        code = code.strip()
        if code in self.zones:
            return self.zones[code], None
        if code not in self.sites:
            raise ValidationError(
                _("There is no zone and no listed enterprise of the code “%(code)s”.") % {"code": code[:30]}
            )
        there = [
            row
            for row in self.sites[code]
            if row.since_year <= year and (row.until_year is None or row.until_year >= year)
        ]
        if len(there) != 1:
            raise ValidationError(
                _("In %(year)s this enterprise had %(count)s sites in zones: a row fits one only.")
                % {"year": year, "count": len(there)}
            )
        return there[0].zone, there[0].site


@transaction.atomic(durable=True)
def import_figures(
    given: Sequence[Row],
    *,
    price_base: PriceBase = PriceBase.OF_2019,
    by: User | None = None,
    dry: bool = False,
    progress: Progress | None = None,
) -> Import:
    """Take all rows over as accepted declarations, or none: then its errors say which rows are wrong. `by=None`: the operator.

    What is in force already is kept as an older version; the same figures again change nothing.
    """
    factor_set = rules.current_factors()
    found = read(given, factor_set)
    lock_zones(found)
    kept = in_force(found)
    found.errors += [
        RowError(
            "", 0, _("%(declaration)s is being filled in: it must be accepted first.") % {"declaration": each}
        )
        for each in unfinished(found)
    ]
    if found.errors or dry:
        return found
    steps.freeze(factor_set)
    fresh = {
        key: merged
        for key, cells in found.cells.items()
        if (merged := with_what_is_kept(kept.get(key), cells, price_base)) is not None
    }
    write(fresh, kept, factor_set, price_base, progress)
    found.written = len(fresh)
    journal.record(
        Verb.IMPORT_DECLARATIONS, by=by, subject="declarations", declarations=len(fresh), rows=len(given)
    )
    return found


def lock_zones(found: Import) -> None:
    """Of two imports at once the second sees what the first has written."""
    zones = {zone.pk for (zone, _site), _year in found.cells}
    list(Zone.objects.select_for_update(of=("self",)).filter(pk__in=zones).order_by("pk"))


def in_force(found: Import) -> dict[tuple[Subject, int], Declaration]:
    """The declarations that are in force for what the file speaks of."""
    years = {year for _subject, year in found.cells}
    rows = (
        Declaration.objects.in_force()
        .filter(year__in=years)
        .select_related("zone", "site")
        .prefetch_related("lines", "items")
    )
    there = {((row.zone, row.site), row.year): row for row in rows}
    return {key: there[key] for key in found.cells if key in there}


def unfinished(found: Import) -> list[Declaration]:
    years = {year for _subject, year in found.cells}
    rows = Declaration.objects.open().filter(year__in=years).select_related("zone", "site__organization")
    return [row for row in rows if ((row.zone, row.site), row.year) in found.cells]


def with_what_is_kept(
    kept: Declaration | None, cells: Mapping[str, Cell], price_base: PriceBase
) -> dict[str, Cell] | None:
    """What the new version says: the figures in force, overwritten by those of the file. None: it would say the same."""
    if kept is None:
        return dict(cells)
    before = {place: whole_year(cells_of_place) for place, cells_of_place in by_place(kept).items()}
    same = all(place in before and before[place].value == cell.value for place, cell in cells.items())
    return None if same and kept.price_base == price_base else before | dict(cells)


def by_place(kept: Declaration) -> dict[str, list[Cell]]:
    """Place → its cells, one a month where it was declared by months."""
    found: dict[str, list[Cell]] = {}
    for (place, _month), cell in rules.cells_of(kept).items():
        found.setdefault(place, []).append(cell)
    return found


def whole_year(months: Sequence[Cell]) -> Cell:
    """The cells of one place as one: quantities added up, what was said of them kept."""
    first = months[0]
    if len(months) == 1:
        return replace(first, month=0)
    value = sum((cell.value for cell in months if cell.value is not None), Decimal(0))
    torch = [cell.torch for cell in months if cell.torch is not None]
    notes = [cell.note for cell in months if cell.note]
    return replace(
        first,
        month=0,
        value=value,
        torch=sum(torch, Decimal(0)) if torch else None,
        note=notes[0] if notes else "",
    )


def write(
    fresh: Mapping[tuple[Subject, int], Mapping[str, Cell]],
    kept: Mapping[tuple[Subject, int], Declaration],
    factor_set: FactorSet,
    price_base: PriceBase,
    progress: Progress | None,
) -> None:
    """Make the versions in bulk, each derived and stated before it is written."""
    replaced = [kept[key].pk for key in fresh if key in kept]
    Declaration.objects.filter(pk__in=replaced).update(is_newest=False, superseded_at=clock.now())
    factors, keys = rules.factors_of(factor_set), list(fresh)
    for start in range(0, len(keys), BATCH):
        made, lines, items, derived = [], [], [], []
        for key in keys[start : start + BATCH]:
            declaration = blank(key, kept.get(key), price_base)
            own_lines, own_items = rows_of(declaration, fresh[key].values())
            energy = steps.state(declaration, factor_set, factors, steps.Declared(own_lines, own_items), [])
            made.append(declaration)
            lines += own_lines
            items += own_items
            derived += steps.derived(declaration, energy)
        Declaration.objects.bulk_create(made)
        for model, rows in ((EnergyLine, lines), (ItemValue, items), (DerivedFigure, derived)):
            insert(model, rows)
        if progress:
            progress(min(start + BATCH, len(keys)), len(keys))


def insert(model: Any, rows: Sequence[Any]) -> None:
    """Insert rows of declarations that were just made."""
    for row in rows:
        row.declaration_id = row.declaration.pk
    model.objects.bulk_create(rows, batch_size=5_000)


def blank(key: tuple[Subject, int], before: Declaration | None, price_base: PriceBase) -> Declaration:
    (zone, site), year = key
    moment = clock.now()
    return Declaration(
        zone=zone, site=site, year=year, version=before.version + 1 if before else 1, state=State.ACCEPTED,
        source=Source.COMMAND, price_base=price_base, value_added_final=True, opened_at=moment, submitted_at=moment,
        checked_at=moment,
    )  # fmt: skip


def rows_of(declaration: Declaration, cells: Iterable[Cell]) -> tuple[list[EnergyLine], list[ItemValue]]:
    lines, items = [], []
    for cell in cells:
        kind, code, *use = cell.place.split(":")
        if kind == "item":
            items.append(
                ItemValue(
                    declaration=declaration, item=code, value=cell.value, missing=cell.missing,
                    torch_value=cell.torch, difference_note=cell.note,
                )
            )  # fmt: skip
        elif cell.value is not None:
            lines.append(
                EnergyLine(
                    declaration=declaration, carrier=code, use=Use(use[0]), quantity=cell.value,
                    torch_quantity=cell.torch, difference_note=cell.note,
                )
            )  # fmt: skip
    return lines, items

"""A version (or a draft) as people read it: sections, labels from the models, figures with their units, what has changed."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from program import tracks
from program.applications.models import Part, Version
from program.applications.models.columns import Count, Figure
from program.applications.rules.content import INDICATORS, columns, meaning, meanings, part_model
from program.applications.rules.passages import Passage, passages
from program.indicators.rules import Record, basis, figure_rows, figure_years, lines, trajectory

NOTHING = "–"
Written = dict[str, Any]
EMPTY: Written = {"fields": {}, "rows": {}}
"""A part as a version has it that lacks it."""


@dataclass(frozen=True)
class Head:
    """What a column is called, and in which unit its figures stand."""

    label: str
    unit: str = ""
    is_figure: bool = False
    is_statement: bool = False


@dataclass(frozen=True)
class Cell:
    """One answer; `before` is what an earlier version said, where that was something else."""

    name: str
    head: Head
    text: str
    before: str | None = None

    @property
    def was(self) -> list[Passage]:
        """What the earlier version said, piece by piece, where that was something else."""
        return self._passages[0]

    @property
    def now(self) -> list[Passage]:
        """What it says, piece by piece."""
        return self._passages[1]

    @property
    def _passages(self) -> tuple[list[Passage], list[Passage]]:
        before = self.before or ""
        if self.head.is_figure:  # a figure is one piece
            return [Passage(before, changed=True)], [Passage(self.text, changed=True)]
        return passages(before, self.text)


@dataclass(frozen=True)
class Table:
    """Rows of answers under common heads."""

    name: str
    title: str
    heads: list[Head]
    rows: list[list[str]]
    changed: bool = False

    @property
    def lines(self) -> list[list[tuple[Head, str]]]:
        """Each row as pairs of head and text."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Section:
    """One part of the form."""

    code: str
    title: str
    cells: list[Cell]
    tables: list[Table]

    @property
    def answers(self) -> list[Cell]:
        """Everything that was answered…"""
        return [cell for cell in self.cells if not cell.head.is_statement]

    @property
    def statements(self) -> list[Cell]:
        """…and everything that was confirmed, or not."""
        return [cell for cell in self.cells if cell.head.is_statement]

    @property
    def changes(self) -> int:
        """How many answers and tables differ from the earlier version."""
        return sum(cell.before is not None for cell in self.cells) + sum(
            table.changed for table in self.tables
        )


def sections(data: Written, before: Written | None = None) -> list[Section]:
    """All parts of a version's data, held against an earlier version's where one is given."""
    found = [
        section(part, data["parts"][part.code], before and before["parts"].get(part.code, EMPTY))
        for part in tracks.get(data["track"]).parts
        if part.code in data["parts"]
    ]
    measured = indicator_section(data, before)
    return [*found, measured] if measured else found


def section(part: tracks.Part, written: Written, before: Written | None = None) -> Section:
    """One part, as `content.written_part` gives it, held against what it said before where that is given."""
    model = part_model(part)
    fields = written["fields"]
    cells = [
        _cell(field, fields[field.name], before and before["fields"])
        for field in columns(model)
        if field.name in fields
    ]
    tables = [
        _table(model, name, rows, before and before["rows"])
        for name, rows in written["rows"].items()
        if name in model.ROWS
    ]
    return Section(part.code, str(part.title), cells, tables)


def indicator_section(data: dict[str, Any], before: dict[str, Any] | None = None) -> Section | None:
    """The measurement of a version as one more section of it, held against an earlier version's."""
    found: Record | None = data.get(INDICATORS)
    if found is None:
        return None
    earlier = before.get(INDICATORS) if before else None
    rows = indicator_cells(found)
    changed = before is not None and rows != (indicator_cells(earlier) if earlier else [])
    return Section(
        INDICATORS,
        indicators_title(),
        [],
        [
            Table(INDICATORS, basis(found), indicator_heads(), rows, changed),
            Table("figures", _("Figures by year"), figure_heads(found), figure_cells(found)),
        ],
    )


def drawn(data: dict[str, Any]) -> list[tuple[str, dict[int, Decimal]]]:
    """The zone's energy intensity by year, for the chart; nothing where nothing was measured."""
    found: Record | None = data.get(INDICATORS)
    return [(data["zone"]["name"], trajectory(found))] if found else []


def figure_heads(found: Record) -> list[Head]:
    years = [Head(str(year), is_figure=True) for year in figure_years(found)]
    return [Head(_("Item")), Head(_("Unit")), *years]


def figure_cells(found: Record) -> list[list[str]]:
    """The declared and derived figures behind a measurement, five years back."""
    return [[row.name, row.unit, *row.values] for row in figure_rows(found)]


def indicators_title() -> str:
    return _("Declared figures under the indicator set")


def indicator_heads() -> list[Head]:
    return [
        Head(_("Indicator")),
        Head(_("Value"), is_figure=True),
        Head(_("Condition")),
        Head(_("Requirement")),
        Head(_("Result")),
        Head(_("Calculation")),
    ]


def indicator_cells(found: Record) -> list[list[str]]:
    """One row an indicator, as every reader of a version sees it."""
    return [
        [
            line.name,
            _("%(value)s (by the year's factor %(by_year)s)") % {"value": line.value, "by_year": line.by_year}
            if line.by_year
            else line.value,
            line.condition,
            line.requirement,
            str(line.finding.label),
            line.calculation,
        ]
        for line in lines(found)
    ]


def _cell(field: models.Field[Any, Any], value: Any, earlier: Written | None) -> Cell:
    cell = Cell(field.name, head(field), shown(field, value))
    if earlier is None or meaning(field, earlier.get(field.name)) == meaning(field, value):
        return cell
    return replace(cell, before=shown(field, earlier.get(field.name)))


def _table(model: type[Part], name: str, rows: list[Written], earlier: Written | None) -> Table:
    row_model: Any = model._meta.get_field(name).related_model
    fields = columns(row_model)
    texts = [[shown(field, row.get(field.name)) for field in fields] for row in rows]
    said = [meanings(fields, row) for row in rows]
    changed = earlier is not None and said != [meanings(fields, row) for row in earlier.get(name, [])]
    return Table(name, table_title(row_model), [head(field) for field in fields], texts, changed)


def table_title(row_model: type[models.Model]) -> str:
    return capfirst(str(row_model._meta.verbose_name_plural))


def head(field: models.Field[Any, Any]) -> Head:
    """The head of a column."""
    return Head(
        capfirst(str(field.verbose_name)),
        str(getattr(field, "unit", "")),
        is_figure=isinstance(field, Figure | Count),
        is_statement=isinstance(field, models.BooleanField),
    )


def shown(field: models.Field[Any, Any], value: Any) -> str:
    """A written value as it reads, without its unit."""
    if value is None or value == "":
        return NOTHING
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateField):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if isinstance(field, Figure) or (isinstance(field, Count) and field.grouped):
        return f"{Decimal(value):,f}"
    return str(value)


def previous(version: Version) -> Version | None:
    """The version before this one."""
    found: Version | None = (
        Version.objects.filter(application=version.application_id, number__lt=version.number)
        .order_by("-number")
        .first()
    )
    return found

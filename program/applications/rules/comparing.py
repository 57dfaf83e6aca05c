"""What became of one version in another: part by part, field by field, row by row, file by file. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import tracks
from program.applications.models import Part
from program.applications.rules.content import ATTACHMENTS, INDICATORS, columns, meaning, meanings, part_model
from program.applications.rules.matching import Match, Matching, matched, reordered
from program.applications.rules.reading import (
    Cell,
    Head,
    Written,
    head,
    indicator_heads,
    indicator_section,
    indicators_title,
    shown,
    table_title,
)

Column = models.Field[Any, Any]


class Fate(models.TextChoices):
    """What became of a row or a file."""

    KEPT = "kept", gettext_lazy("unchanged")
    CHANGED = "changed", gettext_lazy("changed")
    ADDED = "added", gettext_lazy("added")
    GONE = "gone", gettext_lazy("taken out")
    REPLACED = "replaced", gettext_lazy("replaced by another file")
    RENAMED = "renamed", gettext_lazy("filed differently")


TAGS = {Fate.KEPT: "", Fate.ADDED: "ok", Fate.GONE: "bad"}
"""Which colour helps each word; what is neither reads as a change."""


class HasFate:
    fate: Fate

    @property
    def tag(self) -> str:
        return TAGS.get(self.fate, "info")


@dataclass(frozen=True)
class RowChange(HasFate):
    """A row, of the newer version where that has it; its cells say what they said before where that was something else."""

    fate: Fate
    cells: list[Cell]


@dataclass(frozen=True)
class TableChange:
    """A table that is not the same, with all of its rows."""

    name: str
    title: str
    heads: list[Head]
    rows: list[RowChange]
    reordered: bool

    def count(self, fate: Fate) -> int:
        return sum(row.fate == fate for row in self.rows)


@dataclass(frozen=True)
class PartChange:
    """One part of the form: the answers and tables that differ, and how many answers do not."""

    code: str
    title: str
    cells: list[Cell]
    tables: list[TableChange]
    kept: int

    @property
    def count(self) -> int:
        return len(self.cells) + len(self.tables)


@dataclass(frozen=True)
class Attached:
    """A file as a version names it."""

    document: str
    title: str
    name: str
    sha256: str


@dataclass(frozen=True)
class FileChange(HasFate):
    """A file of either version, and what became of it."""

    fate: Fate
    before: Attached | None
    after: Attached | None

    @property
    def either(self) -> Attached:
        """The file as the newer version has it, or as the older had it."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True)
class Comparison:
    """Two versions: all parts, those that do not differ included; and under which names they were handed in."""

    heading: list[Cell]
    parts: list[PartChange]
    files: list[FileChange]

    @property
    def changed_files(self) -> list[FileChange]:
        return [change for change in self.files if change.fate != Fate.KEPT]

    @property
    def codes(self) -> list[str]:
        """Codes of what differs: parts, then the attachments."""
        return [part.code for part in self.parts if part.count] + [ATTACHMENTS] * bool(self.changed_files)

    @property
    def count(self) -> int:
        """How many parts differ; the attachments are one."""
        return len(self.codes)

    @property
    def is_empty(self) -> bool:
        return not self.heading and not self.codes


def compare(older: Written, newer: Written) -> Comparison:
    """Two versions' data against each other. Swapping the two swaps before and after, added and gone."""
    earlier, later = older["parts"], newer["parts"]
    parts = [
        compare_part(part, earlier.get(part.code, {}), later.get(part.code, {}))
        for part in tracks.get(newer["track"]).parts
        if part.code in earlier or part.code in later
    ]
    parts += compare_measurements(older, newer)
    files = compare_files(attached(older), attached(newer))
    return Comparison(list(compare_heading(older, newer)), parts, files)


def compare_measurements(older: Written, newer: Written) -> Iterator[PartChange]:
    """What the figures said under the indicator set, indicator by indicator; nothing where neither version was measured."""
    tables = [section.tables[0] if (section := indicator_section(data)) else None for data in (older, newer)]
    before, after = ({row[0]: row for row in table.rows} if table else {} for table in tables)
    if not before and not after:
        return
    rows = []
    for name in {**after, **before}:
        one, other = before.get(name), after.get(name)
        fate = (
            Fate.ADDED
            if one is None
            else Fate.GONE
            if other is None
            else Fate.KEPT
            if one == other
            else Fate.CHANGED
        )
        cells = [
            Cell(head.label, head, text, was if fate == Fate.CHANGED and was != text else None)
            for head, text, was in zip(indicator_heads(), other or one or [], one or other or [], strict=True)
        ]
        rows.append(RowChange(fate, cells))
    changed = any(row.fate != Fate.KEPT for row in rows)
    table = TableChange(INDICATORS, indicators_title(), indicator_heads(), rows, reordered=False)
    yield PartChange(INDICATORS, indicators_title(), [], [table] if changed else [], 0)


def compare_heading(older: Written, newer: Written) -> Iterator[Cell]:
    """Zone and applicant, where they have come to be called otherwise."""
    for group, key, label in (
        ("zone", "name", _("Zone")),
        ("zone", "code", _("Zone code")),
        ("applicant", "name", _("Applicant")),
        ("applicant", "credit_code", _("Credit code")),
    ):
        before, after = (data.get(group, {}).get(key, "") for data in (older, newer))
        if before != after:
            yield Cell(f"{group}.{key}", Head(label), after, before)


def compare_part(part: tracks.Part, older: Written, newer: Written) -> PartChange:
    """One part, as `content.written_part` gives it; nothing if a version lacks it."""
    model = part_model(part)
    fields = columns(model)
    cells = list(compare_cells(fields, older.get("fields", {}), newer.get("fields", {})))
    earlier, later = older.get("rows", {}), newer.get("rows", {})
    tables = [compare_table(model, name, earlier.get(name, []), later.get(name, [])) for name in model.ROWS]
    return PartChange(
        part.code, str(part.title), cells, [table for table in tables if table], len(fields) - len(cells)
    )


def compare_cells(fields: Iterable[Column], older: Written, newer: Written) -> Iterator[Cell]:
    """The columns that say something else."""
    for field in fields:
        before, after = older.get(field.name), newer.get(field.name)
        if meaning(field, before) != meaning(field, after):
            yield Cell(field.name, head(field), shown(field, after), shown(field, before))


def compare_table(
    model: type[Part], name: str, older: Sequence[Written], newer: Sequence[Written]
) -> TableChange | None:
    """All rows of a table in the order of the newer version; none if they are the same in the same order."""
    row_model: Any = model._meta.get_field(name).related_model
    fields = columns(row_model)
    says = partial(meanings, fields)
    matches = matched(list(map(says, older)), list(map(says, newer)), name=naming(fields))
    rows = [compare_row(fields, match, older, newer) for match in matches]
    moved = reordered(matches)
    if not moved and all(row.fate == Fate.KEPT for row in rows):
        return None
    return TableChange(name, table_title(row_model), [head(field) for field in fields], rows, moved)


def naming(fields: Sequence[Column]) -> int | None:
    """The first column of free text: what a row is called."""
    texts = (models.CharField, models.TextField)
    return next(
        (place for place, field in enumerate(fields) if isinstance(field, texts) and not field.choices),
        None,
    )


def compare_row(
    fields: Sequence[Column], match: Match, older: Sequence[Written], newer: Sequence[Written]
) -> RowChange:
    before, after = match
    row = newer[after] if after is not None else older[before or 0]
    cells = [Cell(field.name, head(field), shown(field, row.get(field.name))) for field in fields]
    if before is None or after is None:
        return RowChange(Fate.ADDED if before is None else Fate.GONE, cells)
    changed = {cell.name: cell for cell in compare_cells(fields, older[before], row)}
    return RowChange(Fate.CHANGED if changed else Fate.KEPT, [changed.get(cell.name, cell) for cell in cells])


def attached(data: Written) -> list[Attached]:
    return [Attached(**row) for row in data.get(ATTACHMENTS, [])]


def compare_files(older: Sequence[Attached], newer: Sequence[Attached]) -> list[FileChange]:
    """Files by their content; what is left by the place that they fill: the document asked for, or the title given freely."""
    matching = Matching(older, newer)
    matching.by(lambda _place, file: file)
    matching.by(lambda _place, file: (file.document, file.sha256))
    matching.by(lambda _place, file: file.sha256)
    matching.by(lambda _place, file: (file.document, file.title))
    matching.by(lambda _place, file: file.document or None)
    return [file_change(match, older, newer) for match in matching.matches()]


def file_change(match: Match, older: Sequence[Attached], newer: Sequence[Attached]) -> FileChange:
    before = older[match[0]] if match[0] is not None else None
    after = newer[match[1]] if match[1] is not None else None
    if before is None:
        return FileChange(Fate.ADDED, None, after)
    if after is None:
        return FileChange(Fate.GONE, before, None)
    if before == after:
        return FileChange(Fate.KEPT, before, after)
    fate = Fate.RENAMED if before.sha256 == after.sha256 else Fate.REPLACED
    return FileChange(fate, before, after)

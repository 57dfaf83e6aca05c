"""Rows of a file as entries: every cell is read by the form in which one would have typed it, and says what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program.files.workbook import FORMULA
from program.ledger import rules
from program.ledger.forms import EntryForm
from program.ledger.models import Clause, Kind
from program.zones.models import Zone

MOST_ROWS = 200
COLUMNS: tuple[tuple[str, str | LazyText], ...] = (
    ("clause", gettext_lazy("Clause")),
    ("kind", gettext_lazy("Kind of work")),
    ("title", gettext_lazy("Name of the work")),
    ("description", gettext_lazy("Account of the work")),
    ("year", gettext_lazy("Year")),
    ("since", gettext_lazy("Date")),
    ("until", gettext_lazy("Until")),
    ("figure", gettext_lazy("Figure")),
    ("unit", gettext_lazy("Unit of measure")),
    ("owner_unit", gettext_lazy("Unit in charge")),
    ("owner_person", gettext_lazy("Person in charge")),
    ("partners", gettext_lazy("Partner organisations")),
)
"""In the order of the template."""
NAMES = tuple(name for name, _label in COLUMNS)


@dataclass(frozen=True)
class Cell:
    """As it stands in the file, and what is wrong with it."""

    name: str
    label: str
    text: str
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """`values`: what the verb takes; none where a cell is wrong."""

    number: int
    cells: tuple[Cell, ...]
    values: dict[str, Any] | None

    @property
    def line(self) -> str:
        """As text that is read again when the rows are confirmed."""
        return "\t".join(cell.text for cell in self.cells)


def rows_of(zone: Zone | None, given: Iterable[tuple[int, Sequence[str]]]) -> list[Row]:
    """Every row with its cells; the head of the template is none. What stands in the ledger already is wrong in its title."""
    words = Words()
    rows = [(number, dict(zip(NAMES, cells, strict=False))) for number, cells in given]
    read = [(number, cells, *words.read(cells)) for number, cells in rows if cells["clause"] not in heads()]
    known = rules.standing_entries(zone, {values["title"] for *_row, values in read if values is not None})
    found = []
    for number, cells, faults, values in read:
        if values is not None:
            key = rules.key_of(values)
            if key in known:
                faults, values = {"title": [twin(known[key])]}, None
            else:
                known[key] = ""
        found.append(Row(number, shown(cells, faults), values))
    return found


def shown(cells: Mapping[str, str], faults: Mapping[str, Sequence[str]]) -> tuple[Cell, ...]:
    return tuple(
        Cell(name, str(label), cells.get(name, "").replace(FORMULA, "=…"), tuple(faults.get(name, ())))
        for name, label in COLUMNS
    )


def twin(number: str) -> str:
    return rules.twin_sentence(number) if number else _("This work was given in an earlier row already.")


def heads() -> set[str]:
    return {str(COLUMNS[0][1]), "clause"}


class Words:
    """What a file may say for a clause, a kind and a unit, in the language of the page; read once for many rows."""

    def __init__(self) -> None:
        self.clauses = {
            said: each.value for each in Clause for said in (each.value, each.as_printed, each.named)
        }
        self.clauses |= {each.as_printed.replace("（", "(").replace("）", ")"): each.value for each in Clause}
        self.kinds = {
            said: each.value
            for each in Kind
            for said in (each.value, str(each.label), rules.kind_named(each))
        }

    def read(self, cells: dict[str, str]) -> tuple[dict[str, list[str]], dict[str, Any] | None]:
        """What is wrong by column, and the values if nothing is."""
        given = {name: text.strip() for name, text in cells.items()}
        faults: dict[str, list[str]] = {
            name: [_("There is a formula in this cell. Paste its value instead.")]
            for name, text in given.items()
            if FORMULA in text
        }
        given["clause"] = self.clauses.get(given.get("clause", ""), given.get("clause", ""))
        given["kind"] = self.kinds.get(given.get("kind", ""), given.get("kind", ""))
        for name in ("since", "until"):
            given[name] = given.get(name, "").removesuffix(" 00:00:00")  # as a spreadsheet writes a day
        form = EntryForm(given)
        for name, errors in form.errors.items():
            faults.setdefault(name, [str(error) for error in errors])
        if wrong := self.unit_fault(given):
            faults.setdefault("unit", [wrong])
        return faults, None if faults else form.values()

    def unit_fault(self, given: dict[str, str]) -> str:
        """A unit may be left out; one that is given is the kind's own, so that nobody writes yuan for 10,000 yuan."""
        said = given.get("unit", "")
        if not said or given["kind"] not in Kind.values:
            return ""
        unit = rules.KINDS[Kind(given["kind"])].unit
        if unit is None:
            return _("An entry of this kind has no figure: leave it empty.")
        wrong = _("The unit does not fit: work of this kind is counted in %(unit)s.")
        return "" if said in {unit.value, str(unit.label)} else wrong % {"unit": unit.label}

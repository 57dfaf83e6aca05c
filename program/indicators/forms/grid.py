"""The entry grid: what a page sends of each cell, read by the one reader of cells; what is wrong is said at its field."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from program.figures import plain
from program.indicators.models import Missing, PriceBase
from program.indicators.rules import Cell, Cells, GridLine, Known, Names, Rule, read_cell, read_note
from program.people.autosave import Difference

PARTS = ("torch", "note", "missing")
"""What may stand beside a figure: `energy:electricity:production` is the figure, `energy:electricity:production.torch` …"""
LONGEST_EXPLANATION = 300


@dataclass
class Written:
    """What a page says: cells that can be written, explanations, settings; and what is wrong, by name of its field."""

    cells: list[Cell] = field(default_factory=list)
    explanations: list[tuple[Rule, str, str]] = field(default_factory=list)
    price_base: PriceBase | None = None
    value_added_final: bool | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)


class Grid:
    """A grid that was sent. Only cells that differ from what is stored are written."""

    def __init__(self, posted: QueryDict, known: Known, stored: Cells, *, month: int = 0) -> None:
        self.posted, self.known, self.stored, self.month = posted, known, stored, month
        self.written = Written()
        for place in self.places():
            self.read(place)
        self.read_settings()
        self.read_explanations()

    def places(self) -> list[str]:
        """Every place of which the page says something, once, in the page's order."""
        ends = tuple(f".{part}" for part in PARTS)
        named = (name.rpartition(".")[0] if name.endswith(ends) else name for name in self.posted)
        return list(dict.fromkeys(name for name in named if name.startswith(("energy:", "item:"))))

    def sent(self, place: str, part: str = "") -> str | None:
        """What stands in a field; none where the page does not have it."""
        return self.posted.get(f"{place}.{part}" if part else place)

    def read(self, place: str) -> None:
        month = self.month if place.startswith("energy:") else 0
        stored = self.stored.get((place, month), Cell(place, month=month))
        torch, note, missing = (self.sent(place, part) for part in PARTS)
        if torch is None:
            torch = plain(stored.torch) if stored.torch is not None else ""
        if note is None:
            note = stored.note
        figure = self.sent(place)
        if figure is None:  # the page has no such field: what stands there stays
            figure = plain(stored.value) if stored.value is not None else ""
        figure = figure.strip()
        if figure and missing:
            self.blame(f"{place}.missing", _("Either a figure, or why there is none."))
            return
        cell = self.cell(place, figure or missing or "", torch, note, stored)
        if cell is not None and cell != stored:
            self.written.cells.append(cell)

    def cell(self, place: str, text: str, torch: str, note: str, stored: Cell) -> Cell | None:
        """The cell as far as it is valid: what is wrong beside a figure leaves there what stands there."""
        try:
            alone = read_cell(self.known.catalogue, place, text, month=stored.month)
        except ValidationError as error:
            self.blame(place, *error.messages)
            return None
        torch_there, note_there = stored.torch, stored.note
        try:
            torch_there = read_cell(self.known.catalogue, place, "0", torch=torch).torch
        except ValidationError as error:
            self.blame(f"{place}.torch", *error.messages)
        try:
            note_there = read_note(note)
        except ValidationError as error:
            self.blame(f"{place}.note", *error.messages)
        if alone.is_empty and (torch_there is not None or note_there):
            self.blame(place, _("Enter the figure itself, or leave the whole row empty."))
            return None
        return replace(alone, torch=torch_there, note=note_there)

    def read_settings(self) -> None:
        if "price_base" not in self.posted:
            return
        chosen = self.posted["price_base"]
        if chosen in {str(base) for base in PriceBase.values}:
            self.written.price_base = PriceBase(int(chosen))
        else:
            self.blame("price_base", _("Choose one of the price bases."))
        self.written.value_added_final = self.posted.get("value_added_final") == "1"

    def read_explanations(self) -> None:
        for name in self.posted:
            if not name.startswith("explain:"):
                continue
            _explain, rule, place = [*name.split(":", 2), ""][:3]
            text = self.typed(name).strip()
            if rule not in Rule.values or "\0" in text:
                self.blame(name, _("This cannot be explained."))
            elif len(text) > LONGEST_EXPLANATION:
                self.blame(name, _("At most %(count)d characters.") % {"count": LONGEST_EXPLANATION})
            else:
                self.written.explanations.append((Rule(rule), place, text))

    def typed(self, name: str) -> str:
        return str(self.posted.get(name, ""))

    def blame(self, name: str, *sentences: str) -> None:
        self.written.errors.setdefault(name, []).extend(sentences)


def differences(posted: QueryDict, known: Known, stored: Cells, month: int) -> list[Difference]:
    """Cell by cell, where a page says something else than what is stored."""
    return list(_between(posted, known, stored, month))


def _between(posted: QueryDict, known: Known, stored: Cells, month: int) -> Iterator[Difference]:
    for name in posted:
        if not name.startswith(("energy:", "item:")):
            continue
        place, dot, part = name.rpartition(".")
        place, part = (place, part) if dot and part in PARTS else (name, "")
        cell = stored.get((place, month if place.startswith("energy:") else 0), Cell(place))
        theirs, mine = said(cell)[part], str(posted[name]).strip()
        if theirs != mine and not (part == "" and same(theirs, mine)):
            yield Difference(label(known, place, part), shown(part, theirs), shown(part, mine))


def said(cell: Cell) -> Mapping[str, str]:
    """What the fields of a stored cell say."""
    return {
        "": "" if cell.value is None else plain(cell.value),
        "torch": "" if cell.torch is None else plain(cell.torch),
        "note": cell.note,
        "missing": cell.missing,
    }


def same(theirs: str, mine: str) -> bool:
    """1,234.50 is 1234.5."""
    bare = mine.replace(",", "")
    return theirs == (bare.rstrip("0").rstrip(".") if "." in bare else bare)


def label(known: Known, place: str, part: str) -> str:
    name = known.names.place(place)
    words = {
        "torch": _("in the Torch statistics"),
        "note": _("why they differ"),
        "missing": _("why there is none"),
    }
    return f"{name} · {words[part]}" if part else name


def shown(part: str, text: str) -> str:
    return str(Missing(text).label) if part == "missing" and text in Missing.values else text


# ---------------------------------------------------------------- as the page shows it
@dataclass
class Row:
    """A line of the grid with what was typed over it, and what is wrong there."""

    line: GridLine
    value: str
    torch: str
    note: str
    missing: str
    errors: dict[str, str]
    choices: Sequence[tuple[str, object]]

    @property
    def error(self) -> str:
        return self.errors.get("", "")


def rows(lines: Iterable[GridLine], grid: Grid | None = None) -> list[Row]:
    """What stands in the fields: what is stored, or what was typed where the page came back."""
    return [row(line, grid) for line in lines]


def row(line: GridLine, grid: Grid | None) -> Row:
    texts = {"": line.text, "torch": line.torch, "note": line.cell.note, "missing": line.cell.missing}
    errors: dict[str, str] = {}
    for part in texts if grid else ():
        name = f"{line.place}.{part}" if part else line.place
        assert grid is not None
        texts[part] = grid.posted.get(name, texts[part])
        errors[part] = " ".join(grid.written.errors.get(name, ()))
    choices = Missing.choices if line.is_item else ()
    return Row(line, texts[""], texts["torch"], texts["note"], texts["missing"], errors, choices)


def faults(grid: Grid, names: Names) -> list[tuple[str, str]]:
    """(name of the field, what is wrong there) for the summary above the page."""
    found = []
    for name, sentences in grid.written.errors.items():
        place = name.split(":", 2)[2] if name.startswith("explain:") and name.count(":") > 1 else name
        place = place.rpartition(".")[0] if place.endswith(tuple(f".{part}" for part in PARTS)) else place
        named = names.place(place) if place.startswith(("energy:", "item:")) and name.count(":") < 5 else ""
        said_there = " ".join(sentences)
        found.append(
            (
                name,
                _("%(name)s: %(sentence)s") % {"name": named, "sentence": said_there}
                if named
                else said_there,
            )
        )
    return found

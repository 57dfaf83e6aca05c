"""Where what a declaration says differs from what it said before, place by place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program.indicators.models import Evidence, ItemKind, Missing, PriceBase
from program.indicators.rules.cells import Cells, cells_in, judged_in
from program.indicators.rules.checks import Found
from program.indicators.rules.entry import Known
from program.indicators.rules.gathering import item_place
from program.indicators.rules.units import unit_label

Value = Decimal | str


@dataclass(frozen=True)
class FigureChange:
    """A figure, why there is none, or what stands beside it, before and after."""

    name: str
    unit: str
    before: Value | None
    after: Value | None

    @property
    def per_cent(self) -> Decimal | None:
        if not isinstance(self.before, Decimal) or not isinstance(self.after, Decimal) or not self.before:
            return None
        return ((self.after / self.before - 1) * 100).quantize(Decimal("0.1"))


class Stated(NamedTuple):
    """All that a declaration says: its cells; (place, what of it) → what stands beside them in words."""

    cells: Cells
    beside: Mapping[tuple[str, str], str]


class Key(NamedTuple):
    """Which figure, what of it (a part), and of which month; 0: of the year."""

    place: str
    part: str
    month: int


PARTS: Mapping[str, LazyText | str] = {
    "": "",
    "torch": gettext_lazy("in the Torch statistics"),
    "note": gettext_lazy("why they differ"),
    "explained": gettext_lazy("explanation"),
    "evidence": gettext_lazy("evidence"),
}
"""In the order in which they are told."""
SETTINGS: Mapping[str, LazyText] = {
    "price_base": gettext_lazy("Price base of value added"),
    "final": gettext_lazy("Value added is"),
}


def stated(
    cells: Cells,
    judged: Iterable[tuple[Found, str]],
    files: Iterable[tuple[str, str]],
    price_base: int,
    final: bool,
) -> Stated:
    """What is said by these cells, explanations, files (place, name) and settings."""
    beside = {
        ("price_base", ""): str(PriceBase(price_base).label),
        ("final", ""): _("final") if final else _("preliminary"),
    }
    told = [(found.place, "explained", text) for found, text in judged if text]
    told += [(place, "evidence", name) for place, name in files]
    for place, part, text in told:
        before = beside.get((place, part))
        beside[place, part] = f"{before}{_('; ')}{text}" if before else text
    return Stated(cells, beside)


def stated_in(statement: Mapping[str, Any]) -> Stated:
    """What was said when it was handed in."""
    files = [(item_place(one["item"]), one["name"]) for one in statement.get("evidence", [])]
    settings = statement["price_base"], statement["value_added_final"]
    return stated(cells_in(statement), judged_in(statement), files, *settings)


def names_of(evidence: Mapping[str, Sequence[Evidence]]) -> list[tuple[str, str]]:
    """Place and name of each file."""
    return [(place, row.file.name) for place, rows in evidence.items() for row in rows]


def changes_between(known: Known, before: Stated, after: Stated) -> list[FigureChange]:
    """In the order of the catalogue. Months are held against months; where one of the two has none, the year against the year."""
    monthly = _monthly(before) & _monthly(after)
    old, new = _flat(before, monthly), _flat(after, monthly)
    order = {
        code: number
        for number, code in enumerate((*SETTINGS, *known.catalogue.carriers, *known.catalogue.items))
    }
    parts = list(PARTS)

    def rank(key: Key) -> tuple[int, str, int, int]:
        code = key.place if key.place in SETTINGS else key.place.split(":")[1]
        return order.get(code, len(order)), key.place, parts.index(key.part), key.month

    return [
        FigureChange(_named(known, key), _unit(known, key), *(_shown(known, key, said.get(key)) for said in (old, new)))
        for key in sorted({*old, *new}, key=rank)
        if old.get(key) != new.get(key)
    ]  # fmt: skip


def _monthly(said: Stated) -> set[str]:
    return {place for place, month in said.cells if month}


def _flat(said: Stated, monthly: set[str]) -> dict[Key, Value]:
    """Key → what is said there; what is not told by months is added up."""
    found: dict[Key, Value] = {Key(place, part, 0): text for (place, part), text in said.beside.items()}
    for (place, month), cell in said.cells.items():
        of_month = month if place in monthly else 0
        for part, figure in (("", cell.value), ("torch", cell.torch)):
            if figure is not None:
                key = Key(place, part, of_month)
                before = found.get(key)
                found[key] = before + figure if isinstance(before, Decimal) else figure
        if cell.missing:
            found[Key(place, "", of_month)] = str(Missing(cell.missing).label)
        if cell.note:
            found.setdefault(Key(place, "note", of_month), cell.note)
    return found


def _named(known: Known, key: Key) -> str:
    if key.place in SETTINGS:
        return str(SETTINGS[key.place])
    month = _("month %(number)d") % {"number": key.month} if key.month else ""
    return " · ".join(filter(None, (known.names.place(key.place), month, str(PARTS[key.part]))))


def _shown(known: Known, key: Key, value: Value | None) -> Value | None:
    item = known.catalogue.items.get(key.place.removeprefix("item:"))
    if item is None or item.kind != ItemKind.YES_NO or not isinstance(value, Decimal):
        return value
    return _("yes") if value else _("no")


def _unit(known: Known, key: Key) -> str:
    has_unit = key.place not in SETTINGS and key.part in ("", "torch")
    return unit_label(known.names.unit(key.place)) if has_unit else ""

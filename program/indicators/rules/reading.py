"""What was typed, pasted, read from a spreadsheet or given to a command becomes one figure at one place, or a refusal there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from program.figures import parse_decimal
from program.indicators.models import DataItem, FactorSet, ItemKind, Level, Missing, Use
from program.indicators.rules.units import STORED_PLACES, converted

NOTE = 200
"""Characters of a note beside a figure."""
YES = frozenset({"1", "是", "yes", "Yes", "YES", "有"})
NO = frozenset({"0", "否", "no", "No", "NO", "无"})
REASONS: Mapping[str, Missing] = {
    "不适用": Missing.NOT_APPLICABLE, "未统计": Missing.NOT_COUNTED, "线下报送": Missing.OFFLINE, "待补": Missing.TO_FOLLOW,
    **{reason.value: reason for reason in Missing},
}  # fmt: skip
"""Words that stand in a cell in place of a figure."""


@dataclass(frozen=True)
class Cell:
    """One figure at its place, or why there is none; neither: nothing is declared there."""

    place: str  # "energy:electricity:production", "item:employees"
    value: Decimal | None = None
    missing: str = ""
    month: int = 0
    torch: Decimal | None = None
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.missing and self.torch is None


@dataclass(frozen=True)
class Item:
    """A data item as a reader needs it."""

    unit: str
    kind: str
    level: str


@dataclass(frozen=True)
class Catalogue:
    """What can be declared: carriers with their base units, items with theirs. Read once for many cells."""

    carriers: Mapping[str, str]
    items: Mapping[str, Item]

    def unit(self, place: str) -> str:
        """The unit in which a place is declared; ValidationError if there is no such place."""
        kind, _colon, rest = place.partition(":")
        if kind == "energy":
            code, _colon, use = rest.partition(":")
            if code in self.carriers and use in Use.values:
                return self.carriers[code]
            raise ValidationError(
                _("There is no energy carrier “%(code)s”.") % {"code": code[:30]}, code="carrier"
            )
        if kind == "item" and rest in self.items:
            return self.items[rest].unit
        raise ValidationError(_("There is no data item “%(code)s”.") % {"code": rest[:40]}, code="item")

    def kind(self, place: str) -> str:
        return self.items[place.removeprefix("item:")].kind if place.startswith("item:") else ItemKind.FLOW


def catalogue(factor_set: FactorSet, *, of_zone: bool, items: Iterable[DataItem] | None = None) -> Catalogue:
    """What a site declares, or (`of_zone`) a zone; two queries, none for what was read before."""
    found = DataItem.objects.all() if items is None else items
    return Catalogue(
        {carrier.code: carrier.unit for carrier in factor_set.carriers.all()},
        {
            item.code: Item(item.unit, item.kind, item.level)
            for item in found
            if of_zone or item.level == Level.BOTH
        },
    )


def read_cell(
    known: Catalogue,
    place: str,
    text: str,
    *,
    unit: str = "",
    month: int = 0,
    torch: str = "",
    note: str = "",
) -> Cell:
    """The figure that `text` writes at `place`; in `unit`, or in the place's own. ValidationError with a sentence if none."""
    base = known.unit(place)
    text, note = text.strip(), read_note(note)
    there = read_figure(torch, base, base, known.kind(place)) if torch.strip() else None
    if text in REASONS:
        if not place.startswith("item:"):
            raise ValidationError(_("Leave an energy carrier that is not used empty."), code="reason")
        return Cell(place, None, REASONS[text], month, there, note)
    value = read_figure(text, unit or base, base, known.kind(place)) if text else None
    if value is None and (there is not None or note):
        raise ValidationError(_("Enter the figure itself, or leave the whole row empty."), code="alone")
    return Cell(place, value, "", month, there, note)


def read_note(text: str) -> str:
    """What is said beside a figure; nothing of it is cut off."""
    text = text.strip()
    if "\0" in text:
        raise ValidationError(_("Null characters are not allowed."), code="note")
    if len(text) > NOTE:
        raise ValidationError(_("At most %(count)d characters.") % {"count": NOTE}, code="note")
    return text


def read_figure(text: str, unit: str, base: str, kind: str) -> Decimal:
    """A figure of a kind, converted to its base unit."""
    if kind == ItemKind.YES_NO:
        if text.strip() in YES:
            return Decimal(1)
        if text.strip() in NO:
            return Decimal(0)
        raise ValidationError(_("Write yes or no."), code="yes_no")
    places = 0 if kind == ItemKind.COUNT else STORED_PLACES
    return converted(parse_decimal(text, places=places), unit, base)

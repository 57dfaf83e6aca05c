"""What does not fit in a declaration: E1 stops it, W1 asks for an explanation, I1 is a hint. Pure.

E0 – type, unit, sign – is refused where a figure is read (`program.figures`, `units`) and never gets here.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from django.db import models
from django.utils.translation import gettext_lazy as _

VALUE_ADDED = "item:industrial_value_added"
PARTS = (
    ("industrial_value_added", "industrial_output"),
    ("hightech_output", "industrial_output"),
    ("resource_recovery_value_added", "industrial_value_added"),
    ("forest_area", "zone_area"),
    ("green_area", "zone_area"),
    ("industrial_land", "zone_area"),
    ("reused_water", "total_water"),
    ("fresh_water", "total_water"),
    ("reclaimed_water_used", "wastewater_treated"),
    ("solid_waste_used", "solid_waste_generated"),
    ("recycled_resources_used", "recycled_resources_collected"),
    ("key_enterprises_audited", "key_enterprises"),
    ("key_enterprises_disclosing", "key_enterprises"),
    *((f"{one}_discharged", f"{one}_generated") for one in ("cod", "nh3n", "so2", "nox", "vocs", "pm")),
)
"""Part and whole."""
SUMS = (("total_water", ("fresh_water", "reused_water")),)
"""A total and all its kinds."""
TOLERANCE = Decimal("0.005")
CHANGE = Decimal("0.3")
SLIPS = (3, 4)
SLIP_BAND = 0.25
"""In powers of ten: 560 to 1,780 times is a slip by a thousand."""
PEERS_AT_LEAST, Z_AT_MOST = 8, 3.5
SHARES = frozenset({"env_management_score", "risk_control_score", "eco_information_platform_score"})
COUNTED = frozenset({"serious_incidents", "new_chain_projects", "publicity_events", "pm25_days_below_50"})
"""Small numbers, of which a third more or less says nothing."""
ROUND_DIGITS = 4
"""From so many digits on, a figure of which only the first is no nought looks estimated."""


class Rule(models.TextChoices):
    PART = "E1.part", _("larger than the whole of which it is a part")
    SUM = "E1.sum", _("the kinds do not add up to the total")
    PAIR = "E1.pair", _("one of two figures that belong together is missing")
    SLIP = "W1.slip", _("about a thousand or ten thousand times last year's figure: is the unit right?")
    CHANGE = "W1.change", _("changed by more than 30 per cent")
    PEERS = "W1.peers", _("far from comparable enterprises")
    TORCH = "W1.torch", _("differs from the Torch statistics")
    NO_FACTOR = "W1.factor", _("no CO2 factor is known for this carrier")
    SAME = "I1.same", _("the same as last year")
    ROUND = "I1.round", _("a round figure: is it measured?")

    @property
    def stops(self) -> bool:
        return self.value.startswith("E1")

    @property
    def asks(self) -> bool:
        """Whether an explanation is needed before submitting."""
        return self.value.startswith("W1")


@dataclass(frozen=True)
class Found:
    """One finding, at its place: "energy:electricity:production" or "item:employees"."""

    rule: Rule
    place: str
    figure: Decimal
    against: Decimal | None = None  # last year's, the whole's, the Torch statistics', the peers' median
    times: Decimal | None = None  # this figure to that one


@dataclass(frozen=True)
class Sheet:
    """A declaration as the checks read it: place → figure of the year."""

    figures: Mapping[str, Decimal]
    torch: Mapping[str, Decimal] = field(default_factory=dict)
    noted: frozenset[str] = frozenset()  # places where a difference from the Torch statistics is explained
    without_factor: Sequence[str] = ()  # places whose carrier has no CO2 factor


Peers = Mapping[str, Sequence[float]]
"""Place → ln(figure / value added) of comparable declarations of the same year."""


def findings(sheet: Sheet, last_year: Sheet | None = None, peers: Peers | None = None) -> list[Found]:
    """All that does not fit; at most one warning about size a place: the surest."""
    found = [*parts(sheet), *sums(sheet), *pairs(sheet)]
    for place, figure in sheet.figures.items():
        before = last_year.figures.get(place) if last_year else None
        sized = (
            slip(place, figure, before) or change(place, figure, before) or outlier(sheet, place, peers or {})
        )
        found += [sized] if sized else hints(place, figure, before)
    found += torch(sheet)
    found += [Found(Rule.NO_FACTOR, place, sheet.figures[place]) for place in sheet.without_factor]
    return found


# ---------------------------------------------------------------- E1
def parts(sheet: Sheet) -> Iterator[Found]:
    for part, whole in PARTS:
        one, all_of_it = sheet.figures.get(f"item:{part}"), sheet.figures.get(f"item:{whole}")
        if one is not None and all_of_it is not None and one > all_of_it:
            yield Found(Rule.PART, f"item:{part}", one, all_of_it)


def sums(sheet: Sheet) -> Iterator[Found]:
    for total, kinds in SUMS:
        whole = sheet.figures.get(f"item:{total}")
        known = [sheet.figures.get(f"item:{kind}") for kind in kinds]
        if whole is None or None in known:
            continue
        added = sum((one for one in known if one is not None), Decimal(0))
        if abs(added - whole) > whole * TOLERANCE:
            yield Found(Rule.SUM, f"item:{total}", whole, added)


def pairs(sheet: Sheet) -> Iterator[Found]:
    """Energy without value added cannot be judged; a pollutant is declared generated and discharged."""
    energy = [figure for place, figure in sheet.figures.items() if place.startswith("energy:") and figure]
    if energy and not sheet.figures.get(VALUE_ADDED):
        yield Found(Rule.PAIR, VALUE_ADDED, Decimal(0))
    for discharged, generated in PARTS:
        if not discharged.endswith("_discharged"):
            continue
        there = [f"item:{one}" in sheet.figures for one in (discharged, generated)]
        if there[0] != there[1]:
            missing = generated if there[0] else discharged
            yield Found(Rule.PAIR, f"item:{missing}", Decimal(0))


# ---------------------------------------------------------------- W1 and I1
def is_measured(place: str) -> bool:
    """Whether a change in size says something: not of scores, small counts, and yes or no."""
    return place.removeprefix("item:") not in SHARES | COUNTED


def slip(place: str, figure: Decimal, before: Decimal | None) -> Found | None:
    if not before or not figure or not is_measured(place):
        return None
    power = math.log10(figure / before)
    if any(abs(abs(power) - slipped) <= SLIP_BAND for slipped in SLIPS):
        return Found(Rule.SLIP, place, figure, before, figure / before)
    return None


def change(place: str, figure: Decimal, before: Decimal | None) -> Found | None:
    if not before or not is_measured(place):
        return None
    if abs(figure / before - 1) > CHANGE:
        return Found(Rule.CHANGE, place, figure, before, figure / before)
    return None


def outlier(sheet: Sheet, place: str, peers: Peers) -> Found | None:
    """Modified z = 0.6745 · (x − median) / MAD over 3.5, x = ln(figure / value added): sizes differ by factors, not by sums."""
    others = peers.get(place, ())
    own = relative(sheet, place)
    if own is None or len(others) < PEERS_AT_LEAST:
        return None
    middle = median(others)
    spread = median(abs(other - middle) for other in others)
    if not spread or 0.6745 * abs(own - middle) / spread <= Z_AT_MOST:
        return None
    return Found(
        Rule.PEERS, place, sheet.figures[place], times=Decimal(str(round(math.exp(own - middle), 3)))
    )


def relative(sheet: Sheet, place: str) -> float | None:
    """ln(figure / value added): a slip in value added itself moves every other figure of the sheet."""
    figure, added = sheet.figures.get(place), sheet.figures.get(VALUE_ADDED)
    if not figure or not added or place == VALUE_ADDED or not is_measured(place):
        return None
    return math.log(figure / added)


def hints(place: str, figure: Decimal, before: Decimal | None) -> Iterator[Found]:
    if before and figure == before and is_measured(place):
        yield Found(Rule.SAME, place, figure, before)
    elif is_round(figure) and is_measured(place):
        yield Found(Rule.ROUND, place, figure)


def is_round(figure: Decimal) -> bool:
    digits = f"{figure:f}".partition(".")
    return len(digits[0]) >= ROUND_DIGITS and not digits[2].strip("0") and not digits[0][1:].strip("0")


def torch(sheet: Sheet) -> Iterator[Found]:
    for place, there in sheet.torch.items():
        figure = sheet.figures.get(place)
        if figure is None or place in sheet.noted:
            continue
        if abs(figure - there) > max(figure, there) * TOLERANCE:
            yield Found(Rule.TORCH, place, figure, there)


def peers_of(sheets: Iterable[Sheet]) -> dict[str, list[float]]:
    """Place → relative sizes of the sheets that declare it."""
    found: dict[str, list[float]] = {}
    for sheet in sheets:
        for place in sheet.figures:
            own = relative(sheet, place)
            if own is not None:
                found.setdefault(place, []).append(own)
    return found

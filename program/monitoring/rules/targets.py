"""Zones against the targets that they have set themselves: what was expected, what came."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from program import tracks
from program.decisions.models import Designation
from program.indicators.models import FIRST_YEAR, DataItem, Formula
from program.indicators.rules import (
    Asked,
    Codes,
    Gathered,
    codes,
    coverage_minimum,
    enough,
    evaluate,
    trajectories,
)
from program.indicators.rules.formulas import needed
from program.indicators.rules.together import everywhere
from program.indicators.rules.trajectories import Limits, Point, Target
from program.indicators.rules.units import in_english
from program.rulesets.models import Key, RuleSet
from program.rulesets.rules import value
from program.tracks import Aim
from program.zones.models import Zone

PRINTED = Decimal("0.0001")
VALUE_ADDED = "industrial_value_added"
RATIOS: Mapping[str, tuple[str, str, str, str]] = {
    "energy_intensity": (
        "comprehensive_energy", "tce/万元", "单位工业增加值综合能耗", "Comprehensive energy per unit of industrial value added",
    ),
    "co2_intensity": (
        "co2_fixed", "t/万元", "单位工业增加值二氧化碳排放量", "CO2 per unit of industrial value added",
    ),
}  # fmt: skip
"""What is divided by value added: the item above the line, the unit, its names. CO2 by the fixed grid factor, in every year."""


@dataclass(frozen=True)
class Course:
    """One target of a zone with its figures."""

    aim: Aim
    target: Target
    points: Sequence[Point]
    names: tuple[str, str]  # in Chinese and in English

    @property
    def newest(self) -> Point | None:
        return trajectories.newest(list(self.points))

    @property
    def periods_off(self) -> int:
        return trajectories.periods_off(list(self.points))

    @property
    def title(self) -> str:
        return self.names[in_english()]

    @property
    def unit(self) -> str:
        return self.aim.unit

    @property
    def goal(self) -> Decimal:
        """The target as it is printed: four decimals."""
        return self.target.target.quantize(PRINTED, ROUND_HALF_UP)

    @property
    def figures(self) -> dict[int, Decimal | None]:
        """For the chart, the base year among them."""
        return {self.target.base_year: self.target.base} | {one.year: one.actual for one in self.points}

    @property
    def chart(self) -> list[tuple[str, Mapping[int, Decimal | None]]]:
        """Both as lines."""
        return [(_("reached"), self.figures), (_("expected"), self.path)]

    @property
    def path(self) -> dict[int, Decimal | None]:
        """Where the figure should be, through the target's year."""
        years = range(self.target.base_year, self.target.year + 1)
        return {year: trajectories.expected(self.target, year) for year in years}


def limits(rule_set: RuleSet | None) -> Limits:
    return Limits(Decimal(value(rule_set, Key.GAP_ON_TRACK)), Decimal(value(rule_set, Key.GAP_WATCH)))


def aims(zones: Iterable[Zone]) -> dict[int, list[Aim]]:
    """Zone → the targets of its current designation, or of the one that this carries on: a name goes on what was aimed at before.

    Of whichever zone holds it now: what was carried on stays with the zone that held it, which may have been merged away.
    A query or two for each track and each generation of designations.
    """
    found: dict[int, list[Aim]] = {}
    holders: dict[int, int] = {}  # designation → the zone of the current one that carries it on
    waiting = Designation.objects.current().filter(zone__in=list(zones))
    while here := list(waiting.select_related("application__call")):
        by_track: dict[str, list[Designation]] = defaultdict(list)
        for designation in here:
            by_track[designation.application.call.track].append(designation)
        earlier: dict[int, int] = {}
        for code, designations in by_track.items():
            given = import_string(aims_of)(designations) if (aims_of := tracks.get(code).aims) else None
            for one in designations:
                holder = holders.get(one.pk) or one.zone_id
                assert holder is not None  # an enterprise carries on no zone's
                if given is not None:
                    found.setdefault(holder, []).extend(given.get(one.pk, []))
                elif one.succeeds_id:
                    earlier[one.succeeds_id] = holder
        holders = earlier
        waiting = Designation.objects.filter(pk__in=earlier)
    return found


def asked_of(code: str, known: Codes) -> Asked:
    """How a target's figure is made of what was declared."""
    if code in RATIOS:
        item, unit, *_names = RATIOS[code]
        return Asked(Formula.RATIO, (item,), VALUE_ADDED, unit, 0, FIRST_YEAR, known.units)
    return Asked(Formula.DIRECT, (code,), "", known.units.get(code, ""), 0, FIRST_YEAR, known.units)


def names_of(codes_: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Code → what it is called in Chinese and in English. At most one query."""
    asked = set(codes_)
    found = {code: (RATIOS[code][2], RATIOS[code][3]) for code in asked & RATIOS.keys()}
    if rest := asked - found.keys():
        items = DataItem.objects.filter(code__in=rest).values_list("code", "name_zh", "name_en")
        found |= {code: (zh, en) for code, zh, en in items}
    return {code: found.get(code, (code, code)) for code in asked}


def courses(zones: Sequence[Zone], until: int, rule_set: RuleSet | None) -> dict[int, list[Course]]:
    """Zone → its targets with their figures through a year. A constant number of queries."""
    return courses_of(aims(zones), until, rule_set)


def courses_of(
    wanted: Mapping[int, Sequence[Aim]], until: int, rule_set: RuleSet | None
) -> dict[int, list[Course]]:
    """The same, of what the zones are known to aim at."""
    every = [aim for found in wanted.values() for aim in found]
    if not every:
        return {}
    known, names = codes(), names_of(aim.code for aim in every)
    first = min(aim.base_year for aim in every)
    read = {code for aim in every for code, _year in needed(asked_of(aim.code, known), until)}
    figures = everywhere(
        read, range(first, until + 1), minimum=coverage_minimum(), kinds=known.kinds, within=list(wanted)
    )
    made: dict[int, list[Course]] = {}
    for zone, found in wanted.items():
        there = figures.zones.get(zone) or Gathered()
        for aim in found:
            actuals = figures_of(aim, there, figures.minimum, until, known)
            if target := target_of(aim, actuals):
                points = trajectories.course(target, actuals, until, limits(rule_set))
                made.setdefault(zone, []).append(Course(aim, target, points, names[aim.code]))
    return made


def figures_of(
    aim: Aim, there: Gathered, minimum: int, until: int, known: Codes
) -> dict[int, Decimal | None]:
    """Of every year in which enough sites have declared."""
    asked = asked_of(aim.code, known)
    return {
        year: evaluate(asked, there.comparable(year), year).figure
        for year in range(aim.base_year, until + 1)
        if enough(there, year, minimum)
    }


def target_of(aim: Aim, figures: Mapping[int, Decimal | None]) -> Target | None:
    """None where the plan names no base and the zone has no figure of the base year."""
    base = aim.base if aim.base is not None else figures.get(aim.base_year)
    if base is None:
        return None
    if aim.annual_cut is not None:
        return trajectories.by_annual_cut(aim.base_year, base, aim.year, aim.annual_cut)
    return Target(aim.base_year, base, aim.year, aim.target) if aim.target is not None else None

"""Zones against their own targets and against the scheme's red lines: what came, which alerts that asks for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from program import tracks
from program.decisions.models import Designation
from program.figures import plain
from program.indicators.models import FIRST_YEAR, DataItem, Formula
from program.indicators.rules import (
    Asked,
    Codes,
    Everywhere,
    Gathered,
    codes,
    coverage_minimum,
    enough,
    evaluate,
    everywhere,
    needed,
    trajectories,
    ways_of,
)
from program.indicators.rules.trajectories import Limits, Point, Target
from program.indicators.rules.units import in_english
from program.monitoring.models import Direction, Scheme, SchemeCriterion, Source
from program.rulesets.models import Key, Level, RuleSet
from program.rulesets.rules import value
from program.supervision.models import Alert, AlertRule
from program.tracks import Aim
from program.zones.models import Zone

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


PRINTED = Decimal("0.0001")
RULES = (AlertRule.OFF_TRACK, AlertRule.RED_LINE)
"""The alerts that are raised here."""


# ---------------------------------------------------------------- targets and figures
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

    A query or two for each track and each generation of designations.
    """
    found: dict[int, list[Aim]] = {}
    waiting = Designation.objects.current().filter(zone__in=list(zones))
    while here := list(waiting.select_related("application__call")):
        by_track: dict[str, list[Designation]] = defaultdict(list)
        for designation in here:
            by_track[designation.application.call.track].append(designation)
        earlier: list[int] = []
        for code, designations in by_track.items():
            if not tracks.get(code).aims:
                earlier += [one.succeeds_id for one in designations if one.succeeds_id]
                continue
            given = import_string(tracks.get(code).aims)(designations)
            for one in designations:
                found.setdefault(one.zone_id, []).extend(given.get(one.pk, []))
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
    wanted = aims(zones)
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


# ---------------------------------------------------------------- what is to be said of it
Cause = tuple[int, str, int, str]
"""(zone, rule, year, subject)."""


@dataclass(frozen=True)
class Wanted:
    """An alert that is asked for: how grave, what is called so, and what is wrong in the office's words."""

    level: Level
    words: str
    title_zh: str
    title_en: str


@dataclass(frozen=True)
class Seen:
    """What was found for some zones: alerts asked for, and causes that are fine again (zone, rule, subject) since a year."""

    wrong: Mapping[Cause, Wanted]
    fine: Mapping[tuple[int, str, str], int]


def seen(zones: Sequence[Zone], until: int, rule_set: RuleSet | None) -> Seen:
    """Targets and red lines of these zones, by what is accepted through a year. A constant number of queries."""
    wrong: dict[Cause, Wanted] = {}
    fine: dict[tuple[int, str, str], int] = {}
    for zone, found in courses(zones, until, rule_set).items():
        for course in found:
            look(zone, course, value(rule_set, Key.OFF_TRACK_ORANGE), wrong, fine)
    for criterion, figures in red_lines(until, [zone.pk for zone in zones]):
        for zone in zones:
            hold(zone.pk, criterion, figures.get(zone.pk, {}), wrong, fine)
    return Seen(wrong, fine)


def look(
    zone: int, course: Course, orange: int, wrong: dict[Cause, Wanted], fine: dict[tuple[int, str, str], int]
) -> None:
    """Off its path in the newest period: yellow; so many in a row: orange. On its path: what was raised before is over."""
    newest, off = course.newest, course.periods_off
    if newest is None:
        return
    code = course.aim.code
    if not off:
        fine[zone, AlertRule.OFF_TRACK, code] = newest.year
        return
    gap = plain(abs(trajectories.per_cent(newest.gap) or Decimal(0)))
    words = f"应达{shown(newest.expected)}，实际{shown(newest.actual)}{behind(course.unit)}，差距为目标总幅度的{gap}%"
    level = Level.ORANGE if off >= orange else Level.YELLOW
    wrong[zone, AlertRule.OFF_TRACK, newest.year, code] = Wanted(level, words, *course.names)


def hold(
    zone: int, one: SchemeCriterion, figures: Mapping[int, Decimal], wrong: dict[Cause, Wanted],
    fine: dict[tuple[int, str, str], int],
) -> None:  # fmt: skip
    """The newest figure against the red line."""
    if not figures or one.red_line is None:
        return
    year = max(figures)
    if not breaks(one, figures[year]):
        fine[zone, AlertRule.RED_LINE, one.code] = year
        return
    words = f"红线{plain(one.red_line)}，实际{shown(figures[year])}{behind(one.unit)}"
    wrong[zone, AlertRule.RED_LINE, year, one.code] = Wanted(Level.RED, words, one.name_zh, one.name_en)


def breaks(one: SchemeCriterion, figure: Decimal) -> bool:
    """Beyond the red line, to the worse side; on it is not beyond it."""
    assert one.red_line is not None
    return figure < one.red_line if one.direction == Direction.HIGHER else figure > one.red_line


def red_lines(until: int, zones: list[int]) -> list[tuple[SchemeCriterion, dict[int, dict[int, Decimal]]]]:
    """Of the scheme signed last, each criterion with a red line: zone → year → figure, of the last two years. Few queries."""
    scheme: Scheme | None = Scheme.objects.signed().order_by("-signed_at", "-pk").first()
    if scheme is None:
        return []
    marked = [
        one for one in scheme.criteria.select_related("indicator__set")
        if one.red_line is not None and one.source == Source.INDICATOR
    ]  # fmt: skip
    if not marked:
        return []
    known = codes()
    years = (until - 1, until)
    asked = {one.pk: ways_of(one.indicator, one.indicator.set.base_year, known.units)[0] for one in marked}
    read = {pair for each in asked.values() for year in years for pair in needed(each, year)}
    figures = everywhere(
        {code for code, _year in read}, {year for _code, year in read} | set(years),
        minimum=coverage_minimum(), kinds=known.kinds, within=zones,
    )  # fmt: skip
    return [(one, _by_zone(figures, one, asked[one.pk], years)) for one in marked]


def _by_zone(
    figures: Everywhere, one: SchemeCriterion, asked: Asked, years: Iterable[int]
) -> dict[int, dict[int, Decimal]]:
    found: dict[int, dict[int, Decimal]] = {}
    for zone, there in figures.zones.items():
        for year in years:
            if enough(there, year, one.coverage):
                made = evaluate(asked, there.comparable(year), year).figure
                if made is not None:
                    found.setdefault(zone, {})[year] = made
    return found


def shown(figure: Decimal | None) -> str:
    return "–" if figure is None else plain(figure.quantize(PRINTED, ROUND_HALF_UP))


def behind(unit: str) -> str:
    """A unit as it stands behind a figure."""
    return unit if unit == "%" else f" {unit}".rstrip()


# ---------------------------------------------------------------- against the alerts that stand
@dataclass(frozen=True)
class ToDo:
    """What the alerts lack: those to raise, and those that are over."""

    raising: Mapping[Cause, Wanted]
    closing: Sequence[Alert]


def to_do(found: Seen, zones: Sequence[Zone]) -> ToDo:
    """What is asked for and not there, and what is there and over. One that the office settled stays settled. One query."""
    raised = Alert.objects.filter(rule__in=RULES, zone__in=[zone.pk for zone in zones])
    alerts = list(raised.select_related("zone"))
    known = {(alert.zone_id, alert.rule, alert.year, alert.subject): alert for alert in alerts}
    lacking = {
        cause: warning for cause, warning in found.wrong.items()
        if (alert := known.get(cause)) is None
        or (alert.closed_at is None and alert.level < warning.level)
        or (alert.closed_at is not None and alert.closed_by_id is None)
    }  # fmt: skip
    over = [
        alert for alert in alerts
        if alert.closed_at is None
        and found.fine.get((alert.zone_id, alert.rule, alert.subject), 0) >= alert.year
    ]  # fmt: skip
    return ToDo(lacking, over)

"""What is to be warned of: targets that are left, red lines that are crossed; and the alerts that say so already."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import QuerySet

from program.figures import plain
from program.indicators.rules import Asked, codes, coverage_minimum, enough, evaluate, trajectories
from program.indicators.rules.formulas import needed
from program.indicators.rules.together import Everywhere, everywhere, ways_of
from program.monitoring.models import Direction, Scheme, SchemeCriterion, Source
from program.monitoring.rules.targets import PRINTED, Course, aims, courses_of
from program.rulesets.models import Key, Level, RuleSet
from program.rulesets.rules import value
from program.supervision.models import Alert, AlertRule, Ending
from program.zones.models import Zone

RULES = (AlertRule.OFF_TRACK, AlertRule.RED_LINE)
"""The alerts that are raised here."""


Cause = tuple[int, str, int, str]
"""(zone, rule, year, subject)."""
Watched = tuple[int, str, str]
"""(zone, rule, subject): a target that the zone has, a red line of the scheme."""


@dataclass(frozen=True)
class Wanted:
    """An alert that is asked for: how grave, what is called so, and what is wrong in the office's words."""

    level: Level
    words: str
    title_zh: str
    title_en: str


@dataclass(frozen=True)
class Seen:
    """What was found for some zones: alerts asked for, causes that are fine again since a year, and all that is held against
    something: without a figure it is neither wrong nor fine."""

    wrong: Mapping[Cause, Wanted]
    fine: Mapping[Watched, int]
    watched: Set[Watched]


def seen(zones: Sequence[Zone], until: int, rule_set: RuleSet | None) -> Seen:
    """Targets and red lines of these zones, by what is accepted through a year. A constant number of queries."""
    wrong: dict[Cause, Wanted] = {}
    fine: dict[Watched, int] = {}
    aimed = aims(zones)
    watched = {(zone, AlertRule.OFF_TRACK.value, aim.code) for zone, found in aimed.items() for aim in found}
    for key, found in courses_of(aimed, until, rule_set).items():
        for course in found:
            look(key, course, value(rule_set, Key.OFF_TRACK_ORANGE), wrong, fine)
    for criterion, figures in red_lines(until, [zone.pk for zone in zones]):
        for zone in zones:
            watched.add((zone.pk, AlertRule.RED_LINE.value, criterion.code))
            hold(zone.pk, criterion, figures.get(zone.pk, {}), wrong, fine)
    return Seen(wrong, fine, watched)


def look(
    zone: int, course: Course, orange: int, wrong: dict[Cause, Wanted], fine: dict[Watched, int]
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
    fine: dict[Watched, int],
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
    asked = {
        one.pk: ways_of(one.indicator, one.indicator.set.base_year, known.units)[0]
        for one in marked
        if one.indicator
    }
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
    """What the alerts lack: those to raise, and those that are over, with why."""

    raising: Mapping[Cause, Wanted]
    closing: Sequence[tuple[Alert, Ending]]


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
        (alert, why) for alert in alerts if alert.closed_at is None and (why := over_because(alert, found))
    ]
    return ToDo(lacking, over)


def over_because(alert: Alert, found: Seen) -> Ending | None:
    """A figure of its year or later is fine, or nothing is left that the figure could be held against."""
    cause = (alert.zone_id, alert.rule, alert.subject)
    if found.fine.get(cause, 0) >= alert.year:
        return Ending.ON_TRACK
    if cause in found.watched:
        return None
    return Ending.NO_LINE if alert.rule == AlertRule.RED_LINE else Ending.NO_TARGET


def of_merged_zones() -> QuerySet[Alert]:
    """Open alerts on the figures of zones that nobody looks at any more, for they are part of others."""
    found: QuerySet[Alert] = Alert.objects.open().filter(rule__in=RULES, zone__closed_on__isnull=False)
    return found.order_by("pk")

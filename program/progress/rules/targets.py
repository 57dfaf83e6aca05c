"""What all zones together come to, year by year, against the targets of a period. One that is over is met or not."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from program.figures import plain
from program.indicators.models import Formula, Indicator, Requirement, Scope
from program.indicators.rules import FEWEST_PEERS, Finding, codes, coverage_minimum
from program.indicators.rules.showing import printed
from program.indicators.rules.together import Together, through
from program.indicators.rules.trajectories import Limits, Pace, Target, expected, pace
from program.progress.models import GoalSet
from program.rulesets.models import Key
from program.rulesets.rules import all_in_force

TEN_THOUSANDTH = Decimal("0.0001")


def limits() -> Limits:
    """Down to which gap a figure is on track, and to be watched, as the rules signed last say. Two queries."""
    said = all_in_force(Key.GAP_ON_TRACK, Key.GAP_WATCH)
    return Limits(said[Key.GAP_ON_TRACK].value, said[Key.GAP_WATCH].value)


def periods(goals: Iterable[GoalSet], latest: int, within: Limits) -> list[dict[str, Any]]:
    """Each period's numbers and targets; `latest`: the last year that is over. Six queries a period."""
    return [
        {
            "code": each.code,
            "title_zh": each.title_zh,
            "title_en": each.title_en,
            "first_year": each.first_year,
            "last_year": each.last_year,
            "closed": each.last_year <= latest,
            "wanted": {"ten": each.ten, "hundred": each.hundred, "thousand": each.thousand},
            "authority_zh": each.authority_zh,
            "authority_en": each.authority_en,
            "targets": targets(each, latest, within),
        }
        for each in goals
    ]


def targets(goals: GoalSet, latest: int, within: Limits) -> list[dict[str, Any]]:
    """The targets for all zones together, of a base year until now, or until the period's end."""
    if goals.indicator_set is None:
        return []
    chosen = goals.indicator_set
    aims = [
        one
        for one in chosen.indicators.all()
        if one.scope == Scope.ALL_ZONES and one.requirement == Requirement.TARGET
    ]
    years = range(chosen.base_year, min(goals.last_year, latest) + 1)
    minimum = coverage_minimum()
    found = through(chosen, aims, codes(), years, minimum)
    return [
        target(
            one,
            goals,
            chosen.base_year,
            {year: found[year][place] for year in years},
            minimum,
            latest,
            within,
        )
        for place, one in enumerate(aims)
    ]


def target(
    aim: Indicator,
    goals: GoalSet,
    base_year: int,
    found: Mapping[int, Together],
    minimum: int,
    latest: int,
    within: Limits,
) -> dict[str, Any]:
    """One target with its years; a figure below the coverage, or of fewer than three zones, is not even in the text."""
    told = {year: each for year, each in found.items() if is_public(each, minimum)}
    figures = {year: each.judged.value.figure for year, each in told.items()}
    path = path_of(aim, base_year, figures.get(base_year), goals.last_year)
    years = [
        {
            "year": year,
            "value": printed(each.judged) if year in told else "",
            "withheld": year not in told and each.judged.value.figure is not None,
            "pace": pace_of(path, year, figures.get(year), goals.last_year, within),
            "reported": each.coverage.reported,
            "zones": each.coverage.expected,
        }
        for year, each in sorted(found.items())
    ]  # fmt: skip
    return {
        "code": aim.code,
        "name_zh": aim.name_zh,
        "name_en": aim.name_en,
        "unit": aim.unit,
        "words_zh": aim.words_zh,
        "words_en": aim.words_en,
        "comparison": aim.comparison,
        "threshold": plain(aim.threshold),
        "authority_zh": aim.authority_zh,
        "authority_en": aim.authority_en,
        "base_year": base_year,
        "years": years,
        "path": path_through(path, base_year, goals.last_year),
        "standing": standing_of(goals, told, years, latest),
    }


def is_public(each: Together, minimum: int) -> bool:
    share = each.coverage.share
    return (
        each.judged.value.figure is not None
        and share is not None
        and share >= minimum
        and each.coverage.reported >= FEWEST_PEERS
    )


def path_of(aim: Indicator, base_year: int, base: Decimal | None, last_year: int) -> Target | None:
    """From the base year's figure to the target; of an average annual cut the target holds in every year, from no cut on."""
    if aim.kind == Formula.AVERAGE_ANNUAL_CUT:
        return Target(last_year, Decimal(0), last_year, aim.threshold)
    return None if base is None else Target(base_year, base, last_year, aim.threshold)


def path_through(path: Target | None, base_year: int, last_year: int) -> dict[str, str]:
    """Year → where the figure is expected, through the end of the period; nothing for what holds anew each year."""
    if path is None or path.base_year == path.year:
        return {}
    return {
        str(year): plain(expected(path, year).quantize(TEN_THOUSANDTH))
        for year in range(base_year, last_year + 1)
    }


def pace_of(path: Target | None, year: int, figure: Decimal | None, last_year: int, within: Limits) -> str:
    """In a year before the last one nothing is reached for good that holds anew each year."""
    found = Pace.NO_DATA if path is None else pace(path, year, figure, within)
    every_year = path is not None and path.base_year == path.year
    return Pace.ON_TRACK if found == Pace.DONE and every_year and year < last_year else found


def standing_of(
    goals: GoalSet, told: Mapping[int, Together], years: list[dict[str, Any]], latest: int
) -> str:
    """Of a period that is over: met, not met, no data, by its last year's figure. Of one that runs: its newest year's pace."""
    if goals.last_year <= latest:
        last = told.get(goals.last_year)
        return Finding.NO_DATA.value if last is None else last.judged.finding.value
    newest = next((row for row in reversed(years) if row["value"]), None)
    return Pace.NO_DATA.value if newest is None else str(newest["pace"])

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
    """One target with its years; a figure below the coverage, or of fewer than three zones, is not even in the text.

    Only the years of a period that runs have a pace, and only there a path is drawn.
    """
    told = {year: each for year, each in found.items() if is_public(each, minimum)}
    closed, base = goals.last_year <= latest, told.get(base_year)
    path = None if closed else path_of(aim, base_year, base, goals.last_year)
    years = [
        {
            "year": year,
            "value": printed(each.judged) if year in told else "",
            "withheld": year not in told and each.judged.value.figure is not None,
            "pace": ""
            if closed or year < goals.first_year
            else pace_of(path, year, told.get(year), base, goals.last_year, within),
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


def path_of(aim: Indicator, base_year: int, base: Together | None, last_year: int) -> Target | None:
    """From the base year's figure to the target; of an average annual cut the target holds in every year, from no cut on.

    None where there is no figure to begin with, nor where it meets the target already: then it is to stay there.
    """
    if aim.kind == Formula.AVERAGE_ANNUAL_CUT:
        return Target(last_year, Decimal(0), last_year, aim.threshold)
    if base is None or base.judged.value.figure is None or base.judged.finding == Finding.MET:
        return None
    return Target(base_year, base.judged.value.figure, last_year, aim.threshold)


def path_through(path: Target | None, base_year: int, last_year: int) -> dict[str, str]:
    """Year → where the figure is expected, through the end of the period; nothing for what holds anew each year."""
    if path is None or path.base_year == path.year:
        return {}
    return {
        str(year): plain(expected(path, year).quantize(TEN_THOUSANDTH))
        for year in range(base_year, last_year + 1)
    }


def pace_of(
    path: Target | None,
    year: int,
    one: Together | None,
    base: Together | None,
    last_year: int,
    within: Limits,
) -> str:
    """In a year before the last one nothing is reached for good that holds anew each year, or was there from the first."""
    if one is None or (path is None and base is None):
        return Pace.NO_DATA
    if path is None:
        found = Pace.DONE if one.judged.finding == Finding.MET else Pace.REVERSED
    else:
        found = pace(path, year, one.judged.value.figure, within)
    anew = path is None or path.base_year == path.year
    return Pace.ON_TRACK if found == Pace.DONE and anew and year < last_year else found


def standing_of(
    goals: GoalSet, told: Mapping[int, Together], years: list[dict[str, Any]], latest: int
) -> str:
    """Of a period that is over: met, not met, no data, by its last year's figure. Of one that runs: the pace of its newest
    year of which there is a figure; that of the year in which it begins says nothing yet."""
    if goals.last_year <= latest:
        last = told.get(goals.last_year)
        return Finding.NO_DATA.value if last is None else last.judged.finding.value
    newest = next((row for row in reversed(years) if row["value"] and row["pace"]), None)
    return Pace.NO_DATA.value if newest is None else str(newest["pace"])

"""Whether and when the number of a tier would be reached by the cases under way. The rule is the office's own, and said as such.

Each case under way ends when the median days of the stages before it are over, and is listed as often as those that were
decided in the last two years. Calls that are yet to come are not counted. Only counts go in, and none of fewer than three
cases comes out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from math import ceil
from typing import Any

from django.db import models
from django.db.models import Count
from django.utils.translation import pgettext_lazy

from program import clock, tracks
from program.applications.models import Application
from program.calls.rules import DAYS_OF_STAGE
from program.indicators.rules import FEWEST_PEERS
from program.process.models import Outcomes, StageName
from program.process.rules import main_stages
from program.progress.models import Tier
from program.progress.rules.counting import STEP_OF, told
from program.progress.rules.durations import FEWEST, SHOWN_AT, TWO_YEARS, medians
from program.rulesets.rules import in_force

AUTHORITY = {"authority_zh": "专项办规则", "authority_en": "the office's own rule"}
TENTHS = Decimal("0.1")
WEEK, WORKING_WEEK = 7, 5


class Outlook(models.TextChoices):
    """What becomes of the number that is wanted, as far as the cases under way can tell."""

    REACHED = "reached", pgettext_lazy("forecast", "reached")
    EXPECTED = "expected", pgettext_lazy("forecast", "expected to be reached")
    SHORT = "short", pgettext_lazy("forecast", "not reached by the cases under way alone")
    FEW = "few", pgettext_lazy("forecast", "too few cases under way")
    NO_DATA = "no_data", pgettext_lazy("forecast", "no data")


# ---------------------------------------------------------------- the rule
@dataclass(frozen=True)
class Record:
    """How cases of a tier were decided in the last two years. Who gave up was not decided."""

    listed: int
    refused: int

    @property
    def decided(self) -> int:
        return self.listed + self.refused

    @property
    def speaks(self) -> bool:
        """Enough cases, and neither kind so few that the share would tell which."""
        return self.decided >= FEWEST and None not in {told(self.listed), told(self.refused)}

    @property
    def rate(self) -> Decimal:
        return Decimal(self.listed) / self.decided


@dataclass(frozen=True)
class UnderWay:
    """A case that was handed in: its stage, and since when it is there."""

    stage: StageName
    since: datetime


def end_of(
    case: UnderWay, way: Sequence[StageName], days: Mapping[StageName, Decimal], moment: datetime
) -> date:
    """The day on which a case is through. While it is decided nobody is told for how long: the stage counts as if begun now."""
    here = SHOWN_AT.get(case.stage, case.stage)
    passed = Decimal(0 if here == StageName.DELIBERATION else (moment - case.since).days)
    left = max(days.get(here, Decimal(0)) - passed, Decimal(0))
    left += sum((days.get(stage, Decimal(0)) for stage in way[way.index(here) + 1 :]), Decimal(0))
    return clock.beijing_date(moment + timedelta(days=ceil(left)))


def expected(base: int, ends: Sequence[date], last: date, rate: Decimal) -> int | None:
    """How many there would be on a day; none where it would tell of one case or two."""
    through = sum(end <= last for end in ends)
    if 0 < through < FEWEST_PEERS:
        return None
    return base + int((rate * through).to_integral_value(ROUND_FLOOR))


def reached_on(base: int, ends: Iterable[date], wanted: int, rate: Decimal) -> date | None:
    """The first day on which the number is there; none if it is not by these cases."""
    for count, end in enumerate(sorted(ends), 1):
        if base + int((rate * count).to_integral_value(ROUND_FLOOR)) >= wanted:
            return end
    return None


def outlook(
    base: int, wanted: int, ends: Sequence[date], record: Record, year: int, last_year: int
) -> dict[str, Any]:
    """What is said of one tier: by the end of this year, by the end of the period, in which month."""
    said: dict[str, Any] = {"state": Outlook.REACHED.value, "year_end": None, "period_end": None, "by": ""}
    if not record.speaks:
        return said if base >= wanted else said | {"state": Outlook.NO_DATA.value}
    first, last = date(year, 12, 31), date(last_year, 12, 31)
    said["period_end"] = expected(base, ends, last, record.rate)
    if told(sum(first < end <= last for end in ends)) is not None:  # nor what lies between the two
        said["year_end"] = expected(base, ends, first, record.rate)
    said |= {"decided": record.decided, "rate": str((100 * record.rate).quantize(TENTHS))}
    if base >= wanted:
        return said
    if said["period_end"] is None:
        return said | {"state": Outlook.FEW.value}
    day = reached_on(base, ends, wanted, record.rate)
    if day is None or day > last:
        return said | {"state": Outlook.SHORT.value}
    few = told(sum(end <= day for end in ends)) is None
    return said | {"state": Outlook.EXPECTED.value, "by": "" if few else f"{day:%Y-%m}"}


# ---------------------------------------------------------------- what it is asked of
def of_period(
    period: Mapping[str, Any], counts: Iterable[Mapping[str, Any]], moment: datetime
) -> dict[str, Any]:
    """The forecast of a running period, tier by tier where a number is wanted; nothing of one that is over or yet to come."""
    year = clock.beijing_date(moment).year
    if not period["first_year"] <= year <= period["last_year"]:
        return {}
    records, cases = decided(moment), under_way()
    found = []
    for row in counts:
        wanted, tier = period["wanted"][row["tier"]], Tier(row["tier"])
        if wanted is None:
            continue
        ends: list[date] = []
        longest = Decimal(0)
        for track in (each for each in tracks.everyone() if each.tier == tier and not each.follows):
            way, days = main_stages(track.flow_class), stage_days(track.code)
            ends += [end_of(case, way, days, moment) for case in cases.get(track.code, ())]
            longest = max(longest, sum(days.values(), Decimal(0)))
        said = outlook(row["count"], wanted, ends, records[tier], year, period["last_year"])
        found.append({"tier": tier.value, "wanted": wanted, "days": ceil(longest), **said})
    return {"year": year, "fewest": FEWEST, **AUTHORITY, "tiers": found} if found else {}


def decided(moment: datetime) -> dict[str, Record]:
    """Tier → how its cases were decided. One query."""
    outcomes = (Outcomes.LISTED, Outcomes.REFUSED)
    rows: Any = Application.objects.filter(
        outcome__in=outcomes, stage_since__gte=moment - TWO_YEARS
    ).order_by()
    counts: Counter[tuple[str, str]] = Counter()
    for code, outcome, number in rows.values_list("call__track", "outcome").annotate(Count("pk")):
        track = tracks.get(code)
        if not track.follows:
            counts[track.tier, outcome] += number
    return {tier.value: Record(*(counts[tier.value, outcome] for outcome in outcomes)) for tier in Tier}


def under_way() -> dict[str, list[UnderWay]]:
    """Track → its cases that were handed in and are not through. One query."""
    found: dict[str, list[UnderWay]] = {}
    rows = Application.objects.filter(stage__in=STEP_OF).values_list("call__track", "stage", "stage_since")
    for code, stage, since in rows:
        found.setdefault(code, []).append(UnderWay(StageName(stage), since))
    return found


def stage_days(track: str) -> dict[StageName, Decimal]:
    """Calendar days of each stage after the draft: the median, or of too few cases the working days of the rules."""
    known = medians(track)
    found: dict[StageName, Decimal] = {}
    for stage in main_stages(tracks.get(track).flow_class):
        key = DAYS_OF_STAGE.get(stage)
        if stage in known:
            found[stage] = known[stage].days
        elif key is not None:
            found[stage] = in_force(key).value * WEEK / WORKING_WEEK
    found.pop(StageName.DRAFT, None)
    return found

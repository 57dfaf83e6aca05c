"""十, 百, 千 counted from their rows: where each case is in public words, what stands in the register."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext_lazy

from program import tracks
from program.applications.models import Application
from program.decisions.models import Designation, Standing
from program.indicators.rules import FEWEST_PEERS
from program.people.provinces import Province
from program.process.models import StageName
from program.progress.models import Tier
from program.zones.models import Zone


class Step(models.TextChoices):
    """Where a case is, as everybody may know it; drafts are nobody's business, and who will be listed reads like the others."""

    EXAMINED = "examined", pgettext_lazy("step of the board", "recommendation and formality check")
    REVIEWED = "reviewed", pgettext_lazy("step of the board", "expert review and deliberation")
    NOTICED = "noticed", pgettext_lazy("step of the board", "on public notice")


STAGES: dict[Step, tuple[StageName, ...]] = {
    Step.EXAMINED: (StageName.RECOMMENDATION, StageName.FORMALITY_CHECK, StageName.CORRECTION),
    Step.REVIEWED: (StageName.EXPERT_REVIEW, StageName.SITE_VISIT, StageName.DELIBERATION, StageName.UNLISTED),
    Step.NOTICED: (StageName.PUBLIC_NOTICE, StageName.OBJECTIONS, StageName.PUBLICATION),
}  # fmt: skip
STEP_OF = {stage: step for step, stages in STAGES.items() for stage in stages}
COUNTING = (Standing.BUILDING, Standing.NAMED, Standing.CERTIFIED)
"""What counts towards 十 and 百: suspended, a designation is in the register and counts for nothing."""
ENDED = (Standing.SUSPENDED, Standing.REVOKED, Standing.EXPIRED)


def tiers() -> list[dict[str, Any]]:
    """For each tier how many count, and every step behind them. Two queries, and those of the tallies."""
    cases, standings = open_cases(), designations()
    return [
        tallied(tally)
        if (tally := tracks.tally_of(tier))
        else {
            "tier": tier.value,
            "count": sum(standings[tier, standing] for standing in COUNTING),
            "steps": {step.value: told(cases[tier, "", step]) for step in Step},
            "standings": {each.value: standings[tier, each] for each in (*counted_in(tier), *ENDED)},
            "going_on": [
                {
                    "track": track.code,
                    "steps": {step.value: told(cases[tier, track.code, step]) for step in Step},
                }
                for track in tracks.everyone()
                if track.follows and track.title.tier == tier
            ],
        }
        for tier in Tier
    ]


def tallied(tally: tracks.Tally) -> dict[str, Any]:
    """A tier that is counted from the rows of an app of its own: the last step is what counts."""
    counts = tally.ask("counts")()
    *on_the_way, last = tally.steps
    return {
        "tier": tally.tier,
        "count": counts[last],
        "steps": {code: told(counts[code]) for code in on_the_way} | {last: counts[last]},
        "standings": {code: counts[code] for code in tally.beside},
        "going_on": [],
    }


def counted_in(tier: str) -> tuple[Standing, ...]:
    """The standings that the tracks of the tier give: a park builds and is named, an enterprise is certified."""
    given = {track.first_standing for track in tracks.everyone() if track.title.tier == tier}
    return tuple(each for each in COUNTING if each in given)


def told(number: int) -> int | None:
    """One case or two that come and go between two counts would tell what became of them: “fewer than three”."""
    return None if 0 < number < FEWEST_PEERS else number


def open_cases() -> Counter[tuple[str, str, Step]]:
    """(tier, track if it takes a designation further, step) → cases."""
    rows: Any = Application.objects.filter(stage__in=STEP_OF).order_by().values_list("call__track", "stage")
    found: Counter[tuple[str, str, Step]] = Counter()
    for code, stage, number in rows.annotate(Count("pk")):
        track = tracks.get(code)
        found[track.title.tier, track.code if track.follows else "", STEP_OF[stage]] += number
    return found


def designations() -> Counter[tuple[str, str]]:
    """(tier, standing) → designations, each zone's or enterprise's newest; what was succeeded is not counted twice."""
    rows: Any = Designation.objects.order_by().values_list("track", "standing").annotate(Count("pk"))
    found: Counter[tuple[str, str]] = Counter()
    for track, standing, number in rows:
        found[tracks.get(track).tier, standing] += number
    return found


def provinces() -> list[dict[str, Any]]:
    """Each of the 34: its zones, and of each tier how many count there. Two queries."""
    zones = dict(by_province(Zone.objects.open().reporting()))
    standing: Any = Designation.objects.filter(standing__in=COUNTING).order_by()
    tallied = {tally.tier: tally.ask("provinces")() for tally in tracks.tallies()}
    counts: Counter[tuple[str, str]] = Counter()
    where = Coalesce("zone__province", "organization__province")
    rows = standing.annotate(where=where).values_list("where", "track").annotate(Count("pk"))
    for province, track, number in rows:
        counts[province, tracks.get(track).tier] += number
    return [
        {
            "province": province.value,
            "zones": zones.get(province.value, 0),
            **{
                tier.value: tallied[tier].get(province.value, 0)
                if tier in tallied
                else counts[province.value, tier]
                for tier in Tier
            },
        }
        for province in Province
    ]


def by_province(zones: Any) -> Iterable[tuple[str, int]]:
    found: Iterable[tuple[str, int]] = zones.order_by().values_list("province").annotate(Count("pk"))
    return found

"""期满复核: in which band the experts' total falls, and what follows from it; every number is a rule of the call."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from program import tracks
from program.applications.models import Application
from program.decisions.models import Batch, BatchItem, Deliberation, Proposal
from program.decisions.rules.line import NOT_LISTED, Expected, Line, Slot, expected
from program.rulesets.models import Follows, Key, RuleSet
from program.rulesets.rules import defaults, ruled, value


class Band(TextChoices):
    EXCELLENT = "excellent", pgettext_lazy("band", "excellent")
    GOOD = "good", pgettext_lazy("band", "good")
    QUALIFIED = "qualified", pgettext_lazy("band", "qualified")
    BASIC = "basic", pgettext_lazy("band", "basically qualified")
    UNQUALIFIED = "unqualified", pgettext_lazy("band", "not qualified")


FLOORS = (
    (Band.EXCELLENT, Key.BAND_EXCELLENT),
    (Band.GOOD, Key.BAND_GOOD),
    (Band.QUALIFIED, Key.BAND_QUALIFIED),
    (Band.BASIC, Key.BAND_BASIC),
)
"""From the best on; a total that reaches a floor is in its band."""
FOLLOWING = {
    Band.EXCELLENT: Key.FOLLOWS_EXCELLENT,
    Band.GOOD: Key.FOLLOWS_GOOD,
    Band.QUALIFIED: Key.FOLLOWS_QUALIFIED,
    Band.BASIC: Key.FOLLOWS_BASIC,
    Band.UNQUALIFIED: Key.FOLLOWS_UNQUALIFIED,
}


@dataclass(frozen=True)
class Banded:
    """The band of a total, from which points on, and what follows."""

    band: Band
    floor: int  # 0: below all
    follows: Follows


def banded(score: Decimal | None, rule_set: RuleSet | None) -> Banded | None:
    """The total as the ranking gives it (points, two places, rounded half up); none: too few sheets, in no band."""
    if score is None:
        return None
    floors = ((band, value(rule_set, key)) for band, key in FLOORS)
    band, floor = next(((band, floor) for band, floor in floors if score >= floor), (Band.UNQUALIFIED, 0))
    return Banded(band, floor, Follows(value(rule_set, FOLLOWING[band])))


@dataclass(frozen=True)
class Rung:
    """A band as the rules of a call have it."""

    banded: Banded
    authority: str  # of its floor; of the last, of what follows


def ladder(rule_set: RuleSet) -> list[Rung]:
    """From the best on, each with what the rules rest on. One query."""
    said = ruled(rule_set)
    known = {**defaults(), **said}
    rungs = [
        Rung(
            Banded(band, int(known[key].value), Follows(int(known[FOLLOWING[band]].value))),
            known[key].authority,
        )
        for band, key in FLOORS
    ]
    last = known[Key.FOLLOWS_UNQUALIFIED]
    return [*rungs, Rung(Banded(Band.UNQUALIFIED, 0, Follows(int(last.value))), last.authority)]


def by_band(items: Iterable[BatchItem], rule_set: RuleSet | None) -> dict[int, Expected]:
    """Application id → what the bands say; whoever fails a condition or is in no band is not renewed."""
    return {item.application_id: _by_band(item, rule_set) for item in items}


def _by_band(item: BatchItem, rule_set: RuleSet | None) -> Expected:
    found = banded(item.score, rule_set) if item.conditions_met else None
    if found is None or found.follows == Follows.NOT_RENEWED:
        return NOT_LISTED
    return Expected(Slot(Proposal.LIST), rectify=found.follows == Follows.RECTIFIED)


def said_of(batch: Batch, items: Iterable[BatchItem]) -> dict[int, Expected]:
    """Application id → what the rules say of each item: the bands of a re-examination, else rank and quota."""
    if tracks.get(batch.call.track).renews:
        return by_band(items, batch.call.rule_set)
    return expected(items, Line(batch.quota, batch.reserves, batch.call.each_quota, batch.held_before))


def decided(application: Application) -> BatchItem | None:
    """The line by which the case was decided last."""
    return decided_of([application.pk]).get(application.pk)


def decided_of(applications: Iterable[int]) -> dict[int, BatchItem]:
    """The same of several, by application id. One query."""
    rows = Deliberation.objects.filter(proceeding__application__in=list(applications)).select_related("item")
    return {row.item.application_id: row.item for row in rows.order_by("pk")}

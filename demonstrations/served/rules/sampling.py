"""Which records are drawn: the same seed and the same numbers draw the same, whoever does it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet

from demonstrations.served.models import Inspection, Sample, ServiceRecord, StrikeOut, Verdict
from program.lots import by_lot
from program.people.models import User
from program.rulesets.models import Key
from program.rulesets.rules import in_force


class Ranked(NamedTuple):
    """A record's place in the drawing: by the hash of seed and number."""

    number: str
    lot: str
    drawn: bool


def ranking(seed: str, numbers: Sequence[str], size: int) -> list[Ranked]:
    """sha256("seed:number"), in ascending order; the first `size` are drawn."""
    return [Ranked(number, lot, place < size) for place, (lot, number) in enumerate(by_lot(seed, numbers))]


def drawn(seed: str, numbers: Sequence[str], size: int) -> list[str]:
    return [each.number for each in ranking(seed, numbers, size) if each.drawn]


def redrawn(sample: Sample) -> list[Ranked]:
    """The drawing again, from what was recorded."""
    return ranking(sample.seed, sample.numbers, sample.size)


def share_in_force() -> int:
    return int(in_force(Key.SERVED_SAMPLE).value)


def to_draw_from() -> "QuerySet[Any]":
    """Counted records that no sample has drawn yet."""
    found: QuerySet[Any] = ServiceRecord.objects.counted().filter(inspections=None).order_by("number")
    return found


def to_inspect() -> "QuerySet[Any]":
    return Inspection.objects.filter(inspected_at=None)


def found_false() -> "QuerySet[Any]":
    """Found false, and no decision follows yet."""
    return Inspection.objects.filter(
        verdict=Verdict.FALSE, record__state__in=["accepted", "counted"], record__decisions=None
    )


def to_sign(user: User) -> "QuerySet[Any]":
    """Decisions that somebody else proposed."""
    waiting = StrikeOut.objects.filter(signed_at=None, declined_at=None)
    found: QuerySet[Any] = waiting.exclude(proposed_by=user)
    return found


def open_decision(record: ServiceRecord) -> StrikeOut | None:
    found: StrikeOut | None = record.decisions.filter(signed_at=None, declined_at=None).first()
    return found

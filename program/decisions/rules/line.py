"""Where the rank order draws its lines: what it would propose, and which proposals must give a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from program.decisions.models import BatchItem, BatchKind, Proposal


@dataclass(frozen=True)
class Slot:
    """A place of the rank order: the first `quota` are listed, the next ones are reserves in their order."""

    proposal: Proposal
    reserve_order: int | None = None


@dataclass(frozen=True)
class Expected:
    """What the rank order says of an item; equals across a line leave the choice to the meeting."""

    slot: Slot
    tied: bool = False
    rectify: bool = False  # of a re-examination: with rectification


NOT_LISTED = Expected(Slot(Proposal.NOT_LISTED))


def slot(position: int, quota: int, reserves: int) -> Slot:
    """What the `position`-th of the rank order gets."""
    if position <= quota:
        return Slot(Proposal.LIST)
    if position <= quota + reserves:
        return Slot(Proposal.RESERVE, position - quota)
    return Slot(Proposal.NOT_LISTED)


def in_order(items: Iterable[BatchItem]) -> list[BatchItem]:
    """Those who stand in the rank order: conditions met and rankable. Equals keep the order of their numbers, for display."""
    ranked = [item for item in items if item.conditions_met and item.rank is not None]
    return sorted(ranked, key=lambda item: (item.rank, item.application.number))


def expected(items: Iterable[BatchItem], quota: int, reserves: int) -> dict[int, Expected]:
    """Application id → what the rank order says; a tie is settled by nobody's number, so it is only marked."""
    listed = list(items)
    said = {item.application_id: NOT_LISTED for item in listed}
    position = 0
    for _rank, group in groupby(in_order(listed), key=lambda item: item.rank):
        equals = list(group)
        slots = [slot(position + number, quota, reserves) for number in range(1, len(equals) + 1)]
        for item, place in zip(equals, slots, strict=True):
            said[item.application_id] = Expected(place, tied=len(set(slots)) > 1)
        position += len(equals)
    return said


def needs_reason(item: BatchItem, said: Expected, kind: str) -> bool:
    """A departure from the rank order, a choice between equals, and whatever is not decided by rank at all."""
    if kind != BatchKind.FIRST:
        return True
    proposed = Slot(Proposal(item.proposal), item.reserve_order)
    return said.tied or said.slot != proposed or said.rectify != item.rectify

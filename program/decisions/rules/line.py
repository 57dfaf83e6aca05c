"""Where the rank order draws its lines: what it would propose, and which proposals must give a reason."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from program.decisions.models import BatchItem, BatchKind, Proposal


@dataclass(frozen=True)
class Slot:
    """A place of the rank order: to be listed, or a reserve in its order, or neither."""

    proposal: Proposal
    reserve_order: int | None = None


@dataclass(frozen=True)
class Expected:
    """What the rank order says of an item; equals across a line leave the choice to the meeting."""

    slot: Slot
    tied: bool = False
    passed_over: bool = False  # a place was left, but none for its field or province
    rectify: bool = False  # of a re-examination: with rectification


NOT_LISTED = Expected(Slot(Proposal.NOT_LISTED))


@dataclass(frozen=True)
class Line:
    """What a batch may give: places in all, `most` of them to one field or province where the call says so, then reserves."""

    quota: int
    reserves: int
    most: int | None = None
    held: Mapping[str, int] = field(default_factory=dict)  # by field or province, before this batch


@dataclass(frozen=True)
class Given:
    """What has been given so far, going down the rank order."""

    listed: Counter[str] = field(default_factory=Counter)  # by field or province
    others: int = 0  # the first of them are the reserves

    def left(self, line: Line) -> bool:
        return self.listed.total() < line.quota

    def full(self, line: Line, group: str) -> bool:
        """Whether nobody else of that field or province can be listed; who stands in none is counted towards none."""
        if line.most is None or not group:
            return False
        return line.held.get(group, 0) + self.listed[group] >= line.most


def in_order(items: Iterable[BatchItem]) -> list[BatchItem]:
    """Those who stand in the rank order: conditions met and rankable. Equals keep the order of their numbers, for display."""
    ranked = [item for item in items if item.conditions_met and item.rank is not None]
    return sorted(ranked, key=lambda item: (item.rank, item.application.number))


def expected(items: Iterable[BatchItem], line: Line) -> dict[int, Expected]:
    """Application id → what the rank order says; a tie is settled by nobody's number, so it is only marked."""
    listed = list(items)
    said = {item.application_id: NOT_LISTED for item in listed}
    given = Given()
    for _rank, group in groupby(in_order(listed), key=lambda item: item.rank):
        equals = list(group)
        slots, then = walked(equals, line, given)
        for item, slot in zip(equals, slots, strict=True):
            short = given.left(line) and then.full(line, item.quota_group)
            passed_over = short and slot.proposal != Proposal.LIST
            said[item.application_id] = Expected(slot, tied(item, equals, line, given), passed_over)
        given = then
    return said


def walked(items: Sequence[BatchItem], line: Line, given: Given) -> tuple[list[Slot], Given]:
    """What each gets, one after the other. Whose field or province is full is passed over, and the next one moves up."""
    listed, others, slots = given.listed.copy(), given.others, []
    for item in items:
        now = Given(listed, others)
        if now.left(line) and not now.full(line, item.quota_group):
            listed[item.quota_group] += 1
            slots.append(Slot(Proposal.LIST))
            continue
        others += 1
        reserve = others <= line.reserves
        slots.append(Slot(Proposal.RESERVE, others) if reserve else Slot(Proposal.NOT_LISTED))
    return slots, Given(listed, others)


def tied(item: BatchItem, equals: Sequence[BatchItem], line: Line, given: Given) -> bool:
    """Whether it would get something else if it stood last among its equals instead of first.

    No other order need be tried: everybody stands in one field or province at most, so whom the others take a place from
    does not depend on the order among them (the lists that fit the quotas are a matroid).
    """
    if len(equals) == 1:
        return False
    others = [each for each in equals if each is not item]
    first, last = walked([item, *others], line, given)[0][0], walked([*others, item], line, given)[0][-1]
    return first != last


def needs_reason(item: BatchItem, said: Expected, kind: str) -> bool:
    """A departure from the rank order, a choice between equals, and whatever is not decided by rank at all."""
    if kind != BatchKind.FIRST:
        return True
    proposed = Slot(Proposal(item.proposal), item.reserve_order)
    return said.tied or said.slot != proposed or said.rectify != item.rectify

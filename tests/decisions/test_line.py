"""Where the rank order draws its lines: ties, fields or provinces that are full, reserves. Pure: nothing is stored."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from program.applications.models import Application
from program.decisions.models import BatchItem, Proposal
from program.decisions.rules import Expected, Line, Slot, expected

LIST, NOT = Slot(Proposal.LIST), Slot(Proposal.NOT_LISTED)
Row = tuple[int, str]  # rank and group


def reserve(order: int) -> Slot:
    return Slot(Proposal.RESERVE, order)


def items(rows: Sequence[Row], numbers: Sequence[int] | None = None) -> list[BatchItem]:
    """An item a row; its id is its place in `rows`, its number the one given, else the same."""
    order = numbers or range(len(rows))
    return [
        BatchItem(application=Application(pk=place, number=f"{number:04d}"), rank=rank, quota_group=group)
        for place, ((rank, group), number) in enumerate(zip(rows, order, strict=True))
    ]


def said(rows: Sequence[Row], line: Line) -> list[Expected]:
    found = expected(items(rows), line)
    return [found[place] for place in range(len(rows))]


def written(found: Iterable[Expected]) -> str:
    """L listed, R1 a reserve, - neither; * a tie, ! passed over."""
    signs = {Proposal.LIST: "L", Proposal.RESERVE: "R", Proposal.NOT_LISTED: "-"}
    return " ".join(
        f"{signs[each.slot.proposal]}{each.slot.reserve_order or ''}{'*' * each.tied}{'!' * each.passed_over}"
        for each in found
    )


def ranked(text: str) -> list[Row]:
    """ "1a 2b 2": ranks, and the field or province of each, if it stands in one."""
    return [(int(word[0]), word[1:]) for word in text.split()]


@pytest.mark.parametrize(
    ("rows", "line", "found"),
    [
        ("1a 2a 3a 4b 5b", Line(3, 2), "L L L R1 R2"),
        ("1a 2a 3a 4b 5b", Line(3, 2, 2), "L L R1! L R2"),
        ("1a 2a 3a 4b 5b", Line(3, 0, 2), "L L -! L -"),
        ("1a 2a 3a 4a 5b 6c", Line(4, 1, 2), "L L R1! -! L L"),
        ("1a 2a 3a 4a", Line(3, 1, 2), "L L R1! -!"),  # a place stays empty
        ("1a 2b 3a", Line(2, 1, 1), "L L R1"),  # no place was left: nobody is passed over
        ("1a 2b 3b", Line(3, 1, 2, {"a": 2}), "R1! L L"),  # held by an earlier batch
        ("1a 2a 3 4", Line(3, 0, 1), "L -! L L"),  # counted towards none
        ("1a 2a 2a 4b", Line(3, 1, 2), "L L* R1*! L"),  # equals for the last place of a field
        ("1a 1a 3a 3b 5c", Line(3, 2, 2), "L L R1! L R2"),  # equals, but no order of them matters
        ("1a 2a 2b 2b", Line(2, 1, 1), "L R1*! L* -*!"),  # equals among those left over, too
        ("1a 2a 2b 2b", Line(2, 0, 2), "L L* -* -*"),
        ("1a 2b 2c", Line(2, 2, 1), "L L* R1*"),
    ],
)
def test_down_the_rank_order(rows: str, line: Line, found: str) -> None:
    assert written(said(ranked(rows), line)) == found


lists = some.lists(some.tuples(some.integers(1, 4), some.sampled_from(["a", "b", "c", ""])), max_size=8)
lines = some.builds(
    Line,
    some.integers(0, 6),
    some.integers(0, 3),
    some.integers(1, 3),
    some.dictionaries(some.sampled_from(["a", "b"]), some.integers(0, 3)),
)


def in_rank_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row[0])


@given(lists, some.integers(0, 8), some.integers(0, 3))
def test_without_a_further_quota_position_alone_decides(rows: list[Row], quota: int, reserves: int) -> None:
    rows, position, wanted = in_rank_order(rows), 0, []
    for _rank, group in groupby(rows, key=lambda row: row[0]):
        places = range(position + 1, position + 1 + len(list(group)))
        slots = [
            LIST if place <= quota else reserve(place - quota) if place <= quota + reserves else NOT
            for place in places
        ]
        wanted += [Expected(slot, tied=len(set(slots)) > 1) for slot in slots]
        position += len(slots)
    assert said(rows, Line(quota, reserves)) == wanted


@given(lists, lines)
def test_the_best_that_fit_are_listed_and_nobody_else(rows: list[Row], line: Line) -> None:
    rows = in_rank_order(rows)
    found = said(rows, line)
    counted: Counter[str] = Counter(line.held)
    for (_rank, group), each in zip(rows, found, strict=True):
        assert line.most is not None
        full = bool(group) and counted[group] >= line.most
        left = counted.total() - sum(line.held.values()) < line.quota
        assert (each.slot == LIST) == (left and not full)
        counted[group] += each.slot == LIST
    orders = [each.slot.reserve_order for each in found if each.slot.reserve_order]
    rest = sum(each.slot != LIST for each in found)
    assert orders == list(range(1, min(rest, line.reserves) + 1))


@settings(deadline=None)
@given(lists.filter(lambda rows: len(rows) <= 5), lines)
def test_a_tie_is_whatever_the_order_of_numbers_would_decide(rows: list[Row], line: Line) -> None:
    rows = in_rank_order(rows)
    slots: list[set[Slot]] = [set() for _row in rows]
    for numbers in permutations(range(len(rows))):
        for place, each in expected(items(rows, numbers), line).items():
            slots[place].add(each.slot)
    assert [each.tied for each in said(rows, line)] == [len(each) > 1 for each in slots]

"""Which row of an older version became which row of a newer one. Pure: places in two sequences, nothing else."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Meanings = tuple[Any, ...]
"""What the cells of a row say, column by column; None where nothing is said."""
Match = tuple[int | None, int | None]
"""A place in the older sequence and one in the newer; None where the other side has no such row."""


class Matching(Generic[Item]):
    """Pairs of what is older and what is newer, found rule by rule: the surest likeness first, each item taken once.

    Held the other way round, the same pairs are found: no rule prefers one side.
    """

    def __init__(self, older: Sequence[Item], newer: Sequence[Item]) -> None:
        self.older, self.newer = older, newer
        self.pairs: dict[int, int] = {}

    def by(self, key: Callable[[int, Item], Hashable | None]) -> None:
        """Pair what has the same key (of its place and itself), the first with the first; without a key nothing is paired."""
        older = [key(place, item) for place, item in enumerate(self.older)]
        newer = [key(place, item) for place, item in enumerate(self.newer)]
        self.take(
            (before, after)
            for before, one in enumerate(older)
            for after, other in enumerate(newer)
            if one is not None and one == other
        )

    def take(self, candidates: Iterable[tuple[int, int]]) -> None:
        """Pair the candidates in their order, as far as both sides are still free."""
        taken = set(self.pairs.values())
        for before, after in candidates:
            if before not in self.pairs and after not in taken:
                self.pairs[before] = after
                taken.add(after)

    def matches(self) -> list[Match]:
        """Every item of both sides once, in the order of the newer; what is gone stands where it stood."""
        found: list[Match] = list(self.pairs.items())
        found += [(place, None) for place in range(len(self.older)) if place not in self.pairs]
        taken = set(self.pairs.values())
        found += [(None, place) for place in range(len(self.newer)) if place not in taken]
        return sorted(found, key=reading_order)


def reading_order(match: Match) -> tuple[int, bool]:
    before, after = match
    return (before or 0, False) if after is None else (after, True)


def matched(older: Sequence[Meanings], newer: Sequence[Meanings], *, name: int | None = None) -> list[Match]:
    """Rows held against rows: first the same, then of the same name, then those that agree in most cells, then at the same place.

    `name`: the column in which a row says what it is called, if there is one.
    """
    matching = Matching(older, newer)
    matching.by(lambda _place, row: row)
    if name is not None:
        matching.by(lambda _place, row: row[name])
    matching.take(alike(older, newer))
    matching.by(lambda place, _row: place)
    return matching.matches()


def alike(older: Sequence[Meanings], newer: Sequence[Meanings]) -> list[tuple[int, int]]:
    """Places of rows that agree in half of their filled cells or more; what agrees most, and stands nearest, first."""
    found = []
    for before, row in enumerate(older):
        for after, other in enumerate(newer):
            cells = [pair for pair in zip(row, other, strict=True) if pair != (None, None)]
            agreeing = sum(one == another for one, another in cells)
            if agreeing and 2 * agreeing >= len(cells):
                found.append((-agreeing, abs(before - after), before + after, before, after))
    return [(before, after) for *_likeness, before, after in sorted(found)]


def reordered(matches: Iterable[Match]) -> bool:
    """Whether rows that are there before and after have changed places."""
    places = [before for before, after in matches if before is not None and after is not None]
    return places != sorted(places)

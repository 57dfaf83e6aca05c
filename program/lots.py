"""Drawing by lot: the same seed and the same numbers draw the same, whoever does it."""

import hashlib
from collections.abc import Iterable


def size_of(population: int, share: int) -> int:
    """A share in per cent, rounded up: at least one where there are any."""
    return -(-population * share // 100)


def by_lot(seed: str, numbers: Iterable[str]) -> list[tuple[str, str]]:
    """(lot, number), in ascending order of the lot: the SHA-256 of “seed:number” in hexadecimal."""
    return sorted((hashlib.sha256(f"{seed}:{number}".encode()).hexdigest(), number) for number in numbers)


def drawn(seed: str, numbers: Iterable[str], share: int) -> set[str]:
    """The first of them, as many as the share says."""
    order = by_lot(seed, numbers)
    return {number for _lot, number in order[: size_of(len(order), share)]}

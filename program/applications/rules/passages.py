"""Where two texts differ, clause by clause: what is long is not struck out whole for one figure in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

CLAUSE = re.compile(r"[^。！？；，、;\n]*[。！？；，、;\n]|[^。！？；，、;\n]+")


@dataclass(frozen=True)
class Passage:
    """A piece of a text, and whether the other text has it too."""

    text: str
    changed: bool


def passages(before: str, after: str) -> tuple[list[Passage], list[Passage]]:
    """Both texts in pieces; put together again they are what they were, and what is not marked they have in common."""
    one, other = CLAUSE.findall(before), CLAUSE.findall(after)
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return (
        list(pieces(one, [(kind != "equal", start, end) for kind, start, end, _from, _to in codes])),
        list(pieces(other, [(kind != "equal", start, end) for kind, _from, _to, start, end in codes])),
    )


def pieces(clauses: Sequence[str], spans: Sequence[tuple[bool, int, int]]) -> Iterator[Passage]:
    for changed, start, end in spans:
        if start < end:
            yield Passage("".join(clauses[start:end]), changed)

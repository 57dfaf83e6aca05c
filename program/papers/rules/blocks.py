"""What a paper consists of: blocks in their order. One list feeds the PDF, the DOCX and the page on the screen alike."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, cast

SCHEMA = 1
BLANK_DATE = "　　　　年　　月　　日"
"""Left for whoever issues the paper outside the platform."""


class Block:
    """What all blocks share."""

    @property
    def kind(self) -> str:
        """What block it is, as it is frozen and as templates ask for it."""
        return type(self).__name__.lower()


@dataclass(frozen=True)
class Head(Block):
    """发文机关标志 and 发文字号, with a red line beneath where the letterhead wants it."""

    issuer: str
    number: str
    red: bool

    @property
    def is_long(self) -> bool:
        """Whether it needs smaller letters to stand in one line."""
        return len(self.issuer) > 14


@dataclass(frozen=True)
class Title(Block):
    text: str


@dataclass(frozen=True)
class Subtitle(Block):
    """Under the title, small."""

    text: str


@dataclass(frozen=True)
class Addressee(Block):
    """主送机关, with its colon."""

    text: str


@dataclass(frozen=True)
class Paragraph(Block):
    text: str


@dataclass(frozen=True)
class Heading(Block):
    """一、…"""

    text: str


@dataclass(frozen=True)
class Items(Block):
    """Numbered lines; each bears its number."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Table(Block):
    """Heads and rows. `figures`: the columns that stand right; `whole`: those whose words are not broken into lines;
    `widths`: percent of the line, one a column."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[int, ...]
    widths: tuple[int, ...]
    whole: tuple[int, ...] = ()

    @property
    def head_cells(self) -> list[tuple[str, str]]:
        """Each head with the manner of its column."""
        return self.with_manner(self.heads)

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """Each row as pairs of text and the manner of its column."""
        return [self.with_manner(row) for row in self.rows]

    def with_manner(self, row: tuple[str, ...]) -> list[tuple[str, str]]:
        """How a column stands: num (right), nowrap or as it comes."""
        manner = dict.fromkeys(self.whole, "nowrap") | dict.fromkeys(self.figures, "num")
        return [(text, manner.get(place, "")) for place, text in enumerate(row)]


@dataclass(frozen=True)
class Facts(Block):
    """Pairs of a name and what it is."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Attachments(Block):
    """附件：…, above the signature."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Signature(Block):
    """署名 and 成文日期."""

    name: str
    date: str


@dataclass(frozen=True)
class Copies(Block):
    """抄送, between two lines at the end."""

    text: str


@dataclass(frozen=True)
class Annex(Block):
    """An annex begins a page of its own."""

    label: str
    title: str


@dataclass(frozen=True)
class Note(Block):
    """Small print: what a machine wants to compare."""

    text: str


KINDS: dict[str, type[Any]] = {kind.__name__.lower(): kind for kind in Block.__subclasses__()}


def numbered(lines: Iterable[str]) -> Items:
    """1. … 2. …"""
    return Items(tuple(f"{number}. {line}" for number, line in enumerate(lines, 1)))


def attached(names: Sequence[str]) -> Attachments:
    """附件：名单, or 附件：1. … where there are several."""
    if len(names) == 1:
        return Attachments((f"附件：{names[0]}",))
    return Attachments(
        tuple(f"{'附件：' if place == 1 else '　　　'}{place}. {name}" for place, name in enumerate(names, 1))
    )


def written_day(day: date) -> str:
    """2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


# ---------------------------------------------------------------- to text and back
def written(kind: str, blocks: Iterable[Block]) -> dict[str, Any]:
    """What is frozen as canonical JSON."""
    said = [{"block": block.kind, **asdict(cast(Any, block))} for block in blocks]
    return {"schema": SCHEMA, "kind": kind, "blocks": said}


def read(data: dict[str, Any]) -> list[Block]:
    """The blocks of frozen data."""
    return [_read(dict(said)) for said in data["blocks"]]


def _read(said: dict[str, Any]) -> Block:
    kind = KINDS[said.pop("block")]
    block: Block = kind(**{name: _tuples(value) for name, value in said.items()})
    return block


def _tuples(value: Any) -> Any:
    return tuple(_tuples(part) for part in value) if isinstance(value, list) else value


def frozen(blocks: Iterable[Block], kind: str = "") -> str:
    """Blocks as the text that `loaded` reads."""
    return json.dumps(written(kind, blocks), ensure_ascii=False)


def loaded(content: str) -> list[Block]:
    """The blocks of a paper's frozen text."""
    return read(json.loads(content))


def title_of(blocks: Iterable[Block]) -> str:
    return next(block.text for block in blocks if isinstance(block, Title))


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Everything that is printed, piece by piece, in the order of reading."""
    for block in blocks:
        for value in asdict(cast(Any, block)).values():
            yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value:
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part)

"""The fonts of our documents, and what they lack. A document with a missing character would print boxes without an error."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from fontTools.ttLib import TTFont

ASSETS = Path(__file__).resolve().parents[1] / "assets"
CONFIGURATION = ASSETS / "fonts.conf"
FACES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
UNPRINTED = frozenset("\t\n\r\f ")


def missing_characters(text: str) -> list[str]:
    """The characters, each once and in order, that one of the faces cannot print."""
    return [
        character
        for character in dict.fromkeys(text)
        if character not in UNPRINTED and ord(character) not in _covered()
    ]


def printable(text: str) -> str:
    """A text as a document can print it: what our fonts lack must not keep a file from its readers."""
    lacking = missing_characters(text)
    return "".join("?" if character in lacking else character for character in text)


@cache
def _covered() -> frozenset[int]:
    """Code points that every face has."""
    covered: list[set[int]] = []
    for face in FACES:
        with TTFont(ASSETS / "fonts" / face, lazy=True) as font:
            covered.append(set(font.getBestCmap()))
    return frozenset(set.intersection(*covered))


def printed_text(html: str) -> str:
    """What of a page is printed: its text without marks, styles and scripts."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    return "".join(reader.found)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"style", "script"}

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"style", "script"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)

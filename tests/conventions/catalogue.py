"""Reads a catalogue of translations (.po) without gettext: enough of the format for ours."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

FIELD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+"(.*)"$')
ESCAPED = {"n": "\n", "t": "\t"}


class Key(NamedTuple):
    """What a message is found by."""

    context: str
    text: str


@dataclass
class Message:
    fields: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return Key(self.fields.get("msgctxt", ""), self.fields.get("msgid", ""))

    @property
    def originals(self) -> list[str]:
        """Singular and, if there is one, plural."""
        return [self.fields[name] for name in ("msgid", "msgid_plural") if name in self.fields]

    @property
    def translations(self) -> list[str]:
        return [text for name, text in self.fields.items() if name.startswith("msgstr")]


def read(path: Path) -> dict[Key, Message]:
    """All messages but the header; those commented out are no messages."""
    found = (_message(block) for block in re.split(r"\n\s*\n", path.read_text()))
    return {message.key: message for message in found if message.key.text}


def _message(block: str) -> Message:
    message, current = Message(), ""
    for line in block.splitlines():
        if line.startswith("#,"):
            message.flags |= {flag.strip() for flag in line[2:].split(",")}
        elif match := FIELD.match(line):
            current = match[1]
            message.fields[current] = _plain(match[2])
        elif line.startswith('"'):
            message.fields[current] += _plain(line[1:-1])
    return message


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda escape: ESCAPED.get(escape[1], escape[1]), text)

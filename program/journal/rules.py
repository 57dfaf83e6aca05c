"""The chain over the journal: what a line's stamp and a seal's head are made of, and what is wrong with them.

Both are keyed (`JOURNAL_KEY`, which is not in the database): whoever owns the database can change rows and drop triggers,
but cannot make a stamp or a head that fits. What was cut off at the end is told by anchors outside the database: the file
that the sealer writes, and the heads printed on letters and notices.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from program.journal.models import Line, Seal

CHUNK = 2_000
NONCE = 16
WINDOW = 10_000
"""Lines by which a slow transaction may come after others that took their numbers later."""


def keyed(text: str) -> str:
    """64 hexadecimal digits that only the holder of the key can make."""
    return hmac.new(settings.JOURNAL_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def canonical(line: Line) -> str:
    """What a line says, as one text; the same on both databases."""
    said = [
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.actor_id,
        line.actor_name,
        line.on_behalf,
        line.verb,
        line.application_id,
        line.subject,
        line.version,
        line.facts,
        line.audience,
    ]
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def stamp(line: Line, nonce: str) -> str:
    """The mark of a line that the program itself has written; the nonce keeps two equal lines apart."""
    return nonce + keyed(f"line {nonce} {canonical(line)}")


def digest(line: Line) -> str:
    return hashlib.sha256(f"{line.pk} {line.stamp} {canonical(line)}".encode()).hexdigest()


def next_head(head: str, number: int, line: int, line_sha256: str) -> str:
    """The head after one more link."""
    return keyed(f"seal {head} {number} {line} {line_sha256}")


@dataclass(frozen=True)
class Head:
    """Where the chain stands: nothing is sealed yet at number 0."""

    number: int = 0
    head: str = ""


def newest() -> Head:
    last = Seal.objects.order_by("-number").first()
    return Head(last.number, last.head) if last else Head()


def unsealed() -> Any:
    """Lines that no seal covers yet, the first written first."""
    last = Seal.objects.aggregate(last=Max("line"))["last"] or 0
    return Line.objects.filter(pk__gt=last - WINDOW, seal=None).order_by("pk")


def findings(anchors: Iterable[tuple[str, Head]]) -> Iterator[str]:
    """What is wrong with the journal, as sentences; nothing if it is whole. `anchors`: heads kept elsewhere, and where."""
    found = Chain({head.number: (name, head.head) for name, head in anchors})
    yield from found.links()
    yield from found.lines()


class Chain:
    """One reading of the whole chain, in bounded memory."""

    def __init__(self, anchors: Mapping[int, tuple[str, str]]) -> None:
        self.anchors = anchors
        self.last = Head()
        self.stamped = False  # from the first stamped line on all are

    def links(self) -> Iterator[str]:
        """Seals in their order, each with its line."""
        for seals in chunks():
            lines = Line.objects.in_bulk([seal.line_id for seal in seals])
            for seal in seals:
                yield from self.link(seal, lines.get(seal.line_id))
                self.last = Head(
                    seal.number, seal.head
                )  # go on from what stands there: each break is named once
        for number, (name, _head) in sorted(self.anchors.items()):
            if number > self.last.number:
                yield _("Cut off: %(where)s knows seal %(number)s, the chain ends at %(last)s.") % {
                    "where": name,
                    "number": number,
                    "last": self.last.number,
                }

    def link(self, seal: Seal, line: Line | None) -> Iterator[str]:
        number = {"number": seal.number, "line": seal.line_id}
        if seal.number != self.last.number + 1:
            yield _("Seals %(first)s to %(last)s are missing: lines were deleted.") % {
                "first": self.last.number + 1,
                "last": seal.number - 1,
            }
        if line is None:
            yield _("Line %(line)s of seal %(number)s is missing: it was deleted.") % number
        elif digest(line) != seal.line_sha256:
            yield self.changed(line) % number
        if next_head(self.last.head, seal.number, seal.line_id, seal.line_sha256) != seal.head:
            yield (
                _("Seal %(number)s does not follow from the one before: the order or the seal was changed.")
                % number
            )
        where, head = self.anchors.get(seal.number, ("", seal.head))
        if head != seal.head:
            yield _("Seal %(number)s is not the one that %(where)s knows: the chain was made anew.") % {
                **number,
                "where": where,
            }
        if line is not None:
            self.stamped = self.stamped or bool(line.stamp)
            if self.stamped and not line.stamp:
                yield _("Line %(line)s bears no stamp: it was inserted past the program.") % number

    def changed(self, line: Line) -> str:
        """A line that is not what was sealed: moved whole from elsewhere, or edited."""
        if line.stamp and stamp(line, line.stamp[:NONCE]) == line.stamp:
            return _("Line %(line)s of seal %(number)s stood elsewhere: lines were reordered.")
        return _("Line %(line)s of seal %(number)s was edited.")

    def lines(self) -> Iterator[str]:
        """Every line: stamped by the program, once, and sealed unless it is of the tail."""
        oldest_of_tail = (Seal.objects.aggregate(last=Max("line"))["last"] or 0) - WINDOW
        for line in Line.objects.select_related("seal").order_by("pk").iterator(chunk_size=CHUNK):
            sealed = line.seal.line_sha256 if hasattr(line, "seal") else ""
            stamped = stamp(line, line.stamp[:NONCE]) == line.stamp
            if line.stamp and not stamped and sealed in {"", digest(line)}:
                yield _("Line %(line)s was edited before it was sealed.") % {"line": line.pk}
            elif not sealed and line.pk <= oldest_of_tail:
                yield _("Line %(line)s has no seal among those that have: it was inserted.") % {
                    "line": line.pk
                }
            elif not sealed and self.stamped and not line.stamp:
                yield _("Line %(line)s bears no stamp: it was inserted past the program.") % {"line": line.pk}
        twice = Line.objects.exclude(stamp="").values("stamp").annotate(times=Count("pk"), line=Max("pk"))
        for row in twice.filter(times__gt=1).order_by("line"):
            yield _("Line %(line)s is a copy of another: it was inserted past the program.") % {
                "line": row["line"]
            }


def chunks() -> Iterator[list[Seal]]:
    """All seals in order, some thousands at a time."""
    last = -1
    while seals := list(Seal.objects.filter(number__gt=last).order_by("number")[:CHUNK]):
        yield seals
        last = seals[-1].number


def knows(head: str) -> int | None:
    """The number of the seal with a head that begins as was typed from a paper; none if no seal has it."""
    typed = "".join(head.split()).lower()
    found = Seal.objects.filter(head__startswith=typed).values_list("number", flat=True)[:2]
    return found[0] if len(typed) >= 16 and len(found) == 1 else None

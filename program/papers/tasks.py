"""What papers promise: two prints of a paper; the archive of a case. Each may be killed anywhere and run again."""

import json
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import translation

from program import clock
from program.background.steps import still_at_it
from program.files.documents import render_pdf
from program.files.fonts import missing_characters
from program.files.spreadsheet import write_csv
from program.files.steps import being_written
from program.journal.models import Line
from program.journal.rules import Head, canonical
from program.journal.steps import seal
from program.papers import actions, rules
from program.papers.models import Archive, Paper
from program.papers.packing import Piece, pack, piece
from program.papers.word import word
from program.switches.models import Name
from program.switches.rules import held_by

GETA = "〓"
"""What printers set for a character that they lack. The record as CSV has every character."""


class NotPrintedYet(Exception):
    """Something that belongs into the archive is still being printed: the promise comes back."""


@held_by(Name.PRINTING_PAUSED)
def make_paper(pk: int) -> None:
    """Print a paper as PDF and as DOCX, once."""
    paper = Paper.objects.select_related("body__organization").get(pk=pk)
    if paper.pdf_id is None:
        blocks = rules.loaded(paper.content)
        actions.keep_paper(paper, printed(blocks, title=paper.title), word(blocks, title=paper.title))


def printed(blocks: Sequence[rules.Block], *, title: str) -> bytes:
    return render_pdf("program/papers/paper.html", {"blocks": blocks}, title=title)


@held_by(Name.PRINTING_PAUSED)
def make_archive(pk: int) -> None:
    """Everything of a case in one file: index, kept files, what is printed now, the record with the head of its chain."""
    archive = Archive.objects.select_related(
        "application__call__rule_set", "application__zone", "application__applicant", "made_by"
    ).get(pk=pk)
    if archive.file_id is not None:
        return
    if owed := rules.unprinted(archive.application):
        raise NotPrintedYet(", ".join(owed))
    head = seal()
    with translation.override(settings.LANGUAGE_CODE):
        pieces = [*kept_pieces(archive), *record(archive, head)]
        facts = {"archive": archive, "pieces": pieces, "head": head}
        index = render_pdf("program/papers/index.html", facts, title=f"{archive}目录")
    with being_written() as target:
        pack(target, [piece(rules.INDEX, archive.made_at, index), *pieces])
        actions.keep_archive(archive, target, head=head)


def kept_pieces(archive: Archive) -> Iterable[Piece]:
    """What is kept already as it is, the rest printed."""
    for path, kept in rules.contents(archive.application):
        still_at_it()
        yield piece(path, kept.at, kept.file or made_now(kept.blocks))


def made_now(said: Iterable[rules.Block]) -> bytes:
    blocks = rules.loaded(printable(rules.frozen(said)))
    return printed(blocks, title=rules.title_of(blocks))


def printable(text: str) -> str:
    """What our fonts lack must not keep a case from being archived."""
    lacking = frozenset(missing_characters(text))
    return "".join(GETA if character in lacking else character for character in text)


# ---------------------------------------------------------------- the record
def record(archive: Archive, head: Head) -> Iterable[Piece]:
    """The lines of the case up to the archive's own, to read and to check."""
    lines = list(Line.objects.of(archive.application).filter(pk__lte=archive.line_id).select_related("seal"))
    facts = {"archive": archive, "lines": [readable(line) for line in lines], "head": head}
    paper = render_pdf("program/papers/record.html", facts, title=f"{archive.application.number}办理记录")
    yield piece(rules.RECORD, archive.made_at, paper)
    yield piece(rules.RECORD_AS_CSV, archive.made_at, as_csv(lines, head))


def readable(line: Line) -> dict[str, Any]:
    """A line as it is printed."""
    who = " ".join(filter(None, (line.on_behalf, line.actor_name))) or "系统"
    facts = json.loads(printable(json.dumps(line.facts, ensure_ascii=False)))
    return {"line": line, "who": printable(who), "facts": facts}


HEADS = (
    "编号", "时间", "经办人", "代表单位", "事项代码", "事项", "对象", "版本", "内容", "可读范围", "印记", "封链号",
    "摘要", "链头",
)  # fmt: skip


def as_csv(lines: Iterable[Line], head: Head) -> bytes:
    """Every column that the chain covers, with stamp and seal; the head of the chain in the last row."""
    target = BytesIO()
    write_csv(target, HEADS, journal_rows(lines, head))
    return target.getvalue()


def journal_rows(lines: Iterable[Line], head: Head) -> Iterator[Sequence[Any]]:
    for line in lines:
        kept = getattr(line, "seal", None)
        sealed = (kept.number, kept.line_sha256, kept.head) if kept else ("", "", "")
        yield (
            line.pk, line.at.astimezone(clock.BEIJING).isoformat(), line.actor_name, line.on_behalf, line.verb,
            line.verb_label, line.subject, line.version or "", canonical(line), line.audience, line.stamp, *sealed,
        )  # fmt: skip
    yield "链头", *[""] * 10, head.number, "", head.head

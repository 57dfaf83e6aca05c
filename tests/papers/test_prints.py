"""The two prints of a paper: one list of blocks in both, the same bytes each time, made once and then frozen."""

import hashlib
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction

from program.applications.models import Application, FormalityCheck
from program.calls.models import Call
from program.decisions.models import PublicNotice
from program.papers import actions, rules, tasks
from program.papers.models import Paper, PaperKind
from program.papers.rules import blocks as every
from program.papers.word import WRITERS, word
from program.people.models import User
from tests.conftest import Keep
from tests.decisions import casework
from tests.files.test_documents import needs_pango
from tests.papers.reading import in_word, said
from tests.pdf import pdf_text

pytestmark = [pytest.mark.django_db, needs_pango]

SAMPLE: list[Any] = [
    every.Head("示例专项办公室", "示例〔2026〕1号", red=True),
    every.Title("示例通知"),
    every.Subtitle("内部资料"),
    every.Addressee("示例管委会："),
    every.Paragraph("正文。"),
    every.Heading("一、事项"),
    every.numbered(["第一项。", "第二项。"]),
    every.Table(("序号", "单位", "得分"), (("1", "示例园区", "95.00"),), figures=(0, 2), widths=(20, 60, 20)),
    every.Facts((("联系电话", "010-00000000"),)),
    every.attached(["名单", "说明"]),
    every.Signature("示例专项办公室", "2026年3月2日"),
    every.Copies("抄送：示例厅"),
    every.Annex("附件1", "示例名单"),
    every.Note("校验值"),
]


@pytest.fixture
def paper(to_correct: Application, clerk: User, keep_promises: Keep) -> Paper:
    made = actions.draft_paper(PaperKind.CORRECTION, FormalityCheck.objects.get(), by=clerk)
    assert keep_promises() == []
    return Paper.objects.select_related("pdf", "docx").get(pk=made.pk)


def content(file: Any) -> bytes:
    with file.open() as stream:
        found: bytes = stream.read()
    return found


def closed_up(text: str) -> str:
    """A text without its blanks, which a PDF keeps as distances."""
    return "".join(text.split())


def test_every_block_has_its_writer_and_its_place_in_the_sample() -> None:
    assert set(WRITERS) == set(rules.KINDS) == {block.kind for block in SAMPLE}


def test_pdf_and_word_say_the_same_as_the_blocks() -> None:
    texts = list(rules.texts(SAMPLE))
    assert in_word(word(SAMPLE, title="示例通知")) == texts
    printed, at = closed_up(pdf_text(tasks.printed(SAMPLE, title="示例通知"))), 0
    for text in texts:
        at = printed.index(closed_up(text), at)


def test_the_same_blocks_give_the_same_bytes() -> None:
    assert word(SAMPLE, title="示例通知") == word(SAMPLE, title="示例通知")
    assert tasks.printed(SAMPLE, title="示例通知") == tasks.printed(SAMPLE, title="示例通知")


def test_a_word_file_tells_nothing_of_whoever_made_it(paper: Paper) -> None:
    assert paper.docx is not None
    with paper.docx.open() as stream, ZipFile(stream) as package:
        assert {entry.date_time for entry in package.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert "2000-01-01T00:00:00Z" in core
    assert "python-docx" not in core
    assert paper.made_by.name not in core


def test_frozen_text_and_prints_agree(paper: Paper) -> None:
    assert paper.pdf is not None
    assert paper.docx is not None
    assert hashlib.sha256(paper.content.encode()).hexdigest() == paper.sha256
    assert in_word(content(paper.docx)) == said(paper)
    printed = closed_up(pdf_text(content(paper.pdf)))
    assert "—1—" in printed
    for text in said(paper):
        assert closed_up(text) in printed
    for file in (paper.pdf, paper.docx):
        assert hashlib.sha256(content(file)).hexdigest() == file.sha256
    assert paper.pdf.name == f"{paper.number}-申报材料补正通知书.pdf"


def test_prints_are_made_once_and_the_paper_is_frozen(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "printed", None)  # would be called
    tasks.make_paper(paper.pk)
    assert actions.keep_paper(paper, b"later", b"later").pdf == paper.pdf
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(title="另一标题")


def test_figures_stand_right_and_heads_come_again_on_each_page(
    notice: PublicNotice, call: Call, clerk: User, keep_promises: Keep
) -> None:
    casework.after_notice(notice)
    made = actions.draft_paper(PaperKind.LIST, call, by=clerk)
    assert keep_promises() == []
    made.refresh_from_db()
    assert made.docx is not None
    with made.docx.open() as stream, ZipFile(stream) as package:
        text = package.read("word/document.xml").decode()
    assert text.count("<w:tblHeader/>") == 1
    assert text.count('<w:jc w:val="right"/>') == 6  # head and three figures; name and date under the text

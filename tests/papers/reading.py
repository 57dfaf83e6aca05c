"""Reading papers: their blocks, and what their DOCX says."""

from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from program.papers import rules
from program.papers.models import Paper


def said(paper: Paper) -> list[str]:
    """Everything a paper says, piece by piece."""
    return list(rules.texts(rules.loaded(paper.content)))


def in_word(content: bytes) -> list[str]:
    """Everything a DOCX says, paragraph by paragraph and cell by cell, in the order of reading."""
    document = Document(BytesIO(content))
    return [text for part in document.iter_inner_content() for text in _texts(part) if text]


def _texts(part: Paragraph | Table) -> Iterator[str]:
    if isinstance(part, Paragraph):
        yield part.text
    else:
        yield from (cell.text for row in part.rows for cell in row.cells)

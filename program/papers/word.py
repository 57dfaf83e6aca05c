"""A paper as an editable DOCX: the same blocks as the PDF, laid out after GB/T 9704; same input, same bytes."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from program.papers.rules import Block

SONG, FANGSONG, HEI, TITLE = "宋体", "仿宋_GB2312", "黑体", "方正小标宋简体"
"""What official machines have; elsewhere the word processor puts its own in their place."""
BODY, SMALL, LINE = Pt(16), Pt(12), Pt(28.95)  # 三号, 小四; 22 lines on a page
CHARACTER = 15.8
"""Points a character: 28 in a line of 156 mm."""
RED = RGBColor(0xC0, 0x00, 0x00)
WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in the file's properties: when it was made is the platform's to say, and must not change the bytes."""


def word(blocks: Iterable[Block], *, title: str) -> bytes:
    """The blocks as DOCX."""
    document = Document()
    set_up(document, title)
    for block in blocks:
        WRITERS[block.kind](document, block)
    target = BytesIO()
    document.save(target)
    return with_fixed_times(target.getvalue())


def with_fixed_times(content: bytes) -> bytes:
    """The same package with one moment for every part."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(target, "w") as written:
        for name in given.namelist():
            part = ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
            part.compress_type, part.external_attr = ZIP_DEFLATED, 0o600 << 16
            written.writestr(part, given.read(name))
    return target.getvalue()


# ---------------------------------------------------------------- the page
def set_up(document: Any, title: str) -> None:
    """A4, margins 37/35/28/26 mm, 22 lines of 28 characters, the page's number outside."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    for name, value in (("type", "linesAndChars"), ("linePitch", "579"), ("charSpace", "-848")):
        grid.set(qn(f"w:{name}"), value)
    document.settings.odd_and_even_pages_header_footer = True
    page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    normal = document.styles["Normal"]
    normal.font.size = BODY
    face(normal.element.get_or_add_rPr(), FANGSONG)
    said = document.core_properties
    said.title, said.author, said.last_modified_by, said.comments = title, "", "", ""
    said.created = said.modified = WRITTEN
    said.revision, said.language = 1, "zh-CN"


def page_number(footer: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —"""
    line = footer.paragraphs[0]
    line.alignment = side
    for text in ("— ", None, " —"):
        run = line.add_run(text or "")
        run.font.size = Pt(14)
        face(run._r.get_or_add_rPr(), SONG)
        if text is None:
            for kind, said in (("begin", ""), ("", " PAGE "), ("end", "")):
                run._r.append(field_part(kind, said))


def field_part(kind: str, said: str) -> Any:
    """A piece of a field that Word fills in itself."""
    if not kind:
        part = OxmlElement("w:instrText")
        part.set(qn("xml:space"), "preserve")
        part.text = said
        return part
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    return part


def face(properties: Any, name: str) -> None:
    """The font of Chinese and Latin letters alike."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)


def line(
    where: Any, text: str, *, font: str = FANGSONG, size: Pt = BODY, indent: int = 0, **options: Any
) -> Any:
    """A paragraph of a document or a cell. `indent`: characters before its first line; `side`, `color`, `pitch`, `right`."""
    paragraph = where.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size = size
    face(run._r.get_or_add_rPr(), font)
    if options.get("color"):
        run.font.color.rgb = options["color"]
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, options.get("pitch", LINE)
    if indent:
        shape.first_line_indent = Pt(CHARACTER * indent)
    if options.get("right"):
        shape.right_indent = Pt(CHARACTER * options["right"])
    paragraph.alignment = options.get("side")
    return paragraph


def ruled(paragraph: Any, edges: dict[str, str]) -> None:
    """Lines above or below a paragraph: edge → colour."""
    borders = OxmlElement("w:pBdr")
    for edge, color in edges.items():
        border = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", color)):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr")


# ---------------------------------------------------------------- the blocks
def head(document: Any, block: Any) -> None:
    color = RED if block.red else None
    centre = WD_ALIGN_PARAGRAPH.CENTER
    size = Pt(22) if block.is_long else Pt(30)
    line(document, block.issuer, font=TITLE, size=size, side=centre, color=color, pitch=Pt(42))
    number = line(document, block.number, side=centre, pitch=Pt(42))
    if block.red:
        ruled(number, {"bottom": "C00000"})


def title(document: Any, block: Any) -> None:
    headline(document, block.text)


def headline(document: Any, text: str) -> None:
    made = line(document, text, font=TITLE, size=Pt(22), side=WD_ALIGN_PARAGRAPH.CENTER, pitch=Pt(36))
    made.paragraph_format.space_before = LINE
    made.paragraph_format.space_after = Pt(14)


def subtitle(document: Any, block: Any) -> None:
    made = line(document, block.text, size=SMALL, side=WD_ALIGN_PARAGRAPH.CENTER)
    made.paragraph_format.space_after = Pt(8)


def addressee(document: Any, block: Any) -> None:
    line(document, block.text)


def paragraph(document: Any, block: Any) -> None:
    line(document, block.text, indent=2)


def heading(document: Any, block: Any) -> None:
    made = line(document, block.text, font=HEI, indent=2)
    made.paragraph_format.keep_with_next = True


def items(document: Any, block: Any) -> None:
    for text in block.lines:
        line(document, text, indent=2)


def attachments(document: Any, block: Any) -> None:
    for place, text in enumerate(block.lines):
        made = line(document, text, indent=2)
        if not place:
            made.paragraph_format.space_before = LINE


def signature(document: Any, block: Any) -> None:
    """The date four characters from the right, the name in the middle above it."""
    half = (breadth(block.date) - breadth(block.name)) / 2
    right, indent = WD_ALIGN_PARAGRAPH.RIGHT, max(4 + half, 0)
    name = line(document, block.name, side=right, right=indent)
    name.paragraph_format.space_before = LINE * 2
    name.paragraph_format.keep_with_next = True
    line(document, block.date, side=right, right=indent - half)


def breadth(text: str) -> float:
    """Of a text, in characters; Latin letters and figures are half as wide."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def copies(document: Any, block: Any) -> None:
    made = line(document, block.text, size=Pt(14), pitch=Pt(26))
    made.paragraph_format.space_before = LINE
    ruled(made, {"top": "000000", "bottom": "000000"})


def annex(document: Any, block: Any) -> None:
    made = line(document, block.label, font=HEI)
    made.paragraph_format.page_break_before = True
    headline(document, block.title)


def note(document: Any, block: Any) -> None:
    line(document, block.text, size=Pt(9), pitch=Pt(14))


def table(document: Any, block: Any) -> None:
    made = ruled_table(document, len(block.heads), block.widths)
    row(made, block.head_cells, font=HEI)
    repeated = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(repeated)
    for cells in block.lines:
        row(made, cells)
    line(document, "", pitch=Pt(12))


def facts(document: Any, block: Any) -> None:
    made = ruled_table(document, 2, (26, 74))
    for cells in block.rows:
        row(made, [(text, "") for text in cells])
    line(document, "", pitch=Pt(12))


def ruled_table(document: Any, columns: int, widths: tuple[int, ...]) -> Any:
    made = document.add_table(rows=0, cols=columns, style="Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, share in zip(made.columns, widths, strict=True):
        column.width = Mm(156 * share / 100)
    return made


def row(table: Any, cells: list[tuple[str, str]], *, font: str = FANGSONG) -> None:
    """One row, whole on its page; figures stand right."""
    made = table.add_row()
    made._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, column, (text, manner) in zip(made.cells, table.columns, cells, strict=True):
        cell.width = column.width
        side = WD_ALIGN_PARAGRAPH.RIGHT if manner == "num" else None
        line(cell, text, font=font, size=SMALL, pitch=Pt(20), side=side)
        cell._tc.remove(cell.paragraphs[0]._p)


WRITERS: dict[str, Callable[[Any, Any], None]] = {
    "head": head,
    "title": title,
    "subtitle": subtitle,
    "addressee": addressee,
    "paragraph": paragraph,
    "heading": heading,
    "items": items,
    "table": table,
    "facts": facts,
    "attachments": attachments,
    "signature": signature,
    "copies": copies,
    "annex": annex,
    "note": note,
}
"""One for each block of rules/blocks.py."""

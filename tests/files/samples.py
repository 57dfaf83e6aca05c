"""Good files and bad ones, built here byte by byte: the corpus of what must be refused, and with which sentence."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

CATALOG = b"<< /Type /Catalog /Pages 2 0 R %s>>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s>>"


def pdf(
    *more: bytes, catalog: bytes = b"", page: bytes = b"", pages: bytes = PAGES, trailer: bytes = b""
) -> bytes:
    """A whole PDF of one page; `more` are further objects from number 4 on."""
    objects = [CATALOG % catalog, pages, PAGE % page, *more]
    content, places = b"%PDF-1.7\n", []
    for number, thing in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return content + b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(content), extra, content)


def pdf_with_hidden_objects(inner: bytes) -> bytes:
    """A PDF whose object 5 lies packed in an object stream, where a search through the bytes finds nothing."""
    packed = zlib.compress(b"5 0 " + inner)
    header = b"%PDF-1.7\n"
    plain = [CATALOG % b"/OpenAction 5 0 R ", PAGES, PAGE % b""]
    plain.append(
        b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(packed), packed)
    )
    content, rows = header, [(0, 0, 65535)]
    for number, thing in enumerate(plain, start=1):
        rows.append((1, len(content), 0))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    rows.append((2, 4, 0))  # object 5: the first in stream 4
    rows.append((1, len(content), 0))  # object 6: this table itself
    table = zlib.compress(b"".join(struct.pack(">BIH", *row) for row in rows))
    start = len(content)
    content += (
        b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R /Filter /FlateDecode /Length %d >>\n"
        % len(table)
    )
    return content + b"stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, start)


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, "#0a6b45").save(target, kind, **options)
    return target.getvalue()


def picture_with_position() -> bytes:
    """A photo that says where and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Example Camera"
    exif[0x8825] = {1: "N", 2: (31.0, 14.0, 0.0), 3: "E", 4: (121.0, 28.0, 0.0)}
    return picture(exif=exif, comment=b"a secret remark")


def png_claiming(width: int, height: int) -> bytes:
    """A few bytes that promise a huge picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def archive(parts: Mapping[str, bytes | str], *, comment: bytes = b"") -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
        packed.comment = comment
    return target.getvalue()


def types(part: str, content_type: str) -> str:
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    )


def docx(more: Mapping[str, bytes | str] | None = None, content_type: str = WORD, **options: bytes) -> bytes:
    body = "<w:document xmlns:w='urn:w'><w:body><w:p>示例</w:p></w:body></w:document>"
    parts = {"[Content_Types].xml": types("word/document.xml", content_type), "word/document.xml": body}
    return archive({**parts, **(more or {})}, **options)


def xlsx(more: Mapping[str, bytes | str] | None = None, content_type: str = EXCEL) -> bytes:
    parts = {"[Content_Types].xml": types("xl/workbook.xml", content_type), "xl/workbook.xml": "<workbook/>"}
    return archive({**parts, **(more or {})})


def relation(kind: str, target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )


def encrypted(content: bytes) -> bytes:
    """The archive with the mark of encryption on every entry."""
    local = content.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00")
    return local.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")


def upload(content: bytes, name: str = "file.pdf") -> "SimpleUploadedFile":
    return SimpleUploadedFile(name, content)


RELS = "word/_rels/document.xml.rels"
SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
BOMB = b"<< /Type /Pages /Kids [" + b"3 0 R " * 501 + b"] /Count 501 >>"

BAD: dict[str, tuple[str, bytes, str]] = {
    # what is wrong: (name, content, part of the sentence)
    "nothing in it": ("a.pdf", b"", "empty"),
    "text called PDF": ("a.pdf", b"hello", "not accepted"),
    "HTML called PDF": ("a.pdf", b"<!doctype html><script>alert(1)</script>", "not accepted"),
    "HTML with a PDF behind": ("a.pdf", b"<script>alert(1)</script>" + pdf(), "not accepted"),
    "SVG": (
        "a.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "not accepted",
    ),
    "SVG called PNG": (
        "a.png",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        "not accepted",
    ),
    "GIF": ("a.gif", picture("GIF"), "not accepted"),
    "program": ("a.exe", b"MZ\x90\0" + b"\0" * 200, "not accepted"),
    "program called PDF": ("a.pdf", b"MZ\x90\0" + b"\0" * 200, "not accepted"),
    "shell script": ("a.docx", b"#!/bin/sh\nrm -rf /\n", "not accepted"),
    "plain archive": ("a.docx", archive({"a.txt": "hello"}), "not accepted"),
    "old Word file": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office file"),
    "PDF called PNG": ("a.png", pdf(), "promises"),
    "PNG called JPEG": ("a.jpg", picture("PNG"), "promises"),
    "Word called Excel": ("a.xlsx", docx(), "promises"),
    "PDF called EXE": ("a.pdf.exe", pdf(), "promises"),
    "PDF cut off": ("a.pdf", pdf()[:-40], "incomplete"),
    "PDF of rubbish": ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"\n%%EOF\n", "damaged"),
    "PDF without pages": ("a.pdf", pdf(pages=b"<< /Type /Pages /Kids [] /Count 0 >>"), "damaged"),
    "PDF whose pages run in a circle": (
        "a.pdf",
        pdf(pages=b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
        "damaged",
    ),
    "PDF of 501 pages": ("a.pdf", pdf(pages=BOMB), "500 pages"),
    "PDF and archive at once": ("a.pdf", pdf() + archive({"a.txt": "x"}), "behind the end"),
    "PDF and archive, its end disguised": (
        "a.pdf",
        pdf() + archive({"a": "x"}, comment=b"\n%%EOF\n"),
        "behind the end",
    ),
    "PDF with a page of HTML behind": ("a.pdf", pdf() + b"<script>alert(1)</script>", "behind the end"),
    "PDF encrypted": (
        "a.pdf",
        pdf(
            b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"00" * 32 + b"> /U <" + b"00" * 32 + b"> >>",
            trailer=b"/Encrypt 4 0 R /ID [<00> <00>] ",
        ),
        "encrypted",
    ),
    "PDF with a script on opening": ("a.pdf", pdf(SCRIPT, catalog=b"/OpenAction 4 0 R "), "script"),
    "PDF with a script spelt in code": (
        "a.pdf",
        pdf(SCRIPT.replace(b"/JavaScript", b"/Java#53cript"), catalog=b"/OpenAction 4 0 R "),
        "script",
    ),
    "PDF with a script packed away": ("a.pdf", pdf_with_hidden_objects(SCRIPT), "script"),
    "PDF with a script on the page": ("a.pdf", pdf(page=b"/AA << /O " + SCRIPT + b" >> "), "script"),
    "PDF with a scripted form": (
        "a.pdf",
        pdf(stream(b"<xdp/>"), catalog=b"/AcroForm << /XFA 4 0 R >> "),
        "script",
    ),
    "PDF that starts a program": (
        "a.pdf",
        pdf(catalog=b"/OpenAction << /S /Launch /F (cmd.exe) >> "),
        "starts a program",
    ),
    "PDF that sends data away": (
        "a.pdf",
        pdf(catalog=b"/OpenAction << /S /SubmitForm /F (http://x) >> "),
        "starts a program",
    ),
    "PDF that opens another file": (
        "a.pdf",
        pdf(catalog=b"/OpenAction << /S /GoToR /F (//host/x.pdf) >> "),
        "starts a program",
    ),
    "PDF with a file inside": (
        "a.pdf",
        pdf(
            stream(b"MZ", b"/Type /EmbeddedFile "),
            catalog=b"/Names << /EmbeddedFiles << /Names [(x.exe) << /EF << /F 4 0 R >> >>] >> >> ",
        ),
        "carries other files",
    ),
    "PDF with a film": (
        "a.pdf",
        pdf(page=b"/Annots [<< /Type /Annot /Subtype /RichMedia >>] "),
        "carries other files",
    ),
    "PDF whose bytes lie elsewhere": (
        "a.pdf",
        pdf(stream(b"", b"/F (//host/share/x) ")),
        "carries other files",
    ),
    "JPEG cut off": ("a.jpg", picture(size=(400, 300))[:-400], "damaged"),
    "JPEG of rubbish": ("a.jpg", b"\xff\xd8\xff\xe0" + b"x" * 300, "damaged"),
    "PNG of 4 billion pixels": ("a.png", png_claiming(65_535, 65_535), "pixels"),
    "PNG of 100 million pixels": ("a.png", png_claiming(10_000, 10_000), "pixels"),
    "PNG and archive at once": ("a.png", picture("PNG") + archive({"a.txt": "x"}), "behind the end"),
    "JPEG and Java archive at once": (
        "a.jpg",
        picture() + archive({"Main.class": b"\xca\xfe\xba\xbe"}),
        "behind the end",
    ),
    "Word with macros": ("a.docx", docx({"word/vbaProject.bin": b"\0"}), "macros"),
    "Word with macros by type": (
        "a.docx",
        docx(content_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "macros",
    ),
    "Word with a control": ("a.docx", docx({"word/activeX/activeX1.xml": "<x/>"}), "embedded objects"),
    "Word with an object": ("a.docx", docx({"word/embeddings/oleObject1.bin": b"\0"}), "embedded objects"),
    "Word with a program": ("a.docx", docx({"word/media/run.exe": b"MZ"}), "macros or programs"),
    "Word that loads a template": (
        "a.docx",
        docx({RELS: relation("attachedTemplate", "http://x/t.dotm")}),
        "from elsewhere",
    ),
    "Word that loads a picture": (
        "a.docx",
        docx({RELS: relation("image", "http://x/a.png")}),
        "from elsewhere",
    ),
    "Word with a link to a share": (
        "a.docx",
        docx({RELS: relation("hyperlink", "file://host/share")}),
        "from elsewhere",
    ),
    "Word with entities": (
        "a.docx",
        docx({"word/document.xml": '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w>&b;</w>'}),
        "XML declarations",
    ),
    "Word with entities in UTF-16": (
        "a.docx",
        docx(
            {"word/document.xml": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE w><w/>'.encode("utf-16")}
        ),
        "XML declarations",
    ),
    "Word that is no XML": ("a.docx", docx({"word/document.xml": "<w:document>"}), "damaged"),
    "Word with a way out": ("a.docx", docx({"../../evil.xml": "<x/>"}), "damaged"),
    "Word behind another archive": ("a.docx", archive({"x": "x"}) + docx(), "hidden in front"),
    "Word with something behind": ("a.docx", docx() + b"MZ" * 20, "hidden in front"),
    "Word cut off": ("a.docx", docx()[:-30], "damaged"),
    "Word encrypted": ("a.docx", encrypted(docx()), "password"),
    "Excel with macros": (
        "a.xlsx",
        xlsx(content_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        "macros",
    ),
    "Excel with a macro sheet": ("a.xlsx", xlsx({"xl/macrosheets/sheet1.xml": "<x/>"}), "macros"),
    "Excel with outside data": (
        "a.xlsx",
        xlsx({"xl/externalLinks/externalLink1.xml": "<x/>"}),
        "from elsewhere",
    ),
    "Excel with a connection": ("a.xlsx", xlsx({"xl/connections.xml": "<x/>"}), "from elsewhere"),
    "Excel that is a bomb": (
        "a.xlsx",
        xlsx({"xl/worksheets/sheet1.xml": b" " * (101 * 2**20)}),
        "far too large",
    ),
    "Excel of 3,001 parts": (
        "a.xlsx",
        xlsx({f"xl/media/{number}.txt": "" for number in range(3001)}),
        "far too large",
    ),
}

GOOD: dict[str, tuple[str, bytes]] = {
    "PDF": ("实施方案（终稿）.pdf", pdf()),
    "PDF with a link, a form and a place to open at": (
        "plan.PDF",
        pdf(
            b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /F 4 /A << /S /URI /URI (https://example.org) >> >>",
            catalog=b"/OpenAction [3 0 R /Fit] /AcroForm << /Fields [] /SigFlags 3 >> ",
            page=b"/Annots [4 0 R] ",
        ),
    ),
    "PDF packed": ("packed.pdf", pdf_with_hidden_objects(b"<< /S /GoTo /D [3 0 R /Fit] >>")),
    "JPEG": ("盖章页.jpeg", picture()),
    "PNG": ("map.png", picture("PNG")),
    "Word with a web link": ("a.docx", docx({RELS: relation("hyperlink", "https://example.org")})),
    "Excel": ("台账 2026.xlsx", xlsx()),
}

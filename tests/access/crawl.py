"""Reading everything that a person can reach by following links: pages, data, spreadsheets with their hidden sheets, PDFs."""

import re
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from pypdf import PdfReader

from tests.access.addresses import undone
from tests.access.world import World
from tests.pdf import pdf_text

LINK = re.compile(r'(?:href|src|hx-get|data-src|data)="(/[^"#]*)')
DOORS = (
    "/",
    "/desk/",
    "/applications/",
    "/zones/",
    "/reviews/",
    "/visits/",
    "/members/",
    "/notices/",
    "/designations/",
    "/parks/",
    "/enterprises/",
    "/news/",
    "/news.atom",
    "/sitemap.xml",
    "/open-data/",
    "/profile/",
)
SHUT = ("/static/", "/source/", "/sign-out/", "/language/", "/zones/SLZ1")
"""Not followed: what is no page; the program's own source, which holds this file; some of the zones that are alike."""


def plain(where: str) -> str:
    """Orders and filters show nothing new; later pages of a list do."""
    path, _, query = unescape(where).partition("?")
    kept = [part for part in query.split("&") if part.startswith(("page=", "organization=", "inline="))]
    return f"{path}?{'&'.join(kept)}" if kept else path


def crawl(world: World, role: str, limit: int = 800) -> dict[str, str]:
    """Address → all that stands there, headers included."""
    waiting, read = list(DOORS), dict[str, str]()
    while waiting:
        where = plain(waiting.pop())
        if where in read or where.startswith(SHUT):
            continue
        assert len(read) < limit, f"{role} reaches too much"
        response = world.ask(role, where)
        assert response.status_code < 500, where
        read[where] = text_of(response)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            waiting += LINK.findall(read[where])
        elif response.status_code == 302:
            waiting.append(response.headers["Location"])
    return read


def exports(world: World) -> dict[str, str]:
    """The spreadsheets of the office, which are asked for by a POST."""
    with undone():
        return {
            where: text_of(world.ask("clerk", where, {"names": "1"}))
            for where in (
                "/applications/export/",
                "/ledger/export/",
                "/served/records/export/",
                "/enterprise-forms/export/",
                f"/office/reviews/rankings/{world['run'].pk}/export/",
            )
        }


def text_of(response: Any) -> str:
    kind, body = response.headers.get("Content-Type", ""), response.body
    if "spreadsheetml" in kind:
        said = spreadsheet(body)
    elif "wordprocessingml" in kind:
        said = word_file(body)
    elif kind.startswith("application/pdf"):
        said = f"{pdf_text(body)} {PdfReader(BytesIO(body)).metadata}"
    elif kind.startswith(("text/", "application/json", "application/xml")):
        said = unescape(body.decode())
    else:
        said = body.decode("latin-1")
    return f"{response.headers.get('Content-Disposition', '')} {said}"


def word_file(body: bytes) -> str:
    """Every part of a DOCX: text, headers, properties."""
    with ZipFile(BytesIO(body)) as package:
        parts = [
            package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))
        ]
    return " ".join(parts)


def spreadsheet(body: bytes) -> str:
    """All sheets, hidden or not, with names, comments and properties."""
    book = load_workbook(BytesIO(body))
    cells = [
        f"{cell.value} {cell.comment or ''}" for sheet in book for row in sheet.iter_rows() for cell in row
    ]
    return " ".join([*book.sheetnames, *map(str, book.defined_names), str(book.properties), *cells])

"""Documents: the same bytes each time, from our fonts alone, reading nothing and hearing nobody."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image
from pypdf import PdfReader

from program.files import checks, documents
from program.files.confined import GIB, Confined
from program.files.documents import made, qr_png, qr_svg, render_pdf
from program.files.fonts import missing_characters, printed_text
from program.refusals import Invalid, Refused
from tests.files.samples import pdf, picture
from tests.pdf import pdf_text

# In CI a missing library is a failure, elsewhere a skipped test.
needs_pango = pytest.mark.skipif(
    bool(checks.document_libraries()) and "CI" not in os.environ, reason="Pango is missing on this machine"
)
PAPER = "program/files/document.html"


def renderer(seconds: int = 30, memory: int = GIB) -> Confined:
    """A child of its own, as in `documents`."""
    return Confined(
        "program.files.render",
        str(documents.STYLE),
        seconds=seconds,
        memory=memory,
        environment=documents._renderer.environment,
    )


# ---------------------------------------------------------------- what is made
@needs_pango
def test_a_paper_has_title_language_and_page_numbers() -> None:
    content = render_pdf(PAPER, {}, title="一次性告知补正通知书")
    reader = PdfReader(BytesIO(content))
    assert reader.metadata is not None
    assert reader.metadata.title == "一次性告知补正通知书"
    assert reader.metadata.creation_date is None
    assert str(reader.root_object["/Lang"]) == "zh-CN"
    assert pdf_text(content) == "一次性告知补正通知书 第 1 页 / 共 1 页"
    width, height = (float(side) for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)


@needs_pango
def test_only_our_fonts_are_in_it() -> None:
    html = "<html lang=zh-CN><h1>标题</h1><p><b>粗</b><i>斜</i><code>code 代码</code><pre>pre</pre><q>引文</q><ul><li>项</ul>"
    fonts: set[str] = set()
    for page in PdfReader(BytesIO(made(html, {}))).pages:
        resources: Any = page["/Resources"]
        fonts |= {font.get_object()["/BaseFont"].split("+")[1] for font in resources["/Font"].values()}
    assert fonts == {"Noto-Sans-SC", "Noto-Sans-SC-Bold"}


@needs_pango
def test_the_same_bytes_from_every_process() -> None:
    html = "<html lang=zh-CN><title>证书</title><h1>证书</h1><p>示例<b>高新区</b></p>" + qr_svg(
        "LS-2026-0001"
    )
    one, two = renderer(), renderer()
    copies = {
        child.ask({"assets": ["asset:a"]}, [f"{html}<img src=asset:a alt=''>".encode(), picture("PNG")])[1][0]
        for child in (one, one, two)
    }
    one.close()
    two.close()
    assert len(copies) == 1


@needs_pango
def test_a_picture_that_was_handed_in_is_shown() -> None:
    with_picture = made("<p>图</p><img src='asset:seal' alt='seal'>", {"asset:seal": picture("PNG")})
    assert len(PdfReader(BytesIO(with_picture)).pages[0].images) == 1


# ---------------------------------------------------------------- what is refused
def test_characters_that_the_fonts_lack() -> None:
    assert missing_characters("国家高新区〔2021〕28号 CO₂ 𠮷😀₂\n") == ["₂", "𠮷", "😀"]
    with pytest.raises(Invalid) as refusal:
        render_pdf(PAPER, {}, title="CO₂\u202e")
    assert "₂ (U+2082), \u202e (U+202E)" in str(refusal.value)


def test_only_what_is_printed_is_looked_at() -> None:
    assert (
        printed_text("<style>a{content:'😀'}</style><p title='😀'>A&amp;B&#8322;<script>'😀'</script>")
        == "A&B₂"
    )


@needs_pango
def test_a_runaway_document_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    child = renderer(seconds=5)
    monkeypatch.setattr(documents, "_renderer", child)
    made("<p>awake</p>", {})
    began = time.monotonic()
    with pytest.raises(Refused):
        made("<table><tr><td colspan=1000000>x</td></tr></table>" * 3, {})
    assert time.monotonic() - began < 15
    assert made("<p>again</p>", {}).startswith(b"%PDF")
    child.close()


@needs_pango
def test_a_document_that_eats_memory_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little room, and a table that needs much: the child ends, its parent does not, the next document is made."""
    child = renderer(seconds=60, memory=700 * 2**20)
    monkeypatch.setattr(documents, "_renderer", child)
    assert made("<p>fits</p>", {}).startswith(b"%PDF")
    rows = "<tr>" + "<td>x</td>" * 40 + "</tr>"
    with pytest.raises(Refused):
        made(f"<table>{rows * 4000}</table>", {})
    assert made("<p>again</p>", {}).startswith(b"%PDF")
    child.close()


def test_without_pango_the_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_renderer", Confined("tests.files.greedy", "missing", seconds=2))
    with pytest.raises(Refused, match="Pango is missing"):
        render_pdf(PAPER, {}, title="title")


def test_the_machine_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_loads", lambda name: "pango" not in name)
    (warning,) = checks.document_libraries()
    assert warning.id == "files.W001"
    assert warning.hint == "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"


# ---------------------------------------------------------------- nothing is read, nobody hears of it
class Listener:
    """Answers on a port of this machine and counts who comes."""

    def __init__(self) -> None:
        self.heard = 0
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                visitor, _address = self.server.accept()
            except OSError:
                return
            self.heard += 1
            with visitor:
                visitor.recv(1000)
                visitor.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.server.close()


SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='{url}' width='9' height='9'/></svg>"
CHANNELS = {
    "picture": "<img src='{url}' alt=''>",
    "picture by a base": "<base href='{url}'><img src='x.png' alt=''>",
    "style sheet": "<link rel=stylesheet href='{url}'>",
    "import": "<style>@import url('{url}');</style>",
    "background": "<p style='background: url({url})'>x</p>",
    "list mark": "<ul style='list-style-image: url({url})'><li>x</ul>",
    "content": "<style>p::before {{ content: url('{url}') }}</style><p>x</p>",
    "border": "<p style='border: 1px solid; border-image: url({url}) 1'>x</p>",
    "page background": "<style>@page {{ background: url('{url}') }}</style>",
    "font": "<style>@font-face {{ font-family: X; src: url('{url}') }} p {{ font-family: X }}</style><p>x</p>",
    "attachment": "<link rel=attachment href='{url}'>",
    "attached link": "<a rel=attachment href='{url}'>x</a>",
    "object": "<object data='{url}'></object>",
    "embed": "<embed src='{url}'>",
    "picture in SVG": "<svg width=9 height=9><image href='{url}' width=9 height=9 /></svg>",
    "use in SVG": "<svg width=9 height=9><use href='{url}#a' /></svg>",
    "style in SVG": "<svg width=9 height=9><style>@import url('{url}');</style><rect width=9 height=9 /></svg>",
    "picture in data": f'<img alt="" src="data:image/svg+xml,{SVG}">',
    "frame": "<iframe src='{url}'></iframe>",
    "mask": "<p style='mask: url({url})'>x</p>",
}


NEVER_ASKED_FOR = {"mask", "frame", "use in SVG", "style in SVG"}
"""What WeasyPrint leaves out by itself."""


@needs_pango
@pytest.mark.parametrize("channel", CHANNELS)
def test_no_channel_leads_out(channel: str, listener: Listener, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_bytes(pdf() + b"the secret of the house")
    for url in (f"{listener.address}/x.png", secret.as_uri()):
        html = f"<html><body>{CHANNELS[channel].format(url=url)}"
        if channel in NEVER_ASKED_FOR:
            assert b"secret" not in made(html, {})
        else:
            with pytest.raises(Refused, match="outside itself"):
                made(html, {})
    assert listener.heard == 0


@needs_pango
def test_a_picture_that_was_handed_in_leads_nowhere_either(listener: Listener) -> None:
    with pytest.raises(Refused, match="outside itself"):
        made("<img src='asset:a' alt=''>", {"asset:a": SVG.format(url=listener.address).encode()})
    assert listener.heard == 0


@needs_pango
def test_without_the_guard_the_listener_hears(listener: Listener) -> None:
    from weasyprint import HTML

    HTML(string=CHANNELS["picture"].format(url=listener.address)).write_pdf()
    assert listener.heard == 1


# ---------------------------------------------------------------- QR codes
def test_a_qr_code_says_what_it_was_given() -> None:
    text = "https://example.org/verify/LS-2026-0001/"
    wanted = [[bool(module) for module in row] for row in segno.make(text, error="m", micro=False).matrix]
    with Image.open(BytesIO(qr_png(text, scale=1))) as image:
        pixels = image.convert("L")
        size = len(wanted)
        assert pixels.size == (size + 8, size + 8)
        seen = [[pixels.getpixel((4 + x, 4 + y)) == 0 for x in range(size)] for y in range(size)]
    assert seen == wanted
    assert qr_png(text) == qr_png(text) != qr_png(text + "x")


def test_a_qr_code_stands_in_a_page() -> None:
    svg = qr_svg("<b>", title="<核验>")
    assert svg.startswith("<svg ")
    assert "&lt;核验&gt;" in svg
    assert "style=" not in svg

"""The child that merges a version's files into one PDF (`python -m program.reviews.merge`); it imports no Django.

Files come from outside: parsing them may hang or fill the memory, so it happens behind the limits of program.files.confined.
"""

import logging
from io import BytesIO
from typing import Any

from PIL import Image
from pypdf import PdfReader, PdfWriter

from program.files.confined import Message, Work, serve

A4 = (1240, 1754)  # pixels at 150 dpi
MARGIN = 60
PDF, PICTURE = "pdf", "picture"


def merge(facts: dict[str, Any], blobs: list[bytes]) -> Message:
    """One PDF of blobs [{kind, title}], a bookmark each; answers the indexes of those that cannot be read."""
    writer = PdfWriter()
    left_out = []
    for index, (part, content) in enumerate(zip(facts["parts"], blobs, strict=True)):
        try:
            pages = PdfReader(BytesIO(content if part["kind"] == PDF else page_of(content)))
            start = len(writer.pages)
            writer.append(pages, import_outline=not part["title"])
            if part["title"]:
                writer.add_outline_item(title=part["title"], page_number=start)
        except MemoryError:
            raise
        except Exception:  # whatever a foreign file makes the reader stumble over: it is left out, and listed
            left_out.append(index)
    target = BytesIO()
    writer.write(target)
    return {"left_out": left_out}, [target.getvalue()]


def page_of(picture: bytes) -> bytes:
    """A picture on a page of its own, not enlarged."""
    with Image.open(BytesIO(picture)) as opened:
        shown = opened.convert("RGB")
    shown.thumbnail((A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN))
    page = Image.new("RGB", A4, "white")
    page.paste(shown, ((A4[0] - shown.width) // 2, MARGIN))
    target = BytesIO()
    page.save(target, "PDF", resolution=150)
    return target.getvalue()


def prepare() -> Work:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports each flaw that it can read past
    return merge


if __name__ == "__main__":
    serve(prepare)

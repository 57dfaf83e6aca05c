"""What stands for scanned papers in the demonstration: a page that says what it is and that it is none."""

from functools import cache
from io import BytesIO
from textwrap import wrap

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from program.files.fonts import ASSETS

A4, MARGIN, DPI = (827, 1169), 100, 100
HEADING, BODY = 30, 20
"""Sizes of type, in points of the picture."""


def paper(name: str, *lines: str) -> SimpleUploadedFile:
    """A scan that bears its name, as PDF."""
    page = Image.new("L", A4, 255)
    pen, y = ImageDraw.Draw(page), 2 * MARGIN
    for text, size in ((name, HEADING), *((line, BODY) for line in lines)):
        for part in wrap(text, (A4[0] - 2 * MARGIN) // size):
            pen.text((MARGIN, y), part, fill=0, font=face(size))
            y += size * 8 // 5
        y += size // 2
    pen.text((MARGIN, A4[1] - MARGIN), "演示文件：不是真实公文，没有印章。", fill=110, font=face(BODY))
    target = BytesIO()
    page.save(target, "PDF", resolution=DPI, title=name)
    return SimpleUploadedFile(f"{name}.pdf", target.getvalue(), "application/pdf")


@cache
def face(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(ASSETS / "fonts" / "NotoSansSC-Regular.ttf", size)

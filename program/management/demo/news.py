"""News of the demonstration: zones and the office, a piece in each state, told backwards from today."""

import csv
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

import program
from program.management.demo.acts import later, on
from program.management.demo.cast import Cast
from program.portal import actions
from program.portal.models import NewsState

NEWS = Path(program.__file__).parent / "assets" / "data" / "demo_news.csv"
"""Whose (which zone of the demonstration, or nobody: the office), in which state, how many days ago, for how many days."""
RETURNED = "请写明绿色工厂的数量、级别和公布文件。"
WITHDRAWN = "活动改期，待确定后另行发布。"
SIZE = (1200, 520)


class News:
    """Written on its day, submitted and settled the day after, withdrawn three days later."""

    def __init__(self, cast: Cast, today: date) -> None:
        self.cast, self.today, self.zones = cast, today, cast.zones()

    def tell(self) -> None:
        with NEWS.open(encoding="utf-8", newline="") as file:
            for row in reversed(list(csv.DictReader(file))):
                self.tell_of(row)

    def tell_of(self, row: dict[str, str]) -> None:
        """As far as its state asks."""
        zone = self.zones[int(row["zone"]) - 1] if row["zone"] else None
        by = self.cast.manager(zone) if zone else self.cast.user("clerk")
        clerk, day = self.cast.user("clerk" if zone else "clerk2"), later(self.today, -int(row["days"]))
        with on(day, 9):
            news = actions.enter(zone, values(row, day), by=by)
        if row["state"] == NewsState.DRAFT:
            return
        with on(day, 11):
            actions.submit(news, by=by)
        with on(later(day, 1), 15):
            match row["state"]:
                case NewsState.RETURNED:
                    actions.send_back(news, reason=RETURNED, by=clerk)
                case NewsState.RELEASED | NewsState.WITHDRAWN:
                    actions.release(news, by=clerk)
        if row["state"] == NewsState.WITHDRAWN:
            with on(later(day, 4)):
                actions.withdraw(news, reason=WITHDRAWN, by=by)


def values(row: dict[str, str], day: date) -> dict[str, Any]:
    """What somebody types."""
    texts = ("kind", "title", "place", "text", "clause")
    return {name: row[name] for name in texts} | {
        "day": day, "until": later(day, int(row["lasted"])) if row["lasted"] else None,
        "picture": picture() if row["picture"] else None, "picture_words": row["picture"],
    }  # fmt: skip


def picture() -> SimpleUploadedFile:
    """A building among hills, drawn: the demonstration has no photograph of anybody."""
    image = Image.new("RGB", SIZE, "#e6f1f8")
    draw = ImageDraw.Draw(image)
    draw.ellipse((-300, 300, 800, 900), fill="#9fceb5")
    draw.ellipse((450, 330, 1600, 950), fill="#5fa583")
    draw.rectangle((420, 200, 780, 400), fill="#f5f8f6", outline="#4f5c56", width=3)
    for column in range(6):
        for row in range(2):
            left, top = 446 + column * 54, 226 + row * 62
            draw.rectangle((left, top, left + 34, top + 38), fill="#0b5c8e")
    draw.rectangle((575, 350, 625, 400), fill="#4f5c56")
    for place in range(3):
        draw.polygon([(450 + place * 110, 196), (530 + place * 110, 196), (545 + place * 110, 168), (465 + place * 110, 168)],
                     fill="#1c2521")  # fmt: skip
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return SimpleUploadedFile("picture.png", buffer.getvalue(), "image/png")

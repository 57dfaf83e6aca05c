"""What charts are drawn with: SVG elements, lines of type, scales. No tags of its own."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from program.templatetags.platform import number

WIDTH, LEFT, RIGHT, TOP, PLOT = 400, 46, 14, 16, 170
COLOURS = ("#0a6b45", "#0b5c8e", "#d9a93a", "#8fbfa7", "#4f5c56", "#c9d6cf")
"""Green, blue, amber, pale green, grey, pale: by class s1 … s6."""
INK, QUIET, GRID = "#1c2521", "#4f5c56", "#dfe5e1"
DASHES = ("none", "5 3", "2 3", "8 3 2 3", "none", "5 3")
FONT = "Noto Sans SC"
SUBSCRIPT = re.compile(r"(?<=CO)[2₂](?![0-9])")
STEPS = (1, 2, 2.5, 5, 10)
MOST_STEPS = 5
NEARLY = 1e-9
"""Of a step: what binary fractions leave over."""


def shape(name: str, **attributes: object) -> SafeString:
    """An element without content; `stroke_width` is stroke-width, `kind` its class."""
    written = ((_named(key), _at(value)) for key, value in attributes.items())
    return format_html("<{}{}/>", name, format_html_join("", ' {}="{}"', written))


def joined(parts: Iterable[object]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def low_two(text: object, two: str) -> SafeString:
    """CO2 with its figure set low: no Chinese font has ₂."""
    return format_html_join(mark_safe(two), "{}", ((part,) for part in SUBSCRIPT.split(str(text))))


def type_line(x: float, y: float, text: object, *, anchor: str = "start", strong: bool = False) -> SafeString:
    """A line of type, quiet or strong."""
    low = '<tspan font-size="8" dy="3">2</tspan><tspan dy="-3">\u200b</tspan>'
    written = {
        "x": x, "y": y, "kind": "ink" if strong else "quiet", "font_family": FONT, "font_size": 12,
        "font_weight": 600 if strong else 400, "fill": INK if strong else QUIET, "text_anchor": anchor,
    }  # fmt: skip
    attributes = format_html_join(
        "", ' {}="{}"', ((_named(key), _at(value)) for key, value in written.items())
    )
    return format_html("<text{}>{}</text>", attributes, low_two(text, low))


def _named(key: str) -> str:
    return "class" if key == "kind" else key.replace("_", "-")


def _at(value: object) -> object:
    """A coordinate with at most one decimal: the same picture on every machine."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value


def colour(place: int) -> str:
    return COLOURS[place % len(COLOURS)]


def dash(place: int) -> str:
    return DASHES[place % len(DASHES)]


# ---------------------------------------------------------------- scales
@dataclass(frozen=True)
class Scale:
    """Values to places on a line."""

    low: float
    high: float
    step: float
    start: float
    end: float

    def at(self, value: Decimal | float) -> float:
        return self.start + (float(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        return [
            self.low + place * self.step for place in range(round((self.high - self.low) / self.step) + 1)
        ]

    def label(self, tick: float) -> str:
        places = max(0, len(f"{self.step:.6f}".rstrip("0").partition(".")[2]))
        return number(Decimal(f"{tick:.6f}"), places)


def scale_over(values: Iterable[Decimal], start: float, end: float) -> Scale:
    """From nought to a round number in at most five steps; below nought only where values are."""
    known = [float(value) for value in values]
    top, bottom = max([0.0, *known]), min([0.0, *known])
    span = (top - bottom) or 1.0
    power = 10.0 ** (floor(log10(span)) - 1)
    step = next(
        power * part
        for part in (*STEPS, *(10 * part for part in STEPS))
        if span / (power * part) <= MOST_STEPS
    )
    first, last = floor(bottom / step + NEARLY), ceil(top / step - NEARLY)
    low, high = first * step, max(last, first + 1) * step
    return Scale(low, high, step, start, end)


def value_rules(scale: Scale) -> SafeString:
    """Horizontal lines with their values."""
    return joined(
        part
        for tick in scale.ticks
        for part in (
            shape(
                "line",
                kind="rule",
                x1=LEFT,
                x2=WIDTH - RIGHT,
                y1=scale.at(tick),
                y2=scale.at(tick),
                stroke=GRID,
            ),
            type_line(LEFT - 6, scale.at(tick) + 4, scale.label(tick), anchor="end"),
        )
    )


def legend(labels: Sequence[str], top: float, mark: str) -> tuple[list[SafeString], float]:
    """Labels behind a box or a piece of line, as many in a row as fit; and where it ends."""
    x, y, parts = float(LEFT), top, []
    for place, label in enumerate(labels):
        wide = 22 + sum(12 if ord(letter) > 0x2E80 else 6.6 for letter in label)
        if x + wide > WIDTH and x > LEFT:
            x, y = float(LEFT), y + 18
        if mark == "box":
            parts.append(
                shape(
                    "rect", kind=f"fill s{place + 1}", x=x, y=y - 9, width=10, height=10, fill=colour(place)
                )
            )
        else:
            parts.append(
                shape(
                    "line", kind=f"stroke s{place + 1}", x1=x, x2=x + 14, y1=y - 4, y2=y - 4, stroke=colour(place),
                    stroke_width=2, stroke_dasharray=dash(place),
                )
            )  # fmt: skip
        parts.append(type_line(x + 18, y, label))
        x += wide + 12
    return parts, y + 8 if labels else top - 16

"""Charts as SVG of our own, the same on a page and on paper: lines against a target, stacked bars, a strip of peers.

Colours are presentation attributes, which WeasyPrint reads; classes let the stylesheet's tokens win on a page. 400 units wide, so
that 12 units of type can be read on a phone. Figures come as decimals; a table nearby has them all.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from zlib import crc32

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from program.figures import plain
from program.indicators.rules import FEWEST_PEERS, listed, unit_label
from program.templatetags.drawing import (
    COLOURS,
    GRID,
    LEFT,
    PLOT,
    QUIET,
    RIGHT,
    TOP,
    WIDTH,
    Scale,
    colour,
    dash,
    joined,
    legend,
    low_two,
    scale_over,
    shape,
    type_line,
    value_rules,
)
from program.templatetags.platform import number

register = template.Library()
TARGET = "#a4262c"
Points = Mapping[int, Decimal | None]
"""Year → value; a year without a value is a gap."""
Run = list[tuple[int, Decimal]]


# ---------------------------------------------------------------- words and units
@register.filter
def co2(text: object) -> SafeString:
    """CO2 with its figure set low."""
    return low_two(text, "<sub>2</sub>")


@register.filter
def unit(code: object) -> SafeString:
    """A unit as the reader's language prints it."""
    return co2(unit_label(str(code)))


@register.filter
def exact(value: Decimal | None, least: int = 0) -> str:
    """A figure as it was declared or printed: no zeros behind it that say nothing, but so many decimals at least."""
    if value is None:
        return number(None)
    places = len(plain(value).partition(".")[2])
    return number(value, max(places, least))


def short(value: Decimal | None) -> str:
    """As a person would say it: four decimals at most."""
    if value is None:
        return _("no data")
    return number(value, 4 if abs(value) < 1 else 2 if abs(value) < 10_000 else 0)


def _figure(title: str, unit_code: str, told: str, height: float, parts: Iterable[SafeString]) -> SafeString:
    """The whole chart: caption, text alternative, drawing."""
    key = f"chart-{crc32(f'{title}{told}'.encode()):08x}"
    behind = format_html(" <small>{}</small>", unit(unit_code)) if unit_code else ""
    return format_html(
        '<figure class="chart"><figcaption>{caption}{behind}</figcaption>'
        '<svg role="img" aria-labelledby="{key}-t {key}-d" viewBox="0 0 {wide} {high}" xmlns="http://www.w3.org/2000/svg">'
        '<title id="{key}-t">{title}</title><desc id="{key}-d">{told}</desc>{parts}</svg></figure>',
        caption=co2(title), behind=behind, key=key, wide=WIDTH, high=round(height), title=title, told=told, parts=joined(parts),
    )  # fmt: skip


def _nothing(title: str) -> SafeString:
    return format_html('<p class="muted">{}: {}</p>', co2(title), _("no data"))


# ---------------------------------------------------------------- lines
@register.simple_tag
def line_chart(
    title: str,
    series: Sequence[tuple[str, Points]],
    unit: str = "",
    target: Decimal | None = None,
    target_label: str = "",
) -> SafeString:
    """Values by year, a gap where a year is missing, against a target; at most six series."""
    values = [value for _label, points in series for value in points.values() if value is not None]
    if not values:
        return _nothing(title)
    found = [each for _label, points in series if (each := runs(points))]
    years = sorted({year for _label, points in series for year in points})
    aims = [] if target is None else [target]
    scale = scale_over([*values, *aims], TOP + PLOT, TOP)
    across = Scale(years[0], max(years[-1], years[0] + 1), 1, LEFT + 16, WIDTH - RIGHT - 22)
    parts = [value_rules(scale)]
    parts += [type_line(across.at(year), TOP + PLOT + 18, year, anchor="middle") for year in years]
    told = [f"{label}: {_told(points)}" for label, points in series]
    for aim in aims:
        said = f"{target_label} {exact(aim)}".strip()
        told.append(said)
        parts += _target(said, scale.at(aim), below=min(each[0][0][1] for each in found) > aim)
    for place, (_label, points) in reversed([*enumerate(series)]):  # the first lies on top
        parts += _line(points, scale, across, place)
    parts += _last_values([each[-1][-1] for each in found], scale, across)
    labels = [label for label, _points in series] if len(series) > 1 else []
    names, height = legend(labels, TOP + PLOT + 40, "line")
    return _figure(title, unit, "; ".join(told), height, [*parts, *names])


def _told(points: Points) -> str:
    return listed(f"{year} {short(value)}" for year, value in sorted(points.items()))


def _target(said: str, y: float, *, below: bool) -> list[SafeString]:
    """Its words at the left end, on the side where the lines do not begin."""
    line = shape(
        "line", kind="target", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, stroke=TARGET, stroke_width=1.5, stroke_dasharray="6 4",
    )  # fmt: skip
    return [line, type_line(LEFT + 4, y + 15 if below else y - 5, said)]


def _line(points: Points, scale: Scale, across: Scale, place: int) -> list[SafeString]:
    """One series: a line through years that follow each other, a dot a year, the last value in figures."""
    parts: list[SafeString] = []
    for run in runs(points):
        at = [(across.at(year), scale.at(value)) for year, value in run]
        parts.append(
            shape(
                "polyline", kind=f"stroke s{place + 1}", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in at), fill="none",
                stroke=colour(place), stroke_width=2, stroke_dasharray=dash(place),
            )
        )  # fmt: skip
        parts += [
            shape("circle", kind=f"fill s{place + 1}", cx=x, cy=y, r=3, fill=colour(place)) for x, y in at
        ]
    return parts


def _last_values(ends: Run, scale: Scale, across: Scale) -> list[SafeString]:
    """The last value of each series in figures: the highest above its dot, the others below."""
    highest = max((value for _year, value in ends), default=Decimal(0))
    return [
        type_line(
            across.at(year), scale.at(value) + (-9 if value == highest else 19), short(value), anchor="middle", strong=True
        )
        for year, value in ends
    ]  # fmt: skip


def runs(points: Points) -> list[Run]:
    """Years that follow each other without a gap."""
    found: list[Run] = [[]]
    for year in range(min(points, default=0), max(points, default=-1) + 1):
        value = points.get(year)
        if value is None:
            found.append([])
        else:
            found[-1].append((year, value))
    return [run for run in found if run]


# ---------------------------------------------------------------- stacked bars
@register.simple_tag
def stacked_bars(
    title: str, names: Sequence[str], table: Mapping[int, Sequence[Decimal]], unit: str = ""
) -> SafeString:
    """A bar a year, its parts one upon the other in the order of `names`; what is below nought is in the table only."""
    if not table:
        return _nothing(title)
    years = range(min(table), max(table) + 1)
    totals = [sum((max(part, Decimal(0)) for part in parts), Decimal(0)) for parts in table.values()]
    scale = scale_over(totals, TOP + PLOT, TOP)
    slot = (WIDTH - LEFT - RIGHT) / len(years)
    drawn = [value_rules(scale)]
    for place, year in enumerate(years):
        middle = LEFT + slot * (place + 0.5)
        drawn.append(type_line(middle, TOP + PLOT + 18, year, anchor="middle"))
        drawn += _stack(table.get(year, ()), scale, middle, min(34.0, slot * 0.7))
    marks, height = legend(names, TOP + PLOT + 40, "box")
    said = (
        f"{year}: {listed(f'{name} {short(part)}' for name, part in zip(names, parts, strict=True))}"
        for year, parts in sorted(table.items())
    )
    return _figure(title, unit, "; ".join(said), height, [*drawn, *marks])


def _stack(parts: Sequence[Decimal], scale: Scale, middle: float, wide: float) -> list[SafeString]:
    drawn, below = [], Decimal(0)
    for place, part in enumerate(parts):
        foot = scale.at(below)
        below += max(part, Decimal(0))
        top = scale.at(below)
        drawn.append(
            shape(
                "rect", kind=f"fill s{place + 1}", x=middle - wide / 2, y=top, width=wide, height=foot - top, fill=colour(place)
            )
        )  # fmt: skip
    return drawn


# ---------------------------------------------------------------- a strip of peers
@register.simple_tag
def peer_strip(title: str, own: Decimal | None, others: Sequence[Decimal], unit: str = "") -> SafeString:
    """One's own value among those of others, whose names nobody reads; nothing where the others are fewer than three."""
    if len(others) < FEWEST_PEERS or own is None:
        sentence = _("Fewer than three others have figures: the comparison is not shown.")
        return format_html('<p class="muted">{}</p>', sentence)
    ordered = sorted(others)
    scale, y = scale_over([own, *ordered], LEFT - 24, WIDTH - RIGHT - 12), TOP + 40
    at = scale.at(own)
    edge = "start" if at < 90 else "end" if at > WIDTH - 90 else "middle"
    parts = [*_box(ordered, scale, y)]
    parts += [type_line(scale.at(tick), y + 40, scale.label(tick), anchor="middle") for tick in scale.ticks]
    parts += [
        shape("circle", kind="peer", cx=scale.at(other), cy=float(y), r=4, fill="#ffffff", stroke="#8a968f", stroke_width=1.5)
        for other in ordered
    ]  # fmt: skip
    parts.append(shape("circle", kind="fill s1", cx=at, cy=float(y), r=6, fill=COLOURS[0]))
    parts.append(
        type_line(at, y - 20, _("this one: %(value)s") % {"value": short(own)}, anchor=edge, strong=True)
    )
    told = _("this one %(own)s; %(count)d others from %(least)s to %(most)s, median %(median)s") % {
        "own": short(own), "count": len(ordered), "least": short(ordered[0]), "most": short(ordered[-1]),
        "median": short(quantile(ordered, 0.5)),
    }  # fmt: skip
    return format_html('{}<p class="small muted">{}</p>', _figure(title, unit, told, y + 52, parts), told)


def _box(ordered: Sequence[Decimal], scale: Scale, y: float) -> Iterable[SafeString]:
    """The middle half of the others, their median, and the line on which all stand."""
    low, middle, high = (scale.at(quantile(ordered, part)) for part in (0.25, 0.5, 0.75))
    yield shape(
        "rect",
        kind="box",
        x=low,
        y=y - 11,
        width=max(high - low, 1.0),
        height=22,
        fill="#e6f2ec",
        stroke=GRID,
    )
    yield shape(
        "line", kind="median", x1=middle, x2=middle, y1=y - 11, y2=y + 11, stroke=QUIET, stroke_width=2
    )
    yield shape("line", kind="rule", x1=scale.start, x2=scale.end, y1=y + 24, y2=y + 24, stroke=GRID)


def quantile(ordered: Sequence[Decimal], part: float) -> Decimal:
    """Between its two neighbours, in proportion."""
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * Decimal(str(place - below))

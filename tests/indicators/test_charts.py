"""Charts: what is drawn, what is read out, the same on a page and on paper."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from django.template import engines
from django.utils import translation

from program.files.documents import made
from program.templatetags.charts import (
    co2,
    exact,
    line_chart,
    peer_strip,
    quantile,
    runs,
    short,
    stacked_bars,
    unit,
)
from tests.config.test_look import FORBIDDEN
from tests.pdf import pdf_text

SVG = "{http://www.w3.org/2000/svg}"
INTENSITY = {2019: Decimal("0.1618"), 2020: None, 2021: Decimal("0.144"), 2022: Decimal("0.135")}
MIX = {2024: [Decimal(60), Decimal(30)], 2025: [Decimal(50), Decimal(-5)]}


def drawn(markup: str) -> ElementTree.Element:
    """The SVG of a chart, which must be well-formed."""
    found = re.search(r"<svg.*</svg>", markup, re.DOTALL)
    assert found
    return ElementTree.fromstring(found[0])


def lines(title: str = "Energy intensity") -> str:
    return line_chart(title, [("intensity", INTENSITY)], "tce/万元", Decimal("0.4000"), "threshold")


CHARTS: dict[str, Callable[[], str]] = {
    "lines": lines,
    "bars": lambda: stacked_bars("Energy mix", ["coal", "power"], MIX, "10^4 tce"),
    "strip": lambda: peer_strip(
        "Among others", Decimal("0.2"), [Decimal("0.1"), Decimal("0.3"), Decimal("0.5")], "tce/万元"
    ),
}


# ---------------------------------------------------------------- all of them
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_read_out(name: str) -> None:
    svg = drawn(CHARTS[name]())
    title, told = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert told is not None
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    assert title.text
    assert told.text


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_obeys_the_content_security_policy(name: str) -> None:
    assert FORBIDDEN.findall(CHARTS[name]()) == []


@pytest.mark.parametrize("name", CHARTS)
def test_everything_stands_within_the_picture(name: str) -> None:
    svg = drawn(CHARTS[name]())
    _left, _top, wide, high = map(float, svg.attrib["viewBox"].split())
    for part in svg.iter():
        for across, down in (("x", "y"), ("x1", "y1"), ("x2", "y2"), ("cx", "cy")):
            if across in part.attrib:
                assert 0 <= float(part.attrib[across]) <= wide
                assert 0 <= float(part.attrib[down]) <= high


@pytest.mark.parametrize("name", CHARTS)
def test_type_is_large_enough_for_a_phone(name: str) -> None:
    """358 of 390 px are left for 400 units: 12 units are 10.7 px."""
    assert {part.get("font-size") for part in drawn(CHARTS[name]()).iter(f"{SVG}text")} == {"12"}


# ---------------------------------------------------------------- lines
def test_a_missing_year_is_a_gap() -> None:
    assert runs(INTENSITY) == [[(2019, INTENSITY[2019])], [(2021, INTENSITY[2021]), (2022, INTENSITY[2022])]]
    svg = drawn(lines())
    assert len(svg.findall(f"{SVG}polyline")) == 2
    assert len(svg.findall(f"{SVG}circle")) == 3
    told = svg.findtext(f"{SVG}desc")
    assert told == "intensity: 2019 0.1618, 2020 no data, 2021 0.1440, 2022 0.1350; threshold 0.4"


def test_years_without_a_column_are_gaps_too() -> None:
    assert runs({2019: Decimal(1), 2022: Decimal(2)}) == [[(2019, Decimal(1))], [(2022, Decimal(2))]]
    assert runs({}) == []


def test_the_target_stands_where_its_value_stands() -> None:
    svg = drawn(line_chart("x", [("a", {2024: Decimal(4), 2025: Decimal(2)})], target=Decimal(4)))
    target = next(part for part in svg.iter(f"{SVG}line") if part.get("class") == "target")
    first = svg.find(f"{SVG}circle")
    assert first is not None
    assert target.get("y1") == first.get("cy")


@pytest.mark.parametrize(("first", "above"), [("3", True), ("5", False)])
def test_the_words_of_the_target_keep_off_the_lines(first: str, above: bool) -> None:
    points = {2023: None, 2024: Decimal(first), 2025: Decimal(4)}
    svg = drawn(line_chart("x", [("a", points), ("b", {2025: Decimal(9)})], "", Decimal(4), "target"))
    target = next(part for part in svg.iter(f"{SVG}line") if part.get("class") == "target")
    words = next(part for part in svg.iter(f"{SVG}text") if part.text == "target 4")
    assert (float(words.attrib["y"]) < float(target.attrib["y1"])) == above


def test_the_last_values_do_not_hide_each_other() -> None:
    svg = drawn(line_chart("x", [("a", {2025: Decimal("0.42")}), ("b", {2025: Decimal("0.44")})]))
    low, high = (
        next(float(part.attrib["y"]) for part in svg.iter(f"{SVG}text") if part.text == text)
        for text in ("0.4200", "0.4400")
    )
    assert low - high > 12


def test_no_figure_no_chart() -> None:
    for empty in (
        line_chart("CO2 intensity", [("a", {2025: None})]),
        line_chart("CO2 intensity", []),
        stacked_bars("CO2 intensity", [], {}),
    ):
        assert empty == '<p class="muted">CO<sub>2</sub> intensity: no data</p>'


# ---------------------------------------------------------------- bars and peers
def test_bars_stand_upon_each_other() -> None:
    svg = drawn(CHARTS["bars"]())
    first, second = [part for part in svg.iter(f"{SVG}rect") if part.get("width") == "34"][:2]
    assert float(second.attrib["y"]) + float(second.attrib["height"]) == pytest.approx(
        float(first.attrib["y"]), abs=0.11
    )
    assert float(first.attrib["height"]) == pytest.approx(2 * float(second.attrib["height"]), abs=0.2)
    assert svg.findtext(f"{SVG}desc") == "2024: coal 60.00, power 30.00; 2025: coal 50.00, power -5.00"


@pytest.mark.parametrize("others", [[], ["0.1"], ["0.1", "0.2"]])
def test_fewer_than_three_others_are_not_shown(others: list[str]) -> None:
    said = peer_strip("x", Decimal("0.2"), [Decimal(other) for other in others])
    assert said == '<p class="muted">Fewer than three others have figures: the comparison is not shown.</p>'


def test_nobody_is_named_among_peers() -> None:
    svg = drawn(CHARTS["strip"]())
    assert len([part for part in svg.iter(f"{SVG}circle") if part.get("class") == "peer"]) == 3
    assert svg.findtext(f"{SVG}desc") == "this one 0.2000; 3 others from 0.1000 to 0.5000, median 0.3000"


def test_quantiles() -> None:
    four = [Decimal(part) for part in (1, 2, 3, 10)]
    assert [quantile(four, part) for part in (0, 0.25, 0.5, 1)] == [1, Decimal("1.75"), Decimal("2.5"), 10]


# ---------------------------------------------------------------- words
def test_the_two_of_co2_stands_low() -> None:
    assert co2("CO2 and CO₂, not CO2019") == "CO<sub>2</sub> and CO<sub>2</sub>, not CO2019"
    assert co2("<b>") == "&lt;b&gt;"
    told = line_chart("CO2 <b>", [("tCO2", {2025: Decimal(1)}), ("b", {2025: Decimal(2)})])
    assert "CO<sub>2</sub> &lt;b&gt;" in told
    assert 'tCO<tspan font-size="8" dy="3">2</tspan>' in told


@pytest.mark.parametrize(
    ("language", "code", "label"),
    [
        ("zh-hans", "tce/万元", "吨标准煤/万元"),
        ("zh-hans", "10^4 kWh", "万千瓦时"),
        ("zh-hans", "tCO2/MWh", "tCO<sub>2</sub>/MWh"),
        ("en", "tce/万元", "tce/10⁴ yuan"),
        ("en", "%", "%"),
        ("en", "", ""),
    ],
)
def test_units_in_both_languages(language: str, code: str, label: str) -> None:
    with translation.override(language):
        assert unit(code) == label


def test_figures_as_they_were_declared() -> None:
    assert [exact(Decimal(text), least) for text, least in (("870.000000", 0), ("0.7143", 4), ("0.9", 4), ("0.03412", 4))] == [
        "870", "0.7143", "0.9000", "0.03412",
    ]  # fmt: skip
    assert exact(None) == "–"
    assert [short(None), short(Decimal("0.5")), short(Decimal("12345.6"))] == ["no data", "0.5000", "12,346"]


# ---------------------------------------------------------------- on paper
def test_the_same_chart_is_printed() -> None:
    source = (
        "{% extends 'program/files/document.html' %}{% load charts %}"
        "{% block paper %}{% line_chart title series unit %}{% endblock paper %}"
    )
    series: Any = [
        ("逐年", {2024: Decimal("0.4462"), 2025: Decimal("0.4215")}),
        ("固定", {2025: Decimal("0.4477")}),
    ]
    with translation.override("zh-hans"):
        page = (
            engines["django"]
            .from_string(source)
            .render({"title": "CO2排放强度", "series": series, "unit": "t/万元"})
        )
    printed = pdf_text(made(page, {}))
    for text in ("排放强度", "逐年", "固定", "2024", "0.4477", "吨/万元"):
        assert text in printed

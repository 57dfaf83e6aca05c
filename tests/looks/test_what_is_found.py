"""What is wrong with a page is found: a look that sees nothing would find nothing."""

from collections.abc import Iterator

import pytest

from tests.looks import everybody
from tests.looks.browser import chromium
from tests.looks.window import Answer, Window

PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><title>示例</title></head><body><main><h1>示例</h1>{}</main></body></html>"""
FIELD = '<p><label for="a">名称</label> <input id="a"></p>'


def looked_at(window: Window, piece: str) -> dict[str, list[str]]:
    window.show(Answer("made up", "/", PAGE.format(piece), "default-src 'self'"))
    found = {"tabbed": everybody.tabbed(window.page), "wide": everybody.too_wide(window.page)}
    found |= {"axe": everybody.axe(window.page), "said": window.said}
    return {name: faults for name, faults in found.items() if faults}


@pytest.fixture
def window() -> Iterator[Window]:
    with chromium() as browser:
        yield Window(browser)


def test_each_fault_is_found_and_nothing_else(window: Window) -> None:
    assert looked_at(window, FIELD) == {}
    for piece, where, words in (
        ("<p><input></p>", "axe", "label: input"),
        ('<p style="color: #999">示例</p>', "said", "style"),
        (FIELD + '<pre><code>' + "示例" * 60 + "</code></pre>", "wide", "wider than 390 px"),
        (FIELD + '<p><button tabindex="2">先</button></p>', "tabbed", "not to <button"),
    ):  # fmt: skip
        found = looked_at(window, piece)
        assert words in "\n".join(found.get(where, [])), f"{piece[:60]}: {found}"


def test_a_field_without_a_ring_is_found(window: Window) -> None:
    window.show(Answer("made up", "/", PAGE.format(FIELD), ""))
    window.page.add_style_tag(content="input:focus { outline: 0 }")
    assert everybody.tabbed(window.page) == ['no ring: <input id="a">']


def test_what_holds_the_keyboard_is_found(window: Window) -> None:
    window.show(Answer("made up", "/", PAGE.format(FIELD + '<p><button id="b">后</button></p>'), ""))
    window.page.evaluate("() => document.getElementById('a').onkeydown = event => event.preventDefault()")
    (fault,) = everybody.tabbed(window.page)
    assert fault.endswith('Tab leads to nothing, not to <button id="b">后</button>')

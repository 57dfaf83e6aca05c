"""The plain markup: paragraphs, lists, bold, links; nothing else passes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.portal.rules import as_html

LINK = 'rel="nofollow noopener"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("一\n二\n\n三", "<p>一<br>二</p><p>三</p>"),
        ("要点\n- 一\n- **二**", "<p>要点</p><ul><li>一</li><li><b>二</b></li></ul>"),
        ("[站](https://example.org/a)", f'<p><a href="https://example.org/a" {LINK}>站</a></p>'),
        ("见https://example.org/a。", f'<p>见<a href="https://example.org/a" {LINK}>https://example.org/a</a>。</p>'),
        ("<b>x</b> & y", "<p>&lt;b&gt;x&lt;/b&gt; &amp; y</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](data:text/html,1)", "<p>[x](data:text/html,1)</p>"),
        ("[x](//example.org)", "<p>[x](//example.org)</p>"),
        ("**<i>**", "<p><b>&lt;i&gt;</b></p>"),
        ("[<img>](https://example.org/)", f'<p><a href="https://example.org/" {LINK}>&lt;img&gt;</a></p>'),
    ],
)  # fmt: skip
def test_what_becomes_of_it(text: str, html: str) -> None:
    assert as_html(text) == html


TAG = re.compile(rf'</?(?:p|ul|li|b)>|<br>|</a>|<a href="https?://[^"<>]*" {LINK}>')


@given(st.text(alphabet=st.sampled_from("ab <>&\"'*-[]()\n:/.xhtps一") , max_size=80) | st.text(max_size=80))  # fmt: skip
def test_nothing_else_passes(text: str) -> None:
    """Whatever is written: without our own tags no angle bracket and no bare quote is left."""
    rest = TAG.sub("", as_html(text))
    assert not set("<>\"'") & set(rest)

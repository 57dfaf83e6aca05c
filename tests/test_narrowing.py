"""Choices that are written in one piece say the same as Django's own."""

from typing import Any

import pytest
from django import forms
from lxml import html

from program.narrowing import WrittenSelect

CHOICES = [("", "全部"), ("11", "北京<b>"), (12, "天津&")]


def read(select: str) -> Any:
    found = html.fromstring(select)
    return dict(found.attrib), [(each.text, dict(each.attrib)) for each in found]


@pytest.mark.parametrize("chosen", [None, "", "11", 12, "<script>", "nothing"])
def test_it_is_what_django_writes(chosen: object) -> None:
    given = {"class": "select", "id": "id_zone", "required": True}
    written, filled_in = (
        kind(choices=CHOICES).render("zone", chosen, given) for kind in (WrittenSelect, forms.Select)
    )
    assert read(written) == read(filled_in)
    assert len(read(written)[1]) == 3

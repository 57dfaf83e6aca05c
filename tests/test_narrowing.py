"""How a list is asked: choices written in one piece say the same as Django's own, and each term stands at its label."""

from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
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


class Asked(forms.Form):
    """As lists are asked: a box, a choice, a term that the address carries along."""

    q = forms.CharField(label="Name", required=False)
    state = forms.ChoiceField(label="State", choices=CHOICES, required=False, widget=WrittenSelect)
    zone = forms.CharField(widget=forms.HiddenInput, required=False)


def page(rf: RequestFactory, **asked: str) -> str:
    context = {"form": Asked(asked), "request": rf.get("/there/", asked)}
    return render_to_string("program/_filters.html", context)


def test_each_term_has_its_label_and_what_is_hidden_is_carried_along(rf: RequestFactory) -> None:
    text = page(rf, q="a<b", zone="SLZ01")
    assert text.count("<label") == 2
    assert '<input type="hidden" name="zone" value="SLZ01"' in text
    assert 'value="a&lt;b"' in text
    assert 'href="/there/"' in text


def test_what_is_not_understood_is_said_at_its_field(rf: RequestFactory) -> None:
    text = page(rf, state="<nowhere>")
    assert 'aria-describedby="id_state_error"' in text
    assert 'id="id_state_error"' in text
    assert "<nowhere>" not in text

"""The look: templates that compile and obey the content security policy, colours that can be read, words in both languages."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import LazySettings, settings
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.test.utils import override_script_prefix
from django.utils import translation

from program import clock
from program.config.context import Site, address
from program.notify.models import Message, Text
from program.people.models import User
from program.templatetags import platform
from tests.conftest import SignIn

TEMPLATES = Path(settings.BASE_DIR) / "templates"
CSS = Path(settings.BASE_DIR) / "program" / "static" / "css" / "platform.css"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
FORBIDDEN = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|hx-on|data-bs-|<script(?![^>]*\ssrc=)", re.IGNORECASE
)


def said(source: str, **context: Any) -> str:
    return (
        engines["django"]
        .from_string("{% load platform %}" + source)
        .render(context, RequestFactory().get("/?q=a&page=2"))
    )


# ---------------------------------------------------------------- templates
@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_no_template_breaks_the_content_security_policy(name: str) -> None:
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    if "program/files/document.html" in source:
        pytest.skip("printed, never served")
    assert FORBIDDEN.findall(source) == []


# ---------------------------------------------------------------- colours
def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", CSS.read_text(encoding="utf-8")))
PAIRS = [
    *product(("ink", "ink-2", "ink-3", "green", "green-ink", "red", "amber"), ("ground", "ground-2")),
    *product(("ink", "ink-2", "green"), ("green-wash", "amber-wash", "red-wash", "blue-wash")),
    ("ground", "green"), ("ground", "green-ink"), ("ground", "red"),
    ("green-ink", "green-wash"), ("amber", "amber-wash"), ("red", "red-wash"), ("blue", "blue-wash"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_words_can_be_read_on_their_ground(text: str, ground: str) -> None:
    assert contrast(TOKENS[text], TOKENS[ground]) >= 4.5


# ---------------------------------------------------------------- the frame
@pytest.mark.django_db
@pytest.mark.urls("tests.config.pages")
def test_the_frame_costs_four_queries(clerk: User, signed_in: SignIn, django_assert_num_queries: Any) -> None:
    """Session, person, roles, unread messages; a page's own come on top."""
    browser = signed_in(clerk)
    for _ in range(3):
        Message.objects.create(recipient=clerk, text=Text.ACCEPTED, facts={"case": "YQ-2026-0001"})
    with django_assert_num_queries(4):
        page = browser.get("/private/").content.decode()
    assert '<span class="count">3<' in page
    assert str(clerk) in page


@pytest.mark.django_db
@pytest.mark.urls("tests.config.pages")
def test_every_page_says_what_the_system_is(client: Client, settings: Any) -> None:
    page = client.get("/public/").content.decode()
    assert "Demonstration data" in page
    assert "This is an unclassified system" in page
    assert settings.OFFICE["name_en"] in page
    assert f'href="{settings.SOURCE_URL}"' in page
    settings.DEMO = False
    assert "Demonstration data" not in client.get("/public/").content.decode()


@pytest.mark.django_db
@pytest.mark.urls("tests.config.pages")
def test_the_masthead_offers_what_the_person_has(clerk: User, expert: User, signed_in: SignIn) -> None:
    offered = {
        person: re.findall(r'<a href="(/(?:desk|applications)/)"', _masthead(signed_in(person)))
        for person in (clerk, expert)
    }
    assert offered == {clerk: ["/desk/", "/applications/"], expert: ["/desk/"]}
    assert '<a href="/applications/" aria-current="page">' in _masthead(signed_in(clerk), "/applications/")


def _masthead(browser: Client, address: str = "/private/") -> str:
    return browser.get(address).content.decode().split("</nav>")[0]


# ---------------------------------------------------------------- moments and figures
MOMENT = datetime(2026, 11, 22, 8, 20, tzinfo=UTC)


def test_moments_are_beijing_time_in_both_languages() -> None:
    with translation.override("zh-hans"):
        assert (platform.when(MOMENT), platform.day(MOMENT)) == ("2026年11月22日 16:20", "2026年11月22日")
        assert platform.day(datetime(2026, 11, 22, 16, 20, tzinfo=UTC)) == "2026年11月23日"
    with translation.override("en"):
        assert platform.when(MOMENT) == "22 November 2026, 16:20 (Beijing)"
        assert platform.day(date(2026, 1, 5)) == "5 January 2026"


@pytest.mark.parametrize(
    ("hours", "provisional", "kind", "text"),
    [
        (24 * 9, False, "", "9 d left"),
        (24 * 3, False, "wait", "3 d left"),
        (2, False, "wait", "due today"),
        (-2, False, "bad", "overdue"),
        (-48, False, "bad", "2 d overdue"),
        (24 * 9, True, "info", "9 d left (provisional)"),
        (-48, True, "info", "provisional"),
    ],
)
def test_how_long_is_left(hours: int, provisional: bool, kind: str, text: str) -> None:
    due = MOMENT + timedelta(hours=hours)
    tag = said("{% due_tag due provisional now %}", due=due, provisional=provisional, now=MOMENT)
    assert tag == f'<span class="tag {kind}" title="{platform.when(due)}">{text}</span>'


def test_what_has_no_limit_has_no_tag() -> None:
    assert said("{% due_tag due %}", due=None) == ""


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Decimal("1234567.50"), None, "1,234,567.50"),
        (Decimal("1E+3"), None, "1,000"),
        (Decimal("2.345"), 2, "2.35"),
        (2406, None, "2,406"),
        (None, None, "–"),
    ],
)
def test_figures(value: Any, places: int | None, shown: str) -> None:
    assert platform.number(value, places) == shown


def test_the_facts_of_a_line_are_those_that_have_a_label() -> None:
    kept = {"rank": 2, "letter": "示例科函〔2026〕12号", "due": "2026-11-13", "score": "86.42", "reason": ""}
    with translation.override("en"):
        assert platform.facts(kept) == "Letter: 示例科函〔2026〕12号; Rank: 2; Due: 13 November 2026"
    assert platform.facts(None) == ""


def test_the_query_keeps_the_other_parameters() -> None:
    assert said("{% query page=3 %}") == "?q=a&amp;page=3"
    assert said("{% query field 3 'q' None %}", field="page") == "?page=3"


def test_a_long_list_offers_few_pages() -> None:
    assert list(platform.page_numbers(Paginator(range(200), 10).page(10))) == [
        1,
        None,
        8,
        9,
        10,
        11,
        12,
        None,
        20,
    ]


# ---------------------------------------------------------------- pieces
class Plan(forms.Form):
    year = forms.IntegerField(label="Year")
    way = forms.ChoiceField(label="Way", choices=[("a", "A")], widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("The sums differ.")


Plans = forms.formset_factory(Plan, extra=0, min_num=1)


def test_the_error_summary_links_each_fault_to_its_field() -> None:
    rows = Plans(
        {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-year": "x", "rows-0-way": "a"},
        prefix="rows",
    )
    summary = render_to_string("program/_error_summary.html", {"form": Plan({"year": "1"}), "formset": rows})
    assert re.findall(r'href="(#\S+)"', summary) == ["#id_way_0", "#id_rows-0-year"]
    assert summary.count("The sums differ.") == 2
    assert "Row 1, Year: " in summary


@pytest.mark.parametrize("form", [None, Plan(), ""])
def test_without_faults_there_is_no_summary(form: Any) -> None:
    assert "error-summary" not in render_to_string("program/_error_summary.html", {"form": form})


def test_long_work_is_asked_after_until_it_is_finished() -> None:
    going = {"url": "/go/", "label": "Carrying out", "done": 1234, "total": 2000}
    assert 'hx-get="/go/"' in render_to_string("program/_progress.html", going)
    assert "1,234 of 2,000" in render_to_string("program/_progress.html", going)
    assert "hx-get" not in render_to_string("program/_progress.html", {**going, "finished": True})


def test_the_one_moment_of_a_page_is_asked_once(rf: RequestFactory) -> None:
    site = Site(rf.get("/"))
    with clock.at(MOMENT):
        first = site.now
    assert site.now == first == MOMENT


def test_the_menu_leads_where_the_platform_stands(settings: LazySettings) -> None:
    """Beneath another address, and with other addresses, though it is put together once."""
    assert address("desk:desk") == "/desk/"
    with override_script_prefix("/platform/"):
        assert address("desk:desk") == "/platform/desk/"
    assert address("desk:desk") == "/desk/"
    settings.ROOT_URLCONF = "django.contrib.auth.urls"
    assert address("desk:desk") == "", "there is no such page"

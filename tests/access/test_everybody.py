"""Every address of the table, in Chinese, as a browser shows it: axe finds nothing, a phone need not scroll sideways, the
keyboard reaches everything and sends every form, and what was wrong is said first and leads to its field.

The pages are made first, without a browser, and then shown by one that has no server: nothing is walked to.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.access.addresses import address, undone
from tests.access.expected import LINES, ROLES, Line, line
from tests.access.world import PASSWORD, World
from tests.looks import everybody
from tests.looks.browser import chromium
from tests.looks.window import Answer, Window

pytestmark = pytest.mark.skipif(
    connection.vendor == "postgresql", reason="the same pages; CI has eight minutes for each database"
)

TOGETHER = [
    ["applications"],
    ["decisions", "portal", "visits"],
    ["people", "zones", "desk"],
    ["reviews", "between"],
]
ALONE = (
    {line.name.partition(":")[0] for line in LINES} - {"files"} - {name for some in TOGETHER for name in some}
)
PLACES = [*TOGETHER, sorted(ALONE)]
"""Namespaces, a browser for each group of about the same size; what is new falls into the last."""
MORE_ROLES = {
    "desk:desk": "mrekdz",
    "people:members": "mkz",
    "portal:home": "m",
    "decisions:batch": "d",
}
"""Pages that read differently for others than for who acts there first."""
MORE = [
    *(
        line("applications:part", f"draft ={code}", get="ok:m", post="act:m")
        for code in ("plan", "achievements", "honours", "commitment")
    ),
    *(line("desk:case", thing, get="ok:m") for thing in ("draft", "corrected", "on_notice")),
    *(line("desk:case", thing, get="ok:k") for thing in ("recommended", "checked", "in_review", "listed")),
    line("desk:case", "deliberated", get="ok:d"),
    line("papers:of_case", "checked", get="ok:k"),
]
"""Addresses at which more than one kind of page stands."""
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?')


@pytest.fixture(autouse=True)
def _in_chinese(settings: LazySettings, _plain_settings: None) -> None:
    settings.LANGUAGE_CODE = "zh-hans"


# ---------------------------------------------------------------- the pages are made


def reader(line: Line, method: str, *answers: str) -> str | None:
    """Who acts there, else the first who reads."""
    letters = [letter for letter in ROLES if line.answer(method, letter) in answers]
    actors = [letter for letter in letters if line.answer("POST", letter) == "act"]
    return next(iter([*actors, *letters]), None)


def is_page(response: Any) -> bool:
    """A whole one: pieces that a page asks for stand on that page too."""
    return b"<!DOCTYPE html>" in response.body[:500]


def shown(world: World, line: Line) -> Iterator[Answer]:
    """The page, to whom it matters."""
    first = reader(line, "GET", "ok")
    more = "" if line in MORE else MORE_ROLES.get(line.name, "")
    for letter in dict.fromkeys([*([first] if first else []), *more]):
        role, where = ROLES[letter], address(world, line)
        response = world.ask(role, where)
        if is_page(response):
            yield Answer.of(f"{line.name} as {role}", where, response)


def blamed(world: World, line: Line, page: str) -> Iterator[Answer]:
    """The page that comes back to an empty form."""
    letter = reader(line, "POST", "act")
    if letter is None:
        return
    with undone():
        response = world.ask(ROLES[letter], address(world, line), dict(HIDDEN.findall(page)))
    if "error-summary" in response.body.decode(errors="ignore"):
        yield Answer.of(f"{line.name} as {ROLES[letter]}, sent empty", address(world, line), response)


def pages(world: World, namespace: str, wrong: list[str]) -> Iterator[Answer]:
    """Whole pages, and the first that came back; of the others that came back the browser would show no more."""
    came_back = False
    for one in [*LINES, *MORE]:
        if one.name.startswith(f"{namespace}:"):
            found = list(shown(world, one))
            yield from found
            for answer in blamed(world, one, found[0].body if found else ""):
                wrong += [
                    f"{answer.name} {answer.address}\n    leads to nothing: {href}" for href in astray(answer)
                ]
                if not came_back:
                    yield answer
                came_back = True


def astray(answer: Answer) -> list[str]:
    """What the error summary leads to and is not there."""
    _before, _class, after = answer.body.partition("error-summary")
    led = re.findall(r'href="#([^"]+)"', after.partition("</ul>")[0])
    return [href for href in led if f'id="{href}"' not in answer.body]


def between(world: World) -> Iterator[Answer]:
    """The pages that stand at no address of their own: the second step, the codes, errors and refusals."""
    client = Client()
    inspector, clerk = world.users["inspector"], world.users["clerk"]
    with undone():
        client.post("/sign-in/", {"username": inspector.username, "password": PASSWORD})
        yield Answer.of("the second step", "/second-step/", client.get(reverse("people:second_step")))
    with undone():
        for _attempt in range(6):
            response = Client().post("/sign-in/", {"username": clerk.username, "password": "x"})
        yield Answer.of("locked out", "/sign-in/", response)
    with undone():
        codes = {"password": PASSWORD}
        yield Answer.of(
            "codes", "/second-factor/codes/", world.ask("inspector", "/second-factor/codes/", codes)
        )
    for name, role, where, posted in (
        ("there is no such page", "public", "/nothing/", None),
        ("there is no such page", "clerk", "/nothing/", None),
        ("not for this role", "director", reverse("calls:new"), None),
        ("not understood", "public", "/?x=%00", None),
        ("a step is no page", "clerk", reverse("decisions:batch_draft"), None),
        ("refused", "director", reverse("applications:reopen", args=[world["listed"].pk]), {"reason": "x" * 20}),
    ):  # fmt: skip
        with undone():
            yield Answer.of(f"{name}, {role}", where, world.ask(role, where, posted))
    for template in ("400.html", "500.html"):
        yield Answer(template, "/", render_to_string(template), "")


# ---------------------------------------------------------------- and looked at


def faults(window: Window, answer: Answer, sent: set[str]) -> Iterator[str]:
    window.show(answer)
    page = window.page
    if page.locator(".error-summary").count():
        yield from led_to_the_field(page)
    everybody.unfold(page)
    forms = {place: kind for place, kind in page.evaluate(FORMS) if kind not in sent}
    if forms:
        yield from everybody.tabbed(page)
    yield from everybody.too_wide(page)
    yield from everybody.axe(page)
    for place, kind in forms.items():
        if kind not in sent:
            yield from unsent(page, place, kind)
            sent.add(kind)
    yield from window.said


def led_to_the_field(page: Any) -> Iterator[str]:
    """What is wrong has the focus; from there Tab and Enter lead to the first field."""
    if not page.evaluate("() => document.activeElement.matches('.error-summary')"):
        yield "the error summary has no focus"
    links = page.locator(".error-summary a[href^='#']")
    if links.count():
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        if not page.evaluate("() => location.hash && document.activeElement.id === location.hash.slice(1)"):
            yield "the first line of the error summary leads to no field"


FORMS = """() => [...document.querySelectorAll("main form:not([data-passkey])")].map((form, place) => {
  form.dataset.place = place;
  return [place, (form.getAttribute("action") ?? location.pathname).replaceAll(/\\d+/g, "0")];
})"""
FOCUS = """place => { // in a grid ([data-col]) Enter goes down the column: its form is sent by the button
  const form = document.querySelector(`form[data-place="${place}"]`);
  const seen = e => e.checkVisibility() && !e.disabled && !e.readOnly;
  const fields = [...form.elements].filter(seen);
  const line = fields.find(e => e.matches("input:not([type=checkbox], [type=radio], [type=file], [type=hidden], [data-col])"));
  const button = fields.find(e => e.matches("button:not([type=button])"));
  if (fields.length && !button) return "no button";
  if (!button) return "nothing";
  (line ?? button).focus();
  return "ready";
}"""


def unsent(page: Any, place: int, kind: str) -> Iterator[str]:
    """Enter in a form sends it."""
    state = page.evaluate(FOCUS, place)
    if state == "no button":
        yield f"no button sends {kind}"
    if state == "ready":
        with page.expect_response(lambda answer: answer.request.is_navigation_request()):
            page.keyboard.press("Enter")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place[0])
def test_everybody_can_use_it(world: World, place: list[str]) -> None:
    wrong: list[str] = []
    made = [answer for name in place if name != "between" for answer in pages(world, name, wrong)]
    if "between" in place:
        made += between(world)
    sent: set[str] = set()
    with chromium() as browser:
        window = Window(browser)
        for answer in made:
            wrong += [
                f"{answer.name} {answer.address}\n    {fault}" for fault in faults(window, answer, sent)
            ]
    assert not wrong, "\n".join(wrong)

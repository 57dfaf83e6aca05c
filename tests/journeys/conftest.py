"""A browser for each person; every console message and every refusal of the content policy fails the journey.

So does what axe finds on a page that is met, and a page that a phone would have to scroll sideways: each address is
looked at once, as the journey left it when the next step was taken.
"""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import resolve

from program.people.models import User
from tests.looks import everybody
from tests.looks.browser import chromium


@pytest.fixture(autouse=True)
def _in_chinese(settings: LazySettings, live_server: Any) -> None:
    settings.LANGUAGE_CODE = "zh-hans"
    settings.SITE_URL = live_server.url


@pytest.fixture
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser: Any, base: str, user: User | None = None) -> None:
        context = browser.new_context(base_url=base, viewport=everybody.DESKTOP)
        context.set_default_timeout(15_000)
        if user is not None:
            client = Client()
            client.force_login(user)
            context.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base}]
            )
        self.page = context.new_page()
        self.seen: set[str] = set()
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(f"{self.page.url}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"{self.page.url}: {error}"))

    def go(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer.status == 200, f"{path}: {answer.status}"
        self.look()

    def follow(self, path: str) -> None:
        """Click the link that leads there, and be there: a click alone does not wait for the page."""
        with self.page.expect_navigation():
            self.page.locator(f"a[href='{path}']").first.click()
        self.look()

    def look(self) -> None:
        """Whether everybody can use the page, once for each address of the program."""
        self.page.wait_for_load_state()
        name = resolve(urlsplit(self.page.url).path).view_name
        if name in self.seen:
            return
        self.seen.add(name)
        found = everybody.axe(self.page)
        self.page.set_viewport_size(everybody.PHONE)
        found += everybody.too_wide(self.page)
        self.page.set_viewport_size(everybody.DESKTOP)
        self.said += [f"{self.page.url}: {fault}" for fault in found]

    def fill(self, form: str = "main", **values: Any) -> None:
        """Fields by name, whatever their kind."""
        self.look()
        for name, value in values.items():
            field = self.page.locator(f"{form} [name='{name}']").first
            kind = field.evaluate("e => e.type || e.tagName")
            if kind == "file":
                field.set_input_files(value)
            elif kind in {"checkbox", "radio"}:
                self.page.locator(
                    f"{form} [name='{name}'][value='{value}']"
                ).check() if value is not True else field.check()
            elif kind == "select-one":
                field.select_option(str(value))
            else:
                field.fill(str(value))

    def send(self, form: str = "main form") -> None:
        """Press the button of a form; the page that comes back has no error on it."""
        button = self.page.locator(f"{form} button[type=submit]").last
        with self.page.expect_navigation():
            button.click()
        self.unharmed()
        self.look()

    def confirm(self, address: str, **values: Any) -> None:
        """Open a step that shows its effects, fill what it asks for, and do it."""
        form = f"form[action='{address}']"
        folded = self.page.locator(f"details:not([open]):has({form}) > summary")
        if folded.count():
            folded.first.click()
        self.fill(form, **values)
        self.send(form)

    def unharmed(self) -> None:
        errors = self.page.locator(
            ".error-summary, .alert.error, .invalid-feedback:visible"
        ).all_inner_texts()
        assert not errors, f"{self.page.url}: {errors}"

    @property
    def text(self) -> str:
        return str(self.page.inner_text("main"))


@pytest.fixture
def person(browser: Any, live_server: Any) -> Iterator[Callable[..., Person]]:
    """Open a browser for somebody; at the end nobody's console has said anything."""
    people: list[Person] = []
    seen: set[str] = set()

    def open_for(user: User | None = None) -> Person:
        people.append(Person(browser, live_server.url, user))
        people[-1].seen = seen
        return people[-1]

    yield open_for
    said = [line for each in people for line in each.said]
    assert said == []

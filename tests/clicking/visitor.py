"""A person at a page who follows only what it offers: links and buttons by their words, with all that a form carries hidden."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from django.test import Client
from lxml import html


class Visitor:
    """Begins at the front page. `text`: what stands on the page that it has come to, in one line."""

    def __init__(self, browser: Client, address: str = "/") -> None:
        self.browser = browser
        self.open(address)

    def open(self, address: str) -> "Visitor":
        return self.came(self.browser.get(urljoin(getattr(self, "address", "/"), address), follow=True))

    def came(self, answer: Any, status: int = 200) -> "Visitor":
        self.address = answer.request["PATH_INFO"]
        self.page = html.fromstring(answer.content.decode())
        self.text = words_of(self.page)
        assert answer.status_code == status, (
            f"{self.address}: {answer.status_code}, not {status}. {self.text}"
        )
        return self

    def follow(self, words: str) -> "Visitor":
        """The first link with these words."""
        return self.open(self.found("//a[@href]", lambda link: words in words_of(link), words).get("href"))

    @property
    def said(self) -> str:
        """What the page says of the step before: that it is done, or what is wrong."""
        told = self.page.find_class("error-summary") + self.page.find_class("alert")
        return " ".join(words_of(each) for each in told)

    def offers(self, words: str) -> bool:
        """A link or a button with these words."""
        return any(words in words_of(each) for each in self.page.xpath("//a[@href] | //button"))

    def send(self, button: str, **typed: Any) -> "Visitor":
        """The form with this button; every name that is typed is a field of it."""
        return self.came(self.sent(button, typed))

    def refused(self, status: int, button: str, **typed: Any) -> "Visitor":
        """The same, where the page comes back with what is wrong."""
        return self.came(self.sent(button, typed), status)

    def sent(self, button: str, typed: dict[str, Any]) -> Any:
        pressed = self.found("//form//button", lambda each: words_of(each) == button, button)
        form = next(each for each in pressed.iterancestors("form"))
        assert not set(typed) - set(form.fields.keys()), (sorted(typed), sorted(form.fields.keys()))
        given: dict[str, list[Any]] = {}
        for name, value in form.form_values():
            given.setdefault(name, []).append(value)
        if pressed.get("name"):
            given[pressed.get("name")] = [pressed.get("value", "")]
        where = urljoin(self.address, pressed.get("formaction") or form.get("action") or self.address)
        if form.method == "GET":
            return self.browser.get(where, given | typed, follow=True)
        return self.browser.post(where, given | typed, follow=True)

    def found(self, path: str, fits: Callable[[Any], bool], words: str) -> Any:
        for each in self.page.xpath(path):
            if fits(each):
                return each
        offered = sorted({words_of(each) for each in self.page.xpath("//a[@href] | //form//button")})
        raise AssertionError(f"{self.address} offers no “{words}”: {offered}")


def words_of(element: Any) -> str:
    """In one line."""
    return " ".join(element.text_content().split())

"""A browser without a server: it shows pages that were made before, and notes what it sends."""

from dataclasses import dataclass
from functools import cache
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponseBase

from tests.looks.everybody import AXE, PHONE

BASE = "http://localhost"  # which browsers trust as they trust https
POLICY = "Content-Security-Policy"


@dataclass(frozen=True)
class Answer:
    """What somebody was answered at an address, and who."""

    name: str
    address: str
    body: str
    policy: str

    @classmethod
    def of(cls, name: str, address: str, response: HttpResponseBase) -> "Answer":
        body = response.content.decode()  # type: ignore[attr-defined]
        return cls(name, address, body, response.headers.get(POLICY, ""))


@cache
def static(path: str) -> bytes:
    found = finders.find(path)
    assert isinstance(found, str), path
    return Path(found).read_bytes()


class Window:
    """Of a phone. Nothing moves in it, so that what is looked at has arrived."""

    def __init__(self, browser: Any) -> None:
        context = browser.new_context(
            base_url=BASE,
            viewport=PHONE,
            reduced_motion="reduce",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(5_000)
        context.add_init_script(AXE)  # once, not with each page
        self.page = context.new_page()
        self.page.route("**/*", self._answer)
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.waiting: Answer | None = None
        self.said: list[str] = []

    def show(self, answer: Answer) -> None:
        self.waiting, self.said = answer, []
        self.page.goto(answer.address)

    def _hear(self, kind: str, text: str) -> None:
        """What the browser refuses or warns of; that a fault takes the focus from a field it only notes."""
        if kind in {"error", "warning"}:
            self.said.append(text)

    def _answer(self, route: Any) -> None:
        """The page that waits to be shown; the files of the frame; nothing to whatever is sent, so that the page stays."""
        asked = route.request
        path = urlsplit(asked.url).path
        if path.startswith("/static/"):
            route.fulfill(body=static(path.removeprefix("/static/")), content_type=guess_type(path)[0])
        elif self.waiting and asked.is_navigation_request() and asked.frame == self.page.main_frame:
            shown, self.waiting = self.waiting, None
            headers = {"Content-Type": "text/html; charset=utf-8", POLICY: shown.policy}
            route.fulfill(body=shown.body, headers=headers)
        else:
            route.fulfill(status=204)

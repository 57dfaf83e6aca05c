"""Pages that everybody reads, kept for whoever is not signed in: drawn once, then given out until something has happened.

Every verb writes one line in the journal, in its own transaction: while the last lines are the same, nothing that a verb could
have changed has changed. The board is counted by no verb and asked for beside. What changes by the clock alone (a notice that
ends, files that are printed) is seen within `PUBLIC_PAGES_KEPT` seconds. A page given out again costs that one question. Each
process keeps its own.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db.models import QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from program.journal.models import Line
from program.portal.views.machines import CLOSED
from program.prepared import Prepared
from program.progress.models import Board
from program.switches.rules import glance

GetResponse = Callable[[HttpRequest], HttpResponseBase]
AT_ONCE = 50
"""Verbs under way at one moment: a line has its number before it is committed, so that a later one may be there first."""


def last() -> QuerySet[Line, tuple[Any, ...]]:
    """The last lines of the journal, each with the board that stands."""
    board = Board.objects.order_by("-day")
    counted, printed = Subquery(board.values("sha256")[:1]), Subquery(board.values("pdf")[:1])
    return Line.objects.order_by("-pk").values_list("pk", counted, printed)[:AT_ONCE]


LAST = Prepared(last)
LARGEST = 512 * 1024
"""Bytes; what is longer is drawn each time."""


class KeptPages:
    """Answers for a visitor who brings no session; nothing else is looked at, and nothing else is kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        anybody = settings.SESSION_COOKIE_NAME not in request.COOKIES
        if not (settings.PUBLIC_PAGES_KEPT and anybody and request.method == "GET"):
            return self.get_response(request)
        pages, name = caches["pages"], self.name(request)
        kept: HttpResponseBase | None = pages.get(name)
        if kept is None:
            kept = self.get_response(request)
            if self.is_everybodys(request, kept):
                pages.set(name, kept, settings.PUBLIC_PAGES_KEPT)
        if kept.has_header("ETag") and kept["ETag"] == request.headers.get("If-None-Match"):
            answer = HttpResponseNotModified()
            answer["ETag"] = kept["ETag"]
            return answer
        return kept

    @staticmethod
    def name(request: HttpRequest) -> str:
        """Of the page as it is now: address, language, banner, and what has happened last. One query."""
        happened = list(LAST.ask())
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        said: list[object] = [
            request.get_host(),
            request.get_full_path(),
            chosen,
            request.headers.get("HX-Request"),
            [line for line, *_board in happened],
            happened[:1],
        ]
        said.append(sorted(glance()))  # the banner of this process
        return hashlib.sha256(repr(said).encode()).hexdigest()

    @staticmethod
    def is_everybodys(request: HttpRequest, response: HttpResponseBase) -> bool:
        """A page of a public view, made whole, with nothing in it that is for one visitor; it is marked to be asked for again."""
        if not (
            getattr(request, "_public_view", False)
            and not request.path.startswith(CLOSED)  # a receipt is read by whoever has its address
            and isinstance(response, HttpResponse)
            and response.status_code == 200
            and not response.cookies
            and not response.has_header("Cache-Control")
            and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")  # a form of that visitor's own
            and len(response.content) <= LARGEST
        ):
            return False
        response["Cache-Control"] = "public, max-age=0, must-revalidate"
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        patch_vary_headers(response, ["Cookie"])
        return True

"""What holds for every page: its language, who may keep it, that reading writes nothing, refusals."""

import logging
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.db.utils import OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect, render, resolve_url
from django.utils import translation

from program.config.views import bad_request
from program.people.http import PASSED, came_from, nearest_page
from program.people.rules import needs_second_factor
from program.refusals import Refused, SomebodyWasFaster
from program.switches.rules import ClosedNow, require_open

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponseBase]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ChosenLanguage(LocaleMiddleware):
    """The language that was chosen by the switch, else Chinese: what the browser would like is not asked."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        translation.activate(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class KnownRequests:
    """Pages are read and sent, nothing else: a view that only asks whether it is a POST meets no PUT or DELETE.

    Nor does any view meet an address with a NUL in it, which PostgreSQL takes in no text (an error, not a miss).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE_METHODS and request.method != "POST":
            return HttpResponseNotAllowed([*sorted(SAFE_METHODS), "POST"])
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            with translation.override(settings.LANGUAGE_CODE):  # which language was chosen is not known yet
                return bad_request(request, SuspiciousOperation("a NUL in the address"))
        return self.get_response(request)


class SignInFirst(LoginRequiredMiddleware):
    """Only public views meet the public. Who sends something after the session has ended comes back to a page, and is told.

    Django would lead back to the address that was sent to, which may be no page at all.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        if request.method in SAFE_METHODS:
            return super().handle_no_permission(request, view_func)
        page = nearest_page(came_from(request) or request.path, settings.LOGIN_REDIRECT_URL)
        return redirect_to_login(page, f"{resolve_url(self.get_login_url(view_func))}?unsent=1")


class SecondFactorFirst:
    """Who holds a role of the office is led to set a second factor up, and reaches nothing else before.

    A session that began with one is known by its mark; nothing is looked up.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view, "second_factor_required", True) or not request.user.is_authenticated:
            return None
        if request.session.get(PASSED) or not needs_second_factor(request.user):
            return None
        return redirect("people:second_factor")


class PrivatePages:
    """Nothing that was made for one person, or behind the sign-in, is kept by a browser or a proxy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and not self._is_everybodys(request):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        request._public_view = not getattr(view, "login_required", True)  # type: ignore[attr-defined]

    def _is_everybodys(self, request: HttpRequest) -> bool:
        # An address that leads nowhere met no view: it counts as private.
        return getattr(request, "_public_view", False) and not request.user.is_authenticated


class WritingGet(RuntimeError):
    """A page that should only read has written."""


class ReadOnlyGet:
    """GET writes nothing but sessions: an error where `GET_MAY_NOT_WRITE`, a line in the log elsewhere.

    Savepoints, transactions, pragmas and `SELECT … FOR UPDATE` change nothing and pass.
    """

    WRITES = re.compile(
        r"\s*(?:(?:INSERT|REPLACE|UPDATE|DELETE|MERGE|TRUNCATE|COPY|CREATE|ALTER|DROP)\b"
        r"|WITH\b.*?\b(?:INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\S+\s+SET)\b)",
        re.IGNORECASE | re.DOTALL,
    )
    SESSIONS = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?django_session"?\s', re.IGNORECASE)

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE_METHODS:
            return self.get_response(request)

        def watch(
            execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
        ) -> Any:
            if self.writes(str(sql)):
                self._object(request, str(sql))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(watch):
            return self.get_response(request)

    @classmethod
    def writes(cls, sql: str) -> bool:
        """Whether the statement changes a row or a table other than the sessions."""
        return bool(cls.WRITES.match(sql)) and not cls.SESSIONS.match(sql)

    def _object(self, request: HttpRequest, sql: str) -> None:
        told = f"{request.method} {request.path} wrote: {sql[:160]}"
        if settings.GET_MAY_NOT_WRITE:
            raise WritingGet(told)
        logger.error(told)


class ReadOnlySite:
    """While the platform can only be read, whatever is sent is refused; one can still sign in and out, read in the other
    language, and switch it back."""

    STAY_OPEN = frozenset(
        {
            "people:sign_in", "people:second_step", "people:sign_out", "portal:language", "switches:turn_on",
            "switches:turn_off",
        }
    )  # fmt: skip

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        where = request.resolver_match
        if request.method in SAFE_METHODS or (where is not None and where.view_name in self.STAY_OPEN):
            return None
        try:
            require_open()
        except ClosedNow as refusal:
            return refusal_response(request, refusal)
        return None


class RefusalPage:
    """A refusal becomes its sentence: a page, a fragment for htmx, a line of JSON. So does a lost race.

    And who opens the address of a step, which is no page, finds the way to the page that it belongs to.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            page = render(request, "405.html", status=response.status_code)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError) and lost_a_race(exception):
            logger.warning("%s %s lost a race: %s", request.method, request.path, exception)
            exception = SomebodyWasFaster()
        return refusal_response(request, exception) if isinstance(exception, Refused) else None


RETRY_AFTER = "600"
"""Seconds after which it is worth while to try what is closed for a while."""


def refusal_response(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The refusal in the form that was asked for, with its own status."""
    response = refusal_page(request, str(refusal), refusal.status)
    if isinstance(refusal, ClosedNow):
        response["Retry-After"] = RETRY_AFTER
    return response


def refusal_page(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    if getattr(request, "htmx", False):
        response = render(request, "program/_refusal.html", {"sentence": sentence}, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#alerts", "innerHTML show:window:top"
        return response
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"error": sentence}, status=status, json_dumps_params={"ensure_ascii": False})
    return render(request, "program/refused.html", {"sentence": sentence, "status": status}, status=status)


LOST_ON_POSTGRESQL = frozenset({"40001", "40P01", "55P03"})
"""Serialisation failure, deadlock, lock not available."""
LOST_ON_SQLITE = frozenset({5, 6})
"""SQLITE_BUSY and SQLITE_LOCKED, without their extended parts."""


def lost_a_race(error: OperationalError) -> bool:
    """Whether the database gave up because somebody else held the rows; other trouble stays an error."""
    cause = error.__cause__
    on_sqlite = getattr(cause, "sqlite_errorcode", None)
    return getattr(cause, "sqlstate", None) in LOST_ON_POSTGRESQL or (
        on_sqlite is not None and on_sqlite & 0xFF in LOST_ON_SQLITE
    )

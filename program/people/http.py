"""What views share: the request of somebody who is signed in, refusals at their field, addresses without surprises."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from program.people.models import User
from program.refusals import Incomplete, Invalid, Refused, SomebodyWasFaster

PASSED = "second_factor"
"""In a session: it began with the second factor, or has set the first one up. Setting one up ends all other sessions."""

View = TypeVar("View", bound=Callable[..., Any])


class SignedIn(HttpRequest):
    """For type hints: LoginRequiredMiddleware lets only such requests reach a view that is not marked public.

    `unread`: the person's unread messages, where a page has counted them for the masthead already.
    """

    user: User
    unread: int


def without_second_factor(view: View) -> View:
    """Mark a view that is reached before a second factor that one's role needs is set up; all others are not."""
    view.second_factor_required = False  # type: ignore[attr-defined]
    return view


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing until it is sent, even if what is sent is empty."""
    return request.POST if request.method == "POST" else None


def blame(form: BaseForm, refusal: Refused) -> None:
    """Put a refusal of what was entered at its field; any other refusal goes on to a page of its own, with its status."""
    if not isinstance(refusal, Invalid | Incomplete) and refusal.field not in form.fields:
        raise refusal
    say(form, refusal)


def say(form: BaseForm, refusal: Refused) -> None:
    """Everything that a refusal found, each at its field, or on top of the form."""
    for field, sentence in refusal.findings:
        said = ValidationError(str(sentence), code=str(refusal.status))
        form.add_error(field if field in form.fields else None, said)


def status_of(form: BaseForm) -> int:
    """How a page with this form answers: 409 where somebody was faster, 422 where what was entered is wrong, or 200."""
    found = {error.code for errors in form.errors.as_data().values() for error in errors}
    return 200 if not found else SomebodyWasFaster.status if str(SomebodyWasFaster.status) in found else 422


def number_in(request: HttpRequest, name: str) -> int:
    """A posted id; anything else is an id that nobody has."""
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The posted `next`, if it is an address of ours; else a view's name."""
    wanted = request.POST.get("next", "")
    own = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if own else resolve_url(otherwise)


def came_from(request: HttpRequest) -> str:
    """The page of ours from which the request was sent; empty if it is none of ours, or not known."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def can_be_read(address: str) -> bool:
    """Whether the address answers GET with a page; where a step is done, it answers POST alone.

    What `require_POST` lets through Django keeps in the closure of the view, and nowhere else.
    """
    try:
        view: Any = resolve(urlsplit(address).path).func
    except Resolver404:
        return False
    if hasattr(view, "view_class"):
        return "get" in view.view_class.http_method_names
    while view is not None:
        if "GET" not in inspect.getclosurevars(view).nonlocals.get("request_method_list", ["GET"]):
            return False
        view = getattr(view, "__wrapped__", None)
    return True


def nearest_page(address: str, otherwise: str) -> str:
    """The address if it can be read, else the page that it belongs to (/batches/3/ of /batches/3/sign/), else a view's name."""
    if can_be_read(address):
        return address
    path = urlsplit(address).path
    while path.count("/") > 2:
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if can_be_read(path):
            return path
    return resolve_url(otherwise)


PASSED_ON = ("from", "isappinstalled")
"""What WeChat adds to an address that somebody passes on in it."""


def known_parameters(request: HttpRequest, *, filters: Iterable[str] = (), sort: Iterable[str] = ()) -> None:
    """Answer 400 to a parameter or an order that the list does not offer: neither may be used to probe what is hidden."""
    if set(request.GET) - {*filters, "sort", "page", *PASSED_ON}:
        raise BadRequest("unknown parameter")
    if {wanted.removeprefix("-") for wanted in request.GET.getlist("sort") if wanted} - set(sort):
        raise BadRequest("unknown order")

"""What views share: the request of somebody who is signed in, refusals at their field, addresses without surprises."""

from collections.abc import Iterable

from django.core.exceptions import BadRequest
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from program.people.models import User
from program.refusals import Incomplete, Invalid, Refused


class SignedIn(HttpRequest):
    """For type hints: LoginRequiredMiddleware lets only such requests reach a view that is not marked public."""

    user: User


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing until it is sent, even if what is sent is empty."""
    return request.POST if request.method == "POST" else None


def blame(form: BaseForm, refusal: Refused) -> None:
    """Put a refusal of what was entered at its field; any other refusal goes on to a page of its own, with its status."""
    if not isinstance(refusal, Invalid | Incomplete) and refusal.field not in form.fields:
        raise refusal
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The posted `next`, if it is an address of ours; else a view's name."""
    wanted = request.POST.get("next", "")
    own = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if own else resolve_url(otherwise)


def known_parameters(request: HttpRequest, *, filters: Iterable[str] = (), sort: Iterable[str] = ()) -> None:
    """Answer 400 to a parameter or an order that the list does not offer: neither may be used to probe what is hidden."""
    if set(request.GET) - {*filters, "sort", "page"}:
        raise BadRequest("unknown parameter")
    if {wanted.removeprefix("-") for wanted in request.GET.getlist("sort") if wanted} - set(sort):
        raise BadRequest("unknown order")

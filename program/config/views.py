"""What is answered when a request cannot be read at all."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; and 413 with its own sentence for what is simply too much."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "413.html", status=413)
    asked = {"asked": request.method in {"GET", "HEAD"}}
    # without the request: it may be what is wrong
    return HttpResponse(render_to_string("400.html", asked), status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: most often the page was open for longer than the session."""
    return render(request, "403.html", {"stale": True}, status=403)

"""The platform's addresses, and one page that does nothing but know who asks: the measure of all others."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    """Sessions, person, all middleware; no row, no template."""
    return HttpResponse(f"{request.user.pk}")


urlpatterns = [path("bare/", bare), path("", include("program.config.urls"))]

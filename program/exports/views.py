"""One's own lists that were taken out: what is being made, and what lies ready."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from program.exports import rules
from program.exports.models import Export
from program.people.http import SignedIn, known_parameters

PAGE = 30


def within_reach(request: SignedIn) -> Any:
    return Export.objects.visible_to(request.user).select_related("file")


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """The newest first."""
    known_parameters(request)
    page = Paginator(within_reach(request), PAGE).get_page(request.GET.get("page"))
    failed = rules.failed(list(page))
    context = {"page": page, "exports": [(each, each.pk in failed) for each in page]}
    return render(request, "program/exports/exports.html", context)


@require_safe
def progress(request: SignedIn, pk: int) -> HttpResponse:
    """The piece of one, asked for again and again until it is there."""
    export = get_object_or_404(within_reach(request), pk=pk)
    context = {"export": export, "failed": export.pk in rules.failed([export])}
    return render(request, "program/exports/_export.html", context)

"""One search over everything that is public."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from program.people.http import blame, known_parameters
from program.portal import rules
from program.portal.forms import FindForm
from program.refusals import Refused

PAGE = 30


@login_not_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Nothing typed: what can be found. Something typed: the first of each kind, or of one kind by pages."""
    known_parameters(request, filters=["q", "kind"])
    form = FindForm(request.GET)
    if not form.is_valid() and "kind" in form.errors:
        raise BadRequest("unknown kind")
    context: dict[str, Any] = {"form": form, "sources": rules.SOURCES.values()}
    try:
        words = rules.words_of(form.cleaned_data.get("q", ""))
        if words:
            context |= found(request, words, form.cleaned_data.get("kind", ""))
    except Refused as refusal:
        blame(form, refusal)
    status = 422 if form.errors else 200
    return render(request, "program/portal/find.html", context, status=status)


def found(request: HttpRequest, words: tuple[str, ...], kind: str) -> dict[str, Any]:
    by = rules.named(words)
    if kind:
        source = rules.SOURCES[kind]
        page = Paginator(rules.find(source, words, by), PAGE).get_page(request.GET.get("page"))
        hits = [source.hit(row) for row in page]
        return {"page": page, "groups": [(source, hits, False)] if hits else [], "searched": True}
    groups = []
    for source in rules.SOURCES.values():
        few = list(rules.find(source, words, by)[: rules.MOST + 1])
        if few:
            groups.append((source, [source.hit(row) for row in few[: rules.MOST]], len(few) > rules.MOST))
    return {"groups": groups, "searched": True}

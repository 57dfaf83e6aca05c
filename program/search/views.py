"""One search over everything within reach, and the views that a person keeps."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program.people.http import SignedIn, blame, known_parameters
from program.people.rules import standing
from program.refusals import Refused
from program.search import actions, rules
from program.search.forms import SearchForm, ViewForm
from program.search.models import SavedView

PAGE = 30


@require_safe
def search(request: SignedIn) -> HttpResponse:
    """Nothing typed: how to search, and one's views. Something typed: what was found, kind by kind, or of one kind by pages."""
    known_parameters(request, filters=["q", "kind"])
    form = SearchForm(request.GET or None)
    office = standing(request.user).reads_everything
    context: dict[str, Any] = {
        "form": form,
        "example": rules.example(office=office),
        "terms": rules.offered(office=office),
        "views": rules.own_views(request.user),
    }
    if form.is_bound:
        if not form.is_valid() and "kind" in form.errors:
            raise BadRequest("unknown kind")
        try:
            context |= found(request, form.cleaned_data.get("q", ""), form.cleaned_data.get("kind", ""))
        except Refused as refusal:
            blame(form, refusal)
    context["status"] = 422 if form.errors else 200
    return render(request, "program/search/search.html", context, status=context["status"])


def found(request: SignedIn, text: str, kind: str) -> dict[str, Any]:
    """Of all kinds the first few of each; of one kind a page."""
    terms = rules.read(text)
    if terms == rules.Terms():
        return {}
    zones, firms = rules.zones_named(terms.words), rules.firms_named(terms.words)
    sources = [source for source in rules.asked_of(terms) if kind in {"", source.code}]
    if kind:
        rows = (
            rules.results(rules.KINDS[kind], terms, request.user, zones, firms)
            if sources
            else SavedView.objects.none()
        )
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        hits = [rules.KINDS[kind].hit(row) for row in page]
        return {"page": page, "groups": [(rules.KINDS[kind], hits, False)], "searched": True}
    groups = []
    for source in sources:
        few = list(rules.results(source, terms, request.user, zones, firms)[: rules.MOST + 1])
        if few:
            groups.append((source, [source.hit(row) for row in few[: rules.MOST]], len(few) > rules.MOST))
    return {"groups": groups, "searched": True}


@require_POST
def save_view(request: SignedIn) -> HttpResponse:
    """Keep the list that is shown; back to it."""
    form = ViewForm(request.POST)
    if form.is_valid():
        try:
            actions.save_view(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The view is kept; you find it at the search."))
            return redirect(form.cleaned_data["address"])
    context = {"form": form, "address": request.POST.get("address", "")}
    return render(request, "program/search/keep.html", context, status=422)


@require_POST
def forget_view(request: SignedIn, pk: int) -> HttpResponse:
    """Forget one's own view."""
    view = get_object_or_404(rules.own_views(request.user), pk=pk)
    actions.forget_view(view, by=request.user)
    messages.success(request, _("The view is forgotten."))
    return redirect("search:search")

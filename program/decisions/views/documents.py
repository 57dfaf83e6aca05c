"""The office's pages of official documents."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program import clock, tracks
from program.calls.models import Call
from program.decisions import actions, rules
from program.decisions.forms import DocumentForm, ReasonForm
from program.decisions.models import DocumentItem, OfficialDocument
from program.decisions.views.pages import is_clerk, office_only, publishing
from program.files.http import keep_uploads, uploads
from program.journal.models import Line
from program.people.http import SignedIn, blame, known_parameters, posted, status_of
from program.people.models import Role
from program.people.rules import require_role
from program.refusals import Refused

PAGE = 30


@require_safe
def documents(request: SignedIn) -> HttpResponse:
    """What was entered, and the calls whose cases wait for a document."""
    office_only(request)
    known_parameters(request)
    rows = OfficialDocument.objects.select_related("call", "entered_by", "signed_by").annotate(
        size=Count("items")
    )
    page = Paginator(rows.order_by("-date", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "waiting": [each for each in rules.waiting_calls() if each.ready or each.nobody],
        "clerk": is_clerk(request.user),
    }
    return render(request, "program/decisions/documents.html", context)


@require_http_methods(["GET", "POST"])
def enter(request: SignedIn, pk: int) -> HttpResponse:
    """Enter the issued document of a call."""
    office_only(request)
    call = get_object_or_404(Call, pk=pk)
    require_role(request.user, Role.CLERK)
    initial = {
        "issuer": settings.OFFICE["issuer"],
        "title": f"关于公布{call.topic_zh}名单的通知",
        "statement": rules.statement(call),
    }
    form = DocumentForm(posted(request), uploads(request), initial=initial)
    if form.is_valid():
        try:
            made = actions.enter_document(call, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The document waits for a director's signature."))
            return redirect(made)
    keep_uploads(request, form)
    context = {
        "call": call,
        "form": form,
        "cases": rules.listable(call, clock.today()),
        "held_back": rules.held_back(call, clock.today()),
        "nobody": rules.nobody_chosen(call, clock.today()),
    }
    return render(request, "program/decisions/enter.html", context, status=status_of(form))


def reachable(request: SignedIn, pk: int) -> OfficialDocument:
    office_only(request)
    rows = OfficialDocument.objects.visible_to(request.user).select_related(
        "call__rule_set", "file", "entered_by", "signed_by"
    )
    return get_object_or_404(rows, pk=pk)


def document_page(request: SignedIn, shown: OfficialDocument) -> dict[str, Any]:
    items = list(
        shown.items.select_related(
            "application__zone",
            "application__applicant",
            "application__designation__letter",
            "application__designation__rectification",
        )
    )
    return {
        "document": shown,
        "items": items,
        "decided": decided_in(shown, items),
        "moves": rules.document_moves(shown, request.user),
        "stopped": [] if shown.signed_at else rules.stopped_in(shown, clock.today()),
        "progress": publishing(shown) if shown.signed_at else None,
        "lines": Line.objects.filter(subject=shown.subject).order_by("-pk"),
        "effects": [
            _("%(count)s zones are listed, each with a letter of its own number.") % {"count": len(items)},
            _("Those not chosen are told now."),
            _("Document and list become public and can no longer be changed."),
        ],
        "discard_form": ReasonForm(),
        "discard_effects": [_("The entry is thrown away; number and cases are free again.")],
    }


def decided_in(shown: OfficialDocument, items: list[DocumentItem]) -> list[tuple[Any, ...]]:
    """Of a re-examination: each case with its total, its band and what the deliberation decided."""
    if not tracks.get(shown.call.track).renews:
        return []
    lines = rules.decided_of(item.application_id for item in items)
    found = ((item, lines.get(item.application_id)) for item in items)
    return [(item, line, rules.banded(line.score, shown.call.rule_set)) for item, line in found if line]


@require_safe
def document(request: SignedIn, pk: int) -> HttpResponse:
    """One document: what it lists, its statement, and its signature."""
    return render(request, "program/decisions/document.html", document_page(request, reachable(request, pk)))


@require_safe
def progress(request: SignedIn, pk: int) -> HttpResponse:
    """How far a signed document is carried out."""
    shown = reachable(request, pk)
    return render(
        request,
        "program/decisions/_document_progress.html",
        {"document": shown, "progress": publishing(shown)},
    )


@require_POST
def sign(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.sign_document(shown, by=request.user)
    messages.success(request, _("Signed. The cases are now being listed one by one."))
    return redirect(shown)


@require_POST
def discard(request: SignedIn, pk: int) -> HttpResponse:
    shown, form = reachable(request, pk), ReasonForm(request.POST)
    if form.is_valid():
        actions.discard_document(shown, **form.cleaned_data, by=request.user)
        messages.success(request, _("The entry was discarded; number and cases are free again."))
        return redirect("decisions:documents")
    context = {**document_page(request, shown), "discard_form": form}
    return render(request, "program/decisions/document.html", context, status=422)

"""The office's pages of letterheads."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program import clock
from program.journal.models import Line
from program.papers import actions, rules
from program.papers.forms import LetterheadForm
from program.papers.models import Letterhead, PaperKind
from program.papers.views.papers import is_clerk, office_only
from program.people.http import SignedIn, blame, known_parameters, posted, status_of
from program.people.models import Role
from program.people.rules import require_role
from program.refusals import Refused


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """All versions, and which names stand on papers now."""
    known_parameters(request)
    office_only(request)
    used = rules.in_use()
    context = {
        "letterheads": Letterhead.objects.visible_to(request.user).select_related("drafted_by", "signed_by"),
        "used": used,
        "sample": numbers(used),
        "clerk": is_clerk(request),
    }
    return render(request, "program/papers/letterheads.html", context)


def numbers(used: rules.Stationery) -> list[tuple[str, str]]:
    """Kind → how its next numbers look."""
    year = clock.today().year
    return [(str(kind.label), f"{used.series(kind, year)}1号") for kind in PaperKind]


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: SignedIn) -> HttpResponse:
    """A new version, begun with what is in use."""
    office_only(request)
    require_role(request.user, Role.CLERK)
    form = LetterheadForm(posted(request), used=rules.in_use())
    if form.is_valid():
        try:
            made = actions.draft_letterhead(**form.facts(), by=request.user)
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The letterhead waits for a director's signature."))
            return redirect(made)
    context = {
        "form": form,
        "title": _("Draft a letterhead"),
        "lead": _("It is in use once a director has signed it; papers drafted before keep the old one."),
        "back": reverse("papers:letterheads"),
        "back_label": _("Letterheads"),
    }
    return render(request, "program/form_page.html", context, status=status_of(form))


def reachable(request: SignedIn, pk: int) -> Letterhead:
    rows = Letterhead.objects.visible_to(request.user).select_related("drafted_by", "signed_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
def letterhead(request: SignedIn, pk: int) -> HttpResponse:
    """One version: how papers would look with it, and its signature."""
    shown = reachable(request, pk)
    names = rules.stationery(shown)
    context = {
        "letterhead": shown,
        "names": names,
        "used": rules.in_use(),
        "sample": numbers(names),
        "moves": rules.letterhead_moves(shown, request.user),
        "effects": [
            _("Every paper drafted from now on bears these names and numbers."),
            _("The version can no longer be changed."),
        ],
        "discard_effects": [_("The draft is thrown away.")],
        "lines": Line.objects.filter(subject=shown.subject).order_by("-pk"),
    }
    return render(request, "program/papers/letterhead.html", context)


@require_POST
def sign(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.sign_letterhead(shown, by=request.user)
    messages.success(request, _("Signed. Papers bear this letterhead from now on."))
    return redirect(shown)


@require_POST
def discard(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.discard_letterhead(shown, by=request.user)
    messages.success(request, _("The draft was discarded."))
    return redirect("papers:letterheads")

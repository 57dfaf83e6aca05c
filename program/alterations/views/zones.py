"""Pages of renamings and mergers: drafted on the page of a zone, read and signed on their own."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program import clock
from program.alterations import actions, rules
from program.alterations.forms import AlterationFilter, MergerForm, RenamingForm
from program.alterations.models import Alteration, AlterationKind
from program.alterations.tables import AlterationTable, alteration_tag
from program.decisions.forms import ReasonForm
from program.files.http import uploads
from program.journal.models import Line
from program.people.http import SignedIn, posted
from program.people.models import Role
from program.people.rules import require_role, standing
from program.registers.views.frame import form_page, list_page
from program.zones.models import Zone

WITHDRAWN = (
    gettext_lazy("It does not take effect on its day; what is signed stays to be read, as withdrawn."),
    gettext_lazy("The zone can be renamed or merged anew, and its managers are told."),
)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Renamings and mergers within reach."""
    rows = Alteration.objects.visible_to(request.user).select_related("zone", "into")
    return list_page(
        request, rows, AlterationTable, AlterationFilter, template="program/alterations/list.html",
        title=_("Renamings and mergers"), here=reverse("alterations:list"),
        lead=_("What approvals change of a zone: its name, or that it is part of another. What took effect is never undone."),
    )  # fmt: skip


def reachable(request: SignedIn, pk: int) -> Alteration:
    rows = Alteration.objects.visible_to(request.user).select_related(
        "zone", "into", "document", "drafted_by", "signed_by"
    )
    found: Alteration = get_object_or_404(rows, pk=pk)
    return found


@require_safe
def alteration(request: SignedIn, pk: int) -> HttpResponse:
    """One of them: the approval, and everything that a signature would do."""
    return render(request, "program/alterations/alteration.html", page_of(request, reachable(request, pk)))


def page_of(request: SignedIn, shown: Alteration) -> dict[str, Any]:
    held, plans = standing(request.user), rules.shown_effects(shown)
    return {
        "alteration": shown,
        "state": alteration_tag(shown),
        "moves": rules.alteration_moves(shown, held, clock.today()),
        "plans": plans,
        "fingerprint": rules.fingerprint(plans),
        "passed": shown.passed.all(),
        "withdraw_form": ReasonForm(),
        "withdraw_effects": WITHDRAWN,
        "reads": held.reads_everything,
        "lines": Line.objects.filter(subject=shown.number).order_by("-pk") if held.reads_everything else None,
    }


def draft_page(request: SignedIn, code: str, kind: AlterationKind, words: dict[str, Any]) -> HttpResponse:
    """The form of either kind, on the zone's behalf."""
    zone = get_object_or_404(Zone.objects.visible_to(request.user), code=code)
    require_role(request.user, Role.CLERK)
    if kind == AlterationKind.RENAMING:
        names = {"name_zh": zone.name_zh, "name_en": zone.name_en}
        form: Any = RenamingForm(posted(request), uploads(request), initial=names)
    else:
        form = MergerForm(zone, posted(request), uploads(request))
    return form_page(
        request, form,
        lambda: actions.draft(kind, zone, form.given(), form.values(), reason=form.cleaned_data["reason"], by=request.user),
        done=_("It waits for a director's signature."), title=words["title"] % {"zone": zone}, lead=words["lead"],
        back=zone.get_absolute_url(), back_label=str(zone),
    )  # fmt: skip


@get_or_post
def rename(request: SignedIn, code: str) -> HttpResponse:
    """Draft the renaming of a zone."""
    lead = _("As the approval says. Letters and papers issued before keep the name of their day.")
    return draft_page(request, code, AlterationKind.RENAMING, {"title": _("Rename %(zone)s"), "lead": lead})


@get_or_post
def merge(request: SignedIn, code: str) -> HttpResponse:
    """Draft the merger of a zone into another."""
    lead = _(
        "The zone closes and its past years stay with it; every effect is shown before a director signs."
    )
    words = {"title": _("Merge %(zone)s into another zone"), "lead": lead}
    return draft_page(request, code, AlterationKind.MERGER, words)


@require_POST
def sign(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    made = actions.sign(shown, effects=request.POST.get("effects", ""), by=request.user)
    done = _("Signed; it has taken effect.") if made.applied_at else _("Signed; it takes effect on its day.")
    messages.success(request, done)
    return redirect(shown)


@require_POST
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Before its day; the reason is what its readers are told."""
    shown, form = reachable(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return render(
            request,
            "program/alterations/alteration.html",
            page_of(request, shown) | {"withdraw_form": form},
            status=422,
        )
    actions.withdraw(shown, **form.cleaned_data, by=request.user)
    messages.success(request, _("The change was withdrawn; it will not take effect."))
    return redirect(shown)


@require_POST
def discard(request: SignedIn, pk: int) -> HttpResponse:
    actions.discard(reachable(request, pk), by=request.user)
    messages.success(request, _("The draft was discarded."))
    return redirect("alterations:list")

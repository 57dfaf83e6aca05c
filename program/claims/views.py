"""Pages of claims to sites: begun where a site is listed, read and answered on their own, settled by the office."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program import clock
from program.claims import actions, rules
from program.claims.forms import ClaimFilter, ClaimForm, ContestForm, SettleForm, ViewForm
from program.claims.models import SiteClaim
from program.claims.tables import ClaimTable, claim_tag
from program.files.http import uploads
from program.journal.models import Line
from program.people.http import SignedIn, posted
from program.people.models import Role
from program.people.rules import require_role, standing
from program.refusals import NotYours, Refused
from program.registers.views.frame import form_page, list_page
from program.zones.models import Zone

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Claims within reach."""
    rows = SiteClaim.objects.visible_to(request.user).select_related(
        "site__organization", "claimant", "settlement"
    )
    return list_page(
        request, rows, ClaimTable, ClaimFilter, columns={"moment": clock.now()}, template="program/claims/list.html",
        title=_("Claims to sites"), here=reverse("claims:list"),
        lead=_("Sites that one zone claims and that stand in another's statistics. Past years stay where they were declared."),
    )  # fmt: skip


def reachable(request: SignedIn, pk: int) -> SiteClaim:
    found: SiteClaim = get_object_or_404(SiteClaim.objects.visible_to(request.user).with_all(), pk=pk)
    return found


@require_safe
def claim(request: SignedIn, pk: int) -> HttpResponse:
    return render(request, "program/claims/claim.html", page_of(request, reachable(request, pk)))


def page_of(request: SignedIn, shown: SiteClaim) -> dict[str, Any]:
    """One claim: what both zones and the enterprise say, and everything that a signature or a yes would do."""
    held, moment = standing(request.user), clock.now()
    may = rules.moves(shown, held, moment)
    claimants, holders = rules.reads_evidence(shown, held)
    drafted = shown.settled
    office = held.reads_everything
    effects = rules.settlement_effects(shown) if drafted and shown.closed_at is None and office else []
    return {
        "claim": shown,
        "state": claim_tag(shown, moment),
        "moves": may,
        "told": rules.holder_told(shown, held),
        "reads_claimants": claimants,
        "reads_holders": holders,
        "lapsed": shown.lapsed(moment) and shown.closed_at is None,
        "agree_effects": rules.effects(shown, shown.since_year) if may.answer else [],
        "agree_findings": list(rules.findings(shown, shown.since_year)) if may.answer else [],
        "withdraw_effects": [
            _("The site goes on where it stands; the other zone and the enterprise are told.")
        ],
        "view_form": ViewForm(),
        "settlement": drafted if drafted and (office or drafted.signed_at) else None,
        "effects": effects,
        "fingerprint": rules.fingerprint(shown, drafted.from_year if drafted else shown.since_year)
        if may.sign or may.answer
        else "",
        "reads": office,
        "lines": Line.objects.filter(subject=shown.number).order_by("-pk") if office else None,
    }


@get_or_post
def begin(request: SignedIn, code: str) -> HttpResponse:
    """Claim a site for a zone; what was typed where it could not be listed stands there already."""
    zone = get_object_or_404(Zone.objects.visible_to(request.user), code=code)
    if not rules.reviews(zone, standing(request.user)):
        raise NotYours
    typed = {name: request.GET.get(name, "")[:120] for name in ("credit_code", "site", "since_year")}
    form = ClaimForm(posted(request), uploads(request), initial=typed)
    return form_page(
        request, form, lambda: actions.claim(zone, form.claimed(), by=request.user),
        done=_("The claim was made; the other zone has been told."), title=_("Claim a site for %(zone)s") % {"zone": zone},
        lead=_("The other zone answers within %(days)d working days. If it contests, or does not answer, the office settles.")
        % {"days": rules.answer_days()},
        submit=_("Make the claim"), back=reverse("indicators:board", args=[zone.code]), back_label=str(zone),
    )  # fmt: skip


def act(request: SignedIn, pk: int, verb: Callable[[SiteClaim], object], done: str) -> HttpResponse:
    """A move of the page; what is wrong with it is said there."""
    shown = reachable(request, pk)
    try:
        verb(shown)
    except NotYours:
        raise
    except Refused as refusal:
        context = page_of(request, reachable(request, pk)) | {"refusal": refusal}
        return render(request, "program/claims/claim.html", context, status=refusal.status)
    messages.success(request, done)
    return redirect(shown)


@require_POST
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    return act(
        request, pk, lambda shown: actions.withdraw(shown, by=request.user), _("The claim was withdrawn.")
    )


@require_POST
def agree(request: SignedIn, pk: int) -> HttpResponse:
    done = _("The site moves; both zones and the enterprise have been told.")
    seen = request.POST.get("effects", "")
    return act(request, pk, lambda shown: actions.agree(shown, effects=seen, by=request.user), done)


@get_or_post
def contest(request: SignedIn, pk: int) -> HttpResponse:
    """With reason and evidence."""
    shown = reachable(request, pk)
    if not rules.reviews(shown.holder, standing(request.user)):
        raise NotYours
    form = ContestForm(posted(request), uploads(request))
    return form_page(
        request, form, lambda: actions.contest(shown, **form.cleaned_data, by=request.user),
        done=_("The claim was contested; the office settles it."), title=_("Contest the claim %(number)s") % {"number": shown},
        lead=_("The claiming zone reads your zone's name and your reason. The office settles the claim."),
        submit=_("Contest the claim"), back=shown.get_absolute_url(), back_label=str(shown), to=shown,
    )  # fmt: skip


@require_POST
def state_view(request: SignedIn, pk: int) -> HttpResponse:
    """What the enterprise says of it."""
    shown, form = reachable(request, pk), ViewForm(request.POST)
    if not form.is_valid():
        context = page_of(request, shown) | {"view_form": form}
        return render(request, "program/claims/claim.html", context, status=422)
    actions.state_view(shown, text=form.cleaned_data["text"], by=request.user)
    messages.success(request, _("What your enterprise says stands with the claim."))
    return redirect(shown)


@get_or_post
def settle(request: SignedIn, pk: int) -> HttpResponse:
    """Prepare the settlement."""
    shown = reachable(request, pk)
    require_role(request.user, Role.CLERK)
    initial = {"from_year": shown.since_year}
    form = SettleForm(posted(request), uploads(request), initial=initial)
    return form_page(
        request, form,
        lambda: actions.draft_settlement(shown, form.given(), **form.terms(), by=request.user),
        done=_("It waits for a director's signature."), title=_("Settle the claim %(number)s") % {"number": shown},
        lead=_("A director who had no hand in it signs, and is shown what the settlement does."),
        submit=_("Draft the settlement"), back=shown.get_absolute_url(), back_label=str(shown), to=shown,
    )  # fmt: skip


@require_POST
def discard(request: SignedIn, pk: int) -> HttpResponse:
    done = _("The draft was discarded.")
    return act(request, pk, lambda shown: actions.discard_settlement(shown, by=request.user), done)


@require_POST
def sign(request: SignedIn, pk: int) -> HttpResponse:
    seen = request.POST.get("effects", "")
    done = _("Signed; both zones and the enterprise have been told.")
    return act(request, pk, lambda shown: actions.sign_settlement(shown, effects=seen, by=request.user), done)

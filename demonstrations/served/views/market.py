"""Providers, needs and offers for whoever is signed in: entered, released, matched, followed up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from demonstrations.served import actions, rules
from demonstrations.served.forms import (
    EntryFilter,
    FollowForm,
    InterestForm,
    PostingFilter,
    PostingForm,
    ProviderForm,
    ReasonForm,
)
from demonstrations.served.models import Follow, Match, Posting, Provider, Release, Side, reads_records
from demonstrations.served.tables import EntryTable, MatchTable, PostingTable, state_tag
from demonstrations.served.views.frame import TITLE
from demonstrations.served.views.public import words
from program.journal.models import Line
from program.people.http import SignedIn, known_parameters, number_in, posted
from program.people.models import Organization
from program.people.rules import standing
from program.refusals import NotYours
from program.registers.views.frame import form_page

ROWS = 30
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
Kind = type[Provider] | type[Posting]


# ---------------------------------------------------------------- lists
@require_safe
def entries(request: SignedIn) -> HttpResponse:
    """Entries of the directory within reach."""
    known_parameters(request, filters=EntryFilter.names(), sort=EntryTable.base_columns)
    rows = Provider.objects.visible_to(request.user).select_related("organization")
    narrowed = EntryFilter(request.GET, queryset=rows)
    table = EntryTable(narrowed.qs.distinct())
    RequestConfig(request, paginate={"per_page": ROWS}).configure(table)
    held = standing(request.user)
    here = rules.may_provide(held).exclude(pk__in=Provider.objects.values("organization"))
    context = {
        "table": table, "filter": narrowed, "may_enter": here.exists(), "office": reads_records(held),
    }  # fmt: skip
    return render(request, "demonstrations/served/entries.html", context)


@require_safe
def market(request: SignedIn) -> HttpResponse:
    """Needs and offers within reach, and what is being followed up."""
    known_parameters(request, filters=PostingFilter.names(), sort=PostingTable.base_columns)
    rows = Posting.objects.visible_to(request.user).select_related("organization")
    narrowed = PostingFilter(request.GET, queryset=rows)
    table = PostingTable(narrowed.qs)
    RequestConfig(request, paginate={"per_page": ROWS}).configure(table)
    matches = Match.objects.visible_to(request.user).select_related(
        "need__organization", "offer__organization", "record"
    )
    held = standing(request.user)
    context = {
        "table": table, "filter": narrowed, "matches": MatchTable(matches[:ROWS], orderable=False),
        "may_need": rules.may_need(held).exists(), "may_offer": rules.may_offer(held).exists(),
        "office": reads_records(held),
    }  # fmt: skip
    return render(request, "demonstrations/served/market.html", context)


# ---------------------------------------------------------------- entering
def own(request: SignedIn, organizations: Any) -> Organization:
    """Of the organisation that the address names, or of one's only one."""
    wanted = request.GET.get("organization", "")
    found: Organization | None = next(
        (each for each in organizations if wanted in {"", each.credit_code}), None
    )
    if found is None:
        raise NotYours
    return found


@get_or_post
def provider_new(request: SignedIn) -> HttpResponse:
    """An organisation enters itself in the directory."""
    organization = own(request, rules.may_provide(standing(request.user)))
    form = ProviderForm(posted(request))
    return form_page(
        request, form, lambda: actions.enter_provider(organization, form.values(), by=request.user),
        done=_("You are entered; the special office releases the entry."),
        title=_("Enter %(name)s in the directory") % {"name": organization.name},
        lead=_("The public reads what you do, where, and measured results; never the contact."),
        back=reverse("served:entries"), back_label=_("Directory of providers"),
    )  # fmt: skip


@get_or_post
def posting_new(request: SignedIn, side: str) -> HttpResponse:
    """A need is posted, or an offer."""
    if side not in Side.values:
        raise Http404
    wanted, held = Side(side), standing(request.user)
    organization = own(request, (rules.may_need if wanted == Side.NEED else rules.may_offer)(held))
    form = PostingForm(posted(request), side=wanted)
    return form_page(
        request, form, lambda: actions.post(organization, wanted, form.values(), by=request.user),
        done=_("It is entered; the special office releases it."),
        title=_("Post a need for service") if wanted == Side.NEED else _("Post an offer of service"),
        lead=_("%(name)s: once released everybody reads it without the contact.") % {"name": organization.name},
        back=reverse("served:market"), back_label=_("Needs and offers"),
    )  # fmt: skip


# ---------------------------------------------------------------- one entry
def reachable(request: SignedIn, kind: Kind, pk: int) -> Any:
    rows: Any = kind.objects.visible_to(request.user).select_related("organization")
    return get_object_or_404(rows, pk=pk)


@require_safe
def entry(request: SignedIn, pk: int, kind: Kind) -> HttpResponse:
    return show(request, reachable(request, kind, pk))


def show(request: SignedIn, shown: Any, *, status: int = 200, **forms: Any) -> HttpResponse:
    held = standing(request.user)
    moves = rules.entry_moves(shown, held)
    inside = moves.change or reads_records(held)
    context = {
        "entry": shown, "state": state_tag(Release(shown.state)), "moves": moves, "inside": inside, "crumb": TITLE,
        "contact": inside, "names": f"served:{'provider' if isinstance(shown, Provider) else 'posting'}",
        "forms": {"return": ReasonForm(initial={"revision": shown.revision}, prefix="return"), **forms},
        "lines": Line.objects.filter(subject=shown.number).order_by("-pk") if inside else [],
    }  # fmt: skip
    if isinstance(shown, Provider):
        context |= {"words": words(shown), "measured": rules.measured([shown])[shown.organization_id]}
        return render(request, "demonstrations/served/provider.html", context, status=status)
    context |= around(request, shown, own=moves.change)
    context["contact"] = inside or any(True for _match in context["matches"])
    return render(request, "demonstrations/served/posting.html", context, status=status)


def around(request: SignedIn, shown: Posting, *, own: bool) -> dict[str, Any]:
    """What fits a posting, for its own side; what of one's own fits one of the others; what is followed up."""
    need = shown.side == Side.NEED
    matches = Match.objects.visible_to(request.user).filter(**{shown.side: shown})
    fitting = rules.fitting(shown)
    if not own:
        fitting = fitting.filter(organization__in=standing(request.user).organizations())
    released = shown.state == Release.RELEASED
    return {
        "matches": list(matches.select_related("need__organization", "offer__organization")),
        "fitting": list(fitting[:10]) if released else [],
        "providers": rules.providers_fitting(shown) if own and need and released else [],
        "certified": rules.certified_near(shown) if own and need and released else [],
        "interest": InterestForm(),
    }


@get_or_post
def change(request: SignedIn, pk: int, kind: Kind) -> HttpResponse:
    shown = reachable(request, kind, pk)
    if not rules.enters_for(shown.organization, standing(request.user)):
        raise NotYours
    form: Any = (
        ProviderForm(posted(request), entry=shown)
        if isinstance(shown, Provider)
        else PostingForm(posted(request), side=Side(shown.side), entry=shown)
    )

    def act() -> Any:
        seen = form.cleaned_data["revision"] or 0
        return actions.change_entry(shown, form.values(), by=request.user, seen=seen)

    return form_page(
        request, form, act, done=_("It is saved; the special office releases it anew."),
        title=_("Change %(number)s") % {"number": shown.number}, back=shown.get_absolute_url(), back_label=shown.number,
    )  # fmt: skip


@require_POST
def withdraw(request: SignedIn, pk: int, kind: Kind) -> HttpResponse:
    shown = reachable(request, kind, pk)
    actions.withdraw_entry(shown, by=request.user, seen=number_in(request, "revision"))
    messages.success(request, _("It was withdrawn."))
    return redirect(shown)


@require_POST
def release(request: SignedIn, pk: int, kind: Kind) -> HttpResponse:
    shown = reachable(request, kind, pk)
    actions.release(shown, by=request.user, seen=number_in(request, "revision"))
    messages.success(request, _("It is released."))
    return redirect(shown)


@require_POST
def send_back(request: SignedIn, pk: int, kind: Kind) -> HttpResponse:
    shown, form = reachable(request, kind, pk), ReasonForm(request.POST, prefix="return")
    if not form.is_valid():
        return show(request, shown, status=422, **{"return": form})
    given = form.cleaned_data
    actions.return_entry(shown, reason=given["reason"], by=request.user, seen=given["revision"] or 0)
    messages.success(request, _("It was returned for change."))
    return redirect("served:market" if isinstance(shown, Posting) else "served:entries")


# ---------------------------------------------------------------- matches
@require_POST
def interest(request: SignedIn, pk: int, other_pk: int) -> HttpResponse:
    """Interest of one's own need or offer in another's."""
    one, other = reachable(request, Posting, pk), reachable(request, Posting, other_pk)
    need, offer = (one, other) if one.side == Side.NEED else (other, one)
    form = InterestForm(request.POST)
    if not form.is_valid():
        return show(request, one, status=422)
    made = actions.note_interest(need, offer, text=form.cleaned_data["text"], by=request.user)
    messages.success(request, _("Interest was noted; both sides see the contact from now on."))
    return redirect(made)


def match_within_reach(request: SignedIn, pk: int) -> Match:
    rows = Match.objects.visible_to(request.user).select_related(
        "need__organization", "offer__organization", "record", "noted_by", "followed_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
def match(request: SignedIn, pk: int) -> HttpResponse:
    return show_match(request, match_within_reach(request, pk))


def show_match(request: SignedIn, shown: Match, *, status: int = 200, **forms: Any) -> HttpResponse:
    held = standing(request.user)
    mine = any(rules.enters_for(each.organization, held) for each in (shown.need, shown.offer))
    steps = rules.next_steps(shown) if mine else ()
    made = [(step, forms.get(step.value) or follow_form(shown, step, held)) for step in steps]
    context = {"match": shown, "steps": made, "crumb": TITLE}
    return render(request, "demonstrations/served/match.html", context, status=status)


def follow_form(shown: Match, step: Follow, held: Any, data: Any = None) -> FollowForm:
    records = rules.linkable(shown, held) if step == Follow.RECORDED else None
    return FollowForm(data, records=records, prefix=step.value)


@require_POST
def follow(request: SignedIn, pk: int, step: str) -> HttpResponse:
    if step not in Follow.values:
        raise Http404
    shown, wanted = match_within_reach(request, pk), Follow(step)
    form = follow_form(shown, wanted, standing(request.user), request.POST)
    if not form.is_valid():
        return show_match(request, shown, status=422, **{step: form})
    given = form.cleaned_data
    actions.follow(
        shown, wanted, by=request.user, seen=request.POST.get("seen", ""), text=given["text"], record=given.get("record")
    )  # fmt: skip
    messages.success(request, _("The match was followed up."))
    return redirect(shown)

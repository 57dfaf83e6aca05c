"""A zone's board: who has declared, who is waited for; accepting many at once, reminding, listing, inviting."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program.indicators import actions, rules
from program.indicators.forms import STATES, BoardFilter, LeaveForm, ListSiteForm
from program.indicators.models import Declaration, State
from program.indicators.views.overview import year_in, years
from program.journal.models import Line
from program.people.http import SignedIn, blame, known_parameters, posted, status_of
from program.people.rules import standing
from program.people.views.members import tell_link
from program.refusals import NotYours, Refused
from program.zones import actions as zones
from program.zones.forms import InviteBodyForm
from program.zones.models import Affiliation, Site, Zone
from program.zones.rules import StandsElsewhere

PAGE = 50
MOST_AT_ONCE = 200


def reachable(request: SignedIn, code: str) -> Zone:
    """A zone whose board this person reads; 404 for everybody else."""
    found: Zone = get_object_or_404(rules.boards_of(standing(request.user)), code=code)
    return found


def checked_by(request: SignedIn, code: str) -> Zone:
    """A zone whose enterprises this person checks; who only reads its board is told so."""
    zone = reachable(request, code)
    if not rules.reviews_zone(zone, standing(request.user)):
        raise NotYours
    return zone


def back_to(zone: Zone, year: int) -> str:
    return f"{reverse('indicators:board', args=[zone.code])}?year={year}"


@require_safe
def board(request: SignedIn, code: str) -> HttpResponse:
    """All sites of a zone in a year; which of them is kept in the address."""
    zone = reachable(request, code)
    known_parameters(request, filters=["year", "state", "q"])
    year = year_in(request)
    filter_ = BoardFilter(request.GET)
    state, words = filter_.chosen()
    found = rules.board(zone, year)
    page = Paginator(rules.narrowed(found.firms, state, words), PAGE).get_page(request.GET.get("page"))
    own = found.own or Declaration(zone=zone, site=None, year=year)
    held = standing(request.user)
    context = {
        "zone": zone, "year": year, "years": years(), "board": found, "state": state, "words": words,
        "states": [(code_, label, found.counts[str(code_)]) for code_, label in STATES],
        "page": page, "firms": rules.detailed(list(page)),
        "waited": found.counts[rules.NOT_BEGUN] + found.counts[State.DRAFT] + found.counts[State.RETURNED],
        "own_writable": found.own is not None and rules.may_write(found.own, held),
        "reviews": rules.reviews_zone(zone, held),
        "may_begin": found.own is None and rules.writes_for(own, held),
        "lines": Line.objects.filter(subject=zone.code).order_by("-pk")[:10],
    }  # fmt: skip
    return render(request, "program/indicators/board.html", context)


@require_POST
def accept_many(request: SignedIn, code: str) -> HttpResponse:
    """Accept the ticked declarations: first what that does, then each by itself; those that fail are named."""
    zone = checked_by(request, code)
    year = year_in(request)
    chosen = ticked(request, zone, year)
    if not chosen:
        messages.error(request, _("Tick at least one declaration that waits to be checked."))
        return redirect(f"{back_to(zone, year)}&state={State.SUBMITTED.value}")
    if "confirm" not in request.POST:
        firms = rules.detailed([rules.Firm(row.site, row) for row in chosen if row.site])
        context = {"zone": zone, "year": year, "firms": firms, "back": back_to(zone, year)}
        return render(request, "program/indicators/accept_many.html", context)
    failed = accept_each(request, chosen)
    done = len(chosen) - len(failed)
    if done:
        messages.success(request, _("%(count)d declarations were accepted.") % {"count": done})
    for declaration, sentence in failed:
        words = _("%(name)s was not accepted: %(sentence)s")
        messages.error(request, words % {"name": declaration.declarant, "sentence": sentence})
    return redirect(back_to(zone, year))


def ticked(request: SignedIn, zone: Zone, year: int) -> list[Declaration]:
    """The declarations that were ticked, of this zone and year."""
    asked = [
        pk for pk in request.POST.getlist("declaration") if pk.isascii() and pk.isdigit() and len(pk) < 19
    ]
    within = Declaration.objects.visible_to(request.user).filter(zone=zone, year=year, site__isnull=False)
    return list(within.filter(pk__in=asked[:MOST_AT_ONCE]).select_related("zone", "site__organization"))


def accept_each(request: SignedIn, chosen: Sequence[Declaration]) -> list[tuple[Declaration, str]]:
    """Each its own verb; answers those that failed, with the sentence why."""
    failed = []
    for declaration in chosen:
        try:
            actions.accept(declaration, by=request.user)
        except Refused as refusal:
            failed.append((declaration, str(refusal)))
    return failed


@require_POST
def remind(request: SignedIn, code: str) -> HttpResponse:
    """A message to everybody who has handed nothing in, once a day."""
    zone, year = reachable(request, code), year_in(request)
    try:
        actions.remind(zone, year, by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The enterprises that have handed nothing in are being reminded."))
    return redirect(back_to(zone, year))


@require_http_methods(["GET", "HEAD", "POST"])
def list_site(request: SignedIn, code: str) -> HttpResponse:
    """入统: enter a site of an enterprise."""
    zone, year = checked_by(request, code), year_in(request)
    form, claim = ListSiteForm(posted(request), initial={"since_year": year}), ""
    if request.method == "POST" and form.is_valid():
        try:
            site = zones.list_site(zone, form.listing(), by=request.user)
        except Refused as refusal:
            if isinstance(refusal, StandsElsewhere):
                typed = {name: form.cleaned_data[name] for name in ("credit_code", "site", "since_year")}
                claim = f"{reverse('claims:begin', args=[zone.code])}?{urlencode(typed)}"
            blame(form, refusal)
        else:
            words = _("%(name)s was listed. Invite its manager next.")
            messages.success(request, words % {"name": site.organization})
            return redirect("indicators:invite_enterprise", zone.code, site.pk)
    words_ = {
        "title": _("List an enterprise"),
        "lead": _("From the year you enter on, the site declares here and is counted among those that are expected to."),
        "submit": _("List it"),
    }  # fmt: skip
    template = "program/indicators/list_site.html"
    return form_page(request, zone, year, form, template=template, claim=claim, **words_)


@require_http_methods(["GET", "HEAD", "POST"])
def invite_enterprise(request: SignedIn, code: str, pk: int) -> HttpResponse:
    """Invite the first manager of an enterprise."""
    zone, year = checked_by(request, code), year_in(request)
    stands = Affiliation.objects.filter(zone=zone, until_year=None)
    site = get_object_or_404(
        Site.objects.filter(pk__in=stands.values("site")).select_related("organization"), pk=pk
    )
    form = InviteBodyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = zones.invite_enterprise(site, zone, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            blame(form, refusal)
        else:
            tell_link(request, invitation, token)
            return redirect(back_to(zone, year))
    words = {
        "title": _("Invite the manager of %(name)s") % {"name": site.organization},
        "lead": _("The letter carries a one-time link. Whoever opens it becomes the enterprise's first manager."),
        "submit": _("Send the invitation"),
    }  # fmt: skip
    return form_page(request, zone, year, form, **words)


@require_http_methods(["GET", "HEAD", "POST"])
def end_affiliation(request: SignedIn, code: str, pk: int) -> HttpResponse:
    """退出统计: a site leaves the zone's statistics after a year; first what that does."""
    zone, year = checked_by(request, code), year_in(request)
    stands = Affiliation.objects.filter(zone=zone, until_year=None).select_related("site__organization")
    held = get_object_or_404(stands, site=pk)
    form = LeaveForm(posted(request), since=held.since_year)
    if request.method == "POST" and form.is_valid():
        try:
            zones.end_affiliation(held.site, zone, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            blame(form, refusal)
        else:
            words = _("%(name)s stands in the zone's statistics up to %(year)d.")
            told = {"name": held.site.organization, "year": form.cleaned_data["until_year"]}
            messages.success(request, words % told)
            return redirect(back_to(zone, year))
    context = {
        "form": form, "held": held, "back": back_to(zone, year), "back_label": str(zone),
        "submit": _("Take out of the statistics"),
    }  # fmt: skip
    return render(request, "program/indicators/leave.html", context, status=status_of(form))


def form_page(
    request: SignedIn,
    zone: Zone,
    year: int,
    form: Any,
    *,
    template: str = "program/form_page.html",
    **words: str,
) -> HttpResponse:
    context = {"form": form, "back": back_to(zone, year), "back_label": str(zone), **words}
    return render(request, template, context, status=status_of(form))

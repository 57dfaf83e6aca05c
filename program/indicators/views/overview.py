"""申报: one's own sites year by year, and the zones whose enterprises one checks or reads."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program import clock
from program.indicators import actions, rules
from program.indicators.models import FIRST_YEAR, Declaration
from program.people.http import SignedIn, known_parameters
from program.people.models import APPLICANT_ROLES, READING_ROLES, Role
from program.people.rules import standing
from program.zones.models import Site, Zone

DECLARING = APPLICANT_ROLES | READING_ROLES | {Role.ZONE_REVIEWER, Role.SUPERVISOR}
MOST_ZONES = 400


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """By role: one's sites with what is missing of each year; the zones with their reporting rate."""
    held = standing(request.user)
    if not held.has(*DECLARING):
        raise Http404
    known_parameters(request, filters=["year"])
    year = year_in(request)
    boards = rules.boards_of(held)
    everything = held.reads_everything or held.has(Role.SUPERVISOR)
    if everything:
        boards = boards.filter(managements__until=None, managements__isnull=False)
    zones: list[Zone] = list(boards.order_by("code")[:MOST_ZONES])
    context = {
        "sites": rules.own_sites(held) if held.is_applicant else [],
        "zones": rules.zone_rows(zones, year) if zones else [],
        "everything": everything,
        "year": year,
        "years": years(),
    }
    return render(request, "program/indicators/index.html", context)


def years() -> list[int]:
    """The years that are offered, the newest first."""
    this_year = clock.today().year
    return list(range(this_year, max(FIRST_YEAR, this_year - 6) - 1, -1))


def year_in(request: SignedIn) -> int:
    """The year of the address; the one before this unless told, for that is the one that is declared now."""
    asked = request.GET.get("year", "")
    return int(asked) if asked in {str(year) for year in years()} else clock.today().year - 1


@require_POST
def begin(request: SignedIn) -> HttpResponse:
    """Begin a declaration of a site, or of the zone itself (`site` empty); one that was begun meanwhile is gone on with."""
    year = request.POST.get("year", "")
    if year not in {str(each) for each in years()}:
        raise BadRequest("year")
    zone = get_object_or_404(Zone, code=request.POST.get("zone", ""))
    site = site_in(request)
    if site is None and not rules.boards_of(standing(request.user)).filter(pk=zone.pk).exists():
        raise Http404
    there = Declaration.objects.newest().filter(zone=zone, site=site, year=int(year)).first()
    if there is not None:
        messages.info(request, _("This declaration was begun already; go on with it here."))
        return redirect(there)
    return redirect(actions.begin(zone, site, int(year), by=request.user))


def site_in(request: SignedIn) -> Site | None:
    """The site that was named, one of the person's own; none where none was named."""
    asked: Any = request.POST.get("site", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise Http404
    found: Site = get_object_or_404(
        Site.objects.of(request.user).select_related("organization"), pk=int(asked)
    )
    return found

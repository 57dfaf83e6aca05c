"""What the ledger holds of a year: for the office of all zones, for a zone of its own."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from program import clock
from program.ledger import rules
from program.ledger.models import Clause, reads_ledger
from program.ledger.views.frame import own_zones
from program.people.http import SignedIn, known_parameters
from program.zones.models import Zone


@require_safe
def coverage(request: SignedIn) -> HttpResponse:
    """Clause by clause; the office sees all zones, or the one that the address names."""
    known_parameters(request, filters=["year", "zone"])
    years, wanted = rules.years(clock.today()), request.GET.get("year", "")
    year = int(wanted) if wanted in {str(each) for each in years} else years[0]
    frame = {"year": year, "years": years}
    reads, code = reads_ledger(request.user), request.GET.get("zone", "")
    if reads and not code:
        found, zones = rules.coverage(year), Zone.objects.order_by("code")
        rows = [(zone, found.row(zone.pk)) for zone in zones]
        context = {
            **frame,
            "clauses": list(Clause),
            "covered": found.clauses,
            "rows": rows,
            "office": found.row(None),
        }
        return render(request, "program/ledger/coverage.html", context)
    within = list(Zone.objects.all() if reads else own_zones(request))
    zone = next((each for each in within if code in {"", each.code}), None)
    if zone is None:
        raise Http404
    context = {
        **frame, "zone": zone, "zones": [] if reads else within, "accounts": rules.account_of_zone(zone, year),
    }  # fmt: skip
    return render(request, "program/ledger/coverage_of_zone.html", context)

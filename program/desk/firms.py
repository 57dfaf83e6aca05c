"""An enterprise as the office reads it: where it has stood, what it has declared and holds, what is under way."""

from typing import Any

from django.db.models import Count

from program import tracks
from program.applications.models import Application
from program.claims.models import SiteClaim
from program.claims.rules import stays
from program.decisions.models import Designation
from program.indicators.models import Declaration
from program.people.models import Organization


def firm_page(firm: Organization) -> dict[str, Any]:
    """A constant number of queries. Nothing of it changes with a move: each row bears the zone of its day."""
    declared = Declaration.objects.newest().filter(site__organization=firm).exclude(submitted_at=None)
    years = (
        declared.order_by("-year", "zone__code").values("year", "zone__name_zh").annotate(sites=Count("pk"))
    )
    return {
        "firm": firm,
        "stays": stays(firm),
        "declared": years,
        "claims": SiteClaim.objects.filter(site__organization=firm).select_related(
            "site", "claimant", "holder"
        ),
        "designations": Designation.objects.filter(organization=firm, zone=None)
        .select_related("application__zone", "document")
        .order_by("-since", "-pk"),
        "cases": Application.objects.filter(applicant=firm, for_zone=False)
        .select_related("zone", "call")
        .order_by("-number"),
        "tallied": [(tally.label, list(tally.ask("of_firm")(firm))) for tally in tracks.tallies()],
    }

"""All addresses: each package brings its own; interface.md lists what they show."""

from django.urls import include, path

urlpatterns = [
    path("", include("program.portal.urls")),
    path("", include("program.people.urls")),
    path("", include("program.alterations.urls")),  # before the zones: /zones/…/rename/
    path("", include("program.zones.urls")),
    path("", include("program.rulesets.urls")),
    path("", include("program.registers.urls")),
    path("", include("program.claims.urls")),
    path("", include("program.indicators.urls")),
    path("", include("program.calls.urls")),
    path("", include("program.applications.urls")),
    path("", include("program.reviews.urls")),
    path("", include("program.visits.urls")),
    path("", include("program.decisions.urls")),
    path("", include("program.papers.urls")),
    path("", include("program.ledger.urls")),
    path("", include("program.monitoring.urls")),
    path("", include("program.measures.urls")),
    path("", include("program.supervision.urls")),
    path("", include("program.progress.urls")),
    path("", include("program.reports.urls")),
    path("", include("demonstrations.served.urls")),
    path("", include("demonstrations.enterprises.yearly.urls")),
    path("", include("program.files.urls")),
    path("", include("program.switches.urls")),
    path("", include("program.exports.urls")),
    path("", include("program.search.urls")),
    path("", include("program.desk.urls")),
]

handler400 = "program.config.views.bad_request"

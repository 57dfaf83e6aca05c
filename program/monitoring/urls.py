"""Addresses of monitoring."""

from django.urls import path

from program.monitoring.views import public, runs, schemes, zones

app_name = "monitoring"

SCHEME = "monitoring/schemes/<str:code>/"
RUN = "monitoring/runs/<int:pk>/"

urlpatterns = [
    path("monitoring/", runs.index, name="index"),
    path("monitoring/results/", public.results, name="results"),
    path("monitoring/schemes/new/", schemes.draft, name="scheme_draft"),
    path(SCHEME, schemes.detail, name="scheme"),
    path(f"{SCHEME}change/", schemes.change, name="scheme_change"),
    path(f"{SCHEME}add/", schemes.add, name="criterion_add"),
    path(f"{SCHEME}remove/<str:criterion>/", schemes.remove, name="criterion_remove"),
    path(f"{SCHEME}sign/", schemes.sign, name="scheme_sign"),
    path("monitoring/runs/new/", runs.draft, name="run_new"),
    path(RUN, runs.run, name="run"),
    path(f"{RUN}progress/", runs.progress, name="run_progress"),
    path(f"{RUN}verify/", runs.verify, name="run_verify"),
    path(f"{RUN}sign/", runs.sign, name="run_sign"),
    path(f"{RUN}discard/", runs.discard, name="run_discard"),
    path(f"{RUN}export/", runs.export, name="run_export"),
    path(f"{RUN}zones/<str:code>/", zones.line, name="line"),
    path("monitoring/zones/<str:code>/", zones.zone, name="zone"),
]

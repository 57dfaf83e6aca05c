"""Addresses of reports."""

from django.urls import URLPattern, path

from program.reports.views import checking, public, writing

app_name = "reports"
REPORT, DUTY = "reports/<int:pk>/", "reports/duties/<int:pk>/"

urlpatterns: list[URLPattern] = [
    # written by the zone
    path(DUTY, writing.of_duty, name="of_duty"),
    path(f"{DUTY}begin/", writing.begin, name="begin"),
    path(f"{REPORT}edit/", writing.edit, name="edit"),
    path(f"{REPORT}edit/tasks/", writing.tasks, name="tasks"),
    path(f"{REPORT}edit/<slug:code>/", writing.chapter, name="chapter"),
    path(f"{REPORT}discard/", writing.discard, name="discard"),
    path(f"{REPORT}check/", writing.check, name="check"),
    path(f"{REPORT}hand-in/", writing.hand_in, name="hand_in"),
    # read by the zone and the office
    path(REPORT, checking.report, name="report"),
    path(f"{REPORT}accept/", checking.accept, name="accept"),
    path(f"{REPORT}return/", checking.send_back, name="return"),
    # read by everybody
    path("reports/", public.index, name="public"),
    path("reports/<slug:number>/", public.published, name="published"),
]

"""Addresses of the desk: my work, and the case."""

from django.urls import path

from program.desk.views import clockwork, desk, firms, journal, statistics

app_name = "desk"
urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/calendar/<str:token>.ics", desk.calendar_feed, name="feed"),
    path("desk/messages/", desk.inbox, name="inbox"),
    path("desk/messages/<int:pk>/", desk.follow, name="follow"),
    path("desk/messages/read/", desk.read_messages, name="read_messages"),
    path("desk/statistics/", statistics.index, name="statistics"),
    path("desk/journal/", journal.journal, name="journal"),
    path("desk/journal/export/", journal.export_journal, name="export_journal"),
    path("desk/clockwork/", clockwork.clockwork, name="clockwork"),
    path("desk/clockwork/<int:pk>/retry/", clockwork.retry, name="retry"),
    path("desk/promises/<int:pk>/retry/", clockwork.retry_promise, name="retry_promise"),
    path("firms/<str:credit_code>/", firms.firm, name="firm"),
    path("applications/<int:pk>/", desk.case, name="case"),
]

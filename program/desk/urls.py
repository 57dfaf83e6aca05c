"""Addresses of the desk: my work, and the case."""

from django.urls import path

from program.desk import views

app_name = "desk"
urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/calendar/<str:token>.ics", views.calendar_feed, name="feed"),
    path("desk/messages/", views.inbox, name="inbox"),
    path("desk/messages/<int:pk>/", views.follow, name="follow"),
    path("desk/messages/read/", views.read_messages, name="read_messages"),
    path("desk/journal/", views.journal, name="journal"),
    path("desk/journal/export/", views.export_journal, name="export_journal"),
    path("desk/clockwork/", views.clockwork, name="clockwork"),
    path("desk/clockwork/<int:pk>/retry/", views.retry, name="retry"),
    path("desk/promises/<int:pk>/retry/", views.retry_promise, name="retry_promise"),
    path("applications/<int:pk>/", views.case, name="case"),
]

"""Addresses of the public site."""

from django.urls import path

from program.portal import language, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("calls/", views.calls, name="calls"),
    path("calls/<int:pk>/", views.call, name="call"),
    path("language/", language.switch, name="language"),
    path("source/", views.source, name="source"),
]

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
    path("notices.atom", views.feed, name="feed"),
    path("sitemap.xml", views.site_map, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("open-data/", views.open_data, name="open_data"),
    path("open-data/<str:name>.<str:kind>", views.dataset, name="dataset"),
]

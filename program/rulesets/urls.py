"""Addresses of rulesets."""

from django.urls import URLPattern, URLResolver, path

from program.rulesets import views

app_name = "rulesets"
urlpatterns: list[URLPattern | URLResolver] = [
    path("rulesets/", views.index, name="list"),
    path("rulesets/new/", views.draft, name="draft"),
    path("rulesets/calendar/", views.calendar, name="calendar"),
    path("rulesets/calendar/publish/", views.publish, name="publish"),
    path("rulesets/<int:pk>/", views.detail, name="detail"),
    path("rulesets/<int:pk>/change/", views.change, name="change"),
    path("rulesets/<int:pk>/sign/", views.sign, name="sign"),
]

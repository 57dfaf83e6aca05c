"""Addresses of portal."""

from django.urls import URLPattern, URLResolver, path

from program.portal import language

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", language.switch, name="language"),
]

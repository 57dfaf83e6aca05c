"""Addresses of rulesets."""

from django.urls import URLPattern, URLResolver

app_name = "rulesets"
urlpatterns: list[URLPattern | URLResolver] = []

"""Addresses of zones."""

from django.urls import URLPattern, URLResolver

app_name = "zones"
urlpatterns: list[URLPattern | URLResolver] = []

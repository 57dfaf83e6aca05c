"""Addresses of declarations, and of what judges them."""

from django.urls import URLPattern

app_name = "indicators"

# ---------------------------------------------------------------- declarations: zone and enterprise
declarations: list[URLPattern] = []

# ---------------------------------------------------------------- sets, factors, data items, figures of a zone
judging: list[URLPattern] = []

urlpatterns = [*declarations, *judging]

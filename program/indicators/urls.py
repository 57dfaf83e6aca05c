"""Addresses of declarations and of what judges them."""

app_name = "indicators"
urlpatterns: list[object] = []

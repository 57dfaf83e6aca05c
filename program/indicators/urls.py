"""Addresses of declarations, and of what judges them."""

from django.urls import URLPattern, path

from program.indicators.views import factors, items, sets, zones

app_name = "indicators"

# ---------------------------------------------------------------- declarations: zone and enterprise
declarations: list[URLPattern] = []

# ---------------------------------------------------------------- sets, factors, data items, figures of a zone
judging: list[URLPattern] = [
    path("indicators/", sets.index, name="list"),
    path("indicators/sets/new/", sets.draft, name="set_draft"),
    path("indicators/sets/<str:code>/", sets.detail, name="set"),
    path("indicators/sets/<str:code>/change/", sets.change, name="set_change"),
    path("indicators/sets/<str:code>/add/", sets.add, name="indicator_add"),
    path("indicators/sets/<str:code>/remove/<str:indicator>/", sets.remove, name="indicator_remove"),
    path("indicators/sets/<str:code>/sign/", sets.sign, name="set_sign"),
    path("indicators/factors/new/", factors.draft, name="factors_draft"),
    path("indicators/factors/<str:code>/", factors.detail, name="factors"),
    path("indicators/factors/<str:code>/change/", factors.change, name="factors_change"),
    path("indicators/factors/<str:code>/sign/", factors.sign, name="factors_sign"),
    path("indicators/items/", items.items, name="items"),
    path("indicators/items/new/", items.add, name="item_add"),
    path("indicators/items/<str:code>/", items.change, name="item_change"),
    path("indicators/zones/<str:code>/", zones.zone, name="zone"),
    path("indicators/zones/<str:code>/figures.csv", zones.table, name="zone_table"),
]

urlpatterns = [*declarations, *judging]

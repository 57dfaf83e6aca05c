"""Addresses of declarations, and of what judges them."""

from django.urls import URLPattern, path

from program.indicators.views import (
    boards,
    evidence,
    factors,
    figures,
    items,
    moves,
    overview,
    page,
    sets,
    zones,
)

app_name = "indicators"

# ---------------------------------------------------------------- declarations: zone and enterprise
declarations: list[URLPattern] = [
    path("declarations/", overview.index, name="declarations"),
    path("declarations/begin/", overview.begin, name="begin"),
    path("declarations/zones/<str:code>/", boards.board, name="board"),
    path("declarations/zones/<str:code>/accept/", boards.accept_many, name="accept_many"),
    path("declarations/zones/<str:code>/remind/", boards.remind, name="remind"),
    path("declarations/zones/<str:code>/sites/", boards.list_site, name="list_site"),
    path(
        "declarations/zones/<str:code>/sites/<int:pk>/invite/",
        boards.invite_enterprise,
        name="invite_enterprise",
    ),
    path(
        "declarations/zones/<str:code>/sites/<int:pk>/leave/", boards.end_affiliation, name="end_affiliation"
    ),
    path("declarations/<int:pk>/", page.declaration, name="declaration"),
    path("declarations/<int:pk>/months/", page.count_by, name="count_by"),
    path("declarations/<int:pk>/versions/", page.versions, name="versions"),
    path("declarations/<int:pk>/template/", figures.template, name="template"),
    path("declarations/<int:pk>/figures/", figures.paste, name="paste"),
    path("declarations/<int:pk>/evidence/", evidence.evidence, name="evidence"),
    path(
        "declarations/<int:pk>/evidence/<int:evidence_pk>/take-off/", evidence.take_off, name="evidence_off"
    ),
    path("declarations/<int:pk>/submit/", moves.submit, name="submit"),
    path("declarations/<int:pk>/recall/", moves.recall, name="recall"),
    path("declarations/<int:pk>/accept/", moves.accept, name="accept"),
    path("declarations/<int:pk>/return/", moves.return_, name="return"),
    path("declarations/<int:pk>/ask-reopening/", moves.ask_reopening, name="ask_reopening"),
    path("declarations/<int:pk>/decline-reopening/", moves.decline_reopening, name="decline_reopening"),
    path("declarations/<int:pk>/reopen/", moves.reopen, name="reopen"),
]

# ---------------------------------------------------------------- sets, factors, data items, figures of a zone
judging: list[URLPattern] = [
    path("indicators/", sets.index, name="list"),
    path("indicators/sets/new/", sets.draft, name="set_draft"),
    path("indicators/sets/<str:code>/", sets.detail, name="set"),
    path("indicators/sets/<str:code>/change/", sets.change, name="set_change"),
    path("indicators/sets/<str:code>/add/", sets.add, name="indicator_add"),
    path("indicators/sets/<str:code>/indicators/<str:indicator>/", sets.change_one, name="indicator_change"),
    path("indicators/sets/<str:code>/remove/<str:indicator>/", sets.remove, name="indicator_remove"),
    path("indicators/sets/<str:code>/sign/", sets.sign, name="set_sign"),
    path("indicators/factors/new/", factors.draft, name="factors_draft"),
    path("indicators/factors/<str:code>/", factors.detail, name="factors"),
    path("indicators/factors/<str:code>/change/", factors.change, name="factors_change"),
    path("indicators/factors/<str:code>/add/", factors.add, name="carrier_add"),
    path("indicators/factors/<str:code>/remove/<str:carrier>/", factors.remove, name="carrier_remove"),
    path("indicators/factors/<str:code>/sign/", factors.sign, name="factors_sign"),
    path("indicators/items/", items.items, name="items"),
    path("indicators/items/new/", items.add, name="item_add"),
    path("indicators/items/<str:code>/", items.change, name="item_change"),
    path("indicators/zones/<str:code>/", zones.zone, name="zone"),
    path("indicators/zones/<str:code>/figures.csv", zones.table, name="zone_table"),
]

urlpatterns = [*declarations, *judging]

"""Addresses of zones."""

from django.urls import path

from program.zones import views

app_name = "zones"
urlpatterns = [
    path("zones/", views.zones, name="list"),
    path("zones/<str:code>/", views.zone, name="detail"),
    path("zones/<str:code>/invite/", views.invite_managing_body, name="invite"),
    path("recommending-bodies/", views.bodies, name="bodies"),
    path("recommending-bodies/<str:code>/invite/", views.invite_recommending_body, name="invite_body"),
    path("invitations/<str:token>/organization/", views.onboarding, name="onboarding"),
]

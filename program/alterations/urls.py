"""Addresses of renamings and mergers."""

from django.urls import path

from program.alterations import views

app_name = "alterations"
urlpatterns = [
    path("alterations/", views.index, name="list"),
    path("alterations/<int:pk>/", views.alteration, name="alteration"),
    path("alterations/<int:pk>/sign/", views.sign, name="sign"),
    path("alterations/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("alterations/<int:pk>/discard/", views.discard, name="discard"),
    path("zones/<str:code>/rename/", views.rename, name="rename"),
    path("zones/<str:code>/merge/", views.merge, name="merge"),
]

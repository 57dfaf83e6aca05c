"""Addresses of the switches."""

from django.urls import path

from program.switches import views

app_name = "switches"
urlpatterns = [
    path("switches/", views.index, name="index"),
    path("switches/on/", views.turn_on, name="turn_on"),
    path("switches/<int:pk>/off/", views.turn_off, name="turn_off"),
]

"""Addresses of the lists that somebody has taken out."""

from django.urls import path

from program.exports import views

app_name = "exports"
urlpatterns = [
    path("exports/", views.index, name="index"),
    path("exports/<int:pk>/progress/", views.progress, name="progress"),
]

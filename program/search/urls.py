"""Addresses of the search, and of the views that a person keeps."""

from django.urls import path

from program.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/views/save/", views.save_view, name="save_view"),
    path("search/views/<int:pk>/forget/", views.forget_view, name="forget_view"),
]

"""Addresses of files."""

from django.urls import path

from program.files import views

app_name = "files"
urlpatterns = [path("files/<int:pk>/", views.file, name="file")]

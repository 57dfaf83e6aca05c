"""Addresses of calls: the office's. The public ones are the portal's."""

from django.urls import path

from program.calls import views

app_name = "calls"
urlpatterns = [
    path("office/calls/", views.manage, name="manage"),
    path("office/calls/new/", views.edit, name="new"),
    path("office/calls/<int:pk>/", views.detail, name="detail"),
    path("office/calls/<int:pk>/edit/", views.edit, name="edit"),
    path("office/calls/<int:pk>/open/", views.open_call, name="open"),
    path("office/calls/<int:pk>/extend/", views.extend, name="extend"),
    path("office/calls/<int:pk>/close/", views.close, name="close"),
    path("office/rubrics/new/", views.rubric, name="rubric_new"),
    path("office/rubrics/<int:pk>/", views.rubric, name="rubric"),
]

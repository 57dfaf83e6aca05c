"""Addresses of site visits."""

from django.urls import path

from program.visits import views

app_name = "visits"
urlpatterns = [
    path("visits/", views.mine, name="mine"),
    path("calls/<int:call_pk>/sample/", views.sample, name="sample"),
    path("applications/<int:pk>/visit/", views.plan, name="plan"),
    path("visits/<int:pk>/", views.visit, name="visit"),
    path("visits/<int:pk>/paper/", views.paper, name="paper"),
    path("visits/<int:pk>/sign/", views.sign, name="sign"),
    path("visits/<int:pk>/unsign/", views.unsign, name="unsign"),
    path("visits/<int:pk>/record/", views.hand_in, name="hand_in"),
    path("visits/<int:pk>/conclude/", views.conclude, name="conclude"),
]

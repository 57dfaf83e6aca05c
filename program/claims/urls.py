"""Addresses of claims to sites."""

from django.urls import path

from program.claims import views

app_name = "claims"
urlpatterns = [
    path("claims/", views.index, name="list"),
    path("claims/<int:pk>/", views.claim, name="claim"),
    path("claims/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("claims/<int:pk>/agree/", views.agree, name="agree"),
    path("claims/<int:pk>/contest/", views.contest, name="contest"),
    path("claims/<int:pk>/view/", views.state_view, name="view"),
    path("claims/<int:pk>/settle/", views.settle, name="settle"),
    path("claims/<int:pk>/settle/discard/", views.discard, name="discard"),
    path("claims/<int:pk>/settle/sign/", views.sign, name="sign"),
    path("declarations/zones/<str:code>/claim/", views.begin, name="begin"),
]

"""Addresses of changes: of zones, and of organisations."""

from django.urls import path

from program.alterations import views

app_name = "alterations"
urlpatterns = [
    path("alterations/", views.index, name="list"),
    path("alterations/<int:pk>/", views.alteration, name="alteration"),
    path("alterations/<int:pk>/sign/", views.sign, name="sign"),
    path("alterations/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("alterations/<int:pk>/discard/", views.discard, name="discard"),
    path("changes/", views.changes, name="changes"),
    path("changes/new/<str:kind>/", views.change_new, name="change_new"),
    path("changes/<int:pk>/", views.change, name="change"),
    path("changes/<int:pk>/write/", views.change_write, name="change_write"),
    path("changes/<int:pk>/submit/", views.change_submit, name="change_submit"),
    path("changes/<int:pk>/withdraw/", views.change_withdraw, name="change_withdraw"),
    path("changes/<int:pk>/return/", views.change_return, name="change_return"),
    path("changes/<int:pk>/decide/", views.change_decide, name="change_decide"),
    path("changes/<int:pk>/discard/", views.change_discard, name="change_discard"),
    path("changes/<int:pk>/sign/", views.change_sign, name="change_sign"),
    path("zones/<str:code>/rename/", views.rename, name="rename"),
    path("zones/<str:code>/merge/", views.merge, name="merge"),
]

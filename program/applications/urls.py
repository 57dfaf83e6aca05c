"""Addresses of applications. The page of a case itself is the desk's."""

from django.urls import path

from program.applications import views

app_name = "applications"
urlpatterns = [
    path("applications/", views.applications, name="list"),
    path("applications/export/", views.export, name="export"),
    path("calls/<int:call_pk>/zones/<int:zone_pk>/apply/", views.start, name="start"),
    path(
        "calls/<int:call_pk>/zones/<int:zone_pk>/firms/<int:firm_pk>/apply/",
        views.start_firm,
        name="start_firm",
    ),
    path("applications/<int:pk>/parts/<slug:code>/", views.part, name="part"),
    path("applications/<int:pk>/indicators/", views.indicators, name="indicators"),
    path("calls/<int:call_pk>/self-test/", views.self_test, name="self_test"),
    path("applications/<int:pk>/attachments/", views.attachments, name="attachments"),
    path("attachments/<int:pk>/detach/", views.detach, name="detach"),
    path("applications/<int:pk>/corrections/", views.corrections, name="corrections"),
    path("applications/<int:pk>/answers/", views.answers, name="answers"),
    path("applications/<int:pk>/submit/", views.submit, name="submit"),
    path("applications/<int:pk>/versions/", views.versions, name="versions"),
    path("applications/<int:pk>/versions/<int:number>/", views.version, name="version"),
    path(
        "applications/<int:pk>/versions/<int:one>/against/<int:other>/", views.comparison, name="comparison"
    ),
    path("applications/<int:pk>/sealed-page/", views.seal, name="seal"),
    path("applications/<int:pk>/recall/", views.recall, name="recall"),
    path("applications/<int:pk>/abandon/", views.abandon, name="abandon"),
    path("calls/<int:call_pk>/recommend/", views.queue, name="queue"),
    path("applications/<int:pk>/recommend/", views.recommend, name="recommend"),
    path("applications/<int:pk>/return/", views.return_for_change, name="return"),
    path("applications/<int:pk>/refuse/", views.refuse, name="refuse"),
    path("applications/<int:pk>/close/", views.close_unrecommended, name="close_unrecommended"),
    path("applications/<int:pk>/check/", views.check, name="check"),
    path("applications/<int:pk>/check/accept/", views.accept, name="accept"),
    path("applications/<int:pk>/check/correction/", views.ask_correction, name="ask_correction"),
    path("applications/<int:pk>/check/lapse/", views.lapse_correction, name="lapse_correction"),
    path("applications/<int:pk>/check/not-accept/", views.not_accept, name="not_accept"),
    path("sealed-pages/<int:pk>/", views.page, name="page"),
    path("sealed-pages/<int:pk>/confirm/", views.confirm_page, name="confirm_page"),
    path("sealed-pages/<int:pk>/reject/", views.reject_page, name="reject_page"),
    path("applications/<int:pk>/check/undo/", views.undo_check, name="undo_check"),
    path("applications/<int:pk>/reopen/", views.reopen, name="reopen"),
    path("applications/<int:pk>/clerk/", views.assign, name="assign"),
    path("office/handovers/", views.handovers, name="handovers"),
    path("office/handovers/<int:pk>/", views.handover, name="handover"),
]

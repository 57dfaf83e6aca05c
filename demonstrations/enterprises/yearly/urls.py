"""Addresses of yearly forms."""

from django.urls import path

from demonstrations.enterprises.yearly.views import checking, listing, writing

app_name = "yearly"
ONE = "enterprise-forms/<int:pk>/"

urlpatterns = [
    path("enterprise-forms/", listing.index, name="index"),
    path("enterprise-forms/export/", listing.export, name="export"),
    path(ONE, writing.form, name="form"),
    path(f"{ONE}versions/<int:number>/", writing.version, name="version"),
    path(f"{ONE}fill/", writing.fill, name="fill"),
    path(f"{ONE}submit/", writing.submit, name="submit"),
    path(f"{ONE}correct/", writing.correct, name="correct"),
    path(f"{ONE}drop/", writing.drop, name="drop"),
    path(f"{ONE}pass/", checking.pass_on, name="pass"),
    path(f"{ONE}return/", checking.send_back, name="return"),
    path(f"{ONE}items/", checking.return_items, name="items"),
    path(f"{ONE}accept/", checking.accept, name="accept"),
    path(f"{ONE}lead/", checking.take_up, name="lead"),
]

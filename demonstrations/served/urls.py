"""Addresses of served enterprises."""

from django.urls import URLPattern, path

from demonstrations.served.models import Posting, Provider
from demonstrations.served.views import checking, files, market, office, public, records

app_name = "served"


def entered(where: str, name: str, kind: type) -> list[URLPattern]:
    """The addresses of one entry that the office releases."""
    one, given = f"{where}<int:pk>/", {"kind": kind}
    return [
        path(one, market.entry, given, name=name),
        path(f"{one}change/", market.change, given, name=f"{name}_change"),
        path(f"{one}withdraw/", market.withdraw, given, name=f"{name}_withdraw"),
        path(f"{one}release/", market.release, given, name=f"{name}_release"),
        path(f"{one}return/", market.send_back, given, name=f"{name}_return"),
    ]


urlpatterns = [
    path("served/", public.public, name="public"),
    path("served/providers/", public.providers, name="providers"),
    path("served/needs/", public.needs, name="needs"),
    path("served/records/", records.index, name="records"),
    path("served/records/export/", records.export, name="export"),
    path("served/records/submit/", checking.submit_many, name="submit_many"),
    path("served/records/accept/", checking.accept_many, name="accept_many"),
    path("served/records/new/", records.new, name="new"),
    path("served/records/import/", files.take_in, name="import"),
    path("served/records/import/template/", files.template, name="template"),
    path("served/records/<int:pk>/", records.record, name="record"),
    path("served/records/<int:pk>/change/", records.change, name="change"),
    path("served/records/<int:pk>/evidence/", files.attach, name="attach"),
    path("served/records/<int:pk>/evidence/<int:file_pk>/take-off/", files.take_off, name="take_off"),
    path("served/records/<int:pk>/submit/", records.submit, name="submit"),
    path("served/records/<int:pk>/withdraw/", records.withdraw, name="withdraw"),
    path("served/records/<int:pk>/accept/", checking.accept, name="accept"),
    path("served/records/<int:pk>/return/", checking.send_back, name="return"),
    path("served/records/<int:pk>/strike-out/", office.strike, name="strike"),
    path("served/records/<int:pk>/restore/", office.restore, name="restore"),
    path("served/samples/", office.samples, name="samples"),
    path("served/samples/draw/", office.draw, name="draw"),
    path("served/samples/<int:pk>/", office.sample, name="sample"),
    path("served/inspections/<int:pk>/", office.inspect, name="inspect"),
    path("served/decisions/", office.decisions, name="decisions"),
    path("served/decisions/<int:pk>/sign/", office.sign, name="sign"),
    path("served/decisions/<int:pk>/decline/", office.decline, name="decline"),
    path("served/entries/", market.entries, name="entries"),
    path("served/entries/new/", market.provider_new, name="provider_new"),
    *entered("served/entries/", "provider", Provider),
    path("served/market/", market.market, name="market"),
    path("served/market/new/<str:side>/", market.posting_new, name="posting_new"),
    *entered("served/market/", "posting", Posting),
    path("served/market/<int:pk>/interest/<int:other_pk>/", market.interest, name="interest"),
    path("served/matches/<int:pk>/", market.match, name="match"),
    path("served/matches/<int:pk>/<str:step>/", market.follow, name="follow"),
]

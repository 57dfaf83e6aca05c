"""Addresses of the ledger."""

from django.urls import path

from program.ledger.views import checking, coverage, entries, files, listing

app_name = "ledger"
urlpatterns = [
    path("ledger/", listing.index, name="list"),
    path("ledger/export/", listing.export, name="export"),
    path("ledger/accept/", checking.accept_many, name="accept_many"),
    path("ledger/coverage/", coverage.coverage, name="coverage"),
    path("ledger/new/", entries.new, name="new"),
    path("ledger/import/", files.take_in, name="import"),
    path("ledger/import/template/", files.template, name="template"),
    path("ledger/<int:pk>/", entries.entry, name="entry"),
    path("ledger/<int:pk>/change/", entries.change, name="change"),
    path("ledger/<int:pk>/evidence/", files.attach, name="attach"),
    path("ledger/<int:pk>/evidence/<int:file_pk>/take-off/", files.take_off, name="take_off"),
    path("ledger/<int:pk>/submit/", entries.submit, name="submit"),
    path("ledger/<int:pk>/withdraw/", entries.withdraw, name="withdraw"),
    path("ledger/<int:pk>/correct/", entries.correct, name="correct"),
    path("ledger/<int:pk>/accept/", checking.accept, name="accept"),
    path("ledger/<int:pk>/return/", checking.send_back, name="return"),
    path("ledger/<int:pk>/strike-out/", checking.strike_out, name="strike_out"),
]

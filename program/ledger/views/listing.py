"""The ledger as a list, and as a file."""

from types import SimpleNamespace
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from program import clock
from program.exports.http import as_file
from program.exports.models import Listing, Taken
from program.ledger import rules, spreadsheet
from program.ledger.forms import LedgerFilter
from program.ledger.models import WRITING_ROLES, LedgerEntry, reads_ledger
from program.ledger.tables import LedgerTable
from program.people.http import SignedIn, known_parameters
from program.people.models import READING_ROLES, Role, User
from program.people.rules import standing

ROWS, CHUNK = 30, 500
"""Entries on a page; fetched at a time for a file."""


def narrowed(request: SignedIn) -> LedgerFilter:
    """The entries within reach, narrowed down by the address."""
    known_parameters(request, filters=LedgerFilter.names(), sort=LedgerTable.base_columns)
    return entries_of(request.user, request.GET)


def entries_of(user: User, asked: QueryDict) -> LedgerFilter:
    rows = LedgerEntry.objects.visible_to(user).select_related("zone")
    return LedgerFilter(asked, queryset=rows, request=SimpleNamespace(user=user))


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Entries within reach; a clerk ticks several that wait and takes them in at once."""
    held, found = standing(request.user), narrowed(request)
    waits = rules.to_check(request.user).filter(pk=OuterRef("pk"))
    checks = held.has(Role.CLERK)
    table = LedgerTable(found.qs.annotate(waits=Exists(waits)) if checks else found.qs, checks=checks)
    RequestConfig(request, paginate={"per_page": ROWS}).configure(table)
    enters = checks or rules.zones_of(held).exists()
    context = {
        "table": table, "filter": found, "checks": checks, "enters": enters,
        "covers": enters or reads_ledger(request.user),  # an enterprise has no zone whose clauses it could read
    }  # fmt: skip
    return render(request, "program/ledger/list.html", context)


def taken(user: User, asked: QueryDict) -> Taken:
    """The entries as rows of a file."""
    evidence = Count("files", filter=Q(files__taken_off=False))
    entries: Any = entries_of(user, asked).qs.annotate(evidence=evidence)
    rows = map(spreadsheet.cells, entries.iterator(chunk_size=CHUNK))
    return Taken(f"ledger-{clock.today():%Y%m%d}", entries.count(), spreadsheet.heads(), rows)


ENTRIES = Listing(
    "program.ledger.views.listing.ENTRIES", "ledger", gettext_lazy("Work ledger"),
    READING_ROLES | {Role.SUPERVISOR, *WRITING_ROLES}, taken,
)  # fmt: skip


@require_POST
def export(request: SignedIn) -> HttpResponse:
    """The list as xlsx or CSV; that it was taken out is journalled."""
    narrowed(request)
    return as_file(request, ENTRIES)

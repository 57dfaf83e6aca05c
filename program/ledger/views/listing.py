"""The ledger as a list, and as a file."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from program import clock
from program.files.models import MediaType
from program.ledger import actions, rules, spreadsheet
from program.ledger.forms import LedgerFilter
from program.ledger.models import LedgerEntry
from program.ledger.tables import LedgerTable
from program.people.http import SignedIn, known_parameters
from program.people.models import Role
from program.people.rules import standing

ROWS = 30


def narrowed(request: SignedIn) -> LedgerFilter:
    """The entries within reach, narrowed down by the address."""
    known_parameters(request, filters=LedgerFilter.names(), sort=LedgerTable.base_columns)
    rows = LedgerEntry.objects.visible_to(request.user).select_related("zone")
    return LedgerFilter(request.GET, queryset=rows, request=request)


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Entries within reach; a clerk ticks several that wait and takes them in at once."""
    held, found = standing(request.user), narrowed(request)
    waits = rules.to_check(request.user).filter(pk=OuterRef("pk"))
    checks = held.has(Role.CLERK)
    table = LedgerTable(found.qs.annotate(waits=Exists(waits)) if checks else found.qs, checks=checks)
    RequestConfig(request, paginate={"per_page": ROWS}).configure(table)
    context = {
        "table": table, "filter": found, "checks": checks,
        "enters": checks or rules.zones_of(held).exists(),
    }  # fmt: skip
    return render(request, "program/ledger/list.html", context)


@require_POST
def export(request: SignedIn) -> HttpResponse:
    """The list as xlsx or CSV; that it was taken out is journalled."""
    found = narrowed(request)
    evidence = Count("files", filter=Q(files__taken_off=False))
    entries: Any = found.qs.annotate(evidence=evidence)
    filters = ", ".join(f"{name}={value}" for name, value in sorted(request.GET.items()) if value)
    actions.export(entries, filters=filters, by=request.user)
    name, as_csv = f"ledger-{clock.today():%Y%m%d}", request.POST.get("as") == "csv"
    response = (
        HttpResponse(spreadsheet.table(entries), content_type="text/csv; charset=utf-8")
        if as_csv
        else HttpResponse(spreadsheet.workbook(entries), content_type=MediaType.XLSX.value)
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.{"csv" if as_csv else "xlsx"}"'
    return response

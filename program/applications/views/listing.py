"""The list of cases within reach, and the office's spreadsheet of it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from program import clock
from program.applications import actions
from program.applications.forms import ApplicationFilter
from program.applications.models import Application
from program.applications.tables import ApplicationTable, workbook
from program.people.http import SignedIn, known_parameters
from program.people.rules import standing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def narrowed(request: SignedIn) -> ApplicationFilter:
    """The cases within reach, narrowed down by the address."""
    reads = standing(request.user).reads_everything
    sortable = [name for name in ApplicationTable.base_columns if reads or name not in {"stage", "due"}]
    known_parameters(request, filters=ApplicationFilter.names(), sort=sortable)
    within = Application.objects.visible_to(request.user).for_lists()
    return ApplicationFilter(request.GET, queryset=within, user=request.user)


@require_safe
def applications(request: SignedIn) -> HttpResponse:
    """All cases within reach, with stage, holder and due date."""
    found = narrowed(request)
    table = ApplicationTable(found.qs, reads=found.reads)
    RequestConfig(request, paginate={"per_page": 30}).configure(table)
    return render(request, "program/applications/list.html", {"table": table, "filter": found})


@require_POST
def export(request: SignedIn) -> HttpResponse:
    """The list as xlsx, for the office; that it was taken out is journalled."""
    if not standing(request.user).reads_everything:
        raise Http404
    found = narrowed(request)
    cases = found.qs.prefetch_related("applicant", "zone__recommending_body", "versions__recommendations")
    filters = ", ".join(f"{name}={value}" for name, value in sorted(request.GET.items()) if value)
    actions.export(cases, filters=filters, by=request.user)
    response = HttpResponse(workbook(cases), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="applications-{clock.today():%Y%m%d}.xlsx"'
    return response

"""The list of cases within reach, and the office's spreadsheet of it."""

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from program import clock
from program.applications.forms import ApplicationFilter
from program.applications.models import Application
from program.applications.tables import HEADS, ApplicationTable, cells
from program.exports.http import as_file
from program.exports.models import Listing, Taken
from program.people.http import SignedIn, known_parameters
from program.people.models import READING_ROLES, User
from program.people.rules import standing

CHUNK = 500
"""Cases that are fetched at a time."""


def narrowed(request: SignedIn) -> ApplicationFilter:
    """The cases within reach, narrowed down by the address."""
    reads = standing(request.user).reads_everything
    sortable = [name for name in ApplicationTable.base_columns if reads or name not in {"stage", "due"}]
    known_parameters(request, filters=ApplicationFilter.names(), sort=sortable)
    return cases_of(request.user, request.GET)


def cases_of(user: User, asked: QueryDict) -> ApplicationFilter:
    within = Application.objects.visible_to(user).for_lists()
    return ApplicationFilter(asked, queryset=within, user=user)


@require_safe
def applications(request: SignedIn) -> HttpResponse:
    """All cases within reach, with stage, holder and due date."""
    found = narrowed(request)
    table = ApplicationTable(found.qs, reads=found.reads)
    RequestConfig(request, paginate={"per_page": 30}).configure(table)
    return render(request, "program/applications/list.html", {"table": table, "filter": found})


def taken(user: User, asked: QueryDict) -> Taken:
    """The cases as rows of a file, for the office."""
    if not standing(user).reads_everything:
        raise Http404
    found = cases_of(user, asked)
    cases = found.qs.prefetch_related("applicant", "zone__recommending_body", "versions__recommendations")
    rows = map(cells, cases.iterator(chunk_size=CHUNK))
    return Taken(f"applications-{clock.today():%Y%m%d}", cases.count(), [str(head) for head in HEADS], rows)


CASES = Listing(
    "program.applications.views.listing.CASES", "applications", gettext_lazy("Cases"), READING_ROLES, taken
)


@require_POST
def export(request: SignedIn) -> HttpResponse:
    """The list as a file; that it was taken out is journalled."""
    narrowed(request)
    return as_file(request, CASES)

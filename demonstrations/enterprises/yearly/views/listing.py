"""The list of forms within reach, with how many were handed in and how many in time; the same as a file."""

from types import SimpleNamespace
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from demonstrations.enterprises.yearly import rules, tables
from demonstrations.enterprises.yearly.forms import FormFilter
from demonstrations.enterprises.yearly.models import YearlyForm, reads_forms
from demonstrations.enterprises.yearly.tables import FormTable
from program import clock
from program.exports.http import as_file
from program.exports.models import Listing, Taken
from program.people.http import SignedIn, known_parameters
from program.people.models import APPLICANT_ROLES, READING_ROLES, Role, User
from program.people.rules import standing

ROWS = 30


def narrowed(user: User, asked: QueryDict) -> FormFilter:
    rows = YearlyForm.objects.visible_to(user).select_related("organization", "zone")
    return FormFilter(asked, queryset=rows, request=SimpleNamespace(user=user))


def whole(user: User, asked: QueryDict) -> Any:
    """The same without a state: what the rates are counted over."""
    wider = asked.copy()
    for name in ("state", "late"):
        wider.pop(name, None)
    return narrowed(user, wider).qs


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Who has handed in what; 报送率 and 及时率 on top."""
    known_parameters(request, filters=FormFilter.names(), sort=FormTable.base_columns)
    found, moment = narrowed(request.user, request.GET), clock.now()
    table = FormTable(found.qs, moment=moment)
    RequestConfig(request, paginate={"per_page": ROWS}).configure(table)
    held = standing(request.user)
    context = {
        "table": table, "filter": found, "tally": rules.tally(whole(request.user, request.GET), moment),
        "counts": reads_forms(held) or held.has(Role.ZONE_REVIEWER, Role.MANAGER),
    }  # fmt: skip
    return render(request, "demonstrations/yearly/list.html", context)


def taken(user: User, asked: QueryDict) -> Taken:
    """The list as rows of a file."""
    forms, moment = narrowed(user, asked).qs, clock.now()
    return Taken(
        f"yearly-forms-{clock.today():%Y%m%d}", forms.count(), tables.heads(), tables.rows(forms, moment)
    )


FORMS = Listing(
    "demonstrations.enterprises.yearly.views.listing.FORMS",
    "yearly",
    gettext_lazy("Yearly forms of leading enterprises"),
    frozenset({*READING_ROLES, Role.SUPERVISOR, *APPLICANT_ROLES, Role.ZONE_REVIEWER}),
    taken,
)


@require_POST
def export(request: SignedIn) -> HttpResponse:
    """What is shown, as csv or xlsx; that it was taken out is journalled."""
    known_parameters(request, filters=FormFilter.names(), sort=FormTable.base_columns)
    return as_file(request, FORMS)

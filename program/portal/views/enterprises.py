"""The directory of leading enterprises, and the profile of one."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from program.people.http import known_parameters
from program.portal import rules
from program.portal.forms import EnterpriseFilter

ROWS = 30


@login_not_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Enterprises that are or were certified, narrowed down by the address."""
    known_parameters(request, filters=EnterpriseFilter.names())
    narrowed = EnterpriseFilter(request.GET, queryset=rules.with_honours(rules.certified()))
    page = Paginator(narrowed.qs, ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "firms": list(rules.told(page)), "filter": narrowed}
    return render(request, "program/portal/enterprises.html", context)


@login_not_required
@require_safe
def enterprise(request: HttpRequest, credit_code: str) -> HttpResponse:
    """What the documents that certified it say; who never was certified is not found."""
    known_parameters(request)
    firm = get_object_or_404(rules.certified().prefetch_related("former_names"), credit_code=credit_code)
    context = {"firm": firm, "profile": rules.firm_profile(firm)}
    return render(request, "program/portal/enterprise.html", context)

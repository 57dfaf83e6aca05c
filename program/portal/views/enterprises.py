"""The directory of leading enterprises, and the profile of one."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from program import clock
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
    """What the documents that certified it say; who never was certified is not found. Whoever was merged is read of where it
    goes on."""
    known_parameters(request)
    rows = rules.certified().prefetch_related(Prefetch("absorbed", rules.once_certified()))
    firm = rows.filter(credit_code=credit_code).first()
    if firm is None:
        return redirect(
            get_object_or_404(
                rows, absorbed__in=rules.once_certified().filter(credit_code=credit_code)
            ).public_url
        )
    context = {"firm": firm, "profile": rules.firm_profile(firm), "today": clock.today()}
    return render(request, "program/portal/enterprise.html", context)

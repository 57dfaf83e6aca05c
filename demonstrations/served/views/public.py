"""What everybody reads: how many enterprises were served and what that saved, who serves, what is needed and offered."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from demonstrations.served import rules
from demonstrations.served.forms import PostingFilter, ProviderFilter
from demonstrations.served.models import Posting, Provider, Service, ServiceRecord
from demonstrations.served.tables import PublicPostingTable
from program.people.http import known_parameters
from program.people.provinces import Province
from program.registers.models import GreenField

ROWS = 30


@require_safe
@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    """The thousand in numbers: by province, by industry, what was saved, what was struck out; names where the rules say so."""
    known_parameters(request, sort=(), filters=())
    limits, authority = rules.limits_in_force()
    names = rules.names_published()
    counted = (
        ServiceRecord.objects.counted()
        .select_related("enterprise", "zone")
        .order_by("enterprise__credit_code")
    )
    provinces = rules.by_province()
    context = {
        "counts": rules.counts(), "limits": limits, "authority": authority, "names": names,
        "provinces": [(each.label, provinces[each.value]) for each in Province if each.value in provinces],
        "industries": sorted(rules.by_industry().items()),
        "saved": rules.sums(rules.saved_rows()),
        "page": Paginator(counted, ROWS).get_page(request.GET.get("page")) if names else None,
    }  # fmt: skip
    return render(request, "demonstrations/served/public.html", context)


@require_safe
@login_not_required
def providers(request: HttpRequest) -> HttpResponse:
    """Released providers with measured results only."""
    known_parameters(request, filters=ProviderFilter.names())
    rows = (
        Provider.objects.released()
        .select_related("organization")
        .prefetch_related("scopes")
        .order_by("number")
    )
    narrowed = ProviderFilter(request.GET, queryset=rows)
    page = Paginator(narrowed.qs.distinct(), ROWS).get_page(request.GET.get("page"))
    shown = list(page)
    results = rules.measured(shown)
    context = {
        "filter": narrowed, "page": page,
        "providers": [(each, words(each), results[each.organization_id]) for each in shown],
    }  # fmt: skip
    return render(request, "demonstrations/served/providers.html", context)


def words(provider: Provider) -> dict[str, list[str]]:
    """Its fields, services and regions, read."""
    return {
        "fields": [str(GreenField(code).label) for code in provider.codes("field")],
        "services": [str(Service(code).label) for code in provider.codes("service")],
        "regions": [str(Province(code).label) for code in provider.codes("region")],
    }


@require_safe
@login_not_required
def needs(request: HttpRequest) -> HttpResponse:
    """Released needs and offers, without their contacts."""
    filters = [name for name in PostingFilter.names() if name != "state"]
    known_parameters(request, filters=filters, sort=PublicPostingTable.base_columns)
    narrowed = PostingFilter(request.GET, queryset=Posting.objects.released().select_related("organization"))
    del narrowed.form.fields["state"]
    table = PublicPostingTable(narrowed.qs)
    RequestConfig(request, paginate={"per_page": ROWS}).configure(table)
    return render(request, "demonstrations/served/needs.html", {"table": table, "filter": narrowed})

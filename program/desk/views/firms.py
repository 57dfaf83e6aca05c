"""The office's page of an enterprise."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from program.desk import firms
from program.people.http import SignedIn, known_parameters
from program.people.models import Organization, OrganizationKind
from program.people.rules import standing


@require_safe
def firm(request: SignedIn, credit_code: str) -> HttpResponse:
    """Where it has stood, what it declared and holds; the office's readers alone."""
    if not standing(request.user).reads_everything:
        raise Http404
    known_parameters(request)
    enterprises = Organization.objects.filter(kind=OrganizationKind.ENTERPRISE)
    shown = get_object_or_404(enterprises, credit_code=credit_code)
    return render(request, "program/desk/firm.html", firms.firm_page(shown))

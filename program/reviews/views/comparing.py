"""The expert's page of what is new: on a page of its own, as the case's are not the expert's to open."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from program.applications.views.comparing import comparison_context, two_of
from program.people.http import SignedIn
from program.reviews.models import versions_to_read
from program.reviews.views.expert import own


@require_safe
def comparison(request: SignedIn, pk: int, one: int, other: int) -> HttpResponse:
    """Two versions of a case that lies open to the expert, up to the one that was assigned."""
    reach = own(request).readable().select_related("application__zone", "application__applicant", "version")  # type: ignore[attr-defined]
    assignment = get_object_or_404(reach, pk=pk)
    versions = list(versions_to_read(assignment))
    older, newer = two_of(versions, one, other)
    context = {
        "assignment": assignment,
        "application": assignment.application,
        "earlier": [version for version in versions if version.number < assignment.version.number],
        **comparison_context(older, newer, request.user),
    }
    return render(request, "program/reviews/comparison.html", context)

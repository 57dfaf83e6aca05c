"""推荐: everything that waits for a body's or a zone's recommendation under a call, answered with one letter."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from program.applications import actions
from program.applications.forms import TogetherForm
from program.applications.models import (
    RECOMMENDING_ROLES,
    Application,
    Recommendation,
    Recommended,
    recommended_by,
)
from program.applications.views.frame import sent
from program.calls.models import Call
from program.files.http import keep_uploads, uploads
from program.people.http import SignedIn, say, status_of
from program.people.rules import standing
from program.process.models import StageName
from program.refusals import Refused, SomebodyWasFaster


def queue(request: SignedIn, call_pk: int) -> HttpResponse:
    """Whoever has a rank in the form is recommended, all in one step; the others stay in the queue."""
    held = standing(request.user)
    call = get_object_or_404(Call.objects.published().select_related("rule_set"), pk=call_pk)
    if not held.has(*RECOMMENDING_ROLES):
        raise Http404
    cases = Application.objects.filter(recommended_by(held), call=call, first_submitted_at__isnull=False)
    waiting = list(
        cases.filter(stage=StageName.RECOMMENDATION).select_related("zone", "applicant").order_by("number")
    )
    given = Recommendation.objects.filter(
        version__application__in=cases, verdict=Recommended.RECOMMENDED, superseded_at=None
    ).select_related("version__application__zone", "version__application__applicant")
    ranks = list(given.defer("version__content").order_by("rank"))
    taken = max((row.rank or 0 for row in ranks), default=0)
    if request.method == "POST" and not waiting:
        raise SomebodyWasFaster  # answered meanwhile, by a colleague
    form = TogetherForm(sent(request), uploads(request), call=call, cases=waiting, next_rank=taken + 1)
    if form.is_bound and form.is_valid():
        try:
            made = actions.recommend_together(**form.facts(), by=request.user)
        except Refused as refusal:
            say(form, refusal)
        else:
            messages.success(request, _("%(count)s are recommended.") % {"count": len(made)})
            return redirect("applications:queue", call.pk)
    keep_uploads(request, form)
    context = {
        "call": call, "form": form, "waiting": waiting, "ranks": ranks,
        "back": reverse("desk:desk"), "back_label": _("My work"),
    }  # fmt: skip
    return render(request, "program/applications/queue.html", context, status=status_of(form))
